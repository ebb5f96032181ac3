"""How fast the sums follow the acts, and how long everything anew takes."""

import resource
import statistics
import time
from datetime import timedelta

from django.db import transaction

from bench.steering.generate import product
from motcua.dossiers.lifecycle import MOVES, Status
from motcua.dossiers.models import Dossier, Movement
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.reporting.tallies import bring_up_to_date, catch_up

# What a worker finds every five seconds at a hundred acts a second.
CHUNK = 500
CHUNKS = 12
_ROWS = {(row.verb, row.before): row for row in MOVES}


class _Undone(Exception):
    """Ends the transaction in which the acts were written."""


def rate() -> dict[str, float | int]:
    """Acts a second that `catch_up` takes in, in chunks as a worker finds them; nothing of it is kept.

    Running dossiers wait for money and go on, in turn: every chunk changes the sums.
    """
    bring_up_to_date()
    running = list(Dossier.objects.filter(status=Status.IN_PROGRESS).order_by("pk")[:CHUNK])
    seconds: list[float] = []
    acts = 0
    try:
        with transaction.atomic():
            at, verb = moment.now(), "demand_payment"
            for number in range(CHUNKS if running else 0):
                before = Status.IN_PROGRESS if verb == "demand_payment" else Status.FINANCIAL
                row = _ROWS[verb, before]
                Movement.objects.bulk_create(
                    Movement(
                        dossier=dossier,
                        at=at + timedelta(minutes=number),
                        verb=verb,
                        before=row.before,
                        after=row.after,
                        clock=row.clock.value,
                        actor=SYSTEM_ACTOR.label,
                        channel=dossier.channel,
                        reason="bench",
                        due_at=None if verb == "demand_payment" else dossier.due_at,
                    )
                    for dossier in running
                )
                since = time.perf_counter()
                catch_up()
                seconds.append(time.perf_counter() - since)
                acts += len(running)
                verb = "settle_payment" if verb == "demand_payment" else "demand_payment"
            raise _Undone
    except _Undone:
        pass
    if not seconds:
        return {"acts": 0}
    return {
        "acts": acts,
        "chunk": len(running),
        "seconds_a_chunk": round(statistics.median(seconds), 3),
        "acts_a_second": round(acts / sum(seconds), 1),
    }


def recompute() -> dict[str, float]:
    """Seconds of proving all sums against the raw history and of making them anew; the most memory of a
    process, in MiB.
    """
    found = {}
    for verb in ("verify", "rebuild"):
        since = time.perf_counter()
        product("figures", verb)
        found[f"{verb}_seconds"] = round(time.perf_counter() - since, 1)
    found["peak_mib"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 0)
    return found
