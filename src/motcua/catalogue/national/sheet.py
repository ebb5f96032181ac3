"""What a national record says, as far as it could be read: the information sheet of a procedure. Pure.

A sheet is for reading, not for filing: nothing in it is guessed. What could not be read with certainty keeps
its words and carries a flag, for a person to settle before the procedure is opened for filing.
"""

import hashlib
import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

Level = Literal["ministry", "province", "commune", "other"]
Channel = Literal["online", "counter", "post"]
TermUnit = Literal["working-days", "calendar-days", "months", "years", "weeks", "hours", "minutes"]


class Reading(StrEnum):
    """How well one value was read."""

    RECOGNISED = "recognised"
    FLAGGED = "flagged"
    REFUSED = "refused"
    # The record itself says that there is nothing («Không có thông tin»): an answer, not a failure.
    ABSENT = "absent"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Flag(Part):
    """One thing a person has to settle: in which field, why, and the words of the record."""

    field: str
    why: str
    text: str = ""


class Fee(Part):
    """One line of money: `amount` in đồng when certain, `free` when the record says so and nothing else."""

    amount: int | None = None
    currency: str = "VND"
    free: bool = False
    text: str = ""
    note: str = ""


class Way(Part):
    """Cách thức thực hiện: one channel with its term and its money."""

    channel: Channel
    amount: int | None = None
    unit: TermUnit | None = None
    term_text: str = ""
    fees: tuple[Fee, ...] = ()
    note: str = ""


class Paper(Part):
    """Giấy tờ: counts are None where the record does not give them with certainty."""

    name: str
    form_file: str = ""
    originals: int | None = None
    copies: int | None = None


class CaseOfPapers(Part):
    """Trường hợp: a heading over papers; the empty name is the only, general case."""

    name: str = ""
    papers: tuple[Paper, ...] = ()


class Outcome(Part):
    name: str
    code: str = ""


class Basis(Part):
    title: str
    number: str = ""


class Sheet(Part):
    """The whole record, read."""

    code: str
    name: str
    publisher: str = ""
    decision: str = ""
    kind: str = ""
    field: str = ""
    levels: tuple[Level, ...] = ()
    audience: tuple[str, ...] = ()
    agency: str = ""
    competent: str = ""
    address: str = ""
    ways: tuple[Way, ...] = ()
    cases: tuple[CaseOfPapers, ...] = ()
    results: tuple[Outcome, ...] = ()
    basis: tuple[Basis, ...] = ()
    steps: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    related: str = ""
    source: str = ""
    repealed: bool = False
    flags: tuple[Flag, ...] = ()

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The sheet kept as JSON by `data()`."""
        return cls.model_validate(data)

    def data(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def digest(self) -> str:
        """SHA-256 of what the sheet says; records that say the same are the same, whatever their layout."""
        text = json.dumps(self.data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def concerns_the_province(self) -> bool:
        return bool({"province", "commune"} & set(self.levels))


class Unreadable(ValueError):
    """A record that cannot become a sheet at all; the message says why, for people."""


Told = Callable[[str, Reading, str], None]


class Notes:
    """Collects, while a record is read, how every value fared and the flags for people."""

    def __init__(self) -> None:
        self.readings: list[tuple[str, Reading, str]] = []
        self.flags: list[Flag] = []

    def good(self, field: str, text: str = "") -> None:
        self.readings.append((field, Reading.RECOGNISED, text))

    def absent(self, field: str) -> None:
        self.readings.append((field, Reading.ABSENT, ""))

    def flag(self, field: str, why: str, text: str = "") -> None:
        self.readings.append((field, Reading.FLAGGED, text))
        self.flags.append(Flag(field=field, why=why, text=text[:300]))

    def refuse(self, field: str, why: str, text: str = "") -> None:
        """A value that is thrown away because it cannot be one; the flag keeps its words."""
        self.readings.append((field, Reading.REFUSED, text))
        self.flags.append(Flag(field=field, why=why, text=text[:300]))
