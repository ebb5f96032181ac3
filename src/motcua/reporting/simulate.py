"""«What if»: shorter terms online, lower fees, online only, replayed over the past dossiers of a period.

Up to `WHOLE` dossiers all are replayed; of more a sample is, in the order of a digest of their numbers, so
that the same question has the same answer, and the size of the sample is said. A fixed number of queries per
five hundred dossiers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from motcua.catalogue.models import Field, Procedure
from motcua.dossiers.clock import Mode, Term, Unit
from motcua.dossiers.deadlines import pauses_of
from motcua.dossiers.models import Channel, Dossier, DossierQuerySet
from motcua.lib.calendars import Calendar
from motcua.lib.errors import Refused
from motcua.lib.moment import TZ
from motcua.organisation.models import AdminUnit
from motcua.organisation.queries import calendars_for
from motcua.payments.models import Line, Obligation
from motcua.reporting.behind import after, dossiers_of, starts
from motcua.reporting.figures import Whose
from motcua.reporting.sampling import drawn, numbers_of
from motcua.reporting.scope import Asked
from motcua.reporting.whatif import (
    FEWEST,
    Group,
    Lateness,
    Past,
    Revenue,
    age_group,
    lateness,
    revenue,
    shown_groups,
)

WHOLE = 5000
_CHUNK = 500
_SEED = "simulate"
_FEES = (Line.Kind.FEE, Line.Kind.CHARGE)


@dataclass(frozen=True)
class Change:
    """What would be otherwise: terms and fees of online dossiers cut by percent; online filing alone."""

    term_cut: Decimal = Decimal(0)
    fee_cut: Decimal = Decimal(0)
    online_only: bool = False

    def __post_init__(self) -> None:
        for value, field in ((self.term_cut, "term_cut"), (self.fee_cut, "fee_cut")):
            if not value.is_finite() or not 0 <= value <= 100:
                raise Refused("Mức giảm là số phần trăm từ 0 đến 100.", field=field)
        if self.term_cut == 100:
            raise Refused("Thời hạn không thể giảm hết; hãy ghi dưới 100.", field="term_cut")


@dataclass(frozen=True)
class Simulation:
    """The answer. `total` dossiers ended in the period, `replayed` of them were looked at; `no_term` of the
    online ones have no term the clock could be run on. Counts of `left_out` are 5 or more.
    """

    asked: Asked
    place: str
    what: str
    change: Change
    total: int
    replayed: int
    no_term: int
    lateness: Lateness
    revenue: Revenue
    at_counter: int | None
    by_age: tuple[Group, ...]
    by_commune: tuple[Group, ...]

    @property
    def is_sample(self) -> bool:
        return self.replayed < self.total

    def plain(self) -> dict[str, Any]:
        """For programs."""
        groups = {"by_age": self.by_age, "by_commune": self.by_commune}
        return {
            "from": self.asked.first.isoformat(),
            "to": self.asked.last.isoformat(),
            "place": self.place,
            "what": self.what,
            "term_cut": float(self.change.term_cut),
            "fee_cut": float(self.change.fee_cut),
            "online_only": self.change.online_only,
            "total": self.total,
            "replayed": self.replayed,
            "sampled": self.is_sample,
            "without_term": self.no_term,
            "online": self.lateness.dossiers,
            "late_now": self.lateness.late_now,
            "late_then": self.lateness.late_then,
            "with_fee": self.revenue.dossiers,
            "revenue_now": self.revenue.now,
            "revenue_then": self.revenue.then,
            "revenue_difference": self.revenue.difference,
            "at_counter": self.at_counter,
            **{key: [{"name": g.name, "count": g.count} for g in rows] for key, rows in groups.items()},
        }


def simulate(*, asked: Asked, change: Change, procedure: str = "", field: str = "") -> Simulation:
    """Replay the dossiers that ended in the period. Raises Refused for a procedure or field there is not."""
    codes, what = _procedures(procedure, field)
    found = _ended(asked, Whose(asked.whose().units, codes))
    keys = list(found.order_by().values_list("pk", flat=True))
    chosen = keys if len(keys) <= WHOLE else drawn(numbers_of(keys), _SEED, WHOLE)
    pasts: list[Past] = []
    fees: list[list[int]] = []
    ages: Counter[str] = Counter()
    communes: Counter[str] = Counter()
    no_term = 0
    names = _commune_names()
    for dossier, calendar in _read(chosen):
        if dossier.channel == Channel.ONLINE:
            past = _past(dossier, calendar)
            no_term += past is None
            pasts += [past] if past is not None else []
            fees.append(_fees(dossier))
        elif dossier.accepted_at is not None:
            ages[age_group(dossier.owner.birth_date, dossier.accepted_at.astimezone(TZ).date())] += 1
            communes[names.get(dossier.owner.residence_unit, "Nơi khác hoặc không rõ")] += 1
    at_counter, only = sum(ages.values()), change.online_only
    return Simulation(
        asked=asked,
        place=asked.place(),
        what=what,
        change=change,
        total=len(keys),
        replayed=len(chosen),
        no_term=no_term,
        lateness=lateness(pasts, change.term_cut),
        revenue=revenue([each for each in fees if each], change.fee_cut),
        at_counter=at_counter if only and (at_counter == 0 or at_counter >= FEWEST) else None,
        by_age=tuple(shown_groups(ages)) if only else (),
        by_commune=tuple(shown_groups(communes)) if only else (),
    )


def _procedures(procedure: str, field: str) -> tuple[frozenset[str] | None, str]:
    if procedure:
        found = Procedure.objects.filter(pk=procedure).first()
        if found is None:
            raise Refused(f"Không có thủ tục «{procedure}».", field="procedure")
        return frozenset({procedure}), found.name
    if field:
        row = Field.objects.filter(pk=field).first()
        if row is None:
            raise Refused(f"Không có lĩnh vực «{field}».", field="field")
        codes = Procedure.objects.filter(field=row).values_list("pk", flat=True)
        return frozenset(codes), f"Lĩnh vực {row.name}"
    return None, "Mọi thủ tục"


def _ended(asked: Asked, whose: Whose) -> DossierQuerySet:
    """Accepted here and ended in the period; carried-over ones keep a due moment no term explains."""
    return dossiers_of(whose).filter(
        accepted_at__isnull=False,
        carried_at__isnull=True,
        finished_at__gte=starts(asked.first),
        finished_at__lt=after(asked.last),
    )


def _read(keys: list[UUID]) -> Iterator[tuple[Dossier, Calendar]]:
    """The dossiers, each with the calendar of the agency whose clock it ran on."""
    lines = Line.objects.filter(kind__in=_FEES)
    for start in range(0, len(keys), _CHUNK):
        rows = list(
            Dossier.objects.filter(pk__in=keys[start : start + _CHUNK])
            .select_related("owner", "obligation")
            .prefetch_related("movements", Prefetch("obligation__lines", lines))
        )
        calendars = calendars_for(_decides(each) for each in rows)
        yield from ((each, calendars[_decides(each)]) for each in rows)


def _decides(dossier: Dossier) -> str:
    return dossier.competent_unit_id or dossier.receiving_unit_id or ""


def _past(dossier: Dossier, calendar: Calendar) -> Past | None:
    if dossier.clock_from is None or not dossier.term or dossier.finished_at is None:
        return None
    return Past(
        dossier.clock_from.astimezone(TZ),
        Term(Decimal(dossier.term["amount"]), Unit(dossier.term["unit"])),
        calendar,
        dossier.finished_at.astimezone(TZ),
        pauses_of(list(dossier.movements.all())),
        Mode(dossier.term.get("mode", Mode.PAUSE.value)),
        dossier.extended_to,
    )


def _fees(dossier: Dossier) -> list[int]:
    """The fees and charges determined for the dossier; nothing of what was cancelled."""
    owed = dossier.obligation
    if owed is None or owed.state in (Obligation.State.CANCELLED, Obligation.State.NONE):
        return []
    return [line.amount for line in owed.lines.all()]


def _commune_names() -> Mapping[str, str]:
    return dict(AdminUnit.objects.values_list("code", "name"))
