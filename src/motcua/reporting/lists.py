"""The dossiers behind the numbers of the leaders' side: figures of a period, what wants doing, flow of work.

What a figure counts is said in `behind`; here are the columns of report 06a, and what holds now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, OuterRef, Q

from motcua.dossiers.lifecycle import UNDECIDED, WAITING, Status
from motcua.dossiers.models import (
    Channel,
    Dossier,
    DossierQuerySet,
    Movement,
    SupplementItem,
    WorkItem,
    WorkItemQuerySet,
)
from motcua.lib.moment import TZ
from motcua.reporting.behind import after, behind, dossiers_of, filed_first, starts
from motcua.reporting.figures import PENDING, Whose
from motcua.reporting.fold import SOLVED, Metric
from motcua.reporting.index_measures import MEASURES, Period

SOON = timedelta(days=3)
ASKED = "supplement"


@dataclass(frozen=True)
class Days:
    """A period of Vietnamese days, both included; `begins` and `ends` are its moments (the end excluded)."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return starts(self.first)

    @property
    def ends(self) -> datetime:
        return after(self.last)


Pick = Callable[[Whose, Days], DossierQuerySet]


def _of(name: str) -> Pick:
    return lambda whose, days: behind(name, whose, days.first, days.last)


def _any_of(*picks: Pick) -> Pick:
    def pick(whose: Whose, days: Days) -> DossierQuerySet:
        wanted = Q()
        for each in picks:
            wanted |= Q(pk__in=each(whose, days).values("pk"))
        return dossiers_of(whose).filter(wanted)

    return pick


def _online(whose: Whose, days: Days) -> DossierQuerySet:
    return _of(Metric.ACCEPTED)(whose, days).filter(channel=Channel.ONLINE)


def _direct(whose: Whose, days: Days) -> DossierQuerySet:
    return _of(Metric.ACCEPTED)(whose, days).exclude(channel=Channel.ONLINE)


def _pending_in_time(whose: Whose, days: Days) -> DossierQuerySet:
    overdue = _of(Metric.OVERDUE)(whose, days).values("pk")
    return _of(PENDING)(whose, days).exclude(pk__in=overdue)


def _organisations_direct(whose: Whose, days: Days) -> DossierQuerySet:
    return _direct(whose, days).filter(owner_organisation__isnull=False)


def _costing(measure: str) -> Pick:
    """The dossiers that cost a ratio of index 766 its missing part."""
    cost = MEASURES[measure].cost
    if cost is None:
        raise KeyError(measure)
    return lambda whose, days: cost(Period(whose, days.first, days.last))


def _done(*verbs: str) -> Pick:
    """Dossiers on which one of these acts was done in the period."""

    def pick(whose: Whose, days: Days) -> DossierQuerySet:
        acts = Movement.objects.filter(
            dossier=OuterRef("pk"), verb__in=verbs, at__gte=days.begins, at__lt=days.ends
        )
        return dossiers_of(whose).filter(Exists(acts))

    return pick


def sent_back(days: Days, whose: Whose, *, verb: str, item: str, reason_key: str) -> DossierQuerySet:
    """The dossiers behind a line of the report of reasons: of one act, one thing asked for, one reason.

    `verb` is that of the act, or `supplement` for what was asked to be mended.
    """
    if verb == ASKED:
        items = SupplementItem.objects.filter(
            supplement__dossier=OuterRef("pk"),
            supplement__asked_at__gte=days.begins,
            supplement__asked_at__lt=days.ends,
            name=item,
            reason_key=reason_key,
        )
        return dossiers_of(whose).filter(Exists(items))
    acts = Movement.objects.filter(dossier=OuterRef("pk"), verb=verb, at__gte=days.begins, at__lt=days.ends)
    if reason_key:
        acts = acts.filter(details__reason_key=reason_key)
    else:
        acts = acts.exclude(details__has_key="reason_key")
    return dossiers_of(whose).filter(Exists(acts))


_solved = _any_of(*(_of(metric) for metric in SOLVED))


def _solved_direct(whose: Whose, days: Days) -> DossierQuerySet:
    return _solved(whose, days).exclude(channel=Channel.ONLINE)


