"""Measuring in one process: CPU time and queries of a call, the median of several."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Cost:
    """What one call costs: CPU milliseconds (median), queries, answer in bytes."""

    name: str
    cpu_ms: float
    queries: int
    size: int


def cost(name: str, call: Callable[[], int], *, runs: int = 7) -> Cost:
    """Measure `call`, which returns the size of its answer; once to warm up, then `runs` times."""
    call()
    times = []
    with CaptureQueriesContext(connection) as captured:
        size = call()
    for _ in range(runs):
        start = time.process_time()
        size = call()
        times.append((time.process_time() - start) * 1000)
    return Cost(name, round(statistics.median(times), 1), len(captured), size)


def peak_memory_mb() -> float:
    """The most memory this process has had so far, in MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
