"""What index 766 counts besides the acts of a dossier: money that came, results issued, papers copied, people
content. Pure, as `fold` is: a fact is booked like a metric, so that it can be added up and proved alike.

A fact holds for a dossier and a month, and stands on one day of that month: one that was paid for twice in
May and once in June counts once in May and once in June. So a sum over one month is exactly the number of
dossiers that the list behind it finds, and a sum over several months is the sum of the months.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.reporting.fold import IN_TIME, Metric


class Fact(StrEnum):
    """`CASH` are those of the paid of which nothing came by transfer that month; `PAPER_ONLY` those of the
    issued with a result that has no file; `NOT_DIGITISED` those accepted with a paper that had no file at the
    end of the month; `DISSATISFIED` those solved in time and rated «không hài lòng» by the end of the month
    (who is late is not content either, and counted by the metric); `ORGANISATION` those accepted whose owner
    is an organisation; `RETURNED_BY_POST` those handed over whose owner wanted the result by post.
    """

    PAID = "paid"
    CASH = "cash"
    ISSUED = "issued"
    PAPER_ONLY = "paper_only"
    NOT_DIGITISED = "not_digitised"
    DISSATISFIED = "dissatisfied"
    ORGANISATION = "organisation"
    RETURNED_BY_POST = "returned_by_post"


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came on a day: whether any amount, whether in cash."""

    day: date
    something: bool
    cash: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lies with a dossier besides its acts. Days are Vietnamese days.

    `issued`: the day of each result, whether it has a file. `bare`: of each paper without a file the day it
    was added and the day it was replaced. `disliked`: the day of the rating «không hài lòng».
    """

    paid: tuple[Paid, ...] = ()
    issued: tuple[tuple[date, bool], ...] = ()
    bare: tuple[tuple[date, date | None], ...] = ()
    disliked: date | None = None
    organisation: bool = False
    by_post: bool = False


def facts(added: Mapping[tuple[date, Metric], int], evidence: Evidence) -> frozenset[tuple[date, Fact]]:
    """The facts of one dossier with their days; `added` is what its acts add (`fold.additions`)."""
    return frozenset(
        (
            *_paid(evidence),
            *_issued(evidence),
            *_accepted(added, evidence),
            *_solved(added, evidence),
            *_returned(added, evidence),
        )
    )


def _paid(evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    months: dict[tuple[int, int], list[Paid]] = defaultdict(list)
    for each in evidence.paid:
        months[each.day.year, each.day.month].append(each)
    for found in months.values():
        days = [each.day for each in found if each.something]
        if days:
            yield min(days), Fact.PAID
            if all(each.cash for each in found):
                yield min(days), Fact.CASH


def _issued(evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    on_paper = any(not filed for _, filed in evidence.issued)
    first: dict[tuple[int, int], date] = {}
    for day, _ in evidence.issued:
        month = day.year, day.month
        first[month] = min(day, first.get(month, day))
    for day in first.values():
        yield day, Fact.ISSUED
        if on_paper:
            yield day, Fact.PAPER_ONLY


def _accepted(added: Mapping[tuple[date, Metric], int], evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    if not (evidence.bare or evidence.organisation):
        return
    for day, metric in added:
        if metric == Metric.ACCEPTED:
            if evidence.organisation:
                yield day, Fact.ORGANISATION
            end = _end(day)
            if any(since <= end and (until is None or until > end) for since, until in evidence.bare):
                yield day, Fact.NOT_DIGITISED


def _solved(added: Mapping[tuple[date, Metric], int], evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    if evidence.disliked is None:
        return
    for day, metric in added:
        if metric in IN_TIME and evidence.disliked <= _end(day):
            yield day, Fact.DISSATISFIED


def _returned(added: Mapping[tuple[date, Metric], int], evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    if evidence.by_post:
        for day, metric in added:
            if metric == Metric.RETURNED:
                yield day, Fact.RETURNED_BY_POST


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def written(found: Iterable[tuple[date, Fact]]) -> str:
    """The facts in few words, to be kept."""
    return " ".join(sorted(f"{day.isoformat()}:{fact}" for day, fact in found))


def read(words: str) -> list[tuple[date, Fact]]:
    """What `written` wrote."""
    pairs = (each.split(":") for each in words.split())
    return [(date.fromisoformat(day), Fact(name)) for day, name in pairs]
