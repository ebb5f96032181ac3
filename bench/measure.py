"""Measuring in one process: CPU time and queries of a call, the median of several."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Cost:
    """What one call costs: CPU milliseconds (median), queries, answer in bytes."""

    name: str
    cpu_ms: float
    queries: int
    size: int


class _Counter:
    """Counts the statements that pass."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.count += 1
        return execute(*statement)


def cost(name: str, call: Callable[[], int], *, runs: int = 7) -> Cost:
    """Measure `call`, which returns the size of its answer; once to warm up, then `runs` times."""
    call()
    times = []
    counter = _Counter()
    with connection.execute_wrapper(counter):
        size = call()
    for _ in range(runs):
        start = time.process_time()
        size = call()
        times.append((time.process_time() - start) * 1000)
    return Cost(name, round(statistics.median(times), 1), counter.count, size)


def peak_memory_mb() -> float:
    """The most memory this process has had so far, in MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
