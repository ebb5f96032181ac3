"""How far targets are, where they will be at the end of their period, and who has none."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from motcua.catalogue.models import Procedure
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Assignment, Unit
from motcua.organisation.queries import calendar_for, subtree
from motcua.reporting.figures import Whose
from motcua.reporting.index_measures import Period
from motcua.reporting.measures import MEASURES, Doers, Measure
from motcua.reporting.models import Target, TargetQuerySet
from motcua.reporting.progress import Progress
from motcua.reporting.scope import Asked
from motcua.reporting.table import Share
from motcua.reporting.targets import PEOPLE

_DOING = ("desk_officer", "handler")
_DECIDING = (
    Unit.Kind.COMMUNE_COMMITTEE,
    Unit.Kind.COMMUNE_POLICE,
    Unit.Kind.DEPARTMENT,
    Unit.Kind.PROVINCE_POLICE,
    Unit.Kind.SOCIAL_INSURANCE,
    Unit.Kind.TAX,
    Unit.Kind.LAND_OFFICE,
    Unit.Kind.EMPLOYMENT_CENTRE,
)


@dataclass(frozen=True)
class Standing:
    """A target with what was reached of it."""

    target: Target
    name: str
    measure: Measure
    progress: Progress

    def plain(self) -> dict[str, Any]:
        """For programs."""
        progress, forecast = self.progress, self.progress.forecast
        return {
            "id": str(self.target.pk),
            "metric": self.target.metric,
            "label": self.measure.label,
            "formula": self.measure.formula,
            "scope": self.target.scope,
            "scope_id": self.target.scope_id,
            "name": self.name,
            "from": self.target.first.isoformat(),
            "to": self.target.last.isoformat(),
            "target": float(self.target.value),
            "source": self.target.source,
            "set_by": self.target.set_by_label,
            "numerator": progress.share.numerator,
            "denominator": progress.share.denominator,
            "ratio": _number(progress.share.percent),
            "reached": progress.is_reached,
            "gap": _number(progress.gap),
            "missing": progress.missing,
            "unit_of_missing": self.measure.one,
            "forecast": None if forecast is None else _number(forecast.percent),
            "forecast_numerator": None if forecast is None else forecast.numerator,
            "forecast_denominator": None if forecast is None else forecast.denominator,
            "missing_at_end": progress.missing_at_end,
            "wanted_from_now": _number(progress.wanted_from_now),
        }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def targets_in(first: date, last: date, *, unit: str = "") -> TargetQuerySet:
    """The targets whose period touches these days; with `unit`, of it and what lies below it, people too."""
    found = Target.objects.overlapping(first, last)
    if not unit:
        return found
    below = subtree(unit)
    held = Assignment.objects.in_force(last).filter(post__unit__in=below)
    people = {str(pk) for pk in held.values_list("user_id", flat=True)}
    return found.filter(scope_id__in=below | people).exclude(scope__in=["province", "service"])


def standing_of(target: Target, on: date | None = None) -> Standing:
    """How far a target is on a day (today, or the last day of its period when that is over)."""
    today = min(on or moment.today(), target.last)
    measure = MEASURES[target.metric]
    calendar = calendar_for()
    eve = target.first - timedelta(days=1)
    progress = Progress(
        target.value,
        measured(measure, target, max(today, target.first)),
        calendar.working_days_between(eve, today),
        calendar.working_days_between(eve, target.last),
        measure.fixed,
    )
    return Standing(target, name_of(target), measure, progress)


def measured(measure: Measure, target: Target, last: date) -> Share:
    """The share of the target's scope from the first day of its period to `last`."""
    if target.scope in PEOPLE and measure.of_people is not None:
        person = target.scope == Target.Scope.PERSON
        return measure.of_people(
            Doers(
                target.first,
                last,
                user_id=int(target.scope_id) if person else None,
                unit_id="" if person else target.scope_id,
            )
        )
    if target.scope == Target.Scope.SERVICE:
        whose = Whose(procedures=frozenset({target.scope_id}))
    else:
        whose = Asked(target.first, last, unit=target.scope_id).whose()
    return measure.of_agencies(Period(whose, target.first, last))


def name_of(target: Target) -> str:
    """Who or what the target is for."""
    if target.scope == Target.Scope.PROVINCE:
        return "Toàn tỉnh"
    found: Procedure | User | Unit | None
    if target.scope == Target.Scope.SERVICE:
        found = Procedure.objects.filter(pk=target.scope_id).first()
    elif target.scope == Target.Scope.PERSON:
        found = User.objects.filter(pk=target.scope_id).first()
    else:
        found = Unit.objects.filter(pk=target.scope_id).first()
    return found.name if found is not None else target.scope_id


def province_target(metric: str, on: date) -> Target | None:
    """What the province has set for itself and is in force on that day; the latest, if there are several."""
    found = Target.objects.in_force(on).filter(scope=Target.Scope.PROVINCE, metric=metric)
    return found.order_by("-first", "-set_at").first()


def without(metric: str, scope: str, first: date, last: date, *, unit: str = "") -> list[tuple[str, str]]:
    """(id, name) of the agencies or officers that have no target for this share in the period."""
    have = set(
        Target.objects.overlapping(first, last)
        .filter(metric=metric, scope=scope)
        .values_list("scope_id", flat=True)
    )
    return [(key, name) for key, name in _all_of(scope, last, unit) if key not in have]


def _all_of(scope: str, on: date, unit: str) -> list[tuple[str, str]]:
    below = subtree(unit) if unit else None
    if scope == Target.Scope.PERSON:
        held = Assignment.objects.in_force(on).filter(user__is_active=True).select_related("post", "user")
        if below is not None:
            held = held.filter(post__unit__in=below)
        doing = {each.user for each in held if set(each.post.roles) & set(_DOING)}
        return sorted(((str(user.pk), user.name) for user in doing), key=lambda pair: pair[1])
    units = Unit.objects.valid(on)
    units = units.divisions() if scope == Target.Scope.UNIT else units.of_kind(*_DECIDING)
    if below is not None:
        units = units.filter(pk__in=below)
    return list(units.order_by("name").values_list("pk", "name"))
