"""One page of the form: shown with what is known, kept whatever was typed, left when it is right."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.dossiers import content, form_files
from motcua.dossiers.actions import draft
from motcua.dossiers.models import Dossier
from motcua.forms.answers import Cleaned, as_raw, clean_page
from motcua.forms.raw import SHOWN, input_id, merged
from motcua.forms.screen import ScreenPage, screen
from motcua.forms.spec import Page
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.queries import communes_of_province
from motcua.web.portal.filing import way as ways
from motcua.web.portal.filing.draft import on_draft
from motcua.web.portal.filing.way import Stop, Way
from motcua.web.portal.nav import login_url
from motcua.web.ui.middleware import actor

UPLOAD = ".upload"
BACK_TO_CHECK = "kiem-tra"
LATER = "de-sau"


@on_draft
@require_http_methods(["GET", "POST"])
def form_page(request: HttpRequest, dossier: Dossier, page: str) -> HttpResponse:
    """Show the page, or keep it and go on. `?kiem-tra=1` shows what is wrong, and leads back to the check."""
    way = Way(dossier)
    stop = way.stop(f"khai-{page}")
    found = dossier.spec.form.page(page)
    if stop is None or found is None:
        return redirect("filing:draft", dossier.pk)
    if request.method == "POST":
        return _save(request, way, found)
    cleaned = _cleaned(way, page, dossier.raw) if BACK_TO_CHECK in request.GET else None
    return _shown(request, way, stop, drawn(way, found, dossier.raw, cleaned))


def _save(request: HttpRequest, way: Way, page: Page) -> HttpResponse:
    dossier = way.dossier
    files, refused = arrived(request, dossier)
    sent = typed(request.POST)
    stop = way.stop(f"khai-{page.key}")
    try:
        dossier = draft.save_page(
            actor=actor(request),
            dossier_id=dossier.pk,
            page=page.key,
            posted=sent,
            files=files,
            seen_version=seen_version(request),
        )
    except draft.Outdated as problem:
        raw = merged(dossier.spec.form, page.key, dossier.raw, sent)
        return _shown(request, way, stop, drawn(way, page, raw, None), outdated=problem.message, status=409)
    pressed = request.POST.get("add") or request.POST.get("remove")
    if pressed and not refused:
        return redirect(f"{request.get_full_path()}#{input_id(pressed.partition(':')[0])}")
    # The draft as it is now; its papers and people have not changed.
    way = Way(dossier)
    cleaned = _cleaned(way, page.key, {**_shown_fields(sent), **dossier.raw}, refused)
    if request.POST.get("den") == LATER:
        return redirect("filing:draft", dossier.pk)
    if cleaned.complete:
        return redirect(
            way.url("check") if BACK_TO_CHECK in request.GET else way.after(f"khai-{page.key}").url
        )
    screen_page = drawn(way, page, dossier.raw, cleaned)
    return _shown(request, way, stop, screen_page, revealed=bool(cleaned.revealed) and not screen_page.errors)


@on_draft
@require_POST
def autosave(request: HttpRequest, dossier: Dossier, page: str) -> HttpResponse:
    """Keep the page while it is typed. Another device's newer draft makes this a 409 with a sentence."""
    saved = draft.save_page(
        actor=actor(request),
        dossier_id=dossier.pk,
        page=page,
        posted=typed(request.POST),
        seen_version=seen_version(request),
    )
    return JsonResponse({"saved_at": f"{moment.now():%H:%M}", "version": saved.draft_version})


def typed(post: QueryDict) -> dict[str, list[str]]:
    """What was typed, without the token of the page."""
    return {name: texts for name, texts in post.lists() if name != "csrfmiddlewaretoken"}


def seen_version(request: HttpRequest) -> int | None:
    """The draft the writer had before the eyes; None when the page does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def arrived(request: HttpRequest, dossier: Dossier) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Files that came with the page, kept: ids by input name; and sentences for those that were refused."""
    files: dict[str, list[str]] = {}
    refused: dict[str, str] = {}
    for uploaded in request.FILES:
        name = str(uploaded).removesuffix(UPLOAD)
        field = form_files.file_field(dossier.spec.form, name)
        if field is None:
            continue
        for upload in request.FILES.getlist(str(uploaded)):
            title = upload.name or "tệp"
            try:
                kept = form_files.take_in(field, actor=actor(request), content=upload.read(), name=title)
            except Refused as problem:
                refused[name] = problem.message
            else:
                files.setdefault(name, []).append(str(kept.pk))
    return files, refused


def _shown_fields(sent: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: texts for name, texts in sent.items() if name.startswith(SHOWN)}


def _cleaned(
    way: Way, page: str, raw: Mapping[str, Any], refused: Mapping[str, str] | None = None
) -> Cleaned:
    form = way.spec.form
    cleaned = clean_page(form, page, raw, way.checked.answers, way.given, moment.today(), content.lookup)
    cleaned.errors.update(refused or {})
    return cleaned


def drawn(way: Way, page: Page, raw: Mapping[str, Any], cleaned: Cleaned | None) -> ScreenPage:
    """The page as templates draw it, with what is known already and what is wrong."""
    dossier, form = way.dossier, way.spec.form
    return screen(
        form,
        page,
        raw,
        cleaned.errors if cleaned else {},
        way.facts,
        ways.known(way.spec, dossier.submitter, dossier.owner),
        content.lookup,
        cleaned.warnings if cleaned else {},
        form_files.names(form, as_raw(raw)),
    )


def _shown(
    request: HttpRequest, way: Way, stop: Stop | None, page: ScreenPage, *, status: int = 200, **words: object
) -> HttpResponse:
    if stop is None:
        return redirect("filing:draft", way.dossier.pk)
    context = {
        "dossier": way.dossier,
        "screen": page,
        "steps": way.steps(stop.key),
        "autosave_url": way.url("autosave", stop.page),
        "login_again_url": login_url(request.get_full_path()),
        "saved_at": f"{way.dossier.touched_at.astimezone(moment.TZ):%H:%M}"
        if way.dossier.draft_version
        else "",
        **address_fields(page),
        **words,
    }
    return render(request, "portal/filing/page.html", context, status=status)


def address_fields(page: ScreenPage) -> dict[str, object]:
    """What fields for a commune need: those of the province, and where to search those of the country."""
    kinds = {each.kind for field in page.fields for each in (field, *field.parts)}
    inner = {each.kind for field in page.fields for entry in field.entries for each in entry.fields}
    deep = {
        part.kind
        for field in page.fields
        for entry in field.entries
        for each in entry.fields
        for part in each.parts
    }
    if "admin_unit" not in kinds | inner | deep:
        return {}
    return {"communes": communes_of_province(), "units_url": reverse("ui:units")}
