"""A draft of a procedure tried on dossiers that were really filed: what each would get, against what it got.

Reads only: the dossiers, their history and their money are not touched, and nothing of the draft is kept. The
number of queries does not grow with the number of dossiers, only with the places and agencies they name.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from motcua.catalogue.models import read_specs
from motcua.catalogue.spec import ProcedureSpec
from motcua.dossiers.differences import Difference, differences
from motcua.dossiers.lifecycle import UNDECIDED
from motcua.dossiers.models import Dossier
from motcua.dossiers.outlook import Gap, Known, under
from motcua.lib import moment

MOST = 500
"""More dossiers than anybody looks through, and what a page may cost."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One past dossier under the draft. With gaps it could not be filed any more; nothing else is compared.

    `late_at_once`: it still runs and its new due moment would be over already.
    """

    number: str
    filed_at: datetime | None
    differences: tuple[Difference, ...]
    gaps: tuple[Gap, ...]
    late_at_once: bool

    @property
    def could_be_filed(self) -> bool:
        return not self.gaps

    @property
    def is_same(self) -> bool:
        """Whether it would get what it got."""
        return not self.gaps and not self.differences


@dataclass(frozen=True, slots=True)
class Trial:
    """The sample, each of its dossiers, and what changes.

    `changes`: what changes, in words, and for how many; `hindrances`: what would be missing, for how many.
    """

    code: str
    dossiers: tuple[Tried, ...]
    changes: tuple[tuple[str, int], ...]
    hindrances: tuple[tuple[str, int], ...]

    @property
    def same(self) -> int:
        return sum(each.is_same for each in self.dossiers)

    @property
    def not_filed(self) -> int:
        """How many could not be filed any more with what was handed in."""
        return sum(not each.could_be_filed for each in self.dossiers)

    @property
    def late_at_once(self) -> int:
        """How many that still run would be overdue at the very moment, were they moved without a promise."""
        return sum(each.late_at_once for each in self.dossiers)


def try_draft(spec: ProcedureSpec, *, count: int = 100, by_chance: bool = False) -> Trial:
    """Try a draft on so many dossiers of its procedure (`MOST` at most): the latest, or any by chance.

    Drafts and dossiers that an earlier system filed are left out: their form is not here.
    """
    found = _sample(spec.code, min(count, MOST), by_chance=by_chance)
    prefetch_related_objects(found, "movements", "papers", "obligation__lines")
    known = Known()
    tried = tuple(_try(dossier, spec, known) for dossier in found)
    return Trial(
        code=spec.code,
        dossiers=tried,
        changes=_counted(each.label for one in tried for each in one.differences),
        hindrances=_counted(each.words for one in tried for each in one.gaps),
    )


def _sample(code: str, count: int, *, by_chance: bool) -> list[Dossier]:
    rows = Dossier.objects.filed().filter(version__procedure=code, carried_at=None).exclude(filed_at=None)
    found = list(rows.with_screen().order_by("?" if by_chance else "-filed_at", "pk")[:count])
    # One object for each version, so that what it says is read once.
    versions = {each.version_id: each.version for each in found}
    read_specs(versions.values())
    for each in found:
        each.version = versions[each.version_id]
    return found


def _try(dossier: Dossier, spec: ProcedureSpec, known: Known) -> Tried:
    after = under(dossier, spec, known)
    found = () if after.gaps else differences(dossier, after, spec)
    if dossier.due_at is None:
        # Nothing was promised, or what was promised stood still when it ended: there is nothing to compare.
        found = tuple(each for each in found if each.key != "due")
    runs = dossier.state in UNDECIDED
    late = runs and not after.gaps and after.due is not None and after.due < moment.now()
    was_late = dossier.due_at is not None and dossier.due_at < moment.now()
    return Tried(dossier.number, dossier.filed_at, found, after.gaps, late and not was_late)


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Most often first."""
    return tuple(sorted(Counter(words).items(), key=lambda row: (-row[1], row[0])))
