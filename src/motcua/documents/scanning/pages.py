"""One page of a scan, from what the scanner made to what is kept: seen, straightened, packed."""

from dataclasses import dataclass

from PIL import Image

from motcua.documents.scanning import reading
from motcua.documents.scanning.bundle import packed, plain
from motcua.documents.scanning.codes import Separator, codes_on
from motcua.documents.scanning.quality import grey, measured
from motcua.documents.scanning.straighten import lies_on_its_side, skew, straightened


@dataclass(frozen=True, slots=True)
class Page:
    """A page fit to be kept, and what was seen on it. `turned`: clockwise degrees it has to be turned by."""

    content: bytes
    blank: bool = False
    separator: Separator | None = None
    coded: bool = False
    turned: int = 0
    faults: tuple[str, ...] = ()


def made(picture: Image.Image) -> Page:
    """Look at a page and pack it. Separator sheets and blank pages stay as they are, to be left out."""
    picture = plain(picture)
    found = codes_on(picture)
    separator = next((sheet for text in found if (sheet := Separator.read(text))), None)
    if separator is not None:
        return Page(packed(picture), separator=separator)
    page = grey(picture)
    quality = measured(picture, page)
    if quality.is_blank:
        return Page(packed(picture), blank=True, coded=bool(found), faults=tuple(quality.faults))
    straight = straightened(picture, skew(page))
    return Page(
        content=packed(straight),
        coded=bool(found),
        turned=_turn(straight, page),
        faults=tuple(quality.faults),
    )


def _turn(picture: Image.Image, page: Image.Image) -> int:
    """Only of a page on its side is it asked which way is up: reading takes seconds.

    Without Tesseract it is turned the usual way.
    """
    if not lies_on_its_side(page):
        return 0
    return reading.turn_of(picture) or 90
