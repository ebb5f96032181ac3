"""What a piece of work that was done adds to the sums of work: by day, unit, officer and name. Pure.

Only work that is done is added up: it never changes again. What is open now is read from the rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import add
from typing import NamedTuple

from motcua.lib.worked import Worked

NOBODY = 0
# Closed together with its dossier: nobody did it. Recalled by a new version of the procedure: done, but no
# measure of how long the step takes.
_ENDED, _RECALLED = "ended", "recalled"


class Effort(NamedTuple):
    """What is added to one day. Of work that an officer had: `done`, `late` (done after its due moment),
    `worked` (working minutes from opening to done); `held` and `overdue` are balances, +1 on the day it was
    opened or the day it fell due, -1 on the day it was done. Of all work with a due moment: `timed`,
    `timed_late`, `spent` and `budget` (seconds from opening to done and to the due moment, nights included).
    """

    done: int = 0
    late: int = 0
    worked: int = 0
    held: int = 0
    overdue: int = 0
    timed: int = 0
    timed_late: int = 0
    spent: int = 0
    budget: int = 0

    def plus(self, other: "Effort", times: int = 1) -> "Effort":
        """The sum of the two, the other one so many times."""
        if times == 1:
            return Effort._make(map(add, self, other))
        return Effort._make(one + times * two for one, two in zip(self, other, strict=True))


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work that was done: its short mark within the dossier, whose it was (`NOBODY`: no
    officer's), where, its name, when it was opened, due and done (Vietnamese time), and how it ended.
    """

    mark: str
    unit: str
    user: int
    name: str
    opened_at: datetime
    due_at: datetime | None
    done_at: datetime
    outcome: str


def efforts(work: Done, calendar: Worked) -> Iterator[tuple[date, Effort]]:
    """What it adds to each day."""
    if work.outcome == _ENDED:
        return
    opened, due, done = work.opened_at, work.due_at, work.done_at
    day, late = done.date(), int(due is not None and done > due)
    held = overdue = minutes = spent = budget = 0
    whose = work.user != NOBODY
    if whose:
        minutes = calendar.working_minutes_between(opened, done)
        first = opened.date()
        if first < day:
            yield first, Effort(held=1)
            held = -1
        if due is not None:
            fell_due = max(due.date(), first)
            if fell_due < day:
                yield fell_due, Effort(overdue=1)
                overdue = -1
    timed = due is not None and work.outcome != _RECALLED
    if due is not None and timed:
        spent = round((done - opened).total_seconds())
        budget = round((due - opened).total_seconds())
    if whose or timed:
        yield (
            day,
            Effort(whose, late * whose, minutes, held, overdue, timed, late * timed, spent, budget),
        )
