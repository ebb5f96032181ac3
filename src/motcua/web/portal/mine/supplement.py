"""Answering a request to complete the dossier: what is wrong beside what was sent, and nothing else."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.catalogue.spec import Component
from motcua.dossiers import content, form_files
from motcua.dossiers.actions import supplement as actions
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Paper, Supplement, SupplementItem
from motcua.forms.answers import as_raw
from motcua.forms.raw import input_id
from motcua.forms.screen import ScreenPage, screen
from motcua.forms.spec import Page
from motcua.lib.errors import Refused
from motcua.web.portal.filing.pages import address_fields, arrived, typed
from motcua.web.portal.filing.way import Way
from motcua.web.portal.mine.own import Opened, on_own
from motcua.web.portal.papers_of import file_line, plain_url, remove_url, upload_of
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import FileLine, Upload


@dataclass(frozen=True)
class WrongPaper:
    """A paper that is asked for: why, what was sent, what has been sent since, where to send more."""

    id: str
    name: str
    reason: str
    hint: str
    ground: str
    help: str
    before: tuple[FileLine, ...]
    remarks: tuple[str, ...]
    since: tuple[tuple[str, FileLine], ...]
    upload: Upload | None
    plain_url: str


@dataclass(frozen=True)
class WrongField:
    """A field that is asked for: why, and what was sent."""

    name: str
    reason: str
    hint: str
    before: str


def on_request(view: Opened) -> Opened:
    """Only while a request is open; otherwise the dossier itself tells how things are."""

    def asked(request: HttpRequest, dossier: Dossier, **more: object) -> HttpResponse:
        request_ = _open_request(dossier)
        if request_ is None:
            return redirect("mine:dossier", dossier.pk)
        return view(request, dossier, request_, **more)

    return on_own(asked)


def _open_request(dossier: Dossier) -> Supplement | None:
    if dossier.state != Status.SUPPLEMENT:
        return None
    return next((each for each in reversed(dossier.supplements.all()) if each.answered_at is None), None)


@on_request
@require_GET
def page(request: HttpRequest, dossier: Dossier, wanted: Supplement) -> HttpResponse:
    """Each wrong thing with its reason."""
    return _shown(request, dossier, wanted)


@on_request
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, dossier: Dossier, wanted: Supplement) -> HttpResponse:
    """Keep what was typed anew for the fields that were asked for; say what is not right yet."""
    if request.method == "GET":
        return redirect("mine:supplement", dossier.pk)
    files, refused = arrived(request, dossier)
    sent = typed(request.POST)
    dossier.raw = actions.correct(actor=actor(request), dossier_id=dossier.pk, raw=sent, files=files).raw
    pressed = request.POST.get("add") or request.POST.get("remove")
    errors = {**_field_errors(dossier, wanted), **refused}
    if pressed and not refused:
        place = input_id(pressed.partition(":")[0])
        return redirect(f"{reverse('mine:supplement', args=[dossier.pk])}#{place}")
    if errors:
        return _shown(request, dossier, wanted, errors)
    messages.success(request, "Đã lưu phần sửa trong tờ khai.")
    return redirect(reverse("mine:supplement", args=[dossier.pk]) + "#gui")


@on_request
@require_GET
def paper(request: HttpRequest, dossier: Dossier, wanted: Supplement, component: str) -> HttpResponse:
    """The row of one paper as it is now: what upload.js puts in place after a file has arrived."""
    row = next((each for each in _papers(dossier, wanted) if each.id == f"giay-{component}"), None)
    if row is None:
        raise Http404
    context = {"row": row, "pages_url": reverse("mine:supplement", args=[dossier.pk])}
    return render(request, "portal/mine/_wrong_paper.html", context)


@on_own
@require_POST
def send(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Send the answer. A second click finds it sent already."""
    if _open_request(dossier) is not None:
        try:
            actions.supply(actor=actor(request), dossier_id=dossier.pk)
        except Refused as problem:
            messages.error(request, problem.message)
            return redirect("mine:supplement", dossier.pk)
        messages.success(request, "Đã gửi phần bổ sung. Hồ sơ được xử lý tiếp.")
    return redirect("mine:dossier", dossier.pk)


