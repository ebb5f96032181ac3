"""Receipts out of the printer: each printing has a secret of its own, so it is asked for with a POST."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from motcua.documents import paper
from motcua.dossiers import batch_printing, printing
from motcua.dossiers.actions.receipt import issue_secret, make_batch_receipt
from motcua.dossiers.models import PrintedForm
from motcua.identity.actor import AT_WINDOW
from motcua.web.desk.frame import at_window_or_404
from motcua.web.desk.prints import pdf_answer
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor


def _size(request: HttpRequest) -> paper.Size:
    return "a4" if request.POST.get("kho") == "a4" else "a5"


@for_officers(*AT_WINDOW)
@require_POST
def receipt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Form 01 with a new secret; `moi`: the former receipt was lost and opens nothing any more."""
    dossier = at_window_or_404(request, dossier_id)
    form = next((each for each in dossier.printed_forms.all() if each.kind == PrintedForm.Kind.RECEIPT), None)
    if form is None:
        raise Http404
    secret = issue_secret(actor=actor(request), dossier_id=dossier.pk, anew=request.POST.get("moi") == "yes")
    form.dossier = dossier
    content = printing.form_pdf(form, size=_size(request), secret=secret)
    return pdf_answer(content, f"giay-tiep-nhan-{dossier.number}")


@for_officers(*AT_WINDOW)
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """One receipt for the dossiers ticked."""
    wanted = []
    for text in request.POST.getlist("dossier"):
        try:
            wanted.append(at_window_or_404(request, UUID(text)).pk)
        except ValueError:
            raise Http404 from None
    made, secret = make_batch_receipt(actor=actor(request), dossier_ids=wanted)
    content = batch_printing.pdf(made, size=_size(request), secret=secret)
    return pdf_answer(content, f"giay-tiep-nhan-chung-{made.number}")
