"""What a piece of work that was done adds to the sums of work: by day, unit, officer and name. Pure.

Only work that is done is added up: it never changes again. What is open now is read from the rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from motcua.lib.moment import TZ
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
        return Effort(*(one + times * two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work that was done: its short mark within the dossier, whose it was (`NOBODY`: no
    officer's), where, its name, when it was opened, due and done, and how it ended.
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
    day = _day(work.done_at)
    late = int(work.due_at is not None and work.done_at > work.due_at)
    total = Effort()
    if work.user != NOBODY:
        total = Effort(
            done=1, late=late, worked=calendar.working_minutes_between(work.opened_at, work.done_at)
        )
        opened = _day(work.opened_at)
        if opened < day:
            yield opened, Effort(held=1)
            total = total._replace(held=-1)
        if work.due_at is not None:
            fell_due = max(_day(work.due_at), opened)
            if fell_due < day:
                yield fell_due, Effort(overdue=1)
                total = total._replace(overdue=-1)
    if work.due_at is not None and work.outcome != _RECALLED:
        total = total._replace(
            timed=1,
            timed_late=late,
            spent=round((work.done_at - work.opened_at).total_seconds()),
            budget=round((work.due_at - work.opened_at).total_seconds()),
        )
    if any(total):
        yield day, total


def _day(moment: datetime) -> date:
    return moment.astimezone(TZ).date()
