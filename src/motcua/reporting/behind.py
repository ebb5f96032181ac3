"""From a figure to the dossiers behind it: every number can be opened.

Each question here finds exactly the dossiers that the figure of the same name counts; a test compares the
two. Names are those of the metrics, of the columns of report 06a, and of the lists of what stands now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate
from django.db.models.lookups import Exact, GreaterThan, LessThan, LessThanOrEqual

from motcua.dossiers.lifecycle import UNDECIDED, WAITING, Status
from motcua.dossiers.models import Channel, Dossier, DossierQuerySet, Movement, WorkItem
from motcua.lib import moment
from motcua.lib.moment import TZ
from motcua.reporting.figures import PENDING, Whose
from motcua.reporting.fold import ACCEPTING, ENDING, FILING, GIVING_BACK, Metric

DUE_SOON = timedelta(days=3)


def starts(day: date) -> datetime:
    """The first moment of a Vietnamese day."""
    return datetime.combine(day, time(), TZ)


def after(day: date) -> datetime:
    """The first moment that no longer belongs to the day."""
    return starts(day + timedelta(days=1))


@dataclass(frozen=True)
class Days:
    """A period of whole days, both included, as moments."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return starts(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return after(self.last)

    def acts(self) -> QuerySet[Movement]:
        """What was done in the period."""
        return Movement.objects.filter(at__gte=self.begins, at__lt=self.ends)


def dossiers_of(whose: Whose) -> DossierQuerySet:
    """Dossiers that count for these agencies and procedures: for who decides, or receives while nobody does."""
    found = Dossier.objects.filed()
    if whose.units is not None:
        undecided = Q(competent_unit__isnull=True, receiving_unit__in=whose.units)
        found = found.filter(Q(competent_unit__in=whose.units) | undecided)
    if whose.procedures is not None:
        found = found.filter(version__procedure__in=whose.procedures)
    return found


def behind(name: str, days: Days, whose: Whose) -> DossierQuerySet:
    """The dossiers that a figure of the period counts, or that a list of now holds.

    Raises KeyError for a name that is no figure.
    """
    if name in _NOW:
        return now(name, whose, moment.now())
    found = dossiers_of(whose)
    if name in _STANDING:
        return _STANDING[name](found, days)
    return found.filter(pk__in=_HAPPENED[name](days.acts()).values("dossier_id"))


# What happened in the period

Acts = QuerySet[Movement]


def _verbs(*verbs: str) -> Callable[[Acts], Acts]:
    return lambda acts: acts.filter(verb__in=verbs)


_DAY, _DUE_DAY = TruncDate("at", tzinfo=TZ), TruncDate("due_at", tzinfo=TZ)


def _ended(acts: Acts) -> Acts:
    """Withdrawn before acceptance is not settled: it was never on the books."""
    return acts.filter(verb__in=ENDING, dossier__accepted_at__isnull=False)


def _early(acts: Acts) -> Acts:
    return _ended(acts).filter(LessThan(_DAY, _DUE_DAY))


def _late(acts: Acts) -> Acts:
    return _ended(acts).filter(GreaterThan(_DAY, _DUE_DAY))


def _on_time(acts: Acts) -> Acts:
    return _ended(acts).filter(Q(due_at__isnull=True) | Q(Exact(_DAY, _DUE_DAY)))


def _in_time(acts: Acts) -> Acts:
    return _ended(acts).filter(Q(due_at__isnull=True) | Q(LessThanOrEqual(_DAY, _DUE_DAY)))


_HAPPENED: Mapping[str, Callable[[Acts], Acts]] = {
    Metric.ACCEPTED: _verbs(*ACCEPTING),
    "received": _verbs(*ACCEPTING),
    "received_online": lambda acts: acts.filter(verb__in=ACCEPTING, dossier__channel=Channel.ONLINE),
    "received_direct": lambda acts: acts.filter(verb__in=ACCEPTING).exclude(dossier__channel=Channel.ONLINE),
    "solved_total": _ended,
    Metric.SOLVED_EARLY: _early,
    Metric.SOLVED_ON_TIME: _on_time,
    Metric.SOLVED_LATE: _late,
    Metric.BACK_IN_TIME: lambda acts: _in_time(acts).filter(verb__in=GIVING_BACK),
    Metric.BACK_LATE: lambda acts: _late(acts).filter(verb__in=GIVING_BACK),
    Metric.ASKED_TWICE: lambda acts: _in_time(acts).filter(dossier__supplement_count__gt=1),
    Metric.FIRST_TIME_RIGHT: lambda acts: acts.filter(verb="conclude", dossier__supplement_count=0),
    Metric.DECLINED: _verbs("decline"),
    Metric.FILED: _verbs(*FILING),
    Metric.REFUSED: _verbs("refuse", "lapse_before"),
    Metric.SUPPLEMENTS: _verbs("ask_before", "ask_supplement"),
    Metric.APOLOGIES: _verbs("apologise"),
    Metric.RETURNED: _verbs("hand_over"),
}


