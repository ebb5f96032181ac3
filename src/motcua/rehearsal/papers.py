"""The files that are sent in a rehearsal: a real small PDF and a real small picture."""

import io
from functools import cache

from PIL import Image, ImageDraw

from motcua.rehearsal.browser import File

_SIZE = (800, 1130)


def sample_for(accept: str, *, again: bool = False) -> File:
    """A file of a kind that an input accepts; `accept` is the attribute of the input.

    `again`: another photo of the paper, not the very same file, which the system knows to be there already.
    """
    return _pdf(again) if ".pdf" in accept else _picture(again)


@cache
def _pdf(again: bool) -> File:
    return File("giay-to.pdf", _sheet("PDF", again), "application/pdf")


@cache
def _picture(again: bool) -> File:
    return File("anh.jpg", _sheet("JPEG", again), "image/jpeg")


def _sheet(kind: str, again: bool) -> bytes:
    sheet = Image.new("L", _SIZE, 245)
    draw = ImageDraw.Draw(sheet)
    for top in range(120, _SIZE[1] - 120, 40):
        draw.rectangle((90, top, _SIZE[0] - 90 - top % 170, top + 12), fill=60 if again else 90)
    target = io.BytesIO()
    sheet.save(target, kind)
    return target.getvalue()
