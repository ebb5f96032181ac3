"""One list of papers: to print, to confirm line by line, to take back, to send back."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.documents import paper
from motcua.dossiers import transfer_paper, transfers
from motcua.dossiers.actions import transfer as handing
from motcua.dossiers.models import TransferLine, TransferList, What
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.queries import calendars_for
from motcua.web.desk.frame import show
from motcua.web.desk.prints import pdf_answer
from motcua.web.desk.rows import due_of
from motcua.web.ui import parts
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

State = TransferLine.State
CHOICES = (State.RECEIVED, State.SHORT, State.MISSING, State.WRONG)
_TONES: dict[str, tuple[parts.Tone, str]] = {
    State.WAITING: ("amber", "clock"),
    State.RECEIVED: ("green", "done"),
    State.SHORT: ("amber", "warning"),
    State.MISSING: ("red", "warning"),
    State.WRONG: ("red", "back"),
    State.RECALLED: ("grey", "back"),
}


@dataclass(frozen=True)
class LineRow:
    """One line: what was given, what was said, and what may be said now."""

    line: TransferLine
    number: str
    procedure: str
    owner: str
    status: parts.Status
    due: parts.Due | None
    chosen: str
    remark: str
    error: str = ""


@for_officers(*transfers.HANDS)
@require_safe
def page(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The list, for either side."""
    return _page(request, _list(request, list_id))


def _list(request: HttpRequest, list_id: UUID) -> TransferList:
    try:
        return transfers.list_of(actor(request), list_id)
    except Refused as problem:
        raise Http404 from problem


def _page(request: HttpRequest, made: TransferList, problem: Refused | None = None) -> HttpResponse:
    acting = actor(request)
    lines = transfers.lines_of(made)
    waiting = any(line.is_waiting for line in lines)
    may_confirm = transfers.may_confirm(acting, made)
    context = {
        "made": made,
        "what": What(made.what).label,
        "rows": [_row(request, line, made, problem) for line in lines],
        "choices": [(each.value, each.label) for each in CHOICES],
        "waiting": waiting,
        "confirms": may_confirm and waiting,
        "gives_back": may_confirm,
        "recalls": made.giver_id in acting.units and waiting,
        "originals": sum(line.originals for line in lines),
        "copies": sum(line.copies for line in lines),
        "ground": request.POST.get("ground", "") if problem else "",
        "errors": [ErrorLine(problem.message, problem.field)] if problem else [],
        "ground_wrong": problem is not None and problem.field == "ground",
    }
    return show(request, "desk/transfer.html", "transfers", context, status=409 if problem else 200)


def _row(request: HttpRequest, line: TransferLine, made: TransferList, problem: Refused | None) -> LineRow:
    tone, icon = _TONES[line.state]
    calendar = calendars_for({made.giver_id})[made.giver_id]
    wrong = problem is not None and problem.field in (f"state-{line.pk}", f"remark-{line.pk}")
    return LineRow(
        line=line,
        number=line.dossier.number,
        procedure=line.dossier.version.procedure.name,
        owner=line.dossier.owner.full_name,
        status=parts.Status(line.get_state_display(), icon, tone),
        due=due_of(line.due_at, calendar, moment.now(), label="Giao trước") if line.is_waiting else None,
        chosen=request.POST.get(f"state-{line.pk}", "") if problem else "",
        remark=request.POST.get(f"remark-{line.pk}", "") if problem else "",
        error=problem.message if problem is not None and wrong else "",
    )


@for_officers(*transfers.HANDS)
@require_POST
def confirm(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """What the receiver says of each line; «Đã nhận đủ tất cả» spares the clicks when all is there."""
    made = _list(request, list_id)
    waiting = [line for line in transfers.lines_of(made) if line.is_waiting]
    if "all" in request.POST:
        answers = {line.pk: handing.Answer(State.RECEIVED) for line in waiting}
    else:
        answers = {
            line.pk: handing.Answer(said, request.POST.get(f"remark-{line.pk}", ""))
            for line in waiting
            if (said := request.POST.get(f"state-{line.pk}", ""))
        }
    try:
        handing.answer(actor=actor(request), list_id=list_id, answers=answers)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, _list(request, list_id), problem)
    messages.success(request, f"Đã xác nhận {len(answers)} hồ sơ của giấy bàn giao {made.number}.")
    return redirect("desk:transfer", list_id)


@for_officers(*transfers.HANDS)
@require_POST
def recall(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The giver takes back what nobody has confirmed."""
    made = _list(request, list_id)
    try:
        handing.recall(actor=actor(request), list_id=list_id, ground=request.POST.get("ground", ""))
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, made, problem)
    messages.success(request, f"Đã rút lại giấy bàn giao {made.number}; hồ sơ trở lại mục «Chờ giao đi».")
    return redirect("desk:transfer", list_id)


@for_officers(*transfers.HANDS)
@require_POST
def give_back(request: HttpRequest, list_id: UUID, line_id: UUID) -> HttpResponse:
    """What was confirmed by mistake goes back, on a list of its own."""
    made = _list(request, list_id)
    try:
        back = handing.give_back(actor=actor(request), line_id=line_id, ground=request.POST.get("ground", ""))
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, made, problem)
    messages.success(
        request, f"Đã lập giấy trả lại {back.number}. Bạn giữ trách nhiệm đến khi bên kia xác nhận."
    )
    return redirect("desk:transfer", back.pk)


@for_officers(*transfers.HANDS)
@require_safe
def list_pdf(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The list as it stands, on paper."""
    made = _list(request, list_id)
    wanted = request.GET.get("kho", "a4")
    size = cast(paper.Size, wanted if wanted in ("a4", "a5") else "a4")
    return pdf_answer(transfer_paper.pdf(made, size=size), f"ban-giao-{made.number}")
