"""A person brings the answer to a supplement request to the counter: exactly what was asked, nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import content
from motcua.dossiers.actions.intake import keep_answer
from motcua.dossiers.actions.supplement import supply
from motcua.dossiers.lifecycle import open_verbs
from motcua.dossiers.models import Dossier, Supplement, SupplementItem
from motcua.forms.answers import all_facts, as_raw
from motcua.forms.screen import ScreenField, screen
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.queries import communes_of_province
from motcua.web.desk import case
from motcua.web.desk.frame import case_or_404, show
from motcua.web.desk.intake_sheet import count_in
from motcua.web.files.rows import Row, row_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

_VERBS = frozenset({"supply", "supply_before"})


@dataclass(frozen=True)
class Brought:
    """A paper that was asked for, why, and whether a new one is here already."""

    key: str
    name: str
    reason: str
    is_here: bool


@for_officers()
@require_http_methods(["GET", "HEAD", "POST"])
def take_answer(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The asked items as a form; when everything is there the dossier goes on."""
    dossier = case_or_404(request, dossier_id)
    acting = actor(request)
    asked = next((each for each in dossier.supplements.all() if each.answered_at is None), None)
    if asked is None or not any(move.verb in _VERBS for move in open_verbs(dossier, acting)):
        problem = Refused("Lúc này hồ sơ không chờ bổ sung.", code="not-now")
        return case.refused(request, dossier_id, "supply", problem)
    if request.method != "POST":
        return _form(request, dossier, asked, None)
    try:
        keep_answer(
            actor=acting, dossier_id=dossier_id, parts=_parts(request, asked), posted=_typed(request, asked)
        )
        supply(actor=acting, dossier_id=dossier_id)
    except Forbidden:
        raise
    except Refused as problem:
        dossier = case_or_404(request, dossier_id)
        return _form(request, dossier, asked, problem)
    messages.success(request, "Đã nhận đủ phần bổ sung; hồ sơ được xử lý tiếp.")
    return redirect("desk:case", dossier_id)


def _parts(request: HttpRequest, asked: Supplement) -> Mapping[str, tuple[int, int]]:
    return {
        item.key: (
            count_in(request.POST, f"part-{item.key}-originals"),
            count_in(request.POST, f"part-{item.key}-copies"),
        )
        for item in asked.items.all()
        if item.kind != SupplementItem.Kind.FIELD and request.POST.get(f"part-{item.key}") == "yes"
    }


def _typed(request: HttpRequest, asked: Supplement) -> dict[str, Any]:
    """What was typed into the fields of the form; nothing when no field was asked for."""
    if not any(item.kind == SupplementItem.Kind.FIELD for item in asked.items.all()):
        return {}
    return {name: request.POST.getlist(name) for name in request.POST if not name.startswith("part-")}


def _form(request: HttpRequest, dossier: Dossier, asked: Supplement, problem: Refused | None) -> HttpResponse:
    back = reverse("desk:supply", args=[dossier.pk])
    items = list(asked.items.all())
    papers = [item for item in items if item.kind != SupplementItem.Kind.FIELD]
    reasons = {item.key: item.reason for item in items if item.kind == SupplementItem.Kind.FIELD}
    rows: list[Row] = [row_of(actor(request), dossier, item.key, back) for item in papers]
    context = {
        "dossier": dossier,
        "brought": [_brought(dossier, asked, item) for item in papers],
        "fields": [(field, reasons.get(field.name, "")) for field in _fields(dossier, set(reasons), problem)],
        "rows": rows,
        "communes": communes_of_province(),
        "errors": [ErrorLine(problem.message)] if problem else [],
    }
    return show(request, "desk/answer.html", "case", context, status=409 if problem else 200)


def _brought(dossier: Dossier, asked: Supplement, item: SupplementItem) -> Brought:
    new = (paper for paper in dossier.live_papers() if paper.added_at >= asked.asked_at)
    here = any(paper.component_key == item.key for paper in new)
    return Brought(item.key, item.name, item.reason, here)


def _fields(dossier: Dossier, keys: set[str], problem: Refused | None) -> Iterator[ScreenField]:
    """The fields that were asked for, and those that are wrong since."""
    form, cleaned = dossier.spec.form, content.checked(dossier)
    facts = all_facts(form, cleaned.answers, content.given_facts(dossier))
    errors = cleaned.errors if problem is not None else {}
    wanted = {key.partition(".")[0] for key in keys} | {name.partition(".")[0] for name in errors}
    for page in form.pages:
        drawn = screen(form, page, as_raw(dossier.raw), errors, facts, lookup=content.lookup)
        yield from (field for field in drawn.fields if field.name in wanted and not field.hidden)
