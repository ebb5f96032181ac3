"""Small files of every kind, made on the spot."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def drawing(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red at the upper left, so that a test can see which way is up."""
    picture = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill="red")
    return picture


def photo(kind: str = "JPEG", *, size: tuple[int, int] = (640, 480), **more: Any) -> bytes:
    """A picture file. `more` goes to Pillow's save."""
    target = io.BytesIO()
    drawing(*size).save(target, kind, **more)
    return target.getvalue()


def exif(*, orientation: int = 1, place: bool = False) -> bytes:
    """What a telephone writes into its photos."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[MAKER] = "Điện thoại"
    if place:
        data.get_ifd(GPS)[1] = "N"
        data.get_ifd(GPS)[2] = (21.0, 19.0, 22.0)
    return data.tobytes()


def heic(*, size: tuple[int, int] = (640, 480), orientation: int = 1) -> bytes:
    """A photo of an iPhone."""
    picture = drawing(*size)
    target = io.BytesIO()
    pillow_heif.from_pillow(picture).save(target, quality=80, exif=exif(orientation=orientation, place=True))
    return target.getvalue()


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **saving: Any) -> bytes:
    """A PDF with words on its pages. `change` may spoil it; `saving` goes to pikepdf's save."""
    document = pikepdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.Contents = document.make_stream(b"BT /F1 12 Tf 72 720 Td (Trang %d) Tj ET" % number)
    if change is not None:
        change(document)
    target = io.BytesIO()
    document.save(target, deterministic_id="encryption" not in saving, **saving)
    return target.getvalue()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    """A Word or Excel file, as bare as can be. `more`: parts by name, «__» for a slash."""
    extra = {name.replace("__", "/"): content for name, content in more.items()}
    return packed({"[Content_Types].xml": b"<Types/>", main: b"<document/>" * 40, **extra})
