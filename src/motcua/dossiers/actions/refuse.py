"""The ways a dossier ends without a result."""

from django.db import transaction

from motcua.catalogue.reasons import OTHER
from motcua.catalogue.reasons import reason as find_reason
from motcua.dossiers import printing
from motcua.dossiers.actions.charge import drop_unpaid
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.tasks import close_all
from motcua.dossiers.actions.tax import drop_slips
from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id


@transaction.atomic
def refuse(
    *, actor: Actor, dossier_id: Id, reason: str = "", legal_ground: str = "", reason_key: str = ""
) -> Dossier:
    """The desk does not take the dossier in (form 03); reason and ground are told (NĐ 61/2018 Đ17).

    `reason_key` names a reason of the catalogue, `reason` is what the officer says of this dossier besides.
    """
    found = find_reason(reason_key or OTHER)
    if found is None:
        raise Refused("Danh mục không có lý do này. Hãy tải lại trang rồi chọn lại.", field="reason_key")
    details = {"legal_ground": legal_ground.strip(), "reason_key": found.key, "hint": found.hint}
    return _end(actor, dossier_id, "refuse", found.said(reason), details)


@transaction.atomic
def withdraw(*, actor: Actor, dossier_id: Id, reason: str) -> Dossier:
    """The applicant takes it back, until the result is signed."""
    return _end(actor, dossier_id, "withdraw", reason, {})


@transaction.atomic
def stop(*, actor: Actor, dossier_id: Id, reason: str, legal_ground: str = "") -> Dossier:
    """The agency stops with a notice (form 05)."""
    return _end(actor, dossier_id, "stop", reason, {"legal_ground": legal_ground.strip()})


@transaction.atomic
def lapse(*, actor: Actor, dossier_id: Id, reason: str) -> Dossier:
    """The days to answer a supplement request are over; an officer confirms the end (form 03 or 05)."""
    dossier = lock(dossier_id)
    verb = "lapse" if dossier.accepted_at is not None else "lapse_before"
    return _end(actor, dossier_id, verb, reason, {})


def _end(actor: Actor, dossier_id: Id, verb: str, reason: str, details: dict[str, str]) -> Dossier:
    dossier = lock(dossier_id)
    row = move(actor=actor, dossier=dossier, verb=verb, given={"reason": reason, "details": details})
    close_all(actor=actor, dossier=dossier)
    drop_unpaid(actor, dossier)
    drop_slips(actor, dossier)
    if dossier.accepted_at is not None:
        dossier.finished_at = moment.now()
        dossier.save(update_fields=["finished_at"])
    if row.form:
        printing.make(actor=actor, dossier=dossier, kind=row.form, reason=reason, **details)
    _end_children(dossier)
    return dossier


def _end_children(parent: Dossier) -> None:
    """What other agencies do for this dossier alone ends with it, with the reason. What the applicant sent
    of his or her own accord, what is signed already, and what the procedure says continues, goes on
    (docs/explanation/inter-agency.md).
    """
    for child in list(parent.children.undecided().order_by("created_at", "pk")):
        asked = parent.spec.child(child.child_key)
        if asked is None or asked.if_parent_ends != "end" or child.has_signed_result():
            continue
        reason = f"Hồ sơ chính {parent.number} đã kết thúc ({parent.state.word}) nên việc này không cần nữa"
        _end(SYSTEM_ACTOR, child.pk, "stop", reason, {"legal_ground": asked.basis})