# By the keys of report 06a, and a few more.
FIGURES: Mapping[str, Pick] = {
    "received_total": _any_of(_of(Metric.ACCEPTED), _of("carried_over")),
    "received": _of(Metric.ACCEPTED),
    "received_online": _online,
    "received_direct": _direct,
    "carried_over": _of("carried_over"),
    "received_elsewhere": _of(Metric.ELSEWHERE),
    "organisations_direct": _organisations_direct,
    "solved_total": _solved,
    "solved_direct": _solved_direct,
    "solved_early": _of(Metric.SOLVED_EARLY),
    "solved_on_time": _of(Metric.SOLVED_ON_TIME),
    "solved_late": _of(Metric.SOLVED_LATE),
    "pending_total": _of(PENDING),
    "pending_in_time": _pending_in_time,
    "pending_overdue": _of(Metric.OVERDUE),
    "filed": _of(Metric.FILED),
    "refused": _of(Metric.REFUSED),
    "supplements": _of(Metric.SUPPLEMENTS),
    "decided": _any_of(_done("conclude", "decline"), _of(Metric.REFUSED)),
    "first_time_right": _of(Metric.FIRST_TIME_RIGHT),
    "declined": _of(Metric.DECLINED),
    "late_766": _costing("on_time_of_finished"),
    "paid_cash": _costing("dossiers_paid"),
    "paper_only": _costing("results_electronic"),
    "not_digitised": _costing("dossiers_digitised"),
    "dissatisfied": _costing("dossiers_satisfied"),
}


def now_conditions(at: datetime) -> dict[str, Q]:
    """What wants doing, by name; counts and lists share them, so they never disagree."""
    today = at.astimezone(TZ).date()
    day_end = after(today)
    running = Q(finished_at__isnull=True, status__in=UNDECIDED - WAITING)
    return {
        "late": running & Q(due_at__lt=at),
        "due_today": running & Q(due_at__gte=at, due_at__lt=day_end),
        "due_soon": running & Q(due_at__gte=at, due_at__lt=day_end + SOON),
        "acceptance_late": Q(status=Status.FILED, acceptance_due_at__lt=at),
        "supplement_over": Q(status=Status.SUPPLEMENT, supplement_until__lt=today),
    }


def now_counts(whose: Whose, at: datetime) -> dict[str, int]:
    """How many dossiers want each of these things, in one query over those that want any."""
    conditions = now_conditions(at)
    wanting_any = reduce(or_, conditions.values())
    wanted = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    counts: dict[str, int] = dossiers_of(whose).undecided().filter(wanting_any).aggregate(**wanted)
    return counts


def wanting(name: str, whose: Whose, at: datetime) -> DossierQuerySet:
    """The dossiers that want this doing now. Raises KeyError for a name that is none of `now_conditions`."""
    return dossiers_of(whose).undecided().filter(now_conditions(at)[name])


def with_open_work_of(user_id: int | None, whose: Whose) -> DossierQuerySet:
    """Dossiers with open work of this officer (None: of nobody yet) in these units."""
    work = work_of(whose).open().filter(dossier=OuterRef("pk"), assignee_id=user_id)
    return Dossier.objects.filed().filter(Exists(work))


def with_late_step(name: str, days: Days, whose: Whose) -> DossierQuerySet:
    """Dossiers with a step of this name that was done in the period, later than its due moment."""
    done = work_of(whose).filter(name=name, done_at__gte=days.begins, done_at__lt=days.ends)
    late = done.filter(dossier=OuterRef("pk"), done_at__gt=F("due_at"))
    return Dossier.objects.filed().filter(Exists(late))


def arrived(days: Days, whose: Whose, *, weekday: int, hour: int) -> DossierQuerySet:
    """Dossiers filed first on this weekday (1 is Monday) in this hour of the day, in the period."""
    within = Movement.objects.filter(at__gte=days.begins, at__lt=days.ends)
    acts = filed_first(within).filter(dossier=OuterRef("pk"), at__iso_week_day=weekday, at__hour=hour)
    return dossiers_of(whose).filter(Exists(acts))


def work_of(whose: Whose) -> WorkItemQuerySet:
    """The work of these units, whatever agency decides on the dossier."""
    return WorkItem.objects.all() if whose.units is None else WorkItem.objects.filter(unit_id__in=whose.units)
