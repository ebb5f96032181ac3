"""A province-year for the benchmark: made, or the one that is there used again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from bench.steering.place import SHAPE, Mark, Place, make_anew, read_mark, set_mark

Say = Callable[[str], None]


def ready(place: Place, dossiers: int, seed: int, *, say: Say) -> dict[str, float]:
    """See to it that the database holds the year; seconds by part, empty when it was there.

    Must be called before Django is woken. Raises NotHere.
    """
    wanted = Mark(dossiers, seed, SHAPE, finished=True)
    there = read_mark(place)
    os.environ["MOTCUA_DATABASE"] = place.url
    if there == wanted:
        wake()
        return {}
    make_anew(place, Mark(dossiers, seed))
    wake()
    seconds = _make(place, dossiers, seed, say)
    set_mark(place, wanted)
    return seconds


def wake() -> None:
    """Django, on the database of the benchmark."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()


def _make(place: Place, dossiers: int, seed: int, say: Say) -> dict[str, float]:
    from django.db import connection

    from bench.steering.load import load, make_files
    from bench.steering.shares import Plan
    from motcua.config.running import set_up
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.lib import moment
    from motcua.organisation.actions import create_officers

    clock = _Clock()
    for line in set_up():
        say(line)
    create_officers(actor=SYSTEM_ACTOR)
    clock.stop("set_up")
    paper, result = make_files()
    connection.close()
    load(
        Plan(dossiers, seed, moment.now().replace(second=0, microsecond=0), paper, result),
        place.url,
        told=bar,
    )
    clock.stop("rows_and_indices")
    product("figures", "rebuild")
    clock.stop("rollup")
    return clock.parts


def product(*arguments: str) -> str:
    """A command of the product on this database, in a process of its own; what it printed."""
    command = [sys.executable, "-m", "motcua", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - ours


def bar(what: str, done: int, total: int) -> None:
    """A line of progress, over and over; only where somebody looks."""
    if sys.stderr.isatty():
        ends = "\n" if done >= total else ""
        sys.stderr.write(f"\r{what}: {done:,}/{total:,}   {ends}")
        sys.stderr.flush()


class _Clock:
    """Seconds of one part after the other."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._since = time.perf_counter()

    def stop(self, part: str) -> None:
        now = time.perf_counter()
        self.parts[part] = round(now - self._since, 1)
        self._since = now
