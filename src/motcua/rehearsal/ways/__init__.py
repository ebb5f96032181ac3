"""The ways a dossier can go, one file each. A new file with `WAYS` in it is walked without any other change.

A way takes a `Life` (a dossier with its people) and performs acts at the pages. Where days have to pass it
yields how many; the clock of the system is then put forward before the rest of it goes on.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import COUNTER, ONLINE, Days, Life


def plain(spec: ProcedureSpec, case: Case) -> bool:
    """An everyday procedure: online and over the counter, in a commune, with a paper to hand in."""
    return (
        {ONLINE, COUNTER} <= set(spec.channels)
        and all(row.agency.startswith("commune") for row in spec.competence)
        and any(part.kind == "submit" and not part.from_form and part.required for part in spec.components)
    )


@dataclass(frozen=True)
class Way:
    """One way: `title` says it to people, `moves` are the rows of the table it is there for.

    `fits` picks the procedures and cases it can be walked with.
    """

    key: str
    title: str
    go: Callable[[Life], Days | None]
    moves: tuple[tuple[str, Status], ...] = ()
    fits: Callable[[ProcedureSpec, Case], bool] = plain


def every_way() -> list[Way]:
    """All ways, by file."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [way for each in names for way in import_module(f"{__name__}.{each}").WAYS]
