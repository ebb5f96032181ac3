"""Pages out of a scan, one at a time: whatever the number of pages, one of them is in memory."""

import io
import logging
import threading
from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium
from PIL import Image, ImageOps

logger = logging.getLogger(__name__)

PDF: Final = "application/pdf"
TIFF: Final = "image/tiff"
DPI: Final = 200
"""PDF pages have this many dots per inch: stamps and small print stay readable, 4 megapixels a page."""
LONG_SIDE: Final = 2600
"""Longer pages are drawn smaller, and larger pictures shrunk to it (A4 at 220 dots per inch)."""
_MAX_PIXELS: Final = 64_000_000
# PDFium may be in one thread at a time (the web server and the background work share a process).
_PDFIUM: Final = threading.Lock()


class BrokenPage(Exception):
    """One page cannot be read; the others may be."""


def pages(
    content: bytes, media_type: str, *, start: int = 0, dpi: int = DPI
) -> Iterator[Image.Image | BrokenPage]:
    """The pages in order, from the one with index `start`; each is made when it is asked for.

    A page nobody can read comes as BrokenPage in its place, so that it is told and not lost.
    """
    yield from _of_pdf(content, start, dpi) if media_type == PDF else _of_picture(content, start)


def _of_pdf(content: bytes, start: int, dpi: int) -> Iterator[Image.Image | BrokenPage]:
    with _PDFIUM:
        document = pdfium.PdfDocument(content)
        count = len(document)
    try:
        for index in range(start, count):
            with _PDFIUM:
                drawn = _drawn(document, index, dpi)
            yield drawn
    finally:
        with _PDFIUM:
            document.close()


def _drawn(document: pdfium.PdfDocument, index: int, dpi: int) -> Image.Image | BrokenPage:
    try:
        page = document[index]
        scale = min(dpi / 72, LONG_SIDE / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=scale)
        # A copy of our own: the bitmap's memory goes with the page.
        picture: Image.Image = bitmap.to_pil().copy()
        bitmap.close()
        page.close()
    except pdfium.PdfiumError as problem:
        logger.info("A page of a scan could not be drawn.", exc_info=problem)
        return BrokenPage()
    return picture


def _of_picture(content: bytes, start: int) -> Iterator[Image.Image | BrokenPage]:
    with Image.open(io.BytesIO(content), formats=("TIFF", "JPEG")) as picture:
        for index in range(start, int(getattr(picture, "n_frames", 1))):
            yield _frame(picture, index)


def _frame(picture: Image.Image, index: int) -> Image.Image | BrokenPage:
    try:
        picture.seek(index)
        if picture.width * picture.height > _MAX_PIXELS:
            return BrokenPage()
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(picture)
        whole = upright.convert("L" if picture.mode in ("1", "L", "I;16") else "RGB")
    except Exception as problem:
        # The decoders answer to a broken picture with nearly every exception there is.
        logger.info("A frame of a scan could not be read.", exc_info=problem)
        return BrokenPage()
    whole.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return whole
