"""What a figure is asked for: a period, a unit with everything below it, a level, today's or the old map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from motcua.lib.errors import Refused
from motcua.organisation.models import Succession, Unit
from motcua.organisation.queries import subtree
from motcua.reporting.figures import EVERYBODY, Whose


@dataclass(frozen=True)
class Asked:
    """A question to a report. Days are inclusive.

    `unit` (slug) includes what lies below it; `by` is one of the report's own ways to split. On today's map
    an agency also answers for those it took over from; `old_map` leaves every dossier with the agency that
    had it (a reorganisation never moves a dossier). Raises Refused for a period that ends before it begins.
    """

    first: date
    last: date
    unit: str = ""
    level: str = ""
    by: str = ""
    old_map: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused("Ngày cuối kỳ phải bằng hoặc sau ngày đầu kỳ.", field="to")
        if self.level and self.level not in Unit.Level.values:
            raise Refused(f"Không có cấp «{self.level}».", field="level")

    def units(self) -> frozenset[str] | None:
        """The agencies that are counted; None means all. Raises Refused for a unit that does not exist."""
        found = None if not self.unit else subtree(self.unit)
        if found is not None and not self.old_map:
            found |= {old for old, heir in heirs(self.last).items() if heir in found}
        if self.level:
            at_level = frozenset(Unit.objects.filter(level=self.level).values_list("pk", flat=True))
            found = at_level if found is None else found & at_level
        return found

    def whose(self) -> Whose:
        """The same for the reader of sums."""
        units = self.units()
        return EVERYBODY if units is None else Whose(units)

    def place(self) -> str:
        """The scope in words, for the head of a report."""
        name = "Toàn tỉnh"
        if self.unit:
            name = Unit.objects.filter(pk=self.unit).values_list("name", flat=True).first() or self.unit
        return f"{name}, {Unit.Level(self.level).label.lower()}" if self.level else name


def heirs(on: date) -> Mapping[str, str]:
    """For every unit that has ended by that day, who answers for it then (through all reorganisations)."""
    steps = dict(Succession.objects.in_effect(on).filter(main=True).values_list("old_id", "new_id"))
    return {old: _last(old, steps) for old in steps}


def _last(unit: str, steps: Mapping[str, str]) -> str:
    seen = {unit}
    while unit in steps and steps[unit] not in seen:
        unit = steps[unit]
        seen.add(unit)
    return unit


def unit_names(units: Iterable[str] | None = None) -> dict[str, str]:
    """Names by slug."""
    rows = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
    return dict(rows.values_list("pk", "name"))
