"""The shares of a province-year, each written by a process of its own.

Imported by those processes before Django is woken: nothing of the system is imported at the top.
"""

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import Empty
from typing import Any

Told = Callable[[str, int, int], None]
_PATIENCE = 5


@dataclass(frozen=True)
class Plan:
    """What is to be generated; `until` is the present moment, at which the year ends."""

    dossiers: int
    seed: int
    until: datetime
    paper_file: str
    result_file: str


class ShareFailed(RuntimeError):
    """A process could not write its share."""


def write(plan: Plan, url: str, processes: int, told: Told) -> None:
    """Write all shares at once. Raises ShareFailed."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    workers = [
        context.Process(target=_work, args=(plan, url, share, processes, queue)) for share in range(processes)
    ]
    for worker in workers:
        worker.start()
    done, ended = 0, 0
    try:
        while ended < processes:
            try:
                count = queue.get(timeout=_PATIENCE)
            except Empty:
                if any(worker.exitcode for worker in workers):
                    raise ShareFailed("A process that writes dossiers has died.") from None
                continue
            if isinstance(count, str):
                raise ShareFailed(count)
            ended += count is None
            done += count or 0
            told("Hồ sơ", done, plan.dossiers)
    finally:
        for worker in workers:
            if ended < processes:
                worker.terminate()
            worker.join()


def _work(plan: Plan, url: str, share: int, of: int, queue: Any) -> None:
    """One process: its communes, over the whole year."""
    os.environ["MOTCUA_DATABASE"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    try:
        import django

        django.setup()
        from bench.steering.load import write_share

        for count in write_share(plan, url, share, of):
            queue.put(count)
        queue.put(None)
    except BaseException as error:
        queue.put(f"{type(error).__name__}: {error}")
        raise
