"""The route of a draft on one page: its steps as a table, its picture redrawn as they are typed, BPMN."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.catalogue.actions import draft as verbs
from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.choices import Surroundings
from motcua.catalogue.editing.offices import office, offices_by_name
from motcua.catalogue.editing.route.checking import RowFault, as_drawn, faults, times
from motcua.catalogue.editing.route.rows import rows
from motcua.catalogue.editing.route.taking import changed, is_table, taken
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.web.console.drafting import context_of, draft_or_404, show_draft, surroundings
from motcua.web.console.route_picture import drawn
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.workflow.bpmn.export import exported
from motcua.workflow.bpmn.reading import read
from motcua.workflow.bpmn.safe_xml import MOST_BYTES

_PLACE = ("route",)


@for_officers(ADMIN, INSPECTOR)
@require_safe
def page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The table of the steps with the picture beside it."""
    draft = draft_or_404(draft_id)
    return _page(request, draft, draft.part("route"))


@for_officers(ADMIN)
@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what was typed, faults and all; a button in the table also adds, moves or takes out a row."""
    draft, row = draft_or_404(draft_id), None
    route = taken(draft.part("route"), request.POST)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if act := request.POST.get("lam", ""):
        route, row = changed(route, act)
    try:
        draft = _put(request, draft, route)
    except Forbidden:
        raise
    except Refused as problem:
        if by_script:
            return JsonResponse({"error": problem.message}, status=409)
        return _page(request, draft, route, problem)
    if by_script:
        return JsonResponse({"saved_at": f"{moment.now():%H:%M}", "version": tree.mark(draft.part("route"))})
    if not act:
        messages.success(request, "Đã lưu.")
    return redirect(_address(draft) + (f"#buoc-{row + 1}" if row is not None else ""))


@for_officers(ADMIN)
@require_POST
def draw(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The picture and the faults of what is typed now; nothing is kept. Without a script, the whole page."""
    draft = draft_or_404(draft_id)
    route = taken(draft.part("route"), request.POST)
    if request.headers.get("X-Requested-With") != "fetch":
        return _page(request, draft, route)
    return render(request, "console/draft/_route_live.html", _live(draft, route, surroundings()))


@for_officers(ADMIN)
@require_POST
def bring_in(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The steps of a BPMN drawing in the place of those there are."""
    draft, upload = draft_or_404(draft_id), request.FILES.get("bpmn")
    try:
        if upload is None:
            raise Refused("Hãy chọn tệp BPMN trước khi tải lên.", field="bpmn")
        found = read(upload.read(MOST_BYTES + 1), offices=offices_by_name(surroundings().units))
        _put(request, draft, found.data)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, draft, draft.part("route"), problem)
    messages.success(request, f"Đã đọc {len(found.data['steps'])} bước từ bản vẽ.")
    for remark in found.remarks:
        messages.warning(request, remark)
    return redirect(_address(draft))


@for_officers(ADMIN, INSPECTOR)
@require_safe
def drawing(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The route as a BPMN file."""
    draft = draft_or_404(draft_id)
    route, named = as_drawn(draft.part("route")), surroundings().units
    try:
        if route is None:
            raise Refused("Quy trình chưa có bước nào để tải về.")
        content = exported(route, name=draft.name, office=lambda unit, role: office(unit, role, named))
    except Refused as problem:
        return _page(request, draft, draft.part("route"), problem)
    answer = HttpResponse(content, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{draft.code}.bpmn"'
    return answer


def _address(draft: Draft) -> str:
    return reverse("console:draft-route", args=[draft.pk])


def _put(request: HttpRequest, draft: Draft, route: tree.Data) -> Draft:
    seen = request.POST.get("version", "")
    return verbs.put(actor=actor(request), draft_id=draft.pk, path=_PLACE, value=route, seen=seen)


def _page(request: HttpRequest, draft: Draft, route: Any, problem: Refused | None = None) -> HttpResponse:
    context = context_of(draft)
    live = _live(draft, route, context.around)
    more = {
        **live,
        "place": "route",
        "version": tree.mark(draft.part("route")),
        "rows": [(row, _at(live["faults"], row.at)) for row in rows(route, context.around)]
        if is_table(route)
        else None,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
    }
    status = 409 if problem else 200
    return show_draft(request, "console/draft_route.html", draft, context, more, status=status)


def _live(draft: Draft, route: Any, around: Surroundings) -> Mapping[str, Any]:
    shown = as_drawn(route)
    return {
        "picture": drawn(shown, around) if shown else None,
        "faults": faults(route, draft.part("cases")),
        "times": times(route, draft.part("cases")),
    }


def _at(found: tuple[RowFault, ...], row: int) -> list[str]:
    return [fault.message for fault in found if fault.row == row]
