"""Data out of the paper: the page beside the form, what Tesseract reads suggested, a person confirms."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from PIL import Image

from motcua.documents import files
from motcua.documents.scanning import reading
from motcua.dossiers import content
from motcua.dossiers.actions import draft
from motcua.dossiers.actions.compare import compare, leave_uncompared
from motcua.dossiers.models import Scan, ScanPage
from motcua.dossiers.scans import page_of
from motcua.forms.asking import all_facts
from motcua.forms.raw import as_raw
from motcua.forms.screen import ScreenPage, screen
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk.frame import show
from motcua.web.desk.scan import scan_or_404
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor


@for_officers(DESK_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """One page of paper and one page of the form; keeping, confirming, or leaving out with a reason."""
    scan = scan_or_404(request, scan_id)
    if not scan.is_filed:
        return redirect("desk:scan", scan.pk)
    if request.method != "POST":
        return _shown(request, scan)
    try:
        said, address = _done(request, scan)
    except Forbidden:
        raise
    except Refused as refusal:
        return _shown(request, scan_or_404(request, scan_id), refusal)
    messages.success(request, said)
    return redirect(address)


def _done(request: HttpRequest, scan: Scan) -> tuple[str, str]:
    who, act = actor(request), request.POST.get("act", "")
    if act == "skip":
        leave_uncompared(actor=who, scan_id=scan.pk, reason=request.POST.get("reason", ""))
        return "Đã bỏ qua bước lấy dữ liệu; lý do đã ghi lại.", reverse("desk:scans", args=[scan.dossier_id])
    if act == "compare":
        compare(actor=who, scan_id=scan.pk, compared=request.POST.get("compared") == "yes")
        return "Đã ghi nhận dữ liệu khớp với giấy tờ.", reverse("desk:scans", args=[scan.dossier_id])
    posted = dict(request.POST.lists())
    page = str(request.POST.get("form-page", ""))
    draft.save_page(actor=who, dossier_id=scan.dossier_id, page=page, posted=posted)
    here = reverse("desk:scan-data", args=[scan.pk])
    return "Đã lưu dữ liệu.", f"{here}?trang={request.POST.get('paper', '')}&muc={page}"


def _shown(request: HttpRequest, scan: Scan, problem: Refused | None = None) -> HttpResponse:
    pages = [page for page in scan.pages.all() if not page.dropped and page.image_id]
    wanted = request.POST.get("paper") or request.GET.get("trang", "")
    paper = next((page for page in pages if str(page.number) == wanted), pages[0] if pages else None)
    drawn = _form_page(request, scan)
    reads = request.GET.get("doc") == "1" and paper is not None
    context = {
        "scan": scan,
        "dossier": scan.dossier,
        "pages": pages,
        "paper": paper,
        "form_page": drawn,
        "form_pages": _form_pages(scan),
        "sections": [] if scan.dossier.is_draft else content.read_back(scan.dossier),
        "can_read": reading.available(),
        "reads": reads,
        "suggested": _suggested(request, scan, paper, drawn) if reads and paper else [],
        "problem": problem,
    }
    return show(request, "desk/scan_data.html", "case", context, status=409 if problem else 200)


def _form_pages(scan: Scan) -> list[tuple[str, str]]:
    return [(page.key, page.title) for page in scan.dossier.spec.form.pages] if scan.dossier.is_draft else []


def _form_page(request: HttpRequest, scan: Scan) -> ScreenPage | None:
    """The page of the form to fill; only a draft is still filled, later a supplement corrects."""
    dossier = scan.dossier
    form = dossier.spec.form
    if not dossier.is_draft or not form.pages:
        return None
    wanted = request.POST.get("form-page") or request.GET.get("muc", "")
    page = next((each for each in form.pages if each.key == wanted), form.pages[0])
    cleaned = content.checked(dossier)
    facts = all_facts(form, cleaned.answers, content.given_facts(dossier))
    return screen(form, page, as_raw(dossier.raw), {}, facts, None, content.lookup, warnings=cleaned.warnings)


def _suggested(
    request: HttpRequest, scan: Scan, paper: ScanPage, drawn: ScreenPage | None
) -> list[dict[str, Any]]:
    """What Tesseract reads behind the labels of the form, for the officer to take over or not."""
    found = page_of(actor(request), scan.pk, paper.pk)
    if found is None or found.image is None:
        return []
    picture = Image.open(io.BytesIO(files.read(found.image)), formats=("JPEG",))
    text = reading.text_of(picture.rotate(-found.turned, expand=True))
    if drawn is None:
        return [
            {"label": "", "value": line.strip(), "target": ""} for line in text.splitlines() if line.strip()
        ]
    fields = {field.label: field.id for field in drawn.fields}
    values = reading.suggested(text, fields)
    return [{"label": label, "value": value, "target": fields[label]} for label, value in values.items()]
