"""One receipt for several dossiers, put together from the receipts each of them has."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter

from motcua.documents import paper
from motcua.documents.paper import data as shapes
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers.models import BatchReceipt, Dossier, PrintedForm
from motcua.dossiers.paying import pay_slip
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.lib.money import dong

_RECEIPT: TypeAdapter[shapes.ReceiptSlip] = TypeAdapter(shapes.ReceiptSlip)
_BATCH: TypeAdapter[shapes.BatchSlip] = TypeAdapter(shapes.BatchSlip)


def facts(actor: Actor, dossiers: Sequence[Dossier], number: str) -> dict[str, Any]:
    """What stands on the receipt of these dossiers. Raises Refused when one has no receipt yet."""
    slips = [_slip(dossier) for dossier in dossiers]
    amounts = [each.obligation.amount for each in dossiers if each.obligation is not None]
    slip = shapes.BatchSlip(
        head=replace(slips[-1].head, number=number),
        code=number,
        desk=slips[-1].desk,
        submitter=slips[-1].submitter,
        lines=tuple(_line(slip, dossier) for slip, dossier in zip(slips, dossiers, strict=True)),
        receiver=shapes.Signer(title=(actor.title or "Cán bộ").upper(), name=actor.name),
        total=dong(sum(amounts)),
        lookup=f"{settings.PUBLIC_URL}/tra-cuu/",
    )
    kept: dict[str, Any] = _BATCH.dump_python(slip, mode="json")
    return kept


def _slip(dossier: Dossier) -> shapes.ReceiptSlip:
    form = dossier.printed_forms.filter(kind=PrintedForm.Kind.RECEIPT).last()
    if form is None:
        raise Refused(f"Hồ sơ {dossier.number} chưa có giấy tiếp nhận.", code="no-receipt")
    return _RECEIPT.validate_python(form.facts)


def _line(slip: shapes.ReceiptSlip, dossier: Dossier) -> shapes.BatchLine:
    return shapes.BatchLine(
        code=slip.code,
        procedure=slip.procedure,
        components=slip.components,
        term=slip.term,
        received_at=slip.received_at,
        due_at=slip.due_at,
        return_by=slip.return_by,
        case=slip.case,
        owner=dossier.owner_name,
        fees=slip.fees,
    )


def pdf(receipt: BatchReceipt, *, size: paper.Size = "a5", secret: str = "") -> bytes:
    """The receipt as PDF, with the secret of this printing and how to pay what is owed now."""
    slip = _BATCH.validate_python(receipt.facts)
    dossiers = receipt.dossiers.select_related("obligation__unit").order_by("code")
    pays = tuple(pay for each in dossiers if (pay := pay_slip(each)) is not None)
    return paper.render(FormKind.BATCH_RECEIPT, replace(slip, secret=secret, pays=pays), size)
