"""How the dossiers of the demo province stand today, and how many of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from motcua.dossiers.lifecycle import Status


class Fate(StrEnum):
    """What becomes of a dossier until today."""

    RETURNED = "returned"
    RETURNED_AFTER_SUPPLEMENT = "returned_after_supplement"
    RETURNED_AFTER_FIRST_CHECK = "returned_after_first_check"
    RETURNED_AFTER_CORRECTION = "returned_after_correction"
    RETURNED_AFTER_DUTY = "returned_after_duty"
    RETURNED_LATE = "returned_late"
    RETURNED_AS_PROMISED = "returned_as_promised"
    REFUSED_ON_MERITS = "refused_on_merits"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    LAPSED = "lapsed"
    DONE = "done"
    DRAFT = "draft"
    FILED = "filed"
    FILED_LONG_AGO = "filed_long_ago"
    ACCEPTED = "accepted"
    RUNNING = "running"
    ASKED_BEFORE = "asked_before"
    ASKED = "asked"
    ASKED_LONG_AGO = "asked_long_ago"
    FINANCIAL = "financial"
    LATE = "late"
    LATE_AFTER_PROMISE = "late_after_promise"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a thousand dossiers have this fate, and the status they are in today."""

    fate: Fate
    per_thousand: int
    status: Status


F, S = Fate, Status
SHARES = (
    Share(F.RETURNED, 560, S.RETURNED),
    Share(F.RETURNED_AFTER_SUPPLEMENT, 40, S.RETURNED),
    Share(F.RETURNED_AFTER_FIRST_CHECK, 20, S.RETURNED),
    Share(F.RETURNED_AFTER_CORRECTION, 20, S.RETURNED),
    Share(F.RETURNED_AFTER_DUTY, 10, S.RETURNED),
    Share(F.RETURNED_LATE, 35, S.RETURNED),
    Share(F.RETURNED_AS_PROMISED, 12, S.RETURNED),
    Share(F.REFUSED_ON_MERITS, 18, S.RETURNED),
    Share(F.REFUSED, 20, S.REFUSED),
    Share(F.WITHDRAWN, 15, S.WITHDRAWN),
    Share(F.STOPPED, 10, S.STOPPED),
    Share(F.LAPSED, 10, S.STOPPED),
    Share(F.DONE, 25, S.DONE),
    Share(F.DRAFT, 15, S.DRAFT),
    Share(F.FILED, 25, S.FILED),
    Share(F.FILED_LONG_AGO, 12, S.FILED),
    Share(F.ACCEPTED, 13, S.ACCEPTED),
    Share(F.RUNNING, 80, S.IN_PROGRESS),
    Share(F.ASKED_BEFORE, 8, S.SUPPLEMENT),
    Share(F.ASKED, 12, S.SUPPLEMENT),
    Share(F.ASKED_LONG_AGO, 8, S.SUPPLEMENT),
    Share(F.FINANCIAL, 8, S.FINANCIAL),
    Share(F.LATE, 14, S.IN_PROGRESS),
    Share(F.LATE_AFTER_PROMISE, 10, S.IN_PROGRESS),
)
STATUS_OF = {share.fate: share.status for share in SHARES}
# Filed online (or by post) and answered by the desk: over the counter there is nothing to wait for.
BEFORE_ACCEPTANCE = frozenset(
    {F.DRAFT, F.FILED, F.FILED_LONG_AGO, F.REFUSED, F.ASKED_BEFORE, F.RETURNED_AFTER_FIRST_CHECK}
)
# These need a term long enough that something can happen in it.
NEEDS_TIME = frozenset({F.ACCEPTED, F.RUNNING, F.RETURNED_AS_PROMISED, F.LATE_AFTER_PROMISE})
DUTY = frozenset({F.FINANCIAL, F.RETURNED_AFTER_DUTY})
SUPPLEMENTED = frozenset({F.RETURNED_AFTER_SUPPLEMENT, F.ASKED, F.ASKED_LONG_AGO, F.LAPSED})
PROMISED = frozenset({F.RETURNED_AS_PROMISED, F.LATE_AFTER_PROMISE})


def shares(count: int) -> list[Fate]:
    """So many fates in the given proportion, at least one of each as long as there is room."""
    if count < len(SHARES):
        return [share.fate for share in SHARES[:count]]
    found = [share.fate for share in SHARES for _ in range(max(1, share.per_thousand * count // 1000))]
    spare = count - len(found)
    return found + [F.RETURNED] * spare if spare >= 0 else _shorten(found, -spare)


def _shorten(fates: Sequence[Fate], by: int) -> list[Fate]:
    """Few dossiers: the commonest fate makes room for one of each of the others."""
    return list(fates)[by:] if fates[by] == F.RETURNED else list(fates)
