"""From the history of one dossier to what it adds to the figures. Pure: the whole meaning of every count is
here.

A figure is a sum of such additions over days; so it can be kept up to date dossier by dossier, and recomputed
from the raw history by anybody. Days are Vietnamese days. Source of the definitions: the 06a family of
reports (TT 02/2017/TT-VPCP as amended; DOMAIN 5.4) and QĐ 766/QĐ-TTg for «đúng hạn» (dates are compared, not
minutes).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Metric(StrEnum):
    """What is counted on a day. `OVERDUE` is a balance: +1 when a dossier becomes overdue, -1 when it stops
    being so.
    """

    ACCEPTED = "accepted"
    SOLVED_EARLY = "solved_early"
    SOLVED_ON_TIME = "solved_on_time"
    SOLVED_LATE = "solved_late"
    OVERDUE = "overdue"
    FILED = "filed"
    REFUSED = "refused"
    SUPPLEMENTS = "supplements"
    APOLOGIES = "apologies"
    RETURNED = "returned"


SOLVED = (Metric.SOLVED_EARLY, Metric.SOLVED_ON_TIME, Metric.SOLVED_LATE)
_ACCEPTING = frozenset({"accept", "take_in"})
_FILING = frozenset({"file", "take_in"})
# A dossier that its owner withdrew or that the agency stopped is off the books that day: it counts as solved,
# so that received = solved + pending always holds (one known handler of the national reports does the same).
_ENDING = frozenset({"conclude", "decline", "withdraw", "stop", "lapse"})
_ASKING = frozenset({"ask_before", "ask_supplement"})
_REFUSING = frozenset({"refuse", "lapse_before"})


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the history: the verb, the day it was done, the day the dossier was due by after it (or
    none).
    """

    verb: str
    day: date
    due: date | None


Additions = Counter[tuple[date, Metric]]


def additions(acts: Iterable[Act]) -> Additions:
    """What this history adds to each day. The future day on which an open dossier will be overdue is in it,
    too.
    """
    found: Additions = Counter()
    life = _Life()
    for act in acts:
        _count(found, act)
        life.goes_on(found, act)
    life.closes(found)
    return Counter({key: count for key, count in found.items() if count})


def _count(found: Additions, act: Act) -> None:
    for verbs, metric in (
        (_FILING, Metric.FILED),
        (_REFUSING, Metric.REFUSED),
        (_ASKING, Metric.SUPPLEMENTS),
        (frozenset({"apologise"}), Metric.APOLOGIES),
        (frozenset({"hand_over"}), Metric.RETURNED),
    ):
        if act.verb in verbs:
            found[act.day, metric] += 1


class _Life:
    """A dossier between acceptance and its end: from which day on it is overdue, as its due day changes."""

    def __init__(self) -> None:
        self.accepted: date | None = None
        self.ended = False
        self.since: date | None = None
        self.due: date | None = None

    def goes_on(self, found: Additions, act: Act) -> None:
        if act.verb in _ACCEPTING and self.accepted is None:
            self.accepted = act.day
            found[act.day, Metric.ACCEPTED] += 1
        if self.accepted is None or self.ended:
            return
        self._until(found, act.day)
        if act.verb in _ENDING:
            self.ended = True
            found[act.day, _kept(act.day, self.due)] += 1
            return
        self.due, self.since = act.due, act.day

    def _until(self, found: Additions, day: date) -> None:
        """Book the days from the last act up to this one on which the dossier stood overdue."""
        start = self._overdue_from()
        if start is not None and start < day:
            found[start, Metric.OVERDUE] += 1
            found[day, Metric.OVERDUE] -= 1

    def _overdue_from(self) -> date | None:
        """The first day at whose end the dossier is overdue, under the due day that holds now."""
        if self.due is None or self.since is None:
            return None
        return max(self.due + timedelta(days=1), self.since)

    def closes(self, found: Additions) -> None:
        start = None if self.ended or self.accepted is None else self._overdue_from()
        if start is not None:
            found[start, Metric.OVERDUE] += 1


def _kept(day: date, due: date | None) -> Metric:
    """Early, on time or late by the day (06a: <, =, >). Without a due day nothing can be late."""
    if due is None or day == due:
        return Metric.SOLVED_ON_TIME
    return Metric.SOLVED_EARLY if day < due else Metric.SOLVED_LATE
