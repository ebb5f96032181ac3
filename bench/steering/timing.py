"""Timing calls in one process: warm once, then many times over different units and months."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from bench.measure import _Counter

RUNS = 24
_MOST_SECONDS = 120
_LEAST_RUNS = 5
Call = Callable[[], object]


@dataclass(frozen=True)
class Timed:
    """What a page or a call costs: wall milliseconds, and statements to the database (the most of a run)."""

    name: str
    p50: float
    p95: float
    statements: int
    runs: int
    fault: str = ""


def timed(name: str, calls: Sequence[Call]) -> Timed:
    """Time every call once, after the first has been made to warm up.

    Stops after two minutes with fewer runs; a call that raises is told as a fault of this row.
    """
    times: list[float] = []
    statements = 0
    began = time.perf_counter()
    try:
        calls[0]()
        for call in calls:
            counter = _Counter()
            since = time.perf_counter()
            with connection.execute_wrapper(counter):
                call()
            times.append((time.perf_counter() - since) * 1000)
            statements = max(statements, counter.count)
            if time.perf_counter() - began > _MOST_SECONDS and len(times) >= _LEAST_RUNS:
                break
    except Exception as error:
        if not times:
            return Timed(name, 0, 0, 0, 0, f"{type(error).__name__}: {error}")
        return Timed(
            name, _at(times, 50), _at(times, 95), statements, len(times), f"{type(error).__name__}: {error}"
        )
    return Timed(name, _at(times, 50), _at(times, 95), statements, len(times))


def _at(times: list[float], percent: int) -> float:
    """The smallest time that so many percent of the runs do not exceed."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)], 1)
