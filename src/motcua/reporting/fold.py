"""From the history of one dossier to what it adds to the figures. Pure: the whole meaning of every count is
here.

A figure is a sum of such additions over days; so it can be kept up to date dossier by dossier, and recomputed
from the raw history by anybody. Days are Vietnamese days. Source of the definitions: the 06a family of
reports (TT 02/2017/TT-VPCP as amended) and QĐ 766/QĐ-TTg for «đúng hạn» (dates are compared, not
minutes).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Named by every frozen figure; changes whenever the same history would be counted otherwise.
RULES_VERSION = "2026.12"


class Metric(StrEnum):
    """What is counted on a day. `OVERDUE` and `WAITING` are balances: +1 when a dossier enters that state, -1
    when it leaves it.

    `ELSEWHERE` are those of the accepted that a desk outside the competent agency's boundary took in.
    `BACK_IN_TIME` and `BACK_LATE` are those of the solved that were withdrawn, stopped or lapsed.
    `ASKED_TWICE` are those solved in time although the applicant was asked more than once: index 766 holds
    them to be late. `FIRST_TIME_RIGHT` are those that got their result and were never sent back. `UNGRANTED`
    are the acts that closed a dossier without the result asked for: refused, declined, withdrawn, stopped,
    lapsed.
    """

    ACCEPTED = "accepted"
    CARRIED = "carried"
    ELSEWHERE = "elsewhere"
    SOLVED_EARLY = "solved_early"
    SOLVED_ON_TIME = "solved_on_time"
    SOLVED_LATE = "solved_late"
    OVERDUE = "overdue"
    WAITING = "waiting"
    BACK_IN_TIME = "back_in_time"
    BACK_LATE = "back_late"
    ASKED_TWICE = "asked_twice"
    FIRST_TIME_RIGHT = "first_time_right"
    DECLINED = "declined"
    FILED = "filed"
    REFUSED = "refused"
    SUPPLEMENTS = "supplements"
    APOLOGIES = "apologies"
    RETURNED = "returned"
    UNGRANTED = "ungranted"


SOLVED = (Metric.SOLVED_EARLY, Metric.SOLVED_ON_TIME, Metric.SOLVED_LATE)
IN_TIME = (Metric.SOLVED_EARLY, Metric.SOLVED_ON_TIME)
ACCEPTING = frozenset({"accept", "take_in"})
FILING = frozenset({"file", "take_in"})
# Open and accepted in an earlier system: on our books from the day it was carried over, as brought forward
# from an earlier period. What had ended there is in the figures of that system alone.
CARRYING_OPEN = frozenset({"carry_accepted", "carry_in_progress", "carry_asked", "carry_financial"})
# A dossier that its owner withdrew or that the agency stopped is off the books that day: it counts as solved,
# so that received = solved + pending always holds (one known handler of the national reports does the same).
GIVING_BACK = frozenset({"withdraw", "stop", "lapse"})
ENDING = frozenset({"conclude", "decline"}) | GIVING_BACK
ASKING = frozenset({"ask_before", "ask_supplement"})
# Asked in an earlier system: not counted as a request of ours, yet a further one is a second one.
ASKED = ASKING | {"carry_asked", "carry_asked_before"}
REFUSING = frozenset({"refuse", "lapse_before"})
CLOSING = REFUSING | GIVING_BACK | {"decline"}
# From these on the clock stands still and the dossier waits for the applicant, until it goes on.
HALTING = frozenset({"ask_supplement", "demand_payment", "carry_asked", "carry_financial"})
GOING_ON = frozenset({"supply", "settle_payment"})

_EVENTS = (
    (FILING, Metric.FILED),
    (REFUSING, Metric.REFUSED),
    (ASKING, Metric.SUPPLEMENTS),
    (frozenset({"apologise"}), Metric.APOLOGIES),
    (frozenset({"hand_over"}), Metric.RETURNED),
    (CLOSING, Metric.UNGRANTED),
)
_ARRIVED = "arrived_"


def arrived_at(hour: int) -> str:
    """The metric of those filed in this hour of the day (0 to 23)."""
    return f"{_ARRIVED}{hour:02d}"


ARRIVALS = tuple(arrived_at(hour) for hour in range(24))


def hour_of(metric: str) -> int | None:
    """The hour of one of `ARRIVALS`; None for any other metric."""
    return int(metric.removeprefix(_ARRIVED)) if metric.startswith(_ARRIVED) else None


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the history: the verb, the day it was done, the day the dossier was due by after it (or
    none); whether the dossier was taken in outside the boundary of who decides; the hour of the day, where a
    dossier was filed.
    """

    verb: str
    day: date
    due: date | None
    elsewhere: bool = False
    hour: int | None = None


