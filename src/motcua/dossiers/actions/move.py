"""The one place where a status changes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from motcua.audit.actions import record
from motcua.dossiers import alarms, deadlines, notices
from motcua.dossiers.lifecycle import Clock, Move, find
from motcua.dossiers.models import Dossier, Movement
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.ids import Id

# A clock that starts, stops or stands still is computed anew from the history; nothing is added up by hand.
_RECOMPUTE = frozenset({Clock.START, Clock.PAUSE, Clock.RESUME, Clock.EXTEND, Clock.ANEW})
# What the law does to a dossier is no act of the office that has the word: its silence goes on.
_NO_ACT = frozenset({"change_version"})
_WITH_SCREEN = (
    "version__procedure",
    "submitter",
    "owner",
    "receiving_unit",
    "competent_unit",
    "return_unit",
    "obligation",
)


def lock(dossier_id: Id) -> Dossier:
    """The dossier, held until the transaction ends, so that two people never act on it at once."""
    return Dossier.objects.select_for_update(of=("self",)).select_related(*_WITH_SCREEN).get(pk=dossier_id)


def lock_all(dossier_ids: Iterable[Id]) -> dict[Id, Dossier]:
    """Several dossiers, held until the transaction ends; always in the same order, so that nobody waits in a
    circle.
    """
    rows = Dossier.objects.select_for_update(of=("self",)).select_related(*_WITH_SCREEN)
    return {dossier.pk: dossier for dossier in rows.filter(pk__in=list(dossier_ids)).order_by("pk")}


def move(
    *,
    actor: Actor,
    dossier: Dossier,
    verb: str,
    given: dict[str, Any] | None = None,
    change: Mapping[str, Any] | None = None,
    prepare: Callable[[Dossier], None] | None = None,
) -> Move:
    """Take a locked dossier along a row of the table: status, history, clock, record, notices.

    Runs in the transaction that holds the lock: all of it or nothing. `given` is what the guards ask about
    (`reason`, `missing`, `items`, `new_date` …); `change` are fields of the dossier that change with the
    move, and `prepare` does what else must be done first, both when every guard has passed. Raises Refused.
    """
    given = given or {}
    row = find(dossier, verb, actor, given)
    for field, value in (change or {}).items():
        setattr(dossier, field, value)
    if prepare is not None:
        prepare(dossier)
    at = moment.now()
    dossier.status = row.after
    dossier.touched_at = at
    movement = Movement(
        dossier=dossier,
        at=at,
        verb=verb,
        before=row.before,
        after=row.after,
        clock=row.clock.value,
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id or None,
        channel=actor.channel,
        reason=str(given.get("reason", "")).strip(),
        details=given.get("details", {}),
    )
    if row.clock in _RECOMPUTE:
        dossier.due_at = _due(dossier, movement)
    movement.due_at = dossier.due_at
    if verb not in _NO_ACT:
        dossier.acted_at, dossier.alarm_at = at, alarms.first_after(dossier, at)
    movement.save(force_insert=True)
    dossier.save()
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={
            "number": dossier.number,
            "before": int(row.before),
            "after": int(row.after),
            "reason": movement.reason,
            "due": dossier.due_at.isoformat() if dossier.due_at else "",
        },
        chain=dossier.receiving_unit_id or "system",
    )
    notices.after(dossier=dossier, movement=movement)
    return row


def touch(dossier: Dossier) -> None:
    """An office did something with a locked dossier that moves no status: silence is counted anew."""
    dossier.acted_at = moment.now()
    dossier.alarm_at = alarms.first_after(dossier, dossier.acted_at)
    Dossier.objects.filter(pk=dossier.pk).update(acted_at=dossier.acted_at, alarm_at=dossier.alarm_at)


def _due(dossier: Dossier, newest: Movement) -> datetime | None:
    deadline = deadlines.deadline_of(dossier, newest)
    return deadline.due if deadline is not None else None
