"""Money at the desk: the code people scan there, the same live word that they see, and their receipts."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.dossiers import fee_receipts, queries
from motcua.dossiers.actions.charge import ask_by_qr
from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.payments.actions.request import account_for, open_qr
from motcua.payments.models import Obligation, Receipt
from motcua.payments.queries import receipts_of
from motcua.web.desk.frame import case_or_404
from motcua.web.desk.prints import pdf_answer
from motcua.web.ui import paying
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import PayLive


def money_context(dossier: Dossier) -> dict[str, Any]:
    """What the pages of a dossier show: nothing where nothing was ever owed."""
    owed = dossier.obligation
    if owed is None or owed.state == Obligation.State.NONE:
        return {"live": None, "code": None, "may_have_code": False}
    asked = open_qr(owed)
    return {
        "live": _live(dossier.pk, owed),
        "code": paying.pay_code(asked) if asked is not None else None,
        "may_have_code": asked is None and owed.is_open and account_for(owed.unit) is not None,
    }


def _live(dossier_id: UUID, owed: Obligation) -> PayLive:
    def url(receipt: Receipt) -> str:
        return reverse("desk:fee-receipt", args=[dossier_id, receipt.pk])

    return paying.live(owed, url=reverse("desk:payment-state", args=[dossier_id]), receipt_url=url)


@for_officers()
@never_cache
@require_GET
def state(request: HttpRequest, dossier_id: UUID) -> JsonResponse:
    """Asked every few seconds while the person stands there."""
    owed = queries.obligation_of(actor(request), dossier_id)
    if owed is None:
        raise Http404
    return JsonResponse(paying.told(_live(dossier_id, owed)))


@for_officers(DESK_OFFICER)
@require_POST
def make_code(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A code for what is owed now, where none is ready."""
    dossier = case_or_404(request, dossier_id)
    ask_by_qr(actor(request), dossier)
    return redirect("desk:case", dossier.pk)


@for_officers()
@require_safe
def fee_receipt(request: HttpRequest, dossier_id: UUID, receipt_id: UUID) -> HttpResponse:
    """A receipt for who has no account here: printed and handed over."""
    dossier = case_or_404(request, dossier_id)
    found = receipts_of(dossier.obligation_id).filter(pk=receipt_id) if dossier.obligation_id else None
    receipt = found.first() if found is not None else None
    if receipt is None:
        raise Http404
    return pdf_answer(fee_receipts.kept(receipt), fee_receipts.file_name(receipt).removesuffix(".pdf"))
