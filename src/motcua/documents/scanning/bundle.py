"""Pages into one PDF: pictures as they are, turned by a word in the page, never packed a second time."""

import io
from collections.abc import Iterable
from typing import Final

import pikepdf
from PIL import Image

_A4_LONG_SIDE: Final = 842.0
"""In points. The longer side of a page is printed this long, whatever the scanner said of its dots."""
QUALITY: Final = 72


def plain(picture: Image.Image) -> Image.Image:
    """Grey where it has no colour but the yellow of paper and the noise of the scanner; else RGB.

    A grey page of writing is a third of the same page in colour; stamps and photographs keep theirs.
    """
    if picture.mode == "L":
        return picture
    small = picture.convert("RGB").resize((160, 226)).convert("HSV")
    strong = sum(small.getchannel("S").histogram()[70:])
    return picture.convert("L") if strong < 160 * 226 // 400 else picture.convert("RGB")


def packed(picture: Image.Image) -> bytes:
    """A page as JPEG."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def small(content: bytes, side: int) -> bytes:
    """A JPEG page shrunk to at most `side` pixels, for looking at many at once."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        picture.draft(None, (side, side))
        picture.thumbnail((side, side), Image.Resampling.BILINEAR)
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=60)
    return target.getvalue()


def pdf(pages: Iterable[tuple[bytes, int]]) -> bytes:
    """One PDF of JPEG pages; each with the degrees it is turned clockwise when shown."""
    document = pikepdf.new()
    for content, turned in pages:
        _add(document, content, turned)
    target = io.BytesIO()
    # The same pages give the same bytes, so that a piece filed twice is known for what it is.
    document.save(target, deterministic_id=True)
    return target.getvalue()


def _add(document: pikepdf.Pdf, content: bytes, turned: int) -> None:
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        width, height, grey = picture.width, picture.height, picture.mode == "L"
    scale = _A4_LONG_SIDE / max(width, height)
    box = (round(width * scale, 2), round(height * scale, 2))
    drawn = pikepdf.Stream(document, content)
    drawn.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = document.add_blank_page(page_size=box)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
    page.Contents = document.make_stream(f"q {box[0]} 0 0 {box[1]} 0 0 cm /Im0 Do Q".encode())
    if turned % 360:
        page.Rotate = turned % 360
