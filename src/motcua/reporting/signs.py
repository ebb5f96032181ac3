"""Signs that figures may have been made to look better than the work: to look into, no proof. Pure.

Closed then taken in anew: accepted within five working days after a dossier of the same owner and procedure
was closed without result; asked on the last day: a supplement request on the due day or later, or on the
working day before; intake dated back: an act that stands earlier than the creation of the dossier or than
the act recorded before it; typed by staff but online: channel online although an officer typed it; withdrawn
just before due: on the due day or the working day before it, or after it. Source: our own rules; C-26 of the
official criteria and index 766 make such things worth while.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.lib.moment import TZ
from motcua.lib.worked import Worked
from motcua.reporting.facts import Fact
from motcua.reporting.fold import ACCEPTING, GIVING_BACK, REFUSING, Act

REOPEN_WITHIN = 5
# What is closed by these may be taken in anew; a decision on the merits is final.
CLOSED = REFUSING | GIVING_BACK


# The acts of a dossier with their numbers, in order of their time.
Acts = Sequence[tuple[int, Act]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around the acts: when the dossier was accepted, whether before it was created; whether an
    officer typed what counts as online; of the same owner and procedure the other dossier that was closed
    without result last before that, and when.
    """

    accepted_at: datetime | None = None
    created_later: bool = False
    typed: bool = False
    closed: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: which, the number and day of the act that gives it; the day it was due by then, or the
    dossier closed before, where that makes the sign.
    """

    fact: Fact
    number: int
    day: date
    due: date | None = None
    earlier: tuple[datetime, UUID] | None = None


def signs_of(acts: Acts, around: Surroundings, calendar: Worked) -> Iterator[Sign]:
    """Every sign of one dossier."""
    yield from _near_due(acts, around, calendar)
    yield from _dated_back(acts, around)
    for number, act in acts:
        if around.typed and act.verb == "file":
            yield Sign(Fact.TYPED, number, act.day)
    if around.closed is not None:
        yield from _reopened(acts, around.closed, calendar)


def _near_due(acts: Acts, around: Surroundings, calendar: Worked) -> Iterator[Sign]:
    # What the dossier was due by before this act: a request stops the clock, so its own row has none.
    due: date | None = None
    for number, act in acts:
        fact = None
        if act.verb == "ask_supplement":
            fact = Fact.ASKED_LAST_DAY
        elif act.verb == "withdraw" and around.accepted_at is not None:
            fact = Fact.WITHDRAWN_LAST_DAY
        if fact and due is not None and calendar.working_days_between(act.day, due) <= 1:
            yield Sign(fact, number, act.day, due=due)
        due = act.due


def _dated_back(acts: Acts, around: Surroundings) -> Iterator[Sign]:
    recorded_before = None
    for number, act in reversed(acts):
        taken_in_early = around.created_later and act.verb in ACCEPTING
        if taken_in_early or (recorded_before is not None and recorded_before < number):
            yield Sign(Fact.DATED_BACK, number, act.day)
        recorded_before = number if recorded_before is None else min(recorded_before, number)


def _reopened(acts: Acts, closed: tuple[datetime, UUID], calendar: Worked) -> Iterator[Sign]:
    found = next(((number, act) for number, act in acts if act.verb in ACCEPTING), None)
    if found is None:
        return
    number, taken_in = found
    closed_on = closed[0].astimezone(TZ).date()
    if calendar.working_days_between(closed_on, taken_in.day) <= REOPEN_WITHIN:
        yield Sign(Fact.REOPENED, number, taken_in.day, earlier=closed)
