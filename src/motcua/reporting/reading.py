"""Reading the raw history: dossiers as the sums see them, a thousand at a time, whatever their number.

A thousand dossiers are read by their keys with one statement for each table, never by a join over the whole
archive: the memory is that of a thousand, both engines answer from the index, and two processes can share the
work agency by agency.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, DateField, Q, QuerySet, TextField, When
from django.db.models.functions import Cast, ExtractHour, TruncDate

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier, Movement, Paper, Result, ReturnMethod, WorkItem
from motcua.feedback.models import Rating
from motcua.lib.moment import TZ
from motcua.organisation.worked import WorkedAt
from motcua.payments.models import Line, Payment
from motcua.reporting.effort import NOBODY, Done, Effort, efforts
from motcua.reporting.facts import SIGNS, Booked, Evidence, Fact, Paid, facts
from motcua.reporting.fold import FILING, Act, Metric, additions
from motcua.reporting.signs import CLOSED, Sign, Surroundings, signs_of

CHUNK = 1000
CLOSED_STATUSES = (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED)

Additions = list[tuple[date, str, int]]
# When which dossiers were closed without result, by owner and procedure, in order of time.
Closed = Mapping[tuple[UUID, str], list[tuple[datetime, UUID]]]
# Of one piece of work that was done: day, unit, officer, name and what is added.
Efforts = list[tuple[date, str, int, str, Effort]]


class Marked(NamedTuple):
    """A row of `Mark`."""

    dossier_id: UUID
    unit: str
    metric: str
    day: date
    until: date | None


@dataclass(frozen=True, slots=True)
class History:
    """One dossier as the sums see it: whose it is, its acts with their numbers in order of time, what else
    lies with it, its pieces of work that were done by their marks.
    """

    dossier_id: UUID
    unit: str
    procedure: str
    channel: str
    acts: tuple[tuple[int, Act], ...]
    facts: list[Booked]
    added: Additions
    work: Mapping[str, Efforts]

    def added_by(self, acts: int) -> Additions:
        """What its earliest recorded acts, so many of them, add to each day."""
        if acts == len(self.acts):
            return self.added
        known = frozenset(sorted(pk for pk, _ in self.acts)[:acts])
        found = additions(act for pk, act in self.acts if pk in known)
        return [(day, metric, count) for (day, metric), count in found.items()]

    def marks(self) -> set[Marked]:
        """On which days it stands behind a rare figure, and under OVERDUE until when."""
        rare = {
            Marked(self.dossier_id, self.unit, str(metric), day, None)
            for day, metric, _ in (*self.added, *self.facts)
            if metric in MARKED
        }
        turns = sorted((day, count) for day, metric, count in self.added if metric == Metric.OVERDUE)
        for place in range(0, len(turns), 2):
            until = turns[place + 1][0] if place + 1 < len(turns) else None
            rare.add(Marked(self.dossier_id, self.unit, str(Metric.OVERDUE), turns[place][0], until))
        return rare


# Rare enough to be listed by dossier; OVERDUE, the only balance among them, is listed by spell.
MARKED = frozenset(
    {
        Metric.SUPPLEMENTS,
        Metric.UNGRANTED,
        Metric.REFUSED,
        Metric.DECLINED,
        Metric.SOLVED_LATE,
        Metric.BACK_LATE,
        *SIGNS,
    }
)

FIELDS = (
    "pk",
    "competent_unit_id",
    "receiving_unit_id",
    "version__procedure_id",
    "channel",
    "outside_boundary",
    "owner_organisation_id",
    "return_method",
    "status",
    "owner_id",
    "typist_id",
    "accepted_at",
    "created_at",
)


def of_dossiers(dossier_ids: Iterable[UUID]) -> Iterator[History]:
    """The histories of these dossiers."""
    wanted, calendars = iter(dossier_ids), WorkedAt()
    while chunk := list(islice(wanted, CHUNK)):
        rows = Dossier.objects.filter(pk__in=chunk).values_list(*FIELDS).order_by()
        yield from _read([Head(*row) for row in rows], calendars)


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


class Head(NamedTuple):
    """What is read of a dossier itself, in the order of `FIELDS`."""

    pk: UUID
    competent: str | None
    receiving: str | None
    procedure: str
    channel: str
    outside: bool
    organisation: UUID | None
    return_method: str
    status: int
    owner: UUID
    typist: int | None
    accepted_at: datetime | None
    created_at: datetime


def _read(heads: Sequence[Head], calendars: WorkedAt) -> Iterator[History]:
    acts = _acts([head.pk for head in heads])
    heads = [head for head in heads if head.pk in acts]
    evidence = _evidence([head for head in heads if head.status != Status.DRAFT])
    closed, work = _closed(heads), _work([head.pk for head in heads])
    province = calendars[""]
    for head in heads:
        own = _acts_of(head, acts[head.pk])
        found = additions(act for _, act in own)
        lying = facts(found, evidence[head.pk]) if head.pk in evidence else []
        if head.status != Status.DRAFT:
            signs = {(sign.day, sign.fact) for sign in signs_of(own, _surroundings(head, closed), province)}
            lying += [(day, fact, 1) for day, fact in signs]
        yield History(
            head.pk,
            head.competent or head.receiving or "",
            head.procedure,
            str(head.channel),
            own,
            lying,
            [(day, str(metric), count) for (day, metric), count in found.items()],
            {each.mark: _efforts(each, calendars) for each in work.get(head.pk, ())},
        )


def signs_by_dossier(dossier_ids: Sequence[UUID]) -> dict[UUID, list[Sign]]:
    """The signs of these dossiers, with the acts that give them."""
    rows = Dossier.objects.filter(pk__in=dossier_ids).values_list(*FIELDS).order_by()
    heads = [Head(*row) for row in rows]
    acts, closed, province = _acts(dossier_ids), _closed(heads), WorkedAt()[""]
    return {
        head.pk: list(signs_of(_acts_of(head, acts[head.pk]), _surroundings(head, closed), province))
        for head in heads
    }


def _acts_of(head: Head, lines: Sequence[tuple[Any, ...]]) -> tuple[tuple[int, Act], ...]:
    return tuple((number, Act(verb, day, due, head.outside, hour)) for number, verb, day, due, hour in lines)


def _efforts(work: Done, calendars: WorkedAt) -> Efforts:
    added = efforts(work, calendars[work.unit])
    return [(day, work.unit, work.user, work.name, effort) for day, effort in added]


def _grouped(rows: QuerySet[Any, tuple[Any, ...]]) -> dict[UUID, list[tuple[Any, ...]]]:
    """Rows by what stands first in them."""
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


def _acts(keys: Sequence[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Movement.objects.filter(dossier__in=keys).order_by("at", "pk")
    hour = Case(When(verb__in=FILING, then=ExtractHour("at", tzinfo=TZ)))
    return _grouped(rows.values_list("dossier_id", "pk", "verb", _day("at"), _day("due_at"), hour))


def _work(keys: Sequence[UUID]) -> dict[UUID, list[Done]]:
    rows = (
        WorkItem.objects.filter(dossier__in=keys, done_at__isnull=False)
        .order_by()
        .values_list(
            "dossier_id",
            "pk",
            "unit_id",
            "assignee_id",
            "name",
            _moment("opened_at"),
            _moment("due_at"),
            _moment("done_at"),
            "outcome",
        )
    )
    found: dict[UUID, list[Done]] = defaultdict(list)
    for key, pk, unit, user, name, opened, due, done, outcome in rows:
        # The last digits are random (RFC 9562): no two pieces of work of one dossier share them.
        mark, due_at = pk.hex[-8:], _local(due) if due else None
        found[key].append(
            Done(mark, unit, user or NOBODY, name, _local(opened), due_at, _local(done), outcome)
        )
    return found


def _moment(field: str) -> Cast:
    # As text: of millions of moments the engines' own readers take longer than everything else together.
    return Cast(field, TextField())


def _local(words: str) -> datetime:
    """A moment that the database wrote as text: PostgreSQL with its zone, SQLite in UTC without."""
    at = datetime.fromisoformat(words)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(TZ)


def _closed(heads: Sequence[Head]) -> Closed:
    """Of the owners of these dossiers every dossier that was closed without result."""
    owners = {head.owner for head in heads if head.accepted_at is not None}
    found: dict[tuple[UUID, str], list[tuple[datetime, UUID]]] = defaultdict(list)
    if owners:
        rows = Movement.objects.filter(
            dossier__owner__in=owners, dossier__status__in=CLOSED_STATUSES, verb__in=CLOSED
        ).order_by()
        for owner, procedure, at, pk in rows.values_list(
            "dossier__owner_id", "dossier__version__procedure_id", "at", "dossier_id"
        ):
            found[owner, procedure].append((at, pk))
    for closings in found.values():
        closings.sort()
    return found


def _surroundings(head: Head, closed: Closed) -> Surroundings:
    """What lies around the acts of a dossier."""
    return Surroundings(
        head.accepted_at,
        head.accepted_at is not None and head.accepted_at < head.created_at,
        head.channel == Channel.ONLINE and head.typist is not None,
        _last_closed(head, closed.get((head.owner, head.procedure), ())),
    )


def _last_closed(head: Head, closings: Sequence[tuple[datetime, UUID]]) -> tuple[datetime, UUID] | None:
    """Of the closings, in order, the last one of another dossier before this one was accepted."""
    if head.accepted_at is None:
        return None
    # An owner may have thousands: looked for by halves.
    place = bisect_right(closings, head.accepted_at, key=itemgetter(0))
    return next((each for each in reversed(closings[max(0, place - 2) : place]) if each[1] != head.pk), None)


def _evidence(heads: Sequence[Head]) -> dict[UUID, Evidence]:
    """Of each of these that has any."""
    keys = {head.pk for head in heads}
    paid, issued, bare, disliked = _payments(keys), _results(keys), _papers(keys), _ratings(keys)
    owed = _owed(paid.keys())
    found = {}
    for head in heads:
        key, by_post = head.pk, head.return_method == ReturnMethod.POST
        firm = head.organisation is not None
        if not (key in paid or key in issued or key in bare or key in disliked or firm or by_post):
            continue
        found[key] = Evidence(
            tuple(
                Paid(day, amount, method == Payment.Method.CASH) for day, method, amount in paid.get(key, ())
            ),
            tuple((Fact(kind), amount) for kind, amount in owed.get(key, ())),
            tuple((day, file is not None) for day, file in issued.get(key, ())),
            tuple((since, until) for since, until in bare.get(key, ())),
            disliked[key][0][0] if key in disliked else None,
            firm,
            by_post,
        )
    return found


def _payments(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Payment.objects.standing().filter(obligation__dossier__in=keys)
    rows = rows.exclude(method=Payment.Method.EARLIER)
    return _grouped(rows.values_list("obligation__dossier", _day("taken_at"), "method", "amount"))


def _owed(keys: Iterable[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Line.objects.filter(obligation__dossier__in=list(keys), kind__in=[Fact.FEE, Fact.CHARGE])
    return _grouped(rows.values_list("obligation__dossier", "kind", "amount"))


def _results(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Result.objects.filter(dossier__in=keys, issued_at__isnull=False).order_by()
    return _grouped(rows.values_list("dossier_id", _day("issued_at"), "file_id"))


def _papers(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Paper.objects.filter(dossier__in=keys, file__isnull=True).order_by()
    return _grouped(rows.values_list("dossier_id", _day("added_at"), _day("replaced_at")))


def _ratings(keys: set[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Rating.objects.filter(dossier__in=keys, score=Rating.Score.UNSATISFIED)
    return _grouped(rows.values_list("dossier_id", _day("rated_at")))
