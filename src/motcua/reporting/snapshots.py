"""Figures of a month frozen as they were published: content, rules and digest.

They can be made again from the history at any time, and must then be the same.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.reporting.figures import first_of, last_of
from motcua.reporting.fold import RULES_VERSION
from motcua.reporting.index_of_month import index
from motcua.reporting.models import Snapshot
from motcua.reporting.recompute import (
    BY_CALENDAR,
    Difference,
    calendar_has_changed,
    differences,
    rebuild,
)
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.tallies import bring_up_to_date

# What changes when nothing of substance does.
_PASSING = ("cut_off",)


def _report(name: str, by: str = "") -> Callable[[date], dict[str, Any]]:
    def compute(month: date) -> dict[str, Any]:
        return REPORTS[name](Asked(first_of(month), last_of(month), by=by, old_map=True)).plain()

    return compute


# On the old map: a later reorganisation must not change what was published.
FROZEN: Mapping[str, Callable[[date], dict[str, Any]]] = {
    "06a-field": _report("06a", "field"),
    "06a-unit": _report("06a", "unit"),
    "07a-unit": _report("07a", "unit"),
    "index766": lambda month: index(month).plain(),
}


def content_of(name: str, month: date) -> dict[str, Any]:
    """The figures as they come out of the history now, without what says when they were computed."""
    made = json.loads(json.dumps(FROZEN[name](month), default=str))
    return {key: value for key, value in made.items() if key not in _PASSING}


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def freeze(*, actor: Actor, month: date) -> list[Snapshot]:
    """Freeze the figures of a month that is over. What was frozen before stays as it is."""
    if last_of(month) >= moment.today():
        raise Refused("Tháng chưa hết nên chưa chốt số liệu được.", code="not-over")
    first = first_of(month)
    bring_up_to_date()
    have = set(Snapshot.objects.filter(month=first).values_list("name", flat=True))
    made = []
    for name in FROZEN:
        if name in have:
            continue
        content = content_of(name, first)
        made.append(
            Snapshot.objects.create(
                month=first,
                name=name,
                rules=RULES_VERSION,
                content=content,
                digest=digest_of(content),
                made_at=moment.now(),
                made_by=actor.label,
            )
        )
        record(
            actor=actor.label,
            user_id=actor.user_id,
            unit_id=actor.unit_id,
            verb="freeze_figures",
            subject_type="snapshot",
            subject_id=f"{first:%Y-%m}/{name}",
            content={"digest": made[-1].digest, "rules": RULES_VERSION},
        )
    return made


@dataclass(frozen=True)
class Unlike:
    """A frozen report that does not come out of the history again; `why`: changed, or which rows differ."""

    month: date
    name: str
    why: str


def unlike(*, month: date | None = None) -> list[Unlike]:
    """Frozen figures that are not what they were: the row was changed, or the history now says otherwise."""
    rows = Snapshot.objects.all() if month is None else Snapshot.objects.filter(month=first_of(month))
    found = []
    for snapshot in rows:
        if digest_of(snapshot.content) != snapshot.digest:
            found.append(Unlike(snapshot.month, snapshot.name, "Bản chốt đã bị sửa sau khi ghi."))
        elif snapshot.rules != RULES_VERSION:
            continue
        elif digest_of(again := content_of(snapshot.name, snapshot.month)) != snapshot.digest:
            found.append(Unlike(snapshot.month, snapshot.name, _where(snapshot.content, again)))
    return found


def _where(frozen: Mapping[str, Any], again: Mapping[str, Any]) -> str:
    differing = sorted(key for key in set(frozen) | set(again) if frozen.get(key) != again.get(key))
    return f"Tính lại từ lịch sử thì khác ở: {', '.join(differing)}."


@dataclass(frozen=True)
class Night:
    """What the nightly job found: none of it may exist."""

    added: int
    frozen: tuple[str, ...]
    differences: tuple[Difference, ...]
    unlike: tuple[Unlike, ...]

    @property
    def is_clean(self) -> bool:
        return not (self.differences or self.unlike)


def nightly() -> Night:
    """Bring the sums up to date, prove them against the raw history, freeze last month, prove what is frozen.
    When the calendar has changed meanwhile, the sums are made anew by it.

    Run it once a night, when little else happens: it reads the whole history.
    """
    added = bring_up_to_date()
    last_month = first_of(first_of(moment.today()) - timedelta(days=1))
    found = differences()
    if calendar_has_changed():
        # Other working hours than when they were added up are no fault. Faults stay for somebody to look at.
        found = [each for each in found if each.metric not in BY_CALENDAR]
        if not found:
            rebuild()
    # Wrong sums are not frozen: first somebody has to look.
    frozen = [] if found else freeze(actor=SYSTEM_ACTOR, month=last_month)
    return Night(added, tuple(each.name for each in frozen), tuple(found), tuple(unlike()))
