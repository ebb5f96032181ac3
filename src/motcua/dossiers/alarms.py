"""When silence about a dossier is told, to whom, and what still stands of it. Anything with a number is in
somebody's queue; this is for what lies there and nobody touches.

Two silences are kept apart: nobody did anything for so many working hours (`QUIET`), and a new dossier was
not answered within eight of them (`ACCEPTANCE`, NĐ 61/2018 Đ17). Being overdue is neither: that is a query.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from motcua.dossiers import deadlines
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Alarm, Dossier, WorkItem
from motcua.lib import moment
from motcua.lib.calendars import Calendar
from motcua.organisation.queries import calendar_for

_HOURS = {Status.FILED: "check", Status.ACCEPTED: "transfer", Status.IN_PROGRESS: "step"}
WATCHED = frozenset(_HOURS)
"""The statuses in which an office has the word."""

_MINUTES = 60


@dataclass(frozen=True)
class Due:
    """One alarm that is or will be owed: from when, for which silence, to whom."""

    at: datetime
    kind: str
    level: int
    since: datetime


def calendar_of(dossier: Dossier) -> Calendar:
    """By whose hours silence is counted: the desk's before acceptance, then the agency's."""
    if dossier.state == Status.FILED:
        return calendar_for(dossier.receiving_unit)
    return deadlines.calendar_of(dossier)


def first_after(dossier: Dossier, acted_at: datetime) -> datetime | None:
    """When to look again after an act at this moment; None while no office has the word."""
    if dossier.state not in _HOURS:
        return None
    quiet = _later(dossier, acted_at, settings.QUIET_HOURS[_HOURS[dossier.state]])
    if dossier.state == Status.FILED and dossier.acceptance_due_at is not None:
        return min(quiet, dossier.acceptance_due_at)
    return quiet


def owed(dossier: Dossier) -> list[Due]:
    """Every alarm this silence will lead to, in order. Work that somebody holds and whose time is not over
    is not silent: its officer may well be at it.
    """
    since = dossier.acted_at
    if dossier.state not in _HOURS or since is None:
        return []
    hours = settings.QUIET_HOURS[_HOURS[dossier.state]]
    held_until = _held_until(dossier, since)
    quiet = max(_later(dossier, since, hours), held_until)
    first = Due(quiet, Alarm.Kind.QUIET, Alarm.Level.OFFICER, since)
    if dossier.state != Status.FILED:
        head = max(_later(dossier, since, hours + settings.QUIET_HOURS["head"]), held_until)
        return [first, Due(head, Alarm.Kind.QUIET, Alarm.Level.HEAD, since)]
    answer = dossier.acceptance_due_at
    dues = [] if answer is None else [Due(answer, Alarm.Kind.ACCEPTANCE, Alarm.Level.HEAD, answer)]
    return sorted([first, *dues], key=lambda due: due.at)


def _later(dossier: Dossier, since: datetime, hours: int) -> datetime:
    return calendar_of(dossier).add_working_minutes(since.astimezone(moment.TZ), hours * _MINUTES)


def _held_until(dossier: Dossier, since: datetime) -> datetime:
    """The last moment by which somebody who has the word owes something: the officer of a step taken, a unit
    asked for its opinion, another agency with a child dossier for which a step waits.
    """
    theirs = Q(assignee__isnull=False) | Q(kind=WorkItem.Kind.OPINION)
    items = WorkItem.objects.open().filter(theirs, dossier=dossier, paused_at=None)
    waited = [each.key for each in dossier.spec.children if each.waits]
    moments = list(items.values_list("due_at", flat=True))
    if waited:
        there = dossier.children.filter(child_key__in=waited, status__in=_HOURS)
        moments += there.values_list("due_at", flat=True)
    return max((each for each in moments if each is not None), default=since)


def hours_since(dossier: Dossier, since: datetime) -> int:
    """Whole working hours from then until now."""
    now = moment.now().astimezone(moment.TZ)
    silent = calendar_of(dossier).working_time_between(since.astimezone(moment.TZ), now)
    return silent // timedelta(hours=1)


@dataclass(frozen=True)
class Silence:
    """What is said honestly of a silence that still lasts: how long, who was told, when."""

    kind: str
    hours: int
    told: tuple[str, ...]
    at: datetime

    @property
    def words(self) -> str:
        if self.kind == Alarm.Kind.ACCEPTANCE:
            return f"Hồ sơ chờ trả lời tiếp nhận đã {self.hours} giờ làm việc, quá 8 giờ theo quy định."
        return f"Hồ sơ đã {self.hours} giờ làm việc chưa có ai xử lý."


def silence_of(dossier: Dossier) -> Silence | None:
    """The silence about a dossier that somebody was told of and that still lasts; None when there is none."""
    if dossier.state not in WATCHED:
        return None
    standing = list(dossier.alarms.standing().filter(dossier=dossier))
    if not standing:
        return None
    last = standing[-1]
    since = dossier.filed_at if last.kind == Alarm.Kind.ACCEPTANCE else last.since
    told = dict.fromkeys(word for each in standing for word in each.told.split("; ") if word)
    return Silence(last.kind, hours_since(dossier, since or last.since), tuple(told), last.at)
