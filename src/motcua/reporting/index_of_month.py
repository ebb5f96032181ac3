"""Index 766 of the province or of a unit in a month: points, what cost them, what mending would bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from motcua.dossiers.models import DossierQuerySet
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.reporting.figures import first_of, last_of
from motcua.reporting.index766 import Component, Edition, band, edition, missing, points
from motcua.reporting.index_measures import MEASURES, Period
from motcua.reporting.scope import Asked
from motcua.reporting.table import Share


@dataclass(frozen=True)
class Scored:
    """One component with its ratio and points. Without a source of data there is neither: `reason` says why.

    `needed` is how many more dossiers (or services, `one`) would bring all points, `each` what one of them
    brings.
    """

    component: Component
    share: Share | None
    points: Decimal | None
    one: str = ""

    @property
    def lost(self) -> Decimal | None:
        """The points that were not got."""
        return None if self.points is None else self.component.max - self.points

    @property
    def needed(self) -> int:
        if self.share is None:
            return 0
        return missing(self.share.numerator, self.share.denominator, self.component.target)

    @property
    def each(self) -> Decimal | None:
        """What one more brings, while the target is not reached."""
        if self.share is None or not self.share.denominator or not self.needed:
            return None
        one = self.component.max * 100 / self.component.target / self.share.denominator
        return one.quantize(Decimal("0.0001"), ROUND_HALF_UP)

    @property
    def reason(self) -> str:
        if self.share is None:
            return self.component.reason
        return "" if self.points is not None else "Trong kỳ không có gì để tính."

    def plain(self) -> dict[str, Any]:
        """For programs."""
        share = self.share
        return {
            "key": self.component.key,
            "group": self.component.group,
            "name": self.component.name,
            "numerator": share.numerator if share else None,
            "denominator": share.denominator if share else None,
            "ratio": _number(share.percent) if share else None,
            "points": _number(self.points),
            "max": _number(self.component.max),
            "target": _number(self.component.target),
            "lost": _number(self.lost),
            "needed": self.needed,
            "each": _number(self.each),
            "measure": self.component.measure,
            "note": self.component.note,
            "unverified": self.component.unverified,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Index:
    """The index of a month. `total` counts what could be measured; `measurable` is how much that could be."""

    month: date
    unit: str
    place: str
    edition: Edition
    choices: Mapping[str, str]
    components: tuple[Scored, ...]
    cut_off: datetime

    @property
    def total(self) -> Decimal:
        return sum((each.points for each in self.components if each.points is not None), Decimal(0))

    @property
    def measurable(self) -> Decimal:
        return sum((each.component.max for each in self.components if each.points is not None), Decimal(0))

    @property
    def band(self) -> str:
        """The grade; none while some components cannot be measured."""
        return band(self.total) if self.measurable == 100 else ""

    def of_group(self, key: str) -> list[Scored]:
        return [each for each in self.components if each.component.group == key]

    def losses(self) -> list[Scored]:
        """What cost points, the dearest first."""
        lost = [each for each in self.components if each.lost]
        return sorted(lost, key=lambda each: (-(each.lost or 0), each.component.key))

    def plain(self) -> dict[str, Any]:
        """For programs."""
        return {
            "month": f"{self.month:%Y-%m}",
            "unit": self.unit,
            "place": self.place,
            "decision": self.edition.decision,
            "cut_off": self.cut_off.isoformat(timespec="seconds"),
            "variants": dict(self.choices),
            "components": [
                {
                    **each.plain(),
                    "variant": self._variants_of(each.component),
                    "source": self.edition.decision,
                }
                for each in self.components
            ],
            "groups": [
                {
                    "key": group.key,
                    "name": group.name,
                    "max": _number(group.max),
                    "points": _number(sum(each.points or Decimal(0) for each in self.of_group(group.key))),
                }
                for group in self.edition.groups
            ],
            "total": _number(self.total),
            "measurable": _number(self.measurable),
            "out_of": 100,
            "band": self.band,
        }

    def _variants_of(self, component: Component) -> dict[str, str]:
        """Which disputed questions touch this component, and how they were settled."""
        return {
            question.key: self.choices[question.key]
            for question in self.edition.questions
            if any(component.key in option.changes for option in question.options)
        }


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _period(month: date, unit: str, *, old_map: bool = False) -> tuple[Asked, Period]:
    asked = Asked(first_of(month), last_of(month), unit=unit, old_map=old_map)
    return asked, Period(asked.whose(), asked.first, asked.last)


def index(month: date, *, unit: str = "", choices: Mapping[str, str] | None = None) -> Index:
    """The index of the month that `month` lies in, for a unit with all below it or for the province.

    `choices`: question → option, where sources dispute. Raises Refused for an unknown unit or choice.
    """
    asked, period = _period(month, unit)
    rules = edition(asked.last)
    given = choices or {}
    return Index(
        asked.first,
        unit,
        asked.place(),
        rules,
        rules.chosen(given),
        tuple(_scored(component, period) for component in rules.settled(given)),
        moment.now(),
    )


def _scored(component: Component, period: Period) -> Scored:
    if not component.measure:
        return Scored(component, None, None)
    measure = MEASURES[component.measure]
    share = measure.share(period)
    got = points(
        component.max, share.numerator, share.denominator, target=component.target, zero=component.zero
    )
    return Scored(component, share, got, measure.one)


def cost(
    key: str, month: date, *, unit: str = "", choices: Mapping[str, str] | None = None
) -> DossierQuerySet | None:
    """The dossiers that cost a component its missing points; None where no single dossier does.

    Raises Refused for an unknown component.
    """
    asked, period = _period(month, unit)
    for component in edition(asked.last).settled(choices or {}):
        if component.key == key:
            measure = MEASURES.get(component.measure)
            return measure.cost(period) if measure is not None and measure.cost is not None else None
    raise Refused(f"Bộ chỉ số không có thành phần «{key}».", code="component")
