"""What people write, made fit for print: letters the font has, and words that can be broken.

PDF/A refuses a letter without a shape, and a name may come from a passport in any script.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"

# Stands for a letter the font lacks.
NO_SHAPE = "□"

_BREAK = "\u200b"
_LONGEST_WORD = 24
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Lines break after slashes and hyphens by themselves (Unicode annex 14); an address needs more.
_PART = re.compile(r"[^/-]*[/-]|[^/-]+")
_PIECE = re.compile(r"[^._@?&=]*[._@?&=]|[^._@?&=]+")
# A letter with its combining marks.
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)

# Control characters, marks that turn the direction of writing, halves of characters: never meant to be read.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def printable(text: str) -> str:
    """The text as it can be set: composed, without unseen characters, with «□» for letters the font lacks.

    Words longer than a narrow column get invisible break points. A digest keeps none: its line is made to
    hold it.
    """
    seen = "".join(map(_shown, unicodedata.normalize("NFC", text)))
    return _LONG_WORD.sub(lambda word: _broken(word[0]), seen)


def _shown(letter: str) -> str:
    if letter in "\n\t":
        return letter.replace("\t", " ")
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    return letter if ord(letter) in _shapes() else NO_SHAPE


def _broken(word: str) -> str:
    if _DIGEST.fullmatch(word):
        return word
    return "".join(_broken_part(part) for part in _PART.findall(word))


def _broken_part(part: str) -> str:
    if len(part) <= _LONGEST_WORD:
        return part
    pieces = _PIECE.findall(part)
    return _BREAK.join(piece if len(piece) <= _LONGEST_WORD else _anywhere(piece) for piece in pieces)


def _anywhere(piece: str) -> str:
    return _BREAK.join(_CLUSTER.findall(piece))


@cache
def _shapes() -> frozenset[int]:
    """The code points every one of our fonts has a shape for."""
    return frozenset.intersection(*(_code_points(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


def _code_points(font: bytes) -> frozenset[int]:
    """The code points of the first character map, which must be of format 4 (OpenType, table «cmap»)."""
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in _records(font)}
    start = tables[b"cmap"] + struct.unpack_from(">I", font, tables[b"cmap"] + 8)[0]
    kind, _, _, doubled = struct.unpack_from(">4H", font, start)
    if kind != 4:
        raise ValueError(f"character map of format {kind}, not 4")
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    return frozenset(
        point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1)
    )


def _records(font: bytes) -> range:
    return range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
