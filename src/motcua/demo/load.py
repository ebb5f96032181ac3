"""Making the dossiers of the demo province: every act of all of them, in the order of time.

Codes, numbers and the record are given in the order in which things are done, so the acts of a thousand
dossiers are done as they would have fallen on the calendar, each committed by itself.
"""

import gc
import heapq
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection

from motcua.catalogue.models import Version
from motcua.demo.ahead import Ahead, ahead_of
from motcua.demo.life import Act, Life
from motcua.demo.office import NobodyThere, Office
from motcua.demo.plan import Planner, Story
from motcua.dossiers.actions.supplement import open_lapsed
from motcua.dossiers.models import Dossier
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.queries import calendar_for

log = logging.getLogger(__name__)
Progress = Callable[[int], object]
_AT_ONCE = timedelta(minutes=10)
_MOST_WAITS = 60


@dataclass(frozen=True)
class Loaded:
    """What came of a load: dossiers there are now, acts done, acts the rules did not let happen."""

    dossiers: int
    acts: int
    refused: tuple[str, ...]


def stories(*, until: datetime, count: int, citizens: Sequence[str]) -> list[Story]:
    """The plan for these citizens (personal ids), for a year that ends at `until`."""
    known = dict(
        Person.objects.filter(personal_id__in=list(citizens)).values_list("personal_id", "assurance")
    )
    planner = Planner(
        until=until,
        count=count,
        versions=list(Version.objects.all_for(until.astimezone(moment.TZ).date()).order_by("procedure_id")),
        calendar=calendar_for(),
        citizens=[known[number] >= 2 for number in citizens],
    )
    return planner.stories()


def load(
    *,
    until: datetime,
    count: int,
    citizens: Sequence[str],
    progress: Progress = lambda done: None,
    helped: bool = False,
) -> Loaded:
    """Do everything up to `until`; what an earlier, interrupted load has done is not done again.

    `progress` is told how many more dossiers have come to where they are to be. `helped`: a second process
    makes signatures ahead; it must see what this one has committed.
    """
    plan = stories(until=until, count=count, citizens=citizens)
    first = min(story.starts for story in plan)
    office = Office(citizens, certificates_from=first.replace(hour=0, minute=0, second=0))
    lives = _lives(plan, office, until)
    with ahead_of(office) if helped else nullcontext() as ahead:
        loaded = _run(lives, until, progress, ahead)
    open_lapsed(most=count)
    return loaded


def _lives(plan: Sequence[Story], office: Office, until: datetime) -> list[Life]:
    """Each story with its dossier, where there is one already: it is known by the moment it was begun."""
    begun = dict(Dossier.objects.values_list("created_at", "pk"))
    return [Life(story, office, until=until, dossier_id=begun.get(story.starts)) for story in plan]


def _run(lives: Sequence[Life], until: datetime, progress: Progress, ahead: Ahead | None) -> Loaded:
    waiting: list[tuple[datetime, int, Act]] = []
    acts, refused = 0, []
    waited: Counter[int] = Counter()

    def put(life: Life, since: datetime | None = None) -> None:
        act = life.next_act()
        if act is None or act.at > until:
            progress(1)
        else:
            if since is not None and act.at <= since:
                # Who waited for another agency does late what was planned for earlier.
                act = replace(act, at=since + _AT_ONCE, signing=None)
                waited[life.story.number] += 1
                if waited[life.story.number] > _MOST_WAITS:
                    raise RuntimeError(f"{life.story.fate} {life.story.spec.code}: the story does not go on")
            heapq.heappush(waiting, (act.at, life.story.number, act))
            if ahead is not None and act.signing is not None:
                ahead.expect(act.signing)

    by_number = {life.story.number: life for life in lives}
    for life in lives:
        put(life)
    while waiting:
        at, number, act = heapq.heappop(waiting)
        life = by_number[number]
        try:
            with moment.at(at), ahead.in_turn(act.signing) if ahead else nullcontext():
                act.do()
            acts += 1
        except (Refused, NobodyThere) as problem:
            # Somebody who looks around meanwhile may have taken the work; the dossier then stays with them.
            refused.append(f"{life.story.version.procedure_id} ({life.story.fate}): {problem}")
            log.info("%s", refused[-1])
            progress(1)
            continue
        put(life, at)
    return Loaded(dossiers=len(lives), acts=acts, refused=tuple(refused))


def hurry() -> None:
    """For a process that does nothing else: invented data may reach the disk later, garbage may wait."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
