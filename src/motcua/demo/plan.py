"""Who files what, when, in which way: the plan of the demo province, the same every time for the same seed.

A story says how a dossier begins and what becomes of it; when each further act happens follows from the
dossier itself (`motcua.demo.life`), so that an interrupted load can go on from what is in the database.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

from motcua.catalogue.expect import Example
from motcua.catalogue.models import Version
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.demo.fates import BEFORE_ACCEPTANCE, DUTY, NEEDS_TIME, Fate, shares
from motcua.dossiers.models import Channel
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from motcua.organisation import seed
from motcua.workflow.spec import Step

YEAR = timedelta(days=365)
# By field: how often people come for it. Everything else counts 1.
_OFTEN = {
    "hotich": 9,
    "chungthuc": 9,
    "cutru": 10,
    "cancuoc": 3,
    "gplx": 3,
    "lltp": 3,
    "datdai": 3,
    "xahoi": 2,
}
_LAND = ("datdai", "xaydung")
_CHANNELS = {Channel.ONLINE.value: 58, Channel.COUNTER.value: 38, Channel.POST.value: 6}
# When people sit down at a telephone, by hour of the day.
_HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 10, 11, 9, 6, 5, 6, 8, 8, 7, 6, 6, 8, 11, 9, 5, 2)
_DAY_OF_WORK = 8
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TYPING = timedelta(minutes=45)

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Story:
    """One dossier: of whom, for what, since when, and its fate. `hold`: the act of the step it rests at."""

    number: int
    fate: Fate
    version: Version
    case: Case
    example: Example
    channel: str
    citizen: int
    starts: datetime
    hold: str = ""
    taken: bool = False

    @property
    def spec(self) -> ProcedureSpec:
        return self.version.spec

    def chance(self, about: str) -> random.Random:
        """Chance for one decision: the same whenever and in whatever order it is asked for."""
        return random.Random(f"{self.number}/{about}")


@dataclass(frozen=True)
class Kind:
    """A case of a procedure as the plan picks it."""

    version: Version
    case: Case

    @cached_property
    def days(self) -> float:
        """The term in working days."""
        terms = self.case.terms
        return max(term.minutes for term in terms) / 60 / _DAY_OF_WORK if terms else 5

    @cached_property
    def field(self) -> str:
        return self.version.spec.field.code

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return self.version.spec.route.steps


class Planner:
    """Draws the stories of a year that ends at `until`."""

    def __init__(
        self,
        *,
        until: datetime,
        count: int,
        versions: Sequence[Version],
        calendar: Calendar,
        citizens: Sequence[bool],
    ) -> None:
        """`citizens`: for each, whether he or she may file online."""
        self.until = until.astimezone(TZ)
        self.count = count
        self.calendar = calendar
        self.draw = random.Random(f"plan/{count}")
        self.kinds = [Kind(version, case) for version in versions for case in version.spec.cases]
        self.codes = [version.procedure_id for version in versions]
        self.filers = [number for number, may in enumerate(citizens) if may]
        self.everybody = list(range(len(citizens)))
        day = max((self.until - YEAR).date(), seed.REORGANISED + timedelta(days=1))
        self.begins = datetime.combine(day, time(7), TZ)
        self._taken: set[datetime] = set()

    def stories(self) -> list[Story]:
        """All of them, by number. Each begins at a moment of its own: that is what it is known by later."""
        acts = [(step.act, taken) for kind in self.kinds for step in kind.steps for taken in (False, True)]
        holds = _in_turn(sorted(set(acts)), self.draw)
        unused = _in_turn(self.codes, self.draw)
        fates = shares(self.count)
        return [self._story(number, fate, unused, holds) for number, fate in enumerate(fates)]

    def _story(
        self, number: int, fate: Fate, unused: Iterator[str], holds: Iterator[tuple[str, bool]]
    ) -> Story:
        hold, taken = next(holds) if fate == Fate.RUNNING else ("", self.draw.random() < 0.5)
        # Until every procedure has been had once, ordinary stories take them in turn.
        wanted = next(unused) if fate == Fate.RETURNED and number < len(self.codes) else ""
        kind = self._kind(fate, hold, wanted)
        channel = self._channel(kind, fate)
        example = self.draw.choice(kind.case.examples)
        starts = self._apart(self._start(kind, fate, channel, latest_day(example.values)))
        people = self.filers if channel == Channel.ONLINE else self.everybody
        # Some people come again and again: the first ones of the list, whom visitors of the demo log in as.
        citizen = self.draw.choice(people[:12] if self.draw.random() < 0.15 else people)
        return Story(
            number=number,
            fate=fate,
            version=kind.version,
            case=kind.case,
            example=example,
            channel=channel,
            citizen=citizen,
            starts=starts,
            hold=hold,
            taken=taken,
        )

    def _kind(self, fate: Fate, hold: str, wanted: str) -> Kind:
        fitting = [kind for kind in self.kinds if self._fits(kind, fate, hold)]
        if wanted:
            fitting = [kind for kind in self.kinds if kind.version.procedure_id == wanted]
        elif fate in DUTY:
            fitting = [kind for kind in fitting if kind.field in _LAND] or fitting
        # A procedure with many cases is not asked for more often than one with a single one.
        weights = [_OFTEN.get(kind.field, 1) / len(kind.version.spec.cases) for kind in fitting]
        return self.draw.choices(fitting, weights)[0]

    def _fits(self, kind: Kind, fate: Fate, hold: str) -> bool:
        spec = kind.version.spec
        if not kind.case.examples or (fate in NEEDS_TIME and kind.days < 3):
            return False
        if fate in BEFORE_ACCEPTANCE and Channel.ONLINE not in spec.channels:
            return False
        if fate == Fate.ACCEPTED and Channel.COUNTER not in spec.channels:
            return False
        if fate in {Fate.ASKED_LONG_AGO, Fate.LAPSED} and kind.case.supplement_window > 30:
            return False
        return not hold or any(step.act == hold for step in kind.steps)

    def _channel(self, kind: Kind, fate: Fate) -> str:
        if fate in BEFORE_ACCEPTANCE:
            return Channel.ONLINE.value
        if fate == Fate.ACCEPTED:
            return Channel.COUNTER.value
        channels = list(kind.version.spec.channels)
        return self.draw.choices(channels, [_CHANNELS[channel] for channel in channels])[0]

    # When

    def _start(self, kind: Kind, fate: Fate, channel: str, after: date | None) -> datetime:
        """A moment that lets the fate be fulfilled by today; the procedure is in force, `after` is past."""
        draw = self.draw
        back = {
            Fate.FILED: timedelta(hours=draw.uniform(0.5, 14)),
            Fate.FILED_LONG_AGO: timedelta(days=draw.uniform(4, 7)),
            Fate.DRAFT: timedelta(days=draw.uniform(0.2, 25)),
            Fate.ASKED_BEFORE: timedelta(days=draw.uniform(4, 18)),
            Fate.ASKED: timedelta(days=draw.uniform(5, 20)),
            Fate.ASKED_LONG_AGO: timedelta(days=draw.uniform(44, 70)),
            Fate.FINANCIAL: timedelta(days=draw.uniform(8, 25)),
            Fate.DONE: self._margin(kind, 0) + timedelta(days=draw.uniform(0, 12)),
        }.get(fate)
        if fate in {Fate.ACCEPTED, Fate.RUNNING, Fate.LATE, Fate.LATE_AFTER_PROMISE}:
            return self._working_back(self._hours_before(kind, fate))
        if back is None:
            more = {Fate.LAPSED: 60, Fate.RETURNED_LATE: 15, Fate.RETURNED_AS_PROMISED: 15}.get(fate, 18)
            last = self.until - self._margin(kind, more)
            first = max(self.begins, _opening(kind.version.effective_from))
            if after is not None:
                first = max(first, _opening(after + timedelta(days=1)))
            back = self.until - (first + (max(last, first) - first) * draw.random())
        return self._waking(self.until - back, channel, exact=fate == Fate.FILED)

    def _margin(self, kind: Kind, more: float) -> timedelta:
        """Time in which a dossier of this kind is surely over, with `more` days for what may come."""
        return timedelta(days=kind.days * 1.5 + 7 + more)

    def _hours_before(self, kind: Kind, fate: Fate) -> float:
        """Working hours before today."""
        if fate == Fate.ACCEPTED:
            return self.draw.uniform(0.8, 2.5)
        if fate == Fate.RUNNING:
            return self.draw.uniform(12, max(13, min(kind.days * _DAY_OF_WORK * 0.6, 22)))
        promised = 7 if fate == Fate.LATE_AFTER_PROMISE else 0
        return (kind.days + promised + self.draw.uniform(2.5, 7)) * _DAY_OF_WORK

    def _working_back(self, hours: float) -> datetime:
        """So many working hours before today, inside working time."""
        left = timedelta(hours=hours)
        day = self.until.date()
        while True:
            for opens, closes in reversed(self.calendar.spans(day)):
                ends = min(closes, self.until)
                if opens < ends:
                    if left <= ends - opens:
                        return ends - left
                    left -= ends - opens
            day -= timedelta(days=1)

    def _waking(self, at: datetime, channel: str, *, exact: bool) -> datetime:
        """On the same day at an hour people file at; at the desk in working time, with some to type it in."""
        if channel == Channel.ONLINE:
            if exact:
                return at
            moved = at.replace(hour=self.draw.choices(range(24), _HOURS)[0], minute=self.draw.randrange(60))
            return min(moved, self.until - timedelta(hours=1))
        day = at.date()
        while not self.calendar.is_working_day(day):
            day -= timedelta(days=1)
        opens, closes = self.draw.choice(self.calendar.spans(day))
        found = opens + (closes - _TYPING - opens) * self.draw.random()
        return min(found, self.until - timedelta(hours=1))

    def _apart(self, at: datetime) -> datetime:
        at = at.replace(second=self.draw.randrange(60), microsecond=0)
        while at in self._taken:
            at += timedelta(seconds=1)
        self._taken.add(at)
        return at


def latest_day(value: object) -> date | None:
    """The latest full date among the values of an example: nobody files before what they tell of."""
    if isinstance(value, str):
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return max((day for part in parts if (day := latest_day(part)) is not None), default=None)


def _opening(day: date) -> datetime:
    return datetime.combine(day, time(8), TZ)


def _in_turn(things: Sequence[Thing], draw: random.Random) -> Iterator[Thing]:
    """All of them in random order, and again."""
    while True:
        yield from draw.sample(list(things), len(things))
