"""What a shorter term or a lower fee would have meant for past dossiers: arithmetic, no database.

The due moment is computed anew by the legal clock with the shortened term, the waits, the calendar and the
apology the dossier really had; when it was finished is left as it was. So the answer says what the same work
at the same pace would have been, not how people would have worked had they known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

from motcua.dossiers.clock import Mode, Pause, Term, Unit, due
from motcua.lib.calendars import Calendar

# Groups of fewer people are never shown: somebody might be known by them.
FEWEST = 5
OTHERS = "Các nhóm nhỏ gộp lại"


@dataclass(frozen=True)
class Past:
    """A dossier that ended: everything its clock ran on, and the moment it ended."""

    start: datetime
    term: Term
    calendar: Calendar
    finished: datetime
    pauses: tuple[Pause, ...] = ()
    mode: Mode = Mode.PAUSE
    extension: date | None = None


def shortened(term: Term, percent: Decimal) -> Term:
    """The term cut by so many percent: days and months rounded up to whole ones and never below one, hours
    not rounded and never below one; what is due the same day cannot be shorter.
    """
    if term.unit is Unit.SAME_DAY:
        return term
    left = Decimal(term.amount) * (100 - percent) / 100
    if term.unit is Unit.WORKING_HOURS:
        return Term(max(left, min(Decimal(1), Decimal(term.amount))), term.unit)
    return Term(max(1, int(left.to_integral_value(ROUND_CEILING))), term.unit)


def due_day(past: Past, percent: Decimal) -> date | None:
    """The last day in time with the shortened term; None when the clock gives none."""
    term = shortened(past.term, percent)
    found = due(past.start, term, past.calendar, past.pauses, past.mode, past.extension)
    return found.due.date() if found.due is not None else None


def is_late(past: Past, percent: Decimal) -> bool:
    """Late by days, as the reports count it."""
    last = due_day(past, percent)
    return last is not None and past.finished.date() > last


@dataclass(frozen=True)
class Lateness:
    """How many of these dossiers were late, and how many would have been."""

    dossiers: int
    late_now: int
    late_then: int


def lateness(pasts: Iterable[Past], percent: Decimal) -> Lateness:
    """Count both over the same dossiers with the same clock."""
    counted = [(is_late(past, Decimal(0)), is_late(past, percent)) for past in pasts]
    return Lateness(len(counted), sum(now for now, _ in counted), sum(then for _, then in counted))


def reduced(amount: int, percent: Decimal) -> int:
    """An amount cut by so many percent, in whole đồng, half a đồng up."""
    return int((amount * (100 - percent) / 100 + Decimal("0.5")) // 1)


@dataclass(frozen=True)
class Revenue:
    """What was determined, and what would have been, in whole đồng."""

    dossiers: int
    now: int
    then: int

    @property
    def difference(self) -> int:
        return self.then - self.now


def revenue(per_dossier: Iterable[Sequence[int]], percent: Decimal) -> Revenue:
    """Over the amounts of each dossier; every amount is cut and rounded for itself."""
    rows = [tuple(amounts) for amounts in per_dossier]
    now = sum(map(sum, rows))
    return Revenue(len(rows), now, sum(reduced(each, percent) for row in rows for each in row))


@dataclass(frozen=True)
class Group:
    """So many dossiers of people of a kind; `count` is 5 or more."""

    name: str
    count: int


def shown_groups(counts: Mapping[str, int]) -> list[Group]:
    """Groups of five and more, the largest first; smaller ones together, with a shown one if need be, so that
    none can be had by taking the others from the total. Nothing when there are fewer than five in all.
    """
    large = sorted(
        ((name, n) for name, n in counts.items() if n >= FEWEST), key=lambda each: (-each[1], each[0])
    )
    small = [(name, n) for name, n in counts.items() if 0 < n < FEWEST]
    together = sum(n for _, n in small)
    # One small group alone would be told by its own number, however it is called.
    while small and large and (together < FEWEST or len(small) < 2):
        name, number = large.pop()
        small.append((name, number))
        together += number
    found = [Group(name, n) for name, n in large]
    return [*found, Group(OTHERS, together)] if together >= FEWEST else found


def age_group(birth: str, on: date) -> str:
    """«60 tuổi trở lên» and so on, from a date of birth or a year alone."""
    year = birth[:4]
    if not year.isdecimal():
        return "Không rõ tuổi"
    age = on.year - int(year)
    if len(birth) == 10 and birth[5:].replace("-", "").isdecimal():
        age -= (on.month, on.day) < (int(birth[5:7]), int(birth[8:]))
    for limit, words in ((18, "Dưới 18"), (35, "18–34"), (60, "35–59")):
        if age < limit:
            return f"{words} tuổi"
    return "60 tuổi trở lên"
