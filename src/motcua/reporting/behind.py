"""From a figure to the dossiers behind it: every number can be opened.

Each question here finds exactly the dossiers that the figure of the same name counts; a test compares the
two.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.db.models.lookups import Exact, LessThan, LessThanOrEqual

from motcua.dossiers.lifecycle import WAITING
from motcua.dossiers.models import Dossier, DossierQuerySet, Movement
from motcua.lib.moment import TZ
from motcua.reporting.figures import PENDING, Whose
from motcua.reporting.fold import ACCEPTING, CARRYING_OPEN, ENDING, FILING, GIVING_BACK, Metric
from motcua.reporting.models import Mark
from motcua.reporting.reading import MARKED

CARRIED_OVER = "carried_over"


def starts(day: date) -> datetime:
    """The first moment of a Vietnamese day."""
    return datetime.combine(day, time(), TZ)


def after(day: date) -> datetime:
    """The first moment that no longer belongs to the day."""
    return starts(day + timedelta(days=1))


def dossiers_of(whose: Whose) -> DossierQuerySet:
    """Dossiers that count for these agencies (who decides, or receives while nobody does) and procedures."""
    found = Dossier.objects.filed()
    if whose.units is not None:
        undecided = Q(competent_unit__isnull=True, receiving_unit__in=whose.units)
        found = found.filter(Q(competent_unit__in=whose.units) | undecided)
    if whose.procedures is not None:
        found = found.filter(version__procedure__in=whose.procedures)
    return found


def marked(name: str, whose: Whose, first: date, last: date) -> QuerySet[Mark]:
    """The marks of a rare figure (`reading.MARKED`) in these days; of OVERDUE those that held at the end of
    the last one.
    """
    marks = Mark.objects.filter(metric=name)
    if whose.units is not None:
        marks = marks.filter(unit_id__in=whose.units)
    if name == Metric.OVERDUE:
        return marks.filter(Q(until__isnull=True) | Q(until__gt=last), day__lte=last)
    return marks.filter(day__gte=first, day__lte=last)


def _under_way(found: DossierQuerySet, first: date, last: date) -> DossierQuerySet:
    """Those on which something can have been done in these days. Who takes a dossier back and files it again
    has a later filing than first act; who dates an intake back has an earlier one than creation.
    """
    begun = Q(filed_at__lt=after(last)) | Q(created_at__lt=after(last))
    return found.filter(begun, touched_at__gte=starts(first))


def behind(name: str, whose: Whose, first: date, last: date) -> DossierQuerySet:
    """The dossiers that a figure of the period counts. `name` is a metric, `pending` or `carried_over`.

    Raises KeyError for a name that is no figure.
    """
    if name in MARKED or name == Metric.OVERDUE:
        marks = marked(name, whose, first, last)
        return dossiers_of(Whose(None, whose.procedures)).filter(pk__in=marks.values("dossier_id"))
    found = dossiers_of(whose)
    if name == CARRIED_OVER:
        before = _pending(found, first - timedelta(days=1)).values("pk")
        within = behind(Metric.CARRIED, whose, first, last).values("pk")
        return found.filter(Q(pk__in=before) | Q(pk__in=within))
    if name in _STANDING:
        return _STANDING[name](found, last)
    acts = _HAPPENED[name](Movement.objects.filter(at__gte=starts(first), at__lt=after(last)))
    if whose.units is not None:
        found = _narrowed(found, name, first, last)
        return found.filter(Exists(acts.filter(dossier=OuterRef("pk"))))
    return found.filter(pk__in=acts.values("dossier_id"))


# An act and the field it sets are a moment apart.
_APART = timedelta(days=1)


def _narrowed(found: DossierQuerySet, name: str, first: date, last: date) -> DossierQuerySet:
    """Of an agency only dossiers that were under way then; what ended then, by when it ended."""
    if name in _OF_ENDED:
        return found.filter(finished_at__gte=starts(first) - _APART, finished_at__lt=after(last) + _APART)
    return _under_way(found, first, last)


# What happened in the period

Acts = QuerySet[Movement]


def _verbs(*verbs: str) -> Callable[[Acts], Acts]:
    return lambda acts: acts.filter(verb__in=verbs)


_DAY, _DUE_DAY = TruncDate("at", tzinfo=TZ), TruncDate("due_at", tzinfo=TZ)


def _ended(acts: Acts) -> Acts:
    """Withdrawn before acceptance is not settled: it was never on the books."""
    return acts.filter(verb__in=ENDING, dossier__accepted_at__isnull=False)


def filed_first(acts: Acts) -> Acts:
    """Taken back to be corrected and sent again, a dossier is still filed once."""
    earlier = Movement.objects.filter(dossier=OuterRef("dossier"), verb__in=FILING, pk__lt=OuterRef("pk"))
    return acts.filter(~Exists(earlier), verb__in=FILING)


def _early(acts: Acts) -> Acts:
    return _ended(acts).filter(LessThan(_DAY, _DUE_DAY))


def _on_time(acts: Acts) -> Acts:
    return _ended(acts).filter(Q(due_at__isnull=True) | Q(Exact(_DAY, _DUE_DAY)))


def _in_time(acts: Acts) -> Acts:
    return _ended(acts).filter(Q(due_at__isnull=True) | Q(LessThanOrEqual(_DAY, _DUE_DAY)))


_HAPPENED: Mapping[str, Callable[[Acts], Acts]] = {
    Metric.ACCEPTED: _verbs(*ACCEPTING),
    Metric.CARRIED: _verbs(*CARRYING_OPEN),
    Metric.ELSEWHERE: lambda acts: acts.filter(verb__in=ACCEPTING, dossier__outside_boundary=True),
    Metric.SOLVED_EARLY: _early,
    Metric.SOLVED_ON_TIME: _on_time,
    Metric.BACK_IN_TIME: lambda acts: _in_time(acts).filter(verb__in=GIVING_BACK),
    Metric.ASKED_TWICE: lambda acts: _in_time(acts).filter(dossier__supplement_count__gt=1),
    Metric.FIRST_TIME_RIGHT: lambda acts: acts.filter(verb="conclude", dossier__supplement_count=0),
    Metric.FILED: filed_first,
    Metric.APOLOGIES: _verbs("apologise"),
    Metric.RETURNED: _verbs("hand_over"),
}


_OF_ENDED = frozenset(
    {
        Metric.SOLVED_EARLY,
        Metric.SOLVED_ON_TIME,
        Metric.BACK_IN_TIME,
        Metric.ASKED_TWICE,
        Metric.FIRST_TIME_RIGHT,
    }
)


# What stood at the end of the period


def _pending(found: DossierQuerySet, last: date) -> DossierQuerySet:
    end = after(last)
    # What was accepted in an earlier system is on our books from the moment it was carried over.
    found = found.filter(Q(carried_at__isnull=True) | Q(carried_at__lt=end))
    return found.filter(accepted_at__lt=end).filter(Q(finished_at__isnull=True) | Q(finished_at__gte=end))


def newest_then(last: date) -> QuerySet[Movement]:
    """For a question inside a question about dossiers: the act that held at the end of that day."""
    acts = Movement.objects.filter(dossier=OuterRef("pk"), at__lt=after(last))
    return acts.order_by("-at", "-pk")[:1]


def _waiting(found: DossierQuerySet, last: date) -> DossierQuerySet:
    state = Subquery(newest_then(last).values("after"))
    return _pending(found, last).annotate(status_then=state).filter(status_then__in=WAITING)


_STANDING: Mapping[str, Callable[[DossierQuerySet, date], DossierQuerySet]] = {
    PENDING: _pending,
    Metric.WAITING: _waiting,
}
