"""Printing receipts at the desk: each printing has its own secret; several dossiers may share a receipt."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import batch_printing, counters, receipt_secrets, rules
from motcua.dossiers.actions.move import lock
from motcua.dossiers.models import BatchReceipt, Dossier, ReceiptSecret
from motcua.identity.actor import DESK_OFFICER, POSTAL, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.queries import unit_called

# So many printings of one receipt count at the same time; an older one no longer opens anything.
_MOST_VALID = 5
FEWEST, MOST = 2, 30


@transaction.atomic
def issue_secret(*, actor: Actor, dossier_id: Id, anew: bool = False) -> str:
    """A new secret for the receipt of this dossier, told once and kept only as a digest.

    `anew`: the receipt was lost, so that what was printed before opens nothing any more. Raises Refused for
    a draft, Forbidden for officers of another desk.
    """
    dossier = lock(dossier_id)
    _check(actor, dossier)
    secret = receipt_secrets.drawn()
    _keep(actor, dossier, secret, anew=anew)
    return secret


def _check(actor: Actor, dossier: Dossier) -> None:
    own = actor.has(POSTAL) and dossier.typist_id == actor.user_id
    if not ((own or actor.has(DESK_OFFICER)) and rules.competent(dossier, actor, DESK_OFFICER)):
        raise Forbidden("Chỉ quầy đang giữ hồ sơ mới in giấy tiếp nhận có mã tra cứu.", code="not-yours")
    if dossier.accepted_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận.", code="not-accepted")


def _keep(actor: Actor, dossier: Dossier, secret: str, *, anew: bool) -> None:
    at = moment.now()
    valid = ReceiptSecret.objects.filter(dossier=dossier, revoked_at=None)
    oldest = valid if anew else valid.filter(pk__in=[each.pk for each in valid[_MOST_VALID - 1 :]])
    oldest.update(revoked_at=at)
    ReceiptSecret.objects.create(
        dossier=dossier,
        digest=receipt_secrets.digest(dossier.pk, secret),
        made_at=at,
        made_by=actor.label,
    )
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="print_receipt",
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"number": dossier.number, "anew": anew},
        chain=dossier.receiving_unit_id or "system",
    )


@transaction.atomic
def make_batch_receipt(*, actor: Actor, dossier_ids: Sequence[UUID]) -> tuple[BatchReceipt, str]:
    """One receipt for what one person handed in together, with one secret that opens each of the dossiers.

    Raises Refused when they are not of one person at one desk, or too few or too many.
    """
    wanted = sorted(set(dossier_ids))
    if not FEWEST <= len(wanted) <= MOST:
        raise Refused(
            f"Giấy tiếp nhận chung cần từ {FEWEST} đến {MOST} hồ sơ. Hãy chọn lại.", field="dossier"
        )
    dossiers = [lock(each) for each in wanted]
    for dossier in dossiers:
        _check(actor, dossier)
    first = dossiers[0]
    unit = unit_called(first.receiving_unit_id or "")
    if unit is None or {(each.submitter_id, each.receiving_unit_id) for each in dossiers} != {
        (first.submitter_id, first.receiving_unit_id)
    }:
        raise Refused(
            "Giấy tiếp nhận chung chỉ dành cho hồ sơ của một người nộp tại một quầy.", field="dossier"
        )
    number = counters.new_form_number(unit, "01-chung")
    receipt = BatchReceipt.objects.create(
        number=number,
        submitter=first.submitter,
        unit=unit,
        facts=batch_printing.facts(actor, dossiers, number),
        made_at=moment.now(),
        made_by=actor.label,
    )
    receipt.dossiers.set(dossiers)
    secret = receipt_secrets.drawn()
    for dossier in dossiers:
        _keep(actor, dossier, secret, anew=False)
    return receipt, secret
