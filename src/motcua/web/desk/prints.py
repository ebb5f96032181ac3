"""Papers to print: the numbered forms, the control sheet as it stands, drafts and results."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.documents import paper
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers import printing, slips
from motcua.dossiers.models import Dossier, Result
from motcua.lib import moment
from motcua.lib.text import ascii_letters
from motcua.web.desk.frame import case_or_404
from motcua.web.files.showing import served
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_SIZES = ("a5", "a4")
_MARK = "DỰ THẢO"
# As for uploaded files (`web.files.showing`): a stricter policy leaves some readers of PDF empty.
_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def _size(request: HttpRequest) -> paper.Size:
    """A5 as the law has it; A4 when asked for."""
    wanted = request.GET.get("kho", "a5")
    return cast(paper.Size, wanted if wanted in _SIZES else "a5")


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A paper, shown in the browser and kept by nobody on the way."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = (
        f'inline; filename="{ascii_letters(name).replace(" ", "-").replace("/", "-")}.pdf"'
    )
    answer["Content-Security-Policy"] = _POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_officers()
@require_safe
def form_pdf(request: HttpRequest, dossier_id: UUID, form_id: UUID) -> HttpResponse:
    """A numbered form with the facts of its moment."""
    dossier = case_or_404(request, dossier_id)
    form = next((each for each in dossier.printed_forms.all() if str(each.pk) == str(form_id)), None)
    if form is None:
        raise Http404
    form.dossier = dossier
    return pdf_answer(printing.form_pdf(form, size=_size(request)), f"mau-{form.kind}-{dossier.number}")


@for_officers()
@require_safe
def control_sheet(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Form 06 out of the living history."""
    dossier = case_or_404(request, dossier_id)
    sheet = printing.control_sheet(dossier)
    return pdf_answer(
        paper.render(FormKind.CONTROL_SHEET, sheet, _size(request)), f"phieu-kiem-soat-{dossier.number}"
    )


@for_officers()
@require_safe
def rating_slip(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Phiếu đánh giá, given out with forms 01, 02 and 03."""
    dossier = case_or_404(request, dossier_id)
    return pdf_answer(slips.rating_slip_pdf(dossier, size=_size(request)), f"phieu-danh-gia-{dossier.number}")


def _result(dossier: Dossier, key: str) -> Result:
    found = next((each for each in dossier.results.all() if each.key == key), None)
    if found is None:
        raise Http404
    return found


@for_officers()
@require_safe
def draft_pdf(request: HttpRequest, dossier_id: UUID, key: str) -> HttpResponse:
    """The result as it would be, with «DỰ THẢO» across it; once signed, the signed file itself."""
    dossier = case_or_404(request, dossier_id)
    result = _result(dossier, key)
    if result.signed_file is not None:
        return served(result.signed_file, inline=True)
    body = printing.result_pdf(dossier, result, signer=actor(request), day=moment.today(), mark=_MARK)
    return pdf_answer(body, f"du-thao-{dossier.number}")


@for_officers()
@require_safe
def result_pdf(request: HttpRequest, dossier_id: UUID, key: str) -> HttpResponse:
    """The issued result."""
    dossier = case_or_404(request, dossier_id)
    result = _result(dossier, key)
    if result.file is None:
        raise Http404
    return served(result.file, inline=True)
