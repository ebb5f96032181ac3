"""What every report gives: columns, rows, totals, and everything a reader needs to check them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any, Literal

from motcua.identity.actor import ADMIN, HEAD, INSPECTOR, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.money import percent, ratio
from motcua.reporting.scope import Asked

Kind = Literal["text", "count", "number", "share", "money", "day", "moment", "hours"]
Row = Mapping[str, Any]


class BrokenReport(Exception):
    """The figures contradict each other: nothing is shown, somebody has to look."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: never shown without what it was computed from."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """In percent, two decimals, half up; None when there is no whole."""
        return percent(self.numerator, self.denominator)

    def __str__(self) -> str:
        return ratio(self.numerator, self.denominator)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.numerator + other.numerator, self.denominator + other.denominator)


def times(before: int, now: int) -> Decimal | None:
    """How many times as many as before, two decimals (294.125 of 81.644 is 3,60); None from nothing."""
    return None if before == 0 else (Decimal(now) / before).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in every row, its words, what it holds, the words above several columns."""

    key: str
    label: str
    kind: Kind = "count"
    group: str = ""


@dataclass(frozen=True)
class Streamed(Iterable[Row]):
    """Rows too many to keep: made anew each time they are gone through. `make` is told how many of the first
    ones are wanted at least, or None for all.
    """

    make: Callable[[int | None], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.make(None)

    def first(self, most: int) -> list[Row]:
        """The first rows, for a screen."""
        return list(islice(self.make(most), most))


@dataclass(frozen=True)
class Table:
    """A computed report. `cut_off` is the moment up to which the record was read."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    asked: Asked
    place: str
    formula: str
    source: str
    totals: Row | None = None
    note: str = ""
    cut_off: datetime = field(default_factory=moment.now)

    def first(self, most: int) -> list[Row]:
        """The first rows, for a screen."""
        return self.rows.first(most) if isinstance(self.rows, Streamed) else list(islice(self.rows, most))

    def plain(self) -> dict[str, Any]:
        """The table for programs: JSON with numerators and denominators."""
        return {
            "name": self.name,
            "title": self.title,
            "from": self.asked.first.isoformat(),
            "to": self.asked.last.isoformat(),
            "place": self.place,
            "cut_off": self.cut_off.isoformat(timespec="seconds"),
            "formula": self.formula,
            "source": self.source,
            "note": self.note,
            "columns": [
                {"key": each.key, "label": each.label, "kind": each.kind, "group": each.group}
                for each in self.columns
            ],
            "rows": [_plain(row) for row in self.rows],
            "totals": _plain(self.totals) if self.totals is not None else {},
        }


def _plain(row: Row) -> dict[str, Any]:
    return {key: _plain_cell(value) for key, value in row.items()}


def _plain_cell(value: Any) -> Any:
    match value:
        case Share():
            share = value.percent
            return {
                "numerator": value.numerator,
                "denominator": value.denominator,
                "percent": None if share is None else float(share),
            }
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case _:
            return value


# Who steers and who supervises; reports that name people are for fewer.
STEERING = frozenset({ADMIN, INSPECTOR, HEAD, SIGNER})


@dataclass(frozen=True)
class ReportKind:
    """A report as lists, screens, exports and rights know it."""

    name: str
    title: str
    formula: str
    source: str
    compute: Callable[["ReportKind", Asked], Table]
    by: Mapping[str, str] = field(default_factory=dict)
    audience: frozenset[str] = STEERING
    names_people: bool = False

    def __call__(self, asked: Asked) -> Table:
        """Compute it. Raises BrokenReport when its figures contradict each other."""
        return self.compute(self, asked)

    def grouping(self, asked: Asked) -> str:
        """The way to split that holds: the one asked for, else the first."""
        return asked.by if asked.by in self.by else next(iter(self.by), "")

    def open_to(self, actor: Actor) -> bool:
        """Whether this officer may open the report at all."""
        return actor.has(*self.audience)

    def table(
        self,
        asked: Asked,
        columns: Sequence[Column],
        rows: Iterable[Row],
        totals: Row | None = None,
        note: str = "",
    ) -> Table:
        """A table of this report."""
        return Table(
            self.name,
            self.title,
            columns,
            rows,
            asked,
            asked.place(),
            self.formula,
            self.source,
            totals,
            note,
        )