Additions = Counter[tuple[date, str]]


def additions(acts: Iterable[Act]) -> Additions:
    """What this history adds to each day. The future day on which an open dossier will be overdue is in it,
    too.
    """
    found: Additions = Counter()
    life = _Life(found)
    filed = False
    for act in acts:
        for verbs, metric in _EVENTS:
            # Taken back to be corrected and sent again, a dossier is still filed once.
            if act.verb in verbs and not (filed and metric == Metric.FILED):
                found[act.day, metric] += 1
        if act.verb in FILING and not filed and act.hour is not None:
            found[act.day, arrived_at(act.hour)] += 1
        filed = filed or act.verb in FILING
        life.goes_on(act)
    life.closes()
    return Counter({key: count for key, count in found.items() if count})


class _Life:
    """A dossier between acceptance and its end: from which day on it is overdue, as its due day changes."""

    def __init__(self, found: Additions) -> None:
        self.found = found
        self.accepted: date | None = None
        self.ended = False
        self.since: date | None = None
        self.due: date | None = None
        self.waits = False
        self.asked = 0

    def goes_on(self, act: Act) -> None:
        self.asked += act.verb in ASKED
        if act.verb in ACCEPTING and self.accepted is None:
            self.accepted = act.day
            self.found[act.day, Metric.ACCEPTED] += 1
            self.found[act.day, Metric.ELSEWHERE] += act.elsewhere
        if act.verb in CARRYING_OPEN:
            self.accepted = act.day
            self.found[act.day, Metric.CARRIED] += 1
        if self.accepted is None or self.ended:
            return
        self._until(act.day)
        if act.verb in ENDING:
            self._end(act)
            return
        self._wait(act)
        self.due, self.since = None if self.waits else act.due, act.day

    def _wait(self, act: Act) -> None:
        waits = act.verb in HALTING or (self.waits and act.verb not in GOING_ON)
        self.found[act.day, Metric.WAITING] += waits - self.waits
        self.waits = waits

    def _end(self, act: Act) -> None:
        self.ended = True
        kept = _kept(act.day, self.due)
        self.found[act.day, kept] += 1
        self.found[act.day, Metric.WAITING] -= self.waits
        if act.verb in GIVING_BACK:
            late = kept == Metric.SOLVED_LATE
            self.found[act.day, Metric.BACK_LATE if late else Metric.BACK_IN_TIME] += 1
        self.found[act.day, Metric.ASKED_TWICE] += self.asked > 1 and kept in IN_TIME
        self.found[act.day, Metric.FIRST_TIME_RIGHT] += act.verb == "conclude" and not self.asked
        self.found[act.day, Metric.DECLINED] += act.verb == "decline"

    def _until(self, day: date) -> None:
        """Book the days from the last act up to this one on which the dossier stood overdue."""
        start = self._overdue_from()
        if start is not None and start < day:
            self.found[start, Metric.OVERDUE] += 1
            self.found[day, Metric.OVERDUE] -= 1

    def _overdue_from(self) -> date | None:
        """The first day at whose end the dossier is overdue, under the due day that holds now."""
        if self.due is None or self.since is None:
            return None
        return max(self.due + timedelta(days=1), self.since)

    def closes(self) -> None:
        start = None if self.ended or self.accepted is None else self._overdue_from()
        if start is not None:
            self.found[start, Metric.OVERDUE] += 1


def _kept(day: date, due: date | None) -> Metric:
    """Early, on time or late by the day (06a: <, =, >). Without a due day nothing can be late."""
    if due is None or day == due:
        return Metric.SOLVED_ON_TIME
    return Metric.SOLVED_EARLY if day < due else Metric.SOLVED_LATE
