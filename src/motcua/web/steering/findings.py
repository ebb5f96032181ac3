"""Findings answered and followed; explanations of lateness written and looked at."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.oversight import is_open_to, open_among, overseen_among
from motcua.identity.actor import HEAD, INSPECTOR, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.reporting import explaining, inspecting, queries
from motcua.reporting.models import Finding
from motcua.web.steering.frame import show
from motcua.web.steering.inspections import day_of, error_lines
from motcua.web.steering.lists import case_url
from motcua.web.steering.scope import LEADERS
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

PER_PAGE = 25


def _finding(request: HttpRequest, finding_id: UUID) -> Finding:
    found = queries.finding_of(actor(request), finding_id)
    if found is None:
        raise Http404
    return found


@for_officers(*LEADERS)
@require_safe
def finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """One finding with what was answered."""
    return _one(request, _finding(request, finding_id))


def _one(
    request: HttpRequest, found: Finding, problem: Refused | None = None, status: int = 200
) -> HttpResponse:
    acting, is_open = actor(request), found.closed_at is None
    context = {
        "finding": found,
        "inspection": found.inspected.inspection,
        "dossier": found.inspected.dossier,
        "case_url": _dossier_url(acting, found.inspected.dossier_id),
        "is_late": found.is_late(moment.today()),
        "inspects": acting.has(INSPECTOR),
        "may_answer": is_open and inspecting.answers_for(acting, found.unit_id),
        "may_judge": is_open and acting.has(INSPECTOR),
        "typed": request.POST,
        "errors": error_lines(problem),
    }
    return show(request, "steering/finding.html", "inspections", context, status=status)


def _dossier_url(acting: Actor, dossier_id: UUID) -> str:
    """Where this officer may look at the dossier: the whole of it, or where it stands; empty for neither."""
    if is_open_to(acting, dossier_id):
        return case_url(dossier_id)
    overseen = overseen_among(acting, [dossier_id])
    return reverse("steering:dossier", args=[dossier_id]) if overseen else ""


@for_officers(HEAD, SIGNER)
@require_POST
def answer(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The unit answers."""
    found = _finding(request, finding_id)
    try:
        inspecting.answer(actor=actor(request), finding_id=found.pk, words=request.POST.get("answer", ""))
    except Forbidden:
        raise
    except Refused as problem:
        return _one(request, found, problem, status=409)
    messages.success(request, "Đã gửi trả lời cho người kiểm tra.")
    return redirect("steering:finding", found.pk)


@for_officers(INSPECTOR)
@require_POST
def send_back(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The answer is not enough."""
    found = _finding(request, finding_id)
    try:
        inspecting.send_back(
            actor=actor(request),
            finding_id=found.pk,
            words=request.POST.get("words", ""),
            due_on=day_of(request.POST.get("due_on", ""), "due_on", "Hãy chọn hạn trả lời mới."),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _one(request, found, problem, status=409)
    messages.success(request, "Đã yêu cầu đơn vị trả lời lại.")
    return redirect("steering:finding", found.pk)


@for_officers(INSPECTOR)
@require_POST
def close(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """The answer is enough."""
    found = _finding(request, finding_id)
    try:
        inspecting.close_finding(actor=actor(request), finding_id=found.pk)
    except Forbidden:
        raise
    except Refused as problem:
        return _one(request, found, problem, status=409)
    messages.success(request, "Đã khép phát hiện.")
    return redirect("steering:finding", found.pk)


@for_officers()
@require_safe
def explanations(request: HttpRequest) -> HttpResponse:
    """What this officer has to explain; for leaders, who has explained what and who has not."""
    return _explanations(request)


def _explanations(
    request: HttpRequest, problem: Refused | None = None, asked: UUID | None = None, status: int = 200
) -> HttpResponse:
    acting, today = actor(request), moment.today()
    leads = acting.has(*LEADERS)
    mine = list(explaining.owed_by(acting)[:PER_PAGE])
    # Who was asked may have left the unit since.
    mine_open = open_among(acting, [each.dossier_id for each in mine])
    context = {
        "mine": [
            (
                each,
                each.is_late(today),
                case_url(each.dossier_id) if each.dossier_id in mine_open else "",
                request.POST if each.pk == asked else {},
            )
            for each in mine
        ],
        "leads": leads,
        "errors": error_lines(problem),
    }
    if leads:
        page = Paginator(explaining.within(acting), PER_PAGE).get_page(request.GET.get("page"))
        overseen = overseen_among(acting, [each.dossier_id for each in page.object_list])
        context["page"] = page
        context["lines"] = [
            (each, each.is_late(today), each.dossier_id in overseen) for each in page.object_list
        ]
    return show(request, "steering/explanations.html", "explanations", context, status=status)


@for_officers()
@require_POST
def explain(request: HttpRequest, explanation_id: UUID) -> HttpResponse:
    """Write why a dossier is late."""
    try:
        explaining.explain(
            actor=actor(request), explanation_id=explanation_id, words=request.POST.get("words", "")
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _explanations(request, problem, explanation_id, status=409)
    messages.success(request, "Đã ghi giải trình.")
    return redirect("steering:explanations")
