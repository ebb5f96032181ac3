"""One day's (or one period's) takings added up: by unit and kind, by officer and method. Whole đồng."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from motcua.payments.models import Line, Payment
from motcua.payments.shares import SURPLUS, shares_of

METHODS: tuple[tuple[str, str], ...] = tuple((each.value, str(each.label)) for each in Payment.Method)
# Fee and charge are two things; so is what is collected for the tax office and the post.
KINDS: tuple[tuple[str, str], ...] = (
    *((each.value, str(each.label)) for each in Line.Kind),
    (SURPLUS, "Nộp thừa"),
)


@dataclass(frozen=True)
class Takings:
    """Who or what, how many payments, đồng by column in the order of the columns, and all of it."""

    label: str
    number: int
    parts: Sequence[int]
    total: int


@dataclass
class _Sum:
    number: int = 0
    parts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def row(self, label: str, columns: Sequence[tuple[str, str]]) -> Takings:
        parts = [self.parts.get(key, 0) for key, _ in columns]
        return Takings(label, self.number, parts, sum(parts))


def by_officer(payments: Collection[Payment]) -> list[Takings]:
    """By who took it, split by method."""
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for payment in payments:
        sums[payment.taken_by].number += 1
        sums[payment.taken_by].parts[payment.method] += payment.amount
    return [sums[name].row(name, METHODS) for name in sorted(sums)]


def by_unit(payments: Collection[Payment], names: dict[str, str]) -> list[Takings]:
    """By the unit whose money it is, split by kind; the payments come with their obligations."""
    shares, sums = shares_of(payments), defaultdict[str, _Sum](_Sum)
    for payment in payments:
        unit_id = payment.obligation.unit_id or ""
        sums[unit_id].number += 1
        for kind, amount in shares[payment.pk].items():
            sums[unit_id].parts[kind] += amount
    rows = [(names.get(unit_id, unit_id) or "Không rõ đơn vị", found) for unit_id, found in sums.items()]
    return [found.row(name, KINDS) for name, found in sorted(rows, key=lambda row: row[0])]


def together(rows: Sequence[Takings], label: str = "Cộng") -> Takings:
    """The sum of these rows."""
    parts = [sum(column) for column in zip(*(row.parts for row in rows), strict=True)]
    return Takings(label, sum(row.number for row in rows), parts, sum(row.total for row in rows))