def _shown(
    request: HttpRequest, dossier: Dossier, wanted: Supplement, errors: dict[str, str] | None = None
) -> HttpResponse:
    screens = _screens(dossier, wanted, errors or {})
    context = {
        "dossier": dossier,
        "wanted": wanted,
        "papers": _papers(dossier, wanted),
        "fields": _fields(dossier, wanted),
        "screens": screens,
        "errors": [error for each in screens for error in each.errors],
        "missing": content.unanswered(dossier, wanted),
        "pages_url": reverse("mine:supplement", args=[dossier.pk]),
        **{key: value for each in screens for key, value in address_fields(each).items()},
    }
    return render(request, "portal/mine/supplement.html", context)


def _items(wanted: Supplement, *, fields: bool) -> list[SupplementItem]:
    return [each for each in wanted.items.all() if (each.kind == SupplementItem.Kind.FIELD) == fields]


def _papers(dossier: Dossier, wanted: Supplement) -> list[WrongPaper]:
    return [_wrong_paper(dossier, wanted, item) for item in _items(wanted, fields=False)]


def _wrong_paper(dossier: Dossier, wanted: Supplement, item: SupplementItem) -> WrongPaper:
    papers = [each for each in dossier.live_papers() if each.component_key == item.key]
    before = [each for each in papers if each.added_at < wanted.asked_at]
    since = [each for each in papers if each.added_at >= wanted.asked_at]
    component: Component | None = dossier.spec.component(item.key)
    limits = {"accept": component.accept, "max_mb": component.max_mb} if component is not None else {}
    return WrongPaper(
        id=f"giay-{item.key}",
        name=item.name,
        reason=item.reason,
        hint=item.hint,
        ground=item.legal_ground,
        help=component.guide if component is not None else "",
        before=tuple(file_line(each) for each in before),
        remarks=tuple(each.remark for each in before if each.verdict == Paper.Verdict.WRONG and each.remark),
        since=tuple((remove_url(each), file_line(each)) for each in since),
        upload=upload_of(
            dossier,
            item.key,
            label="Gửi thêm trang hoặc tệp khác" if since else "Gửi ảnh hoặc tệp mới",
            have=len(papers),
            fragment=reverse("mine:supplement-paper", args=[dossier.pk, item.key]),
            **limits,  # type: ignore[arg-type]
        ),
        plain_url=plain_url(dossier, item.key),
    )


def _fields(dossier: Dossier, wanted: Supplement) -> list[WrongField]:
    """What was sent is what the officer has read: the values, not what is being typed now."""
    said = {line.name: line.text for section in content.read_back(dossier) for line in section.lines}
    return [
        WrongField(item.name, item.reason, item.hint, "; ".join(_said(said, item.key)))
        for item in _items(wanted, fields=True)
    ]


def _said(said: dict[str, str], key: str) -> list[str]:
    return [text for name, text in said.items() if name == key or name.startswith(f"{key}.")]


def _field_errors(dossier: Dossier, wanted: Supplement) -> dict[str, str]:
    return dict(content.checked(dossier).errors) if _items(wanted, fields=True) else {}


def _screens(dossier: Dossier, wanted: Supplement, errors: dict[str, str]) -> list[ScreenPage]:
    """The pages of the form with only the fields to correct, and those that the corrections brought up."""
    way = Way(dossier)
    asked = {item.key.partition(".")[0] for item in _items(wanted, fields=True)}
    if not asked:
        return []
    asked |= {name.partition(".")[0] for name in way.checked.errors}
    drawn = []
    for page_ in dossier.spec.form.pages:
        fields = tuple(field for field in page_.fields if field.key in asked)
        if fields:
            drawn.append(_screen(way, page_.model_copy(update={"fields": fields}), errors))
    return drawn


def _screen(way: Way, page_: Page, errors: dict[str, str]) -> ScreenPage:
    dossier, form = way.dossier, way.spec.form
    names = form_files.names(form, as_raw(dossier.raw))
    return screen(form, page_, dossier.raw, errors, way.facts, None, content.lookup, None, names)
