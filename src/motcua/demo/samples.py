"""Sample papers for the demo province: small real pictures and PDFs that say on their face what they are."""

import io
import random
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from motcua.documents.files import keep
from motcua.documents.models import StoredFile
from motcua.documents.paper.letters import FONTS
from motcua.lib.text import fold

_SIZE = (744, 1052)
_MARGIN = 72
_KINDS = 8
_PAPER, _INK, _PALE = 246, 40, 214


@dataclass(frozen=True, slots=True)
class Sample:
    """The content of one sample, with its media type and the ending of its name."""

    content: bytes
    media_type: str
    ending: str


def stored_sample(name: str, accept: Collection[str], number: int, by: str) -> StoredFile:
    """A sample named after a paper, of a kind it accepts, in the store. `number` picks one of a handful."""
    kinds = [kind for kind in ("pdf", "image") if kind in accept]
    found = _sample(kinds[number % len(kinds)], number % _KINDS)
    return keep(
        content=found.content,
        name=f"{_file_name(name)}.{found.ending}",
        media_type=found.media_type,
        origin=StoredFile.Origin.UPLOAD,
        by=by,
    )


def _file_name(name: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    return "-".join(words[:6]) or "giay-to"


@cache
def _sample(kind: str, number: int) -> Sample:
    page = _page(number)
    target = io.BytesIO()
    if kind == "pdf":
        page.save(target, "PDF", resolution=90)
        return Sample(target.getvalue(), "application/pdf", "pdf")
    page.save(target, "JPEG", quality=60)
    return Sample(target.getvalue(), "image/jpeg", "jpg")


def _page(number: int) -> Image.Image:
    """A sheet with lines of grey in place of text, as a camera would have taken it."""
    draw_from = random.Random(number)
    page = Image.new("L", _SIZE, _PAPER)
    draw = ImageDraw.Draw(page)
    width, height = _SIZE
    draw.text((width / 2, 60), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _INK, _font(22), anchor="mm")
    draw.text((width / 2, 90), "Độc lập - Tự do - Hạnh phúc", _INK, _font(20), anchor="mm")
    draw.text((width / 2, 170), f"GIẤY TỜ MẪU SỐ {number + 1}", _INK, _font(30), anchor="mm")
    for top in range(240, height - 160, 34):
        right = width - _MARGIN - draw_from.randint(0, 220)
        draw.rectangle((_MARGIN, top, right, top + 10), fill=_PALE)
    draw.text((width / 2, height - 90), "BẢN CHỤP MẪU, KHÔNG CÓ GIÁ TRỊ", _INK, _font(24), anchor="mm")
    return page.rotate(draw_from.uniform(-1.2, 1.2), fillcolor=_PAPER)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "Tinos_400Regular.ttf", size)
