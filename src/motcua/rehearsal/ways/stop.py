"""The agency stops, from every status in which it may (form 05)."""

from functools import partial

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way


def go(before: Status, life: Life) -> None:
    """Brought there, stopped by the signer, and the citizen reads it."""
    life.bring_to(before)
    life.handling.stop()
    life.is_now(Status.STOPPED)


WAYS = tuple(
    Way(
        f"stop-{before.name.lower().replace('_', '-')}",
        f"Dừng giải quyết khi «{before.word}»",
        partial(go, before),
        (("stop", before),),
    )
    for before in (Status.ACCEPTED, Status.IN_PROGRESS, Status.SUPPLEMENT, Status.FINANCIAL)
)
