"""The minutes of an inspection by software, as a paper (biên bản kiểm tra)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motcua.documents.paper.data import Letterhead


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding: in which dossier, how grave, what, on which ground, and what became of it."""

    code: str
    procedure: str
    agency: str
    level: str
    text: str
    article: str
    answer: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class InspectionMinutes:
    """Biên bản kiểm tra qua phần mềm. `drawn` says how the sample was drawn, seed included, so that it can be
    drawn again; `clean` are the codes of the dossiers in which nothing was found.
    """

    head: "Letterhead"
    code: str
    title: str
    place: str
    period: str
    drawn: str
    inspector: str
    day: date
    sample: int
    lines: tuple[FoundLine, ...]
    clean: tuple[str, ...] = ()
    conclusion: str = ""
