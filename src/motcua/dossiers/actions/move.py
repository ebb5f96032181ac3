"""The one place where a status changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import deadlines, notices
from motcua.dossiers.lifecycle import Clock, Move, find
from motcua.dossiers.models import Dossier, Movement
from motcua.identity.actor import Actor
from motcua.lib import moment

# A clock that starts, stops or stands still is computed anew from the history; nothing is added up by hand.
_RECOMPUTE = frozenset({Clock.START, Clock.PAUSE, Clock.RESUME, Clock.EXTEND})


def lock(dossier_id: object) -> Dossier:
    """The dossier, held until the transaction ends, so that two people never act on it at once."""
    return Dossier.objects.select_for_update(of=("self",)).select_related("version__procedure").get(pk=dossier_id)


@transaction.atomic
def move(
    *,
    actor: Actor,
    dossier: Dossier,
    verb: str,
    given: dict[str, Any] | None = None,
    change: Mapping[str, Any] | None = None,
) -> Move:
    """Take a locked dossier along a row of the table: status, history, clock, record, notices; all or nothing.

    `given` is what the guards ask about (`reason`, `missing`, `items`, `new_date` …); `change` are fields of the
    dossier that change with the move, set when every guard has passed. Raises Refused.
    """
    given = given or {}
    row = find(dossier, verb, actor, given)
    for field, value in (change or {}).items():
        setattr(dossier, field, value)
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
    movement.save()
    if row.clock in _RECOMPUTE:
        dossier.due_at = _due(dossier)
    movement.due_at = dossier.due_at
    movement.save(update_fields=["due_at"])
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


def _due(dossier: Dossier) -> datetime | None:
    deadline = deadlines.deadline_of(dossier)
    return deadline.due if deadline is not None else None
