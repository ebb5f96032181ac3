"""Letters read off a page by Tesseract, where it is installed (Debian: tesseract-ocr, tesseract-ocr-vie).

What it reads is a suggestion for a person to confirm, never data by itself.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from typing import Final

from PIL import Image

from motcua.lib.text import fold

_SECONDS: Final = 40
_LINE: Final = re.compile(r"^\W*(?P<label>[^:]{2,60}?)\s*[:：]\s*(?P<value>\S.*)$")
_NOISE: Final = " .…_·|-"


@cache
def languages() -> frozenset[str]:
    """What Tesseract can read here; empty where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    listed = subprocess.run(  # noqa: S603
        [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    return frozenset(line.strip() for line in listed.stdout.splitlines()[1:] if line.strip())


def available() -> bool:
    """Whether Vietnamese can be read."""
    return "vie" in languages()


def text_of(picture: Image.Image) -> str:
    """The writing on a page, line by line; nothing where Tesseract is not installed or takes too long."""
    return _run(picture, "-l", "vie", "--psm", "4") if available() else ""


def turn_of(picture: Image.Image) -> int:
    """By how many degrees clockwise a page has to be turned to stand upright: 0, 90, 180 or 270.

    0 as well where Tesseract is not installed or is not sure.
    """
    if "osd" not in languages():
        return 0
    told = _run(picture, "-l", "osd", "--psm", "0")
    turn = re.search(r"^Rotate: (\d+)$", told, re.MULTILINE)
    sure = re.search(r"^Orientation confidence: ([\d.]+)$", told, re.MULTILINE)
    return int(turn[1]) % 360 if turn and sure and float(sure[1]) >= 2 else 0


def suggested(text: str, labels: Iterable[str]) -> dict[str, str]:
    """For each label what stands behind it on the page: «Họ và tên: Nguyễn Văn A» → «Nguyễn Văn A».

    Labels agree when one begins with the other, without diacritics; the first line that agrees counts.
    """
    lines = [
        (fold(found["label"]), found["value"].strip(_NOISE))
        for found in map(_LINE.match, text.splitlines())
        if found
    ]
    result: dict[str, str] = {}
    for label in labels:
        wanted = fold(label)
        value = next((said for name, said in lines if said and _agree(name, wanted)), "")
        if value:
            result[label] = value[:200]
    return result


def _agree(name: str, wanted: str) -> bool:
    shorter, longer = sorted((name, wanted), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter)


def _run(picture: Image.Image, *options: str) -> str:
    target = io.BytesIO()
    picture.convert("L").save(target, "PNG", compress_level=1)
    try:
        done = subprocess.run(  # noqa: S603
            ["tesseract", "stdin", "stdout", *options],  # noqa: S607
            input=target.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""
