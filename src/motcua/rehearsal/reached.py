"""`python -m motcua.rehearsal.reached`: which rows of the table of moves dossiers have gone along, how often.

Everything in the database of a rehearsal was done through the pages or by the background work of the server,
so the history of its dossiers is what the front doors have reached.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from motcua.dossiers.lifecycle import CARRYING, MOVES, Status

# Along these no page leads: an operator carries old dossiers over, and the clause of a new version moves
# every running dossier of its procedure, those of other walks too (see tests/dossiers/test_moving_500.py).
NOT_WALKED = CARRYING | {"change_version"}


@dataclass(frozen=True)
class Reached:
    """A row of the table and how many dossiers went along it."""

    verb: str
    before: str
    after: str
    times: int


def coverage(counts: Iterable[Mapping[str, int]]) -> list[Reached]:
    """The whole table but what is `NOT_WALKED`, with the sums of what several systems counted (by `name`)."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return [
        Reached(move.verb, move.before.name, move.after.name, total[name(move.verb, move.before)])
        for move in MOVES
        if move.verb not in NOT_WALKED
    ]


def statuses(rows: Iterable[Reached], *, any_times: bool = False) -> set[str]:
    """The statuses some dossier has been in; with `any_times` all that the table has."""
    return {status for row in rows if row.times or any_times for status in (row.before, row.after)}


def name(verb: str, before: Status) -> str:
    return f"{verb} {before.name}"


def counted() -> dict[str, int]:
    """How often each move stands in the history of this database."""
    from motcua.dossiers.models import Movement

    rows = Movement.objects.values_list("verb", "before")
    return dict(Counter(name(verb, Status(before)) for verb, before in rows))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    django.setup()
    print(json.dumps(counted()))