# What stood at the end of the period


def _open_before(found: DossierQuerySet, end: datetime) -> DossierQuerySet:
    return found.filter(accepted_at__lt=end).filter(Q(finished_at__isnull=True) | Q(finished_at__gte=end))


def _pending(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    return _open_before(found, days.ends)


def _carried_over(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    return _open_before(found, days.begins)


def _received_total(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    """Everything that was on the books on some day of the period."""
    new = days.acts().filter(verb__in=ACCEPTING).values("dossier_id")
    return _carried_over(found, days) | found.filter(pk__in=new)


def _with_newest(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    """Pending then, with the due moment and the status that held at the end of the period."""
    newest = Movement.objects.filter(dossier=OuterRef("pk"), at__lt=days.ends).order_by("-at", "-pk")
    return _pending(found, days).annotate(
        due_then=Subquery(newest.values("due_at")[:1]), status_then=Subquery(newest.values("after")[:1])
    )


def _overdue(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    past = Q(due_then__lt=starts(days.last)) & ~Q(status_then__in=WAITING)
    return _with_newest(found, days).filter(past)


def _in_term(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    kept = Q(due_then__isnull=True) | Q(due_then__gte=starts(days.last)) | Q(status_then__in=WAITING)
    return _with_newest(found, days).filter(kept)


def _waiting(found: DossierQuerySet, days: Days) -> DossierQuerySet:
    return _with_newest(found, days).filter(Q(status_then__in=WAITING))


_STANDING: Mapping[str, Callable[[DossierQuerySet, Days], DossierQuerySet]] = {
    PENDING: _pending,
    "pending_total": _pending,
    "pending_in_time": _in_term,
    "pending_overdue": _overdue,
    "carried_over": _carried_over,
    "received_total": _received_total,
    Metric.OVERDUE: _overdue,
    Metric.WAITING: _waiting,
}


# What stands now


def _running(found: DossierQuerySet) -> DossierQuerySet:
    return found.filter(finished_at__isnull=True, status__in=UNDECIDED - WAITING, due_at__isnull=False)


_NOW: Mapping[str, Callable[[DossierQuerySet, datetime], DossierQuerySet]] = {
    "late": lambda found, at: _running(found).filter(due_at__lt=at),
    "due_today": lambda found, at: _running(found).filter(due_at__gte=at, due_at__lt=after(at.date())),
    "due_soon": lambda found, at: _running(found).filter(
        due_at__gte=at, due_at__lt=after(at.date() + DUE_SOON)
    ),
    "acceptance_late": lambda found, at: found.filter(status=Status.FILED, acceptance_due_at__lt=at),
    "supplement_over": lambda found, at: found.filter(
        status=Status.SUPPLEMENT, supplement_until__lt=at.date()
    ),
    "open": lambda found, at: found.undecided(),
}


def now(name: str, whose: Whose, at: datetime) -> DossierQuerySet:
    """A list of what stands at this moment: `late`, `due_today`, `due_soon`, `acceptance_late`,
    `supplement_over`, `open`.
    """
    return _NOW[name](dossiers_of(whose), at.astimezone(TZ))


def now_counts(whose: Whose, at: datetime) -> dict[str, int]:
    """How many dossiers each list of now holds."""
    return {name: now(name, whose, at).count() for name in _NOW}


# Through work and arrival


def with_late_step(step: str, days: Days, whose: Whose) -> DossierQuerySet:
    """Dossiers with a piece of work of this name done late in the period."""
    items = WorkItem.objects.filter(
        dossier=OuterRef("pk"), name=step, done_at__gte=days.begins, done_at__lt=days.ends
    )
    late = items.filter(done_at__gt=F("due_at")).exclude(outcome__in=["ended", "recalled"])
    return Dossier.objects.filed().filter(Exists(_of_units(late, whose)))


def with_open_work_of(user_id: int | None, whose: Whose) -> DossierQuerySet:
    """Dossiers with open work that this officer has taken; None: that nobody has taken."""
    items = WorkItem.objects.open().filter(dossier=OuterRef("pk"))
    mine = items.filter(assignee__isnull=True) if user_id is None else items.filter(assignee=user_id)
    return Dossier.objects.filed().filter(Exists(_of_units(mine, whose)))


def _of_units(items: QuerySet[WorkItem], whose: Whose) -> QuerySet[WorkItem]:
    return items if whose.units is None else items.filter(unit__in=whose.units)


def arrived(days: Days, whose: Whose, *, weekday: int, hour: int) -> DossierQuerySet:
    """Dossiers filed in the period on this weekday (1 is Monday) within this hour."""
    acts = days.acts().filter(verb__in=FILING)
    then = acts.filter(
        Exact(ExtractIsoWeekDay("at", tzinfo=TZ), weekday), Exact(ExtractHour("at", tzinfo=TZ), hour)
    )
    return dossiers_of(whose).filter(pk__in=then.values("dossier_id"))
