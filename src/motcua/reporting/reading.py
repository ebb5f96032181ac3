"""Reading the raw history: dossiers as the sums see them, a thousand at a time, whatever their number.

A thousand dossiers are read by their keys with one statement for each table, never by a join over the whole
archive: the memory is that of a thousand, both engines answer from the index, and two processes can share the
work agency by agency.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import DateField, Q, QuerySet
from django.db.models.functions import Cast, TruncDate

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Movement, Paper, Result, ReturnMethod
from motcua.feedback.models import Rating
from motcua.lib.moment import TZ
from motcua.payments.models import Payment
from motcua.reporting.facts import Evidence, Fact, Paid, facts
from motcua.reporting.fold import Act, additions

CHUNK = 1000

Additions = list[tuple[date, str, int]]


@dataclass(frozen=True, slots=True)
class History:
    """One dossier as the sums see it: whose it is, its acts with their numbers in order of time, what else
    lies with it.
    """

    dossier_id: UUID
    unit: str
    procedure: str
    channel: str
    acts: tuple[tuple[int, Act], ...]
    facts: frozenset[tuple[date, Fact]]
    added: Additions

    def added_by(self, acts: int) -> Additions:
        """What its earliest recorded acts, so many of them, add to each day."""
        if acts == len(self.acts):
            return self.added
        known = frozenset(sorted(pk for pk, _ in self.acts)[:acts])
        found = additions(act for pk, act in self.acts if pk in known)
        return [(day, str(metric), count) for (day, metric), count in found.items()]


_FIELDS = (
    "pk",
    "competent_unit_id",
    "receiving_unit_id",
    "version__procedure_id",
    "channel",
    "outside_boundary",
    "owner_organisation_id",
    "return_method",
    "status",
)


def of_dossiers(dossier_ids: Iterable[UUID]) -> Iterator[History]:
    """The histories of these dossiers."""
    wanted = iter(dossier_ids)
    while chunk := list(islice(wanted, CHUNK)):
        yield from _read(list(Dossier.objects.filter(pk__in=chunk).values_list(*_FIELDS).order_by()))


def of_agency(unit: str) -> Iterator[History]:
    """The histories of every dossier that counts for this agency, in the order they came."""
    # Statistics go to who decides (NĐ 309/2026 Đ8), to who received while nobody does.
    if unit:
        whose = Q(competent_unit=unit) | Q(competent_unit__isnull=True, receiving_unit=unit)
    else:
        whose = Q(competent_unit__isnull=True, receiving_unit__isnull=True)
    # Sorted here: with an order PostgreSQL may walk all dossiers of the province by their keys.
    yield from of_dossiers(sorted(Dossier.objects.filter(whose).order_by().values_list("pk", flat=True)))


def _day(field: str) -> Cast:
    # A cast takes its value as the database gives it; the truncation alone would look at millions in Python.
    return Cast(TruncDate(field, tzinfo=TZ), DateField())


def _read(rows: Sequence[tuple[Any, ...]]) -> Iterator[History]:
    keys = [row[0] for row in rows]
    acts = _acts(keys)
    live = {pk for pk, *_, status in rows if pk in acts and status != Status.DRAFT}
    firms = {pk for pk, *_, organisation, _, _ in rows if organisation}
    evidence = _evidence(live, firms, {pk for pk, *_, way, _ in rows if way == ReturnMethod.POST})
    for pk, competent, receiving, procedure, channel, outside, *_ in rows:
        lines = acts.get(pk)
        if not lines:
            continue
        own = tuple((number, Act(verb, day, due, outside)) for number, verb, day, due in lines)
        found = additions(act for _, act in own)
        yield History(
            pk,
            competent or receiving or "",
            procedure,
            str(channel),
            own,
            facts(found, evidence[pk]) if pk in evidence else frozenset(),
            [(day, str(metric), count) for (day, metric), count in found.items()],
        )


def _grouped(rows: QuerySet[Any, tuple[Any, ...]]) -> dict[UUID, list[tuple[Any, ...]]]:
    """Rows by what stands first in them."""
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows.iterator(chunk_size=5000):
        found[key].append(tuple(rest))
    return found


def _acts(keys: Sequence[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Movement.objects.filter(dossier__in=keys).order_by("at", "pk")
    return _grouped(rows.values_list("dossier_id", "pk", "verb", _day("at"), _day("due_at")))


def _evidence(keys: set[UUID], firms: set[UUID], by_post: set[UUID]) -> dict[UUID, Evidence]:
    """Of each of these that has any."""
    paid, issued, bare, disliked = _payments(keys), _results(keys), _papers(keys), _ratings(keys)
    wanted = keys & (paid.keys() | issued.keys() | bare.keys() | disliked.keys() | firms | by_post)
    return {
        key: Evidence(
            tuple(
                Paid(day, amount > 0, method == Payment.Method.CASH)
                for day, method, amount in paid.get(key, ())
            ),
            tuple((day, file is not None) for day, file in issued.get(key, ())),
            tuple((since, until) for since, until in bare.get(key, ())),
            disliked[key][0][0] if key in disliked else None,
            key in firms,
            key in by_post,
        )
        for key in wanted
    }


def _payments(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Payment.objects.standing().filter(obligation__dossier__in=keys)
    rows = rows.exclude(method=Payment.Method.EARLIER)
    return _grouped(rows.values_list("obligation__dossier", _day("taken_at"), "method", "amount"))


def _results(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Result.objects.filter(dossier__in=keys, issued_at__isnull=False).order_by()
    return _grouped(rows.values_list("dossier_id", _day("issued_at"), "file_id"))


def _papers(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Paper.objects.filter(dossier__in=keys, file__isnull=True).order_by()
    return _grouped(rows.values_list("dossier_id", _day("added_at"), _day("replaced_at")))


def _ratings(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Rating.objects.filter(dossier__in=keys, score=Rating.Score.UNSATISFIED)
    return _grouped(rows.values_list("dossier_id", _day("rated_at")))
