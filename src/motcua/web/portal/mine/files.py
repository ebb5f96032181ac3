"""Papers to load down: the numbered forms, receipts for money, and the results once they are received."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from motcua.documents.files import read
from motcua.documents.paper import Size
from motcua.dossiers import fee_receipts, printing
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, PrintedForm
from motcua.payments.models import Receipt
from motcua.payments.queries import receipts_of
from motcua.web.portal.mine.own import on_own

PDF = "application/pdf"


@on_own
@require_GET
def printed_form(request: HttpRequest, dossier: Dossier, form_id: UUID) -> HttpResponse:
    """A form of the law as PDF: A5 as it is prescribed, A4 with `?kho=a4`."""
    form = next((each for each in dossier.printed_forms.all() if each.pk == form_id), None)
    if form is None or form.kind == PrintedForm.Kind.CONTROL:
        raise Http404
    size: Size = "a4" if request.GET.get("kho") == "a4" else "a5"
    return _pdf(printing.form_pdf(form, size=size), f"mau-{form.kind}-{dossier.number}.pdf")


@on_own
@require_GET
def result(request: HttpRequest, dossier: Dossier, result_id: UUID) -> HttpResponse:
    """The signed result, byte for byte as it was issued, so that its signatures can be checked anywhere."""
    found = next((each for each in dossier.results.all() if each.pk == result_id), None)
    if found is None or found.file is None or dossier.state != Status.RETURNED:
        raise Http404
    return _pdf(read(found.file), f"{found.name}.pdf")


@on_own
@require_GET
def fee_receipt(request: HttpRequest, dossier: Dossier, receipt_id: UUID) -> HttpResponse:
    """A receipt for money as PDF, as the collecting agency has sealed it: the same bytes each time."""
    receipt = _receipt(dossier, receipt_id)
    return _pdf(fee_receipts.kept(receipt), fee_receipts.file_name(receipt))


@on_own
@require_GET
def fee_receipt_data(request: HttpRequest, dossier: Dossier, receipt_id: UUID) -> HttpResponse:
    """The same receipt for programs of accountants."""
    answer = JsonResponse(
        fee_receipts.data(_receipt(dossier, receipt_id), dossier), json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _receipt(dossier: Dossier, receipt_id: UUID) -> Receipt:
    found = receipts_of(dossier.obligation_id).filter(pk=receipt_id) if dossier.obligation_id else None
    receipt = found.first() if found is not None else None
    if receipt is None:
        raise Http404
    return receipt


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response
