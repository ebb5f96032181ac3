"""Typing in what was taken in on paper while the system was down: the true time of receipt, and a ground."""

from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import rules
from motcua.dossiers.actions.draft import editable
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.dates import vn_moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id

_LONGEST = 300


@transaction.atomic
def note_late_entry(*, actor: Actor, dossier_id: Id, received_at: datetime, ground: str) -> Dossier:
    """State on a draft of the counter when its papers were really received, and why it is typed only now.

    The term runs from that moment (NĐ 61/2018 Đ17, Đ19): an outage of ours takes no time from anybody. Saying
    the same again writes nothing. Raises Refused with the field that does not fit.
    """
    dossier = editable(actor=actor, dossier_id=dossier_id)
    if not actor.has(DESK_OFFICER):
        raise Forbidden("Chỉ cán bộ tại quầy mới nhập sau được.", code="not-yours")
    if dossier.channel == Channel.ONLINE:
        raise Refused("Hồ sơ trực tuyến đã có giờ nhận của hệ thống.", code="channel")
    reason = " ".join(ground.split())[:_LONGEST]
    rules.check_late_entry(received_at, reason)
    if (dossier.paper_received_at, dossier.late_ground) == (received_at, reason):
        return dossier
    return _keep(actor, dossier, received_at, reason)


@transaction.atomic
def drop_late_entry(*, actor: Actor, dossier_id: Id) -> Dossier:
    """Take the statement back while the sheet is still being typed."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    return dossier if not dossier.entered_late else _keep(actor, dossier, None, "")


def _keep(actor: Actor, dossier: Dossier, received_at: datetime | None, ground: str) -> Dossier:
    dossier.paper_received_at, dossier.late_ground = received_at, ground
    dossier.touched_at = moment.now()
    dossier.save(update_fields=["paper_received_at", "late_ground", "touched_at"])
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="late_entry",
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={
            "number": dossier.number,
            "received_at": received_at.isoformat() if received_at is not None else "",
            "ground": ground,
        },
        chain=actor.unit_id or "system",
    )
    return dossier


def late_words(dossier: Dossier) -> dict[str, Any]:
    """What the history says of a late entry, asked once more when it is taken in; nothing for others."""
    received = dossier.paper_received_at
    if received is None:
        return {}
    rules.check_late_entry(received, dossier.late_ground)
    received = received.astimezone(moment.TZ)
    told = f"Nhập sau: thực nhận {vn_moment(received)}. Lý do: {dossier.late_ground}"
    details = {"received_at": received.isoformat(), "ground": dossier.late_ground}
    return {"reason": told, "details": details}
