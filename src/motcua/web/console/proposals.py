"""The register of simplification: who proposes to cut what, who decided, which version carried it out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.audit.queries import entries
from motcua.catalogue import saving
from motcua.catalogue.actions import simplify
from motcua.catalogue.models import Proposal
from motcua.catalogue.queries import history_of, names_of
from motcua.catalogue.simplification import Cut, ProposalState
from motcua.identity.actor import ADMIN, INSPECTOR, Actor
from motcua.lib.errors import Refused
from motcua.web.console.frame import show
from motcua.web.console.proposal_words import ACTS, TONES, minutes_of, whole
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, ErrorLine, Fact, Filter, Status
from motcua.web.ui.typed import an_amount, the_day

PER_PAGE = 50
_SECTION = "console:proposals"


@for_officers(ADMIN, INSPECTOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every proposal, newest first; `?trang-thai=` keeps one state. Above: how much is carried out."""
    state = request.GET.get("trang-thai", "")
    state = state if state in ProposalState.values else ""
    rows = Proposal.objects.in_state(state).newest_first().select_related("procedure", "version")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    saved = Proposal.objects.agreed().saving()
    context = {
        "page": page,
        "rows": [(each, _status(each), _saving(each)) for each in page],
        "filters": _filters(state),
        "simplified": Proposal.objects.simplified(),
        "saved": saved,
        "saved_hours": saving.hours(saved.minutes),
    }
    return show(request, "console/proposals.html", _SECTION, context)


@for_officers(ADMIN, INSPECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form, for a procedure named by `?ma=`; sent, it is a proposal."""
    if request.method != "POST":
        return _form(request, request.GET, None)
    try:
        made = simplify.propose(actor=actor(request), proposed=_typed(request.POST))
    except Refused as problem:
        return _form(request, request.POST, problem)
    messages.success(request, "Đã ghi đề xuất. Người khác sẽ xem xét và quyết định.")
    return redirect("console:proposal", made.pk)


@for_officers(ADMIN, INSPECTOR)
@require_safe
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal with its computation, its history and what may be done now."""
    return _page(request, _found(proposal_id), None, {})


@for_officers(ADMIN, INSPECTOR)
@require_POST
def act(request: HttpRequest, proposal_id: UUID, verb: str) -> HttpResponse:
    """Consider, approve, reject or carry out."""
    perform = _PERFORM.get(verb)
    if perform is None:
        raise Http404
    found = _found(proposal_id)
    try:
        perform(actor(request), found, request.POST)
    except Refused as problem:
        return _page(request, _found(proposal_id), problem, request.POST.dict())
    messages.success(request, ACTS[verb].done)
    return redirect("console:proposal", proposal_id)


def _approve(who: Actor, found: Proposal, posted: QueryDict) -> None:
    day = the_day(posted.get("decided_on", ""), "decided_on")
    simplify.approve(actor=who, proposal_id=found.pk, decision=posted.get("decision", ""), decided_on=day)


def _carry_out(who: Actor, found: Proposal, posted: QueryDict) -> None:
    number = whole(posted.get("number", ""), "number", "Hãy chọn bản thực hiện đề xuất.")
    simplify.carry_out(actor=who, proposal_id=found.pk, number=number)


_PERFORM: dict[str, Callable[[Actor, Proposal, QueryDict], object]] = {
    "consider": lambda who, found, posted: simplify.consider(actor=who, proposal_id=found.pk),
    "approve": _approve,
    "reject": lambda who, found, posted: simplify.reject(
        actor=who, proposal_id=found.pk, answer=posted.get("answer", "")
    ),
    "carry_out": _carry_out,
}


def _typed(posted: QueryDict) -> simplify.Proposed:
    return simplify.Proposed(
        code=posted.get("code", ""),
        cut=posted.get("cut", ""),
        what=posted.get("what", ""),
        reason=posted.get("reason", ""),
        yearly=whole(posted.get("yearly", ""), "yearly", "Hãy ghi số lượt hồ sơ mỗi năm, chỉ gồm chữ số."),
        yearly_source=posted.get("yearly_source", ""),
        minutes=minutes_of(posted.get("hours", "")),
        dong=an_amount(posted.get("dong", "") or "0", "dong"),
    )


def _form(request: HttpRequest, typed: QueryDict, problem: Refused | None) -> HttpResponse:
    code = typed.get("code") or typed.get("ma", "")
    versions = history_of(code)[:1]
    context = {
        "typed": typed,
        "code": code,
        "procedure_name": names_of([code]).get(code, ""),
        "cuts": Cut.choices,
        "components": [each.name for each in versions[0].spec.components] if versions else [],
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "wrong": problem.field if problem else "",
        "crumbs": (Crumb("Đơn giản hóa", reverse(_SECTION)), Crumb("Đề xuất mới")),
    }
    return show(request, "console/propose.html", _SECTION, context, status=409 if problem else 200)


def _page(
    request: HttpRequest, found: Proposal, problem: Refused | None, typed: dict[str, str]
) -> HttpResponse:
    context = {
        "proposal": found,
        "status": _status(found),
        "facts": _facts(found),
        "saving": _saving(found),
        "acts": [ACTS[verb] for verb in found.open_verbs()],
        "own": found.proposer_id == actor(request).user_id,
        "versions": history_of(found.procedure_id),
        "history": [(each, ACTS[each.verb.partition(".")[2]].told) for each in _history(found)],
        "typed": typed,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "wrong": problem.field if problem else "",
        "crumbs": (Crumb("Đơn giản hóa", reverse(_SECTION)), Crumb(str(found))),
    }
    return show(request, "console/proposal.html", _SECTION, context, status=409 if problem else 200)


def _found(proposal_id: UUID) -> Proposal:
    found = Proposal.objects.filter(pk=proposal_id).select_related("procedure", "version").first()
    if found is None:
        raise Http404
    return found


def _history(found: Proposal) -> Any:
    return entries(subject_type="proposal", subject_id=str(found.pk)).order_by("pk")


def _facts(found: Proposal) -> list[Fact]:
    return [
        Fact("Cắt giảm", found.get_cut_display()),
        Fact("Cụ thể", found.what),
        Fact("Lý do", found.reason),
        Fact("Người đề xuất", found.proposed_by),
        Fact("Số lượt lấy từ", found.yearly_source),
        *([Fact("Quyết định", found.decision_words)] if found.decision else []),
        *([Fact("Người quyết định", found.decided_by)] if found.decided_by else []),
        *([Fact("Lý do không chấp nhận", found.answer)] if found.answer else []),
        *([Fact("Thực hiện ở", f"bản {found.version.number}")] if found.version is not None else []),
    ]


def _filters(state: str) -> list[Filter]:
    counts = Proposal.objects.counts()
    address = reverse(_SECTION)
    every = Filter("Tất cả", address, sum(counts.values()), current=not state)
    return [
        every,
        *(
            Filter(
                label,
                f"{address}?trang-thai={value}",
                counts.get(value, 0),
                TONES[value][1],
                current=value == state,
            )
            for value, label in ProposalState.choices
        ),
    ]


def _status(found: Proposal) -> Status:
    icon, tone = TONES[found.state]
    return Status(found.get_state_display(), icon, tone)


def _saving(found: Proposal) -> tuple[str, ...]:
    return saving.computation(found.yearly, found.minutes, found.dong)
