"""Drawing dossiers to look at: by signs or by chance, so that anybody draws the same sample again.

Of the dossiers that come into question those are taken whose SHA-256 of «seed:number» is smallest. It needs
no generator of random numbers: with the seed written down, the order can be computed anew by any program.
"""

import hashlib
from collections.abc import Iterable, Mapping
from uuid import UUID

from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.identity.actor import Actor
from motcua.reporting.behind import behind, dossiers_of
from motcua.reporting.fold import Metric
from motcua.reporting.reports import tricks
from motcua.reporting.scope import Asked

LATE, TWICE = "late", "twice"
# The signs an inspector can go by: key, words.
SIGNS: Mapping[str, str] = {
    LATE: "Quá hạn",
    TWICE: "Yêu cầu bổ sung từ hai lần",
    "last-day": tricks.LAST_DAY,
    "dated-back": tricks.DATED_BACK,
    "reopened": tricks.REOPENED,
    "typed": tricks.TYPED,
    "withdrawn": tricks.WITHDRAWN,
}
_OF_TRICKS = {SIGNS[key]: key for key in ("last-day", "dated-back", "reopened", "typed", "withdrawn")}

Found = dict[UUID, list[str]]


def with_signs(asked: Asked, wanted: Iterable[str], actor: Actor) -> Found:
    """Dossiers of the period with any of these signs, as far as this actor may see them; what each shows."""
    keys = set(wanted)
    found: Found = {}
    if LATE in keys:
        for metric in (Metric.SOLVED_LATE, Metric.OVERDUE):
            _add(found, behind(metric, asked.whose(), asked.first, asked.last), SIGNS[LATE])
    if TWICE in keys:
        _add(found, _accepted(asked).asked_twice(), SIGNS[TWICE])
    if keys & set(_OF_TRICKS.values()):
        for each in tricks.signs(asked):
            if _OF_TRICKS[each.sign] in keys:
                words = found.setdefault(each.act.dossier_id, [])
                words.append(f"{each.sign}. {each.why}".strip())
    return _visible(found, actor)


def all_of(asked: Asked, actor: Actor) -> Found:
    """Every dossier accepted in the period, without signs."""
    found: Found = {}
    _add(found, _accepted(asked), "")
    return _visible(found, actor)


def _accepted(asked: Asked) -> DossierQuerySet:
    acts = behind(Metric.ACCEPTED, asked.whose(), asked.first, asked.last)
    return dossiers_of(asked.whose()).filter(pk__in=acts.values("pk"))


def _add(found: Found, dossiers: DossierQuerySet, words: str) -> None:
    for pk in dossiers.order_by().values_list("pk", flat=True).iterator(chunk_size=5000):
        held = found.setdefault(pk, [])
        if words and words not in held:
            held.append(words)


def _visible(found: Found, actor: Actor) -> Found:
    seen = Dossier.objects.visible_to(actor)
    keys, chunk = list(found), 500
    open_to: set[UUID] = set()
    for start in range(0, len(keys), chunk):
        open_to.update(seen.filter(pk__in=keys[start : start + chunk]).values_list("pk", flat=True))
    return {pk: words for pk, words in found.items() if pk in open_to}


def drawn(numbers: Mapping[UUID, str], seed: str, size: int) -> list[UUID]:
    """So many of the dossiers (key → number), in the order of the digests of seed and number."""
    return sorted(numbers, key=lambda pk: _digest(seed, numbers[pk]))[:size]


def _digest(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def numbers_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers people know these dossiers by, a few hundred a query."""
    wanted = list(keys)
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), 500):
        rows = Dossier.objects.filter(pk__in=wanted[start : start + 500])
        known = rows.only("code", "old_code", "temporary_number")
        found |= {dossier.pk: dossier.number for dossier in known}
    return found
