"""One part of a draft as a form: a paper, a fee, a page of the e-form; and the lists these stand in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.catalogue.actions import draft as verbs
from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import showing, taking, tree
from motcua.catalogue.editing.listing import listing, listings, path_of, place_of
from motcua.catalogue.editing.shape import model_at
from motcua.catalogue.editing.words import LISTS
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.web.console.draft_places import (
    FormAt,
    ListAt,
    address,
    around,
    form_at,
    list_at,
    stand_at,
    title,
    trail,
)
from motcua.web.console.drafting import context_of, draft_or_404, show_draft
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

_NEW = "moi"
_MOVES = {"len": -1, "xuong": 1}


@for_officers(ADMIN, INSPECTOR)
@require_safe
def part(request: HttpRequest, draft_id: UUID, place: str) -> HttpResponse:
    """One part with its form and its lists, or one list."""
    draft = draft_or_404(draft_id)
    stand = stand_at(draft, place)
    if isinstance(stand, ListAt):
        return _list_page(request, draft, stand)
    return _form_page(request, draft, stand, tree.find(draft.data, stand.path))


@for_officers(ADMIN)
@require_POST
def save(request: HttpRequest, draft_id: UUID, place: str) -> HttpResponse:
    """Keep what was typed; a script that saves while it is typed gets a short answer instead of the page."""
    draft = draft_or_404(draft_id)
    stand = form_at(draft, place)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        value = _taken(draft, stand, request.POST)
        seen = request.POST.get("version", "")
        draft = verbs.put(actor=actor(request), draft_id=draft_id, path=stand.path, value=value, seen=seen)
    except Forbidden:
        raise
    except Refused as problem:
        if by_script:
            return JsonResponse({"error": problem.message}, status=409)
        return _form_page(request, draft, stand, _typed_again(draft, stand, request.POST), problem)
    if by_script:
        kept = tree.mark(tree.find(draft.data, stand.path))
        return JsonResponse({"saved_at": f"{moment.now():%H:%M}", "version": kept})
    messages.success(request, "Đã lưu.")
    stays = not stand.path or isinstance(stand.path[-1], str) or request.POST.get("den") == "o-lai"
    return redirect(address(draft, place) if stays else around(draft, stand.path))


@for_officers(ADMIN)
@require_safe
def new(request: HttpRequest, draft_id: UUID, place: str) -> HttpResponse:
    """The empty form of one more part: nothing is added before it is saved."""
    draft = draft_or_404(draft_id)
    fresh, begun = _fresh(draft, list_at(draft, place), request.GET.get("kieu", ""))
    return _form_page(request, draft, fresh, begun, adds_to=place)


@for_officers(ADMIN)
@require_POST
def add(request: HttpRequest, draft_id: UUID, place: str) -> HttpResponse:
    """One more part at the end of its list."""
    draft = draft_or_404(draft_id)
    stand = list_at(draft, place)
    fresh, begun = _fresh(draft, stand, request.POST.get("kieu", ""))
    rows = tree.find(draft.data, stand.path)
    used = [str(each.get("key")) for each in rows or () if isinstance(each, dict)]
    try:
        value = begun | taking.taken(fresh.model, begun, request.POST, taken_keys=used)
        _, path = verbs.add(actor=actor(request), draft_id=draft_id, path=stand.path, value=value)
    except Forbidden:
        raise
    except Refused as problem:
        typed = _typed_again(draft, fresh, request.POST)
        return _form_page(request, draft, fresh, typed, problem, adds_to=place)
    messages.success(request, "Đã thêm.")
    return redirect(address(draft, place_of(path)))


def _fresh(draft: Draft, stand: ListAt, kind: str) -> tuple[FormAt, tree.Data]:
    """The form for a new entry of that kind, and what an entry of the kind says from the start."""
    kinds = dict(stand.rows.models)
    if kind not in kinds:
        raise Http404
    begun = {stand.rows.tag: kind} if stand.rows.tag else {}
    return FormAt(f"{stand.place}.{_NEW}", (*stand.path, _NEW), kinds[kind]), begun


@for_officers(ADMIN)
@require_POST
def arrange(request: HttpRequest, draft_id: UUID, place: str) -> HttpResponse:
    """Move an entry of a list up or down, or take it out."""
    draft, path = draft_or_404(draft_id), path_of(place)
    if not isinstance(path[-1], int) or model_at(draft.data, path) is None:
        raise Http404
    acting, seen, act = actor(request), request.POST.get("seen", ""), request.POST.get("act", "")
    try:
        if act == "xoa":
            verbs.remove(actor=acting, draft_id=draft_id, path=path, seen=seen)
        elif act in _MOVES:
            verbs.shift(actor=acting, draft_id=draft_id, path=path, by=_MOVES[act], seen=seen)
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
    return redirect(around(draft, path))


def _list_page(request: HttpRequest, draft: Draft, stand: ListAt) -> HttpResponse:
    context = context_of(draft)
    rows = tree.find(draft.data, stand.path)
    more = {
        "place": stand.place,
        "title": title(stand, {}, context),
        "trail": trail(draft, stand.path, context),
        "lists": (listing(stand.rows, rows, stand.path, context),),
    }
    return show_draft(request, "console/draft_part.html", draft, context, more)


def _form_page(
    request: HttpRequest,
    draft: Draft,
    stand: FormAt,
    value: Any,
    problem: Refused | None = None,
    *,
    adds_to: str = "",
) -> HttpResponse:
    context = context_of(draft)
    shown = value if isinstance(value, dict) else {}
    nested = not stand.only and not adds_to
    more = {
        "place": stand.place,
        "title": f"Thêm {LISTS[str(stand.path[-2])].help}" if adds_to else title(stand, shown, context),
        "trail": trail(draft, stand.path, context),
        "version": tree.mark(tree.find(draft.data, stand.path)),
        "inputs": showing.inputs(stand.model, shown, stand.path, context, only=stand.only),
        "lists": tuple(listings(stand.model, shown, stand.path, context)) if nested else (),
        "adds_to": adds_to,
        "kind": request.POST.get("kieu", request.GET.get("kieu", "")),
        "errors": [ErrorLine(problem.message, (problem.field or "").replace(".", "-"))] if problem else [],
    }
    return show_draft(
        request, "console/draft_part.html", draft, context, more, status=409 if problem else 200
    )


def _taken(draft: Draft, stand: FormAt, sent: QueryDict) -> tree.Data:
    before = tree.find(draft.data, stand.path)
    beside = tree.find(draft.data, stand.path[:-1]) if stand.path else None
    used = [str(each.get("key")) for each in beside] if isinstance(beside, list) else []
    return taking.taken(
        stand.model, before if isinstance(before, dict) else {}, sent, only=stand.only, taken_keys=used
    )


def _typed_again(draft: Draft, stand: FormAt, sent: QueryDict) -> tree.Data:
    """What was typed, to stand beside the reason why it was not kept; unreadable lines stay as text."""
    try:
        return _taken(draft, stand, sent)
    except Refused as problem:
        field, readable = problem.field or "", sent.copy()
        unread = readable.pop(field, [""])[-1]
        key = field.removeprefix("v.").removesuffix(".text")
        return {**_typed_again(draft, stand, readable), key: unread}
