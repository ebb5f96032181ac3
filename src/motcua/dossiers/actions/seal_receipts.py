"""Receipts become papers: drawn and sealed once by the worker, or fetched from the vendor, and kept.

A row is the queue (`Receipt.paper_due_at`): whoever downloads gets the same bytes each time, and a GET never
writes. A new state is a new paper beside the old one.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from motcua.documents.files import keep
from motcua.documents.models import StoredFile
from motcua.dossiers import fee_receipts
from motcua.dossiers.money import dossier_of
from motcua.lib import moment
from motcua.payments.models import Receipt, ReceiptPaper
from motcua.payments.receipt_provider import ProviderError, provider

_AGAIN = timedelta(minutes=1)


def seal_receipts(*, most: int = 50) -> int:
    """Make the papers that are due, the earliest first; how many. Run by the worker."""
    due = Receipt.objects.filter(paper_due_at__lte=moment.now()).order_by("paper_due_at", "pk")
    return sum(_seal(receipt_id) for receipt_id in list(due.values_list("pk", flat=True)[:most]))


def _seal(receipt_id: UUID) -> bool:
    """Nothing is locked while it is drawn and signed: who is second finds it done, or another state."""
    receipt = _claim(receipt_id)
    content = _content(receipt) if receipt is not None else None
    if receipt is None or content is None:
        return False
    with transaction.atomic():
        fresh = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
        if fresh.state != receipt.state or fresh.papers.filter(state=fresh.state).exists():
            return False
        stored = keep(
            content=content,
            name=fee_receipts.file_name(receipt),
            media_type="application/pdf",
            origin=StoredFile.Origin.PRINTED,
        )
        ReceiptPaper.objects.create(
            receipt=fresh, state=fresh.state, file=stored.pk, made_at=stored.created_at
        )
        fresh.paper_due_at = None
        fresh.save(update_fields=["paper_due_at"])
    return True


@transaction.atomic
def _claim(receipt_id: UUID) -> Receipt | None:
    """Its turn now, and again after a while should this worker be killed or the signer be away."""
    at = moment.now()
    mine = Receipt.objects.filter(pk=receipt_id, paper_due_at__lte=at).update(paper_due_at=at + _AGAIN)
    found = Receipt.objects.select_related(
        "series__unit__parent", "series__delegation", "payment__obligation", "corrects__series"
    )
    return found.get(pk=receipt_id) if mine else None


def _content(receipt: Receipt) -> bytes | None:
    """The signed PDF; None while whoever signs, or the receipt that takes its place, is waited for."""
    after = receipt.corrected_by.first()
    if after is not None and after.number is None:
        return None
    if receipt.series.provider:
        who = provider()
        if who.name != receipt.series.provider:
            return None
        try:
            return who.fetch(str(receipt.pk))
        except ProviderError:
            return None
    dossier = dossier_of(receipt.payment.obligation)
    return fee_receipts.pdf(receipt, dossier.number if dossier is not None else receipt.reference)
