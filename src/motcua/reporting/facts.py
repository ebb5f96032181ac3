"""What is counted besides the acts of a dossier: money that came, results issued, papers copied, people
content. Pure, as `fold` is: a fact is booked like a metric, so that it can be added up and proved alike.

What index 766 counts holds for a dossier and a month, and stands on one day of that month: one that was paid
for twice in May and once in June counts once in May and once in June. So a sum over one month is exactly the
number of dossiers that the list behind it finds, and a sum over several months is the sum of the months.
Money itself stands on the day it came.
"""

from calendar import monthrange
from collections import Counter, defaultdict
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

    `MONEY` is đồng, `MONEY_ONLINE` the part of it that was not cash; `FEE` (phí) and `CHARGE` (lệ phí) are
    what was owed of each, on the day the first money came. The last five are signs (`reporting.signs`).
    """

    PAID = "paid"
    CASH = "cash"
    ISSUED = "issued"
    PAPER_ONLY = "paper_only"
    NOT_DIGITISED = "not_digitised"
    DISSATISFIED = "dissatisfied"
    ORGANISATION = "organisation"
    RETURNED_BY_POST = "returned_by_post"
    MONEY = "money"
    MONEY_ONLINE = "money_online"
    FEE = "fee"
    CHARGE = "charge"
    ASKED_LAST_DAY = "asked_last_day"
    WITHDRAWN_LAST_DAY = "withdrawn_last_day"
    DATED_BACK = "dated_back"
    TYPED = "typed"
    REOPENED = "reopened"


SIGNS = (
    Fact.ASKED_LAST_DAY,
    Fact.WITHDRAWN_LAST_DAY,
    Fact.DATED_BACK,
    Fact.TYPED,
    Fact.REOPENED,
)
Booked = tuple[date, Fact, int]


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came on a day, in đồng; whether in cash."""

    day: date
    amount: int
    cash: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lies with a dossier besides its acts. Days are Vietnamese days.

    `owed`: what was owed by kind, in đồng. `issued`: the day of each result, whether it has a file. `bare`:
    of each paper without a file the day it was added and the day it was replaced. `disliked`: the day of the
    rating «không hài lòng».
    """

    paid: tuple[Paid, ...] = ()
    owed: tuple[tuple[Fact, int], ...] = ()
    issued: tuple[tuple[date, bool], ...] = ()
    bare: tuple[tuple[date, date | None], ...] = ()
    disliked: date | None = None
    organisation: bool = False
    by_post: bool = False


def facts(added: Mapping[tuple[date, str], int], evidence: Evidence) -> list[Booked]:
    """The facts of one dossier with their days; `added` is what its acts add (`fold.additions`)."""
    happened = (
        *_paid(evidence),
        *_issued(evidence),
        *_accepted(added, evidence),
        *_solved(added, evidence),
        *_returned(added, evidence),
    )
    return [*((day, fact, 1) for day, fact in set(happened)), *_money(evidence)]


def _paid(evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    months: dict[tuple[int, int], list[Paid]] = defaultdict(list)
    for each in evidence.paid:
        months[each.day.year, each.day.month].append(each)
    for found in months.values():
        days = [each.day for each in found if each.amount > 0]
        if days:
            yield min(days), Fact.PAID
            if all(each.cash for each in found):
                yield min(days), Fact.CASH


def _money(evidence: Evidence) -> Iterable[Booked]:
    came = [each for each in evidence.paid if each.amount > 0]
    sums: Counter[tuple[date, Fact]] = Counter()
    for each in came:
        sums[each.day, Fact.MONEY] += each.amount
        if not each.cash:
            sums[each.day, Fact.MONEY_ONLINE] += each.amount
    if came:
        first = min(each.day for each in came)
        for kind, amount in evidence.owed:
            sums[first, kind] += amount
    return ((day, fact, amount) for (day, fact), amount in sums.items() if amount)


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


def _accepted(added: Mapping[tuple[date, str], int], evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    if not (evidence.bare or evidence.organisation):
        return
    for day, metric in added:
        if metric == Metric.ACCEPTED:
            if evidence.organisation:
                yield day, Fact.ORGANISATION
            end = _end(day)
            if any(since <= end and (until is None or until > end) for since, until in evidence.bare):
                yield day, Fact.NOT_DIGITISED


def _solved(added: Mapping[tuple[date, str], int], evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    if evidence.disliked is None:
        return
    for day, metric in added:
        if metric in IN_TIME and evidence.disliked <= _end(day):
            yield day, Fact.DISSATISFIED


def _returned(added: Mapping[tuple[date, str], int], evidence: Evidence) -> Iterable[tuple[date, Fact]]:
    if evidence.by_post:
        for day, metric in added:
            if metric == Metric.RETURNED:
                yield day, Fact.RETURNED_BY_POST


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def written(found: Iterable[Booked]) -> str:
    """The facts in few words, to be kept."""
    return " ".join(
        sorted(
            f"{day.isoformat()}:{fact}" + (f":{count}" if count != 1 else "") for day, fact, count in found
        )
    )


def read(words: str) -> list[Booked]:
    """What `written` wrote."""
    found = []
    for each in words.split():
        day, name, *count = each.split(":")
        found.append((date.fromisoformat(day), Fact(name), int(count[0]) if count else 1))
    return found
