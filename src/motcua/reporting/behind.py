"""From a figure to the dossiers behind it: every number can be opened.

Each question here finds exactly the dossiers that the sum of the same name counts; a test compares the two.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from motcua.dossiers.lifecycle import WAITING as WAITING_STATUSES
from motcua.dossiers.models import Dossier, DossierQuerySet, Movement
from motcua.lib.moment import TZ
from motcua.reporting.figures import PENDING, Whose
from motcua.reporting.fold import ACCEPTING, ENDING, GIVING_BACK, Metric


def starts(day: date) -> datetime:
    """The first moment of a Vietnamese day."""
    return datetime.combine(day, time(), TZ)


def after(day: date) -> datetime:
    """The first moment that no longer belongs to the day."""
    return starts(day + timedelta(days=1))


def dossiers_of(whose: Whose) -> DossierQuerySet:
    """Dossiers that count for these agencies and procedures: for who decides, or receives while nobody does."""
    found = Dossier.objects.filed()
    if whose.units is not None:
        own = Q(competent_unit__isnull=True, receiving_unit__in=whose.units)
        found = found.filter(Q(competent_unit__in=whose.units) | own)
    if whose.procedures is not None:
        found = found.filter(version__procedure__in=whose.procedures)
    return found


def behind(name: str, whose: Whose, first: date, last: date) -> DossierQuerySet:
    """The dossiers that a figure of the period counts. `name` is a metric, `pending` or `carried_over`."""
    found = dossiers_of(whose)
    if name in _STANDING:
        return _STANDING[name](found, last)
    if name == "carried_over":
        return _pending(found, first - timedelta(days=1))
    acts = Movement.objects.filter(at__gte=starts(first), at__lt=after(last))
    return found.filter(pk__in=_ACTS[Metric(name)](acts).values("dossier_id"))


Acts = QuerySet[Movement]


def _verbs(*verbs: str) -> Callable[[Acts], Acts]:
    return lambda acts: acts.filter(verb__in=verbs)


def _ended(acts: Acts) -> Acts:
    """Withdrawn before acceptance is not settled: it was never on the books."""
    return acts.filter(verb__in=ENDING, dossier__accepted_at__isnull=False).annotate(
        on=TruncDate("at", tzinfo=TZ), by=TruncDate("due_at", tzinfo=TZ)
    )


def _early(acts: Acts) -> Acts:
    return _ended(acts).filter(on__lt=F("by"))


def _on_time(acts: Acts) -> Acts:
    return _ended(acts).filter(Q(by__isnull=True) | Q(on=F("by")))


def _late(acts: Acts) -> Acts:
    return _ended(acts).filter(on__gt=F("by"))


def _in_time(acts: Acts) -> Acts:
    return _ended(acts).filter(Q(by__isnull=True) | Q(on__lte=F("by")))


_ACTS: Mapping[Metric, Callable[[Acts], Acts]] = {
    Metric.ACCEPTED: _verbs(*ACCEPTING),
    Metric.FILED: _verbs("file", "take_in"),
    Metric.REFUSED: _verbs("refuse", "lapse_before"),
    Metric.SUPPLEMENTS: _verbs("ask_before", "ask_supplement"),
    Metric.APOLOGIES: _verbs("apologise"),
    Metric.RETURNED: _verbs("hand_over"),
    Metric.DECLINED: _verbs("decline"),
    Metric.SOLVED_EARLY: _early,
    Metric.SOLVED_ON_TIME: _on_time,
    Metric.SOLVED_LATE: _late,
    Metric.BACK_IN_TIME: lambda acts: _in_time(acts).filter(verb__in=GIVING_BACK),
    Metric.BACK_LATE: lambda acts: _late(acts).filter(verb__in=GIVING_BACK),
    Metric.ASKED_TWICE: lambda acts: _in_time(acts).filter(dossier__supplement_count__gt=1),
    Metric.FIRST_TIME_RIGHT: lambda acts: acts.filter(verb="conclude", dossier__supplement_count=0),
}


def _pending(found: DossierQuerySet, last: date) -> DossierQuerySet:
    end = after(last)
    return found.filter(accepted_at__lt=end).filter(Q(finished_at__isnull=True) | Q(finished_at__gte=end))


def _with_newest(found: DossierQuerySet, last: date) -> DossierQuerySet:
    """Pending then, with the due moment and the status that held at the end of that day."""
    newest = Movement.objects.filter(dossier=OuterRef("pk"), at__lt=after(last)).order_by("-at", "-pk")
    return _pending(found, last).annotate(
        due_then=Subquery(newest.values("due_at")[:1]), status_then=Subquery(newest.values("after")[:1])
    )


def _overdue(found: DossierQuerySet, last: date) -> DossierQuerySet:
    late = _with_newest(found, last).filter(due_then__lt=starts(last))
    return late.exclude(status_then__in=WAITING_STATUSES)


def _waiting(found: DossierQuerySet, last: date) -> DossierQuerySet:
    return _with_newest(found, last).filter(status_then__in=WAITING_STATUSES)


_STANDING: Mapping[str, Callable[[DossierQuerySet, date], DossierQuerySet]] = {
    PENDING: _pending,
    Metric.OVERDUE: _overdue,
    Metric.WAITING: _waiting,
}
