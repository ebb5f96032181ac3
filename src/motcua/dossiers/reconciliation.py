"""What a file of an earlier system says against what stands in the database: line by line and sum by sum.

Both sides are counted apart: the file as it is read, the database by questions to its tables.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from motcua.dossiers.lifecycle import CARRYING, Status
from motcua.dossiers.models import Carried, Dossier, Movement
from motcua.dossiers.old_line import OldDossier
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import responsible_unit
from motcua.payments.models import Payment

EXAMPLES = 3
SHOWN_DIFFERING = 20
UNIT, PROCEDURE, STATUS, MONEY, FORMAT = "unit", "procedure", "status", "money", "format"
COMPARED = (UNIT, PROCEDURE, STATUS, MONEY)


@dataclass
class Side:
    """Dossiers by unit, procedure and status, and sums of money (`owed`, `paid`), of one side."""

    sums: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in COMPARED})

    def add(self, what: str, key: str, count: int = 1) -> None:
        self.sums[what][key] += count


@dataclass
class Reconciliation:
    """What became of every line, and both sides. `broken`: why the file could not be read to its end."""

    dry_run: bool = False
    lines: int = 0
    carried: int = 0
    there: int = 0
    differing: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    differing_lines: list[dict[str, Any]] = field(default_factory=list)
    formats: Counter[str] = field(default_factory=Counter)
    in_file: Side = field(default_factory=Side)
    in_database: Side = field(default_factory=Side)
    broken: str = ""

    def refuse(self, line: int, code: str, sentence: str) -> None:
        """A line that is not taken over, with its reason; a few of each are kept to be shown."""
        self.refused[code] += 1
        shown = self.examples.setdefault(code, [])
        if len(shown) < EXAMPLES:
            shown.append({"line": line, "why": sentence})

    def differ(self, line: int, code: str, columns: list[str]) -> None:
        """A line whose dossier is here already, with other facts than these."""
        self.differing += 1
        if len(self.differing_lines) < SHOWN_DIFFERING:
            self.differing_lines.append({"line": line, "code": code, "columns": columns})

    def expect(self, old: OldDossier, unit_id: str) -> None:
        """The file's side: this dossier has to be in the database."""
        self.in_file.add(UNIT, unit_id)
        self.in_file.add(PROCEDURE, old.text("procedure"))
        self.in_file.add(STATUS, str(int(old.status)))
        self.in_file.add(MONEY, "owed", old.owed)
        self.in_file.add(MONEY, "paid", old.paid)

    def differences(self) -> list[dict[str, Any]]:
        """Every count and sum in which the two sides are not the same."""
        found = []
        for what in COMPARED:
            file, database = self.in_file.sums[what], self.in_database.sums[what]
            for key in sorted(file.keys() | database.keys()):
                if file[key] != database[key]:
                    found.append({"what": what, "key": key, "file": file[key], "database": database[key]})
        return found

    @property
    def is_whole(self) -> bool:
        """Everything in the file is accounted for, and nothing differs."""
        told = self.carried + self.there + self.differing + self.refused.total()
        clean = not (self.broken or self.differing or self.refused.total())
        return clean and told == self.lines and not self.differences()

    def data(self) -> dict[str, Any]:
        """As plain JSON, for programs."""
        return {
            "ok": self.is_whole,
            "dry_run": self.dry_run,
            "lines": self.lines,
            "carried": self.carried,
            "there": self.there,
            "differing": self.differing,
            "differing_lines": self.differing_lines,
            "refused": {
                code: {"count": count, "examples": self.examples[code]}
                for code, count in self.refused.most_common()
            },
            "formats": dict(self.formats),
            "file": {what: dict(counts) for what, counts in self.in_file.sums.items()},
            "database": {what: dict(counts) for what, counts in self.in_database.sums.items()},
            "differences": self.differences(),
            "broken": self.broken,
        }


class Counting:
    """The database's side, asked for some dossiers at a time."""

    def __init__(self) -> None:
        self._today: dict[str, str] = {}

    def count(self, side: Side, ids: Iterable[UUID]) -> None:
        """Add what stands in the tables of these dossiers, as they came in: later work changes none of it."""
        wanted = list(ids)
        dossiers = Dossier.objects.filter(pk__in=wanted, carried__isnull=False).order_by()
        for unit, count in dossiers.values_list("competent_unit").annotate(count=Count("pk")):
            side.add(UNIT, self._heir(unit), count)
        procedures = dossiers.values_list("version__procedure").annotate(count=Count("pk"))
        for code, count in procedures:
            side.add(PROCEDURE, code, count)
        entries = Movement.objects.filter(dossier__in=wanted, verb__in=CARRYING).order_by()
        for status, count in entries.values_list("after").annotate(count=Count("pk")):
            side.add(STATUS, str(int(Status(status))), count)
        came = Carried.objects.filter(dossier__in=wanted)
        paid = Payment.objects.filter(
            obligation__in=came.values("obligation"), method=Payment.Method.EARLIER
        ).aggregate(total=Sum("amount"))
        side.add(MONEY, "owed", came.aggregate(total=Sum("obligation__amount"))["total"] or 0)
        side.add(MONEY, "paid", paid["total"] or 0)

    def _heir(self, unit_id: str) -> str:
        """A unit that has gone since is counted with whoever answers for it, as the file's side does."""
        if unit_id not in self._today:
            unit = Unit.objects.get(pk=unit_id)
            self._today[unit_id] = responsible_unit(unit, on=moment.today()).pk
        return self._today[unit_id]
