"""Which pages belong together: by separator sheet, by blank page, by bar code. Pure: facts in, pieces out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Way = Literal["auto", "sheet", "blank", "code", "whole"]

WAYS: Final[dict[Way, str]] = {
    "auto": "Tự nhận: theo tờ ngăn, không có thì theo trang trắng",
    "sheet": "Theo tờ ngăn in sẵn",
    "blank": "Theo trang trắng",
    "code": "Theo mã vạch trên trang đầu của mỗi giấy tờ",
    "whole": "Không tách",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on a page: nothing on it, the component a separator sheet names, any other code."""

    blank: bool = False
    separator: str = ""
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a page goes: the number of its piece from 1 (0: it is left out), and for which component."""

    piece: int
    component: str = ""


def propose(pages: Sequence[Seen], way: Way, needed: Sequence[str], named: Sequence[str]) -> list[Placed]:
    """A place for every page. What the officer has to correct is only where this is wrong.

    Separator sheets and blank pages are left out. A sheet may name any of the components `named`.
    Without sheets a piece gets a component only when there are as many pieces as components `needed`: then
    they lie in the order of the list.
    """
    chosen = _chosen(pages, way)
    pieces = _pieces(pages, chosen)
    count = max((number for number, _ in pieces), default=0)
    if chosen != "sheet" and count == len(needed):
        return [Placed(number, needed[number - 1] if number else "") for number, _ in pieces]
    return [Placed(number, sheet if sheet in named else "") for number, sheet in pieces]


def _chosen(pages: Sequence[Seen], way: Way) -> Way:
    if way != "auto":
        return way
    return "sheet" if any(page.separator for page in pages) else "blank"


def _pieces(pages: Sequence[Seen], way: Way) -> list[tuple[int, str]]:
    """Number of the piece and the component its sheet names, for every page."""
    placed: list[tuple[int, str]] = []
    number, named, fresh = 0, "", True
    for page in pages:
        if page.separator:
            placed.append((0, ""))
            named, fresh = page.separator if way == "sheet" else named, fresh or way == "sheet"
        elif page.blank:
            placed.append((0, ""))
            fresh = fresh or way == "blank"
        else:
            if fresh or (way == "code" and page.coded):
                number += 1
            fresh = False
            placed.append((number, named))
    return placed
