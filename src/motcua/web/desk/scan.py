"""Digitising at the desk: the scans of a dossier, sending one in, its progress, its pages put in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.documents import files
from motcua.documents.images import JPEG
from motcua.documents.scanning import bundle
from motcua.documents.scanning.opening import ENDINGS, MAX_MB, MAX_PAGES
from motcua.documents.scanning.split import WAYS
from motcua.dossiers.actions import scan as acts
from motcua.dossiers.actions.scan import TURNS, Place
from motcua.dossiers.models import Dossier, Scan, ScanPage
from motcua.dossiers.queries import draft_of
from motcua.dossiers.scans import page_of, scan_of, scans_of
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_SMALL = 360
_DROP = "-"


@dataclass(frozen=True)
class Target:
    """A component pages can go to; `key_cap` is the digit that chooses it, for the first nine."""

    key: str
    name: str
    number: int

    @property
    def key_cap(self) -> str:
        return str(self.number) if self.number <= 9 else ""


@dataclass(frozen=True)
class Sheet:
    """One page on the screen of the officer."""

    page: ScanPage
    chosen: str
    word: str


def dossier_or_404(request: HttpRequest, dossier_id: UUID) -> Dossier:
    """The dossier, a draft as well, whose papers this officer digitises."""
    dossier = draft_of(actor(request), dossier_id)
    if dossier is None:
        raise Http404
    acts.check_may_scan(actor(request), dossier)
    return dossier


def scan_or_404(request: HttpRequest, scan_id: UUID) -> Scan:
    """The scan, whose dossier's papers this officer digitises."""
    scan = scan_of(actor(request), scan_id)
    if scan is None or scan.state == Scan.State.DROPPED:
        raise Http404
    acts.check_may_scan(actor(request), scan.dossier)
    return scan


def targets_of(dossier: Dossier) -> list[Target]:
    """What is digitised: every component of the procedure but those the State holds already.

    All of them in the order of the procedure, whatever the case asks for: so a digit means the same paper in
    every dossier of the procedure.
    """
    asked = [component for component in dossier.spec.components if component.held_by_state is None]
    return [Target(each.key, each.name, number) for number, each in enumerate(asked, start=1)]


@for_officers(DESK_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The scans of a dossier; a POST sends one in."""
    dossier = dossier_or_404(request, dossier_id)
    problem = ""
    if request.method == "POST":
        try:
            sent = [(each.name or "", each.read()) for each in request.FILES.getlist("files")]
            way = request.POST.get("way", "auto")
            begun = acts.begin(actor=actor(request), dossier_id=dossier.pk, sent=sent, way=way)
        except Forbidden:
            raise
        except Refused as refusal:
            problem = refusal.message
        else:
            return redirect("desk:scan", begun.pk)
    context = {
        "dossier": dossier,
        "scans": scans_of(dossier),
        "split_ways": WAYS.items(),
        "accept": ENDINGS,
        "max_mb": MAX_MB,
        "max_pages": MAX_PAGES,
        "problem": problem,
    }
    return show(request, "desk/scans.html", "case", context, status=409 if problem else 200)


@for_officers(DESK_OFFICER)
@require_safe
def scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """How far it is; then its pages to put in order; then what became of it."""
    return _shown(request, scan_or_404(request, scan_id))


def _shown(
    request: HttpRequest, scan: Scan, problem: str = "", typed: Mapping[str, Place] | None = None
) -> HttpResponse:
    targets = targets_of(scan.dossier)
    pages = list(scan.pages.all())
    for page in pages if typed else ():
        place = (typed or {}).get(str(page.pk))
        if place is not None:
            page.component_key, page.dropped, page.turned = place.component, place.dropped, place.turned
    context = {
        "scan": scan,
        "dossier": scan.dossier,
        "targets": targets,
        "sheets": [_sheet(page) for page in pages],
        "done": len(pages),
        "left_out": sum(page.dropped for page in pages),
        "poor": [page for page in pages if page.faults and not page.dropped],
        "split_ways": WAYS.items(),
        "turns": TURNS,
        "problem": problem,
    }
    return show(request, "desk/scan.html", "case", context, status=409 if problem else 200)


def _sheet(page: ScanPage) -> Sheet:
    if page.separator:
        word = "Tờ ngăn"
    elif page.blank:
        word = "Trang trắng"
    else:
        word = "" if page.image_id else "Không đọc được"
    return Sheet(page, _DROP if page.dropped else page.component_key, word)


@for_officers(DESK_OFFICER)
@require_safe
def progress(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """How many pages are done, for the script of the page."""
    found = scan_or_404(request, scan_id)
    answer = {"done": len(found.pages.all()), "total": found.pages_total, "under_way": found.is_under_way}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@for_officers(DESK_OFFICER)
@require_safe
def page(request: HttpRequest, scan_id: UUID, page_id: UUID) -> HttpResponse:
    """The picture of a page; with `?nho=1` a small one."""
    found = page_of(actor(request), scan_id, page_id)
    if found is None or found.image is None:
        raise Http404
    body = files.read(found.image)
    answer = HttpResponse(
        bundle.small(body, _SMALL) if request.GET.get("nho") == "1" else body, content_type=JPEG
    )
    answer["X-Content-Type-Options"] = "nosniff"
    # A page of a scan never changes; whoever logs out leaves no copy for long.
    answer["Cache-Control"] = "private, max-age=600"
    return answer


def _places(request: HttpRequest, scan: Scan) -> dict[str, Place]:
    """What the officer chose for each page, as far as the form says it."""
    found = {}
    for row in scan.pages.all():
        name = str(row.pk)
        if f"component-{name}" not in request.POST:
            continue
        chosen = request.POST.get(f"component-{name}", "")
        found[name] = Place(
            position=_number(request.POST.get(f"position-{name}", ""), row.position),
            component="" if chosen == _DROP else chosen,
            dropped=chosen == _DROP,
            turned=_number(request.POST.get(f"turned-{name}", ""), row.turned),
        )
    return found


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


@for_officers(DESK_OFFICER)
@require_POST
def arrange(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Keep the order; with «file» also confirm, with «split» begin anew by another way."""
    found = scan_or_404(request, scan_id)
    who, act = actor(request), request.POST.get("act", "")
    if found.is_filed:
        return redirect("desk:scan", found.pk)
    places = _places(request, found)
    try:
        if act == "split":
            acts.split_anew(actor=who, scan_id=found.pk, way=request.POST.get("way", ""))
            return redirect("desk:scan", found.pk)
        edition = _number(request.POST.get("edition", ""), -1)
        acts.arrange(actor=who, scan_id=found.pk, edition=edition, places=places)
        if act == "file":
            acts.file_scan(actor=who, scan_id=found.pk)
    except Forbidden:
        raise
    except Refused as refusal:
        fresh = scan_or_404(request, scan_id)
        return _shown(request, fresh, refusal.message, None if refusal.code == "outdated" else places)
    messages.success(request, "Đã lưu các trang vào hồ sơ." if act == "file" else "Đã lưu thứ tự trang.")
    return redirect("desk:scan", found.pk)


@for_officers(DESK_OFFICER)
@require_POST
def drop(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Throw a scan away."""
    found = scan_or_404(request, scan_id)
    try:
        acts.drop_scan(actor=actor(request), scan_id=found.pk)
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã bỏ bản quét.")
    return redirect("desk:scans", found.dossier_id)
