"""Scanned pages made on the spot: writing, turned, blurred, blank, separator sheets; as PDF, TIFF, JPEG."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import segno
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from motcua.documents import __file__ as documents_file
from motcua.documents.scanning import codes

_FONT = Path(documents_file).parent / "paper" / "fonts" / "Tinos_400Regular.ttf"
_WORDS = [
    "Cộng",
    "hòa",
    "xã",
    "hội",
    "chủ",
    "nghĩa",
    "Việt",
    "Nam",
    "độc",
    "lập",
    "tự",
    "do",
    "hạnh",
    "phúc",
    "giấy",
    "chứng",
    "nhận",
    "quyền",
    "sử",
    "dụng",
    "đất",
    "ở",
    "tài",
    "sản",
    "gắn",
    "liền",
    "với",
    "đất",
    "họ",
    "và",
    "tên",
    "ngày",
    "sinh",
    "nơi",
    "thường",
    "trú",
    "số",
    "định",
    "danh",
    "cá",
    "nhân",
    "cơ",
    "quan",
    "cấp",
]
A4 = (1240, 1754)
"""An A4 page at 150 dots per inch: what a careful desk scans at least."""


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def page(seed: int = 1, *, angle: float = 0, blur: float = 0, lines: Sequence[str] = ()) -> Image.Image:
    """A page of writing, in grey. `angle` in degrees, `blur` as the radius of a lens out of focus."""
    sheet = Image.new("L", A4, 248)
    draw, chance = ImageDraw.Draw(sheet), Random(seed)
    for number in range(24):
        words = lines[number] if number < len(lines) else " ".join(chance.choices(_WORDS, k=11))
        draw.text((130, 150 + 60 * number), words[:78], font=_font(30), fill=30)
    if angle:
        sheet = sheet.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=248)
    return sheet.filter(ImageFilter.GaussianBlur(blur)) if blur else sheet


def blank() -> Image.Image:
    """An empty page as a scanner sees it: not quite white, with some dust."""
    sheet = Image.effect_noise(A4, 6).point(lambda value: min(255, value + 115))
    ImageDraw.Draw(sheet).ellipse((600, 900, 604, 904), fill=90)
    return sheet


def separator(procedure: str, component: str, *, angle: float = 0) -> Image.Image:
    """A separator sheet that went through the scanner."""
    target = io.BytesIO()
    segno.make(codes.payload(procedure, component), error="m", micro=False).save(
        target, kind="png", scale=10, border=4
    )
    sheet = Image.new("L", A4, 250)
    sheet.paste(Image.open(target).convert("L"), (300, 500))
    return sheet.rotate(angle, fillcolor=250) if angle else sheet


def pdf(pages: Sequence[Image.Image]) -> bytes:
    """As an office scanner sends it."""
    return _saved(pages, "PDF", resolution=150, quality=75)


def tiff(pages: Sequence[Image.Image]) -> bytes:
    """As an old scanner sends it: black and white, packed for fax."""
    return _saved([each.convert("1") for each in pages], "TIFF", compression="group4", dpi=(150, 150))


def jpeg(one: Image.Image) -> bytes:
    """As a telephone sends it."""
    target = io.BytesIO()
    one.save(target, "JPEG", quality=80, dpi=(150, 150))
    return target.getvalue()


def _saved(pages: Sequence[Image.Image], kind: str, **more: object) -> bytes:
    target = io.BytesIO()
    pages[0].save(target, kind, save_all=True, append_images=list(pages[1:]), **more)
    return target.getvalue()


def pile(procedure: str, components: Sequence[str], count: int, *, small: bool = False) -> bytes:
    """So many pages, shared out among components, a separator sheet before each; the same few pages."""
    size = (620, 877) if small else A4
    written = [page(seed, angle=seed - 1).resize(size) for seed in range(3)]
    sheets: list[Image.Image] = []
    for number, component in enumerate(components):
        sheets.append(separator(procedure, component).resize(size))
        mine = count // len(components) + (number < count % len(components))
        sheets += [written[(number + each) % 3] for each in range(mine)]
    return pdf(sheets)


def small_pile(*, pieces: int, count: int) -> bytes:
    """So many small pages in pieces with a blank page between: quickly worked, for what happens after."""
    size = (620, 877)
    written = [page(seed).resize(size) for seed in range(3)]
    sheets: list[Image.Image] = []
    for number in range(pieces):
        sheets += [Image.new("L", size, 250)] if number else []
        mine = count // pieces + (number < count % pieces)
        sheets += [written[(number + each) % 3] for each in range(mine)]
    return pdf(sheets)
