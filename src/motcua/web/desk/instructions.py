"""Leaders' instructions: those I have to answer, those I gave, what is late; giving, answering, closing."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.actions import instruct as verbs
from motcua.dossiers.models import Instruction
from motcua.dossiers.public import id_of
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation import staff
from motcua.web.desk.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine, Filter
from motcua.web.ui.typed import a_day, a_number

PER_PAGE = 25
_LISTS = {"": "Đang chờ", "qua-han": "Quá hạn", "cua-toi": "Giao cho tôi", "da-xong": "Đã kết thúc"}


@for_officers()
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is open first, the nearest day on top; `?ho-so=` begins one about a dossier."""
    return _page(request)


def _lists(acting: Actor) -> dict[str, Any]:
    seen = Instruction.objects.visible_to(acting)
    return {
        "": seen.open(),
        "qua-han": seen.late(moment.today()),
        "cua-toi": seen.open().filter(owner_id=acting.user_id),
        "da-xong": seen.filter(closed_at__isnull=False).order_by("-closed_at", "pk"),
    }


def _page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    acting, today = actor(request), moment.today()
    lists = _lists(acting)
    which = request.GET.get("loc", "")
    which = which if which in lists else ""
    rows = lists[which].select_related("owner", "unit", "dossier", "given_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    leads = acting.has(HEAD, SIGNER)
    context = {
        "filters": [_filter(key, lists[key].count(), which) for key in _LISTS],
        "page": page,
        "lines": [
            (row, row.is_late(today), row.owner_id == acting.user_id, _may_close(acting, row)) for row in page
        ],
        "may_give": leads,
        "people": staff.own_posts_in(acting.units, today) if leads else [],
        "about": request.POST.get("about") or request.GET.get("ho-so", "")[:80],
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show(request, "desk/instructions.html", "instructions", context, status=409 if problem else 200)


def _filter(key: str, number: int, current: str) -> Filter:
    url = reverse("desk:instructions") + (f"?loc={key}" if key else "")
    tone = "red" if key == "qua-han" and number else "grey"
    return Filter(_LISTS[key], url, number, tone, key == current)  # type: ignore[arg-type]


def _may_close(acting: Actor, row: Instruction) -> bool:
    leads = acting.has(HEAD, SIGNER) and row.unit_id in acting.units
    return row.closed_at is None and (row.given_by_id == acting.user_id or leads)


def _verb(act: Callable[..., str]) -> Callable[..., HttpResponse]:
    """A verb as a view; what is refused comes back on the page with what was typed."""

    @for_officers()
    @require_POST
    @wraps(act)
    def view(request: HttpRequest, **more: Any) -> HttpResponse:
        try:
            said = act(actor(request), request.POST, **more)
        except Forbidden:
            raise
        except Refused as problem:
            return _page(request, problem)
        messages.success(request, said)
        return redirect("desk:instructions")

    return view


@_verb
def give(acting: Actor, posted: Any) -> str:
    """A new instruction."""
    owner = User.objects.filter(pk=a_number(posted.get("owner", "")) or 0).first()
    if owner is None:
        raise Refused("Hãy chọn người thực hiện.", field="owner")
    number = posted.get("about", "").strip()
    dossier_id = id_of(number) if number else None
    if number and dossier_id is None:
        raise Refused("Không có hồ sơ nào mang mã này.", field="about")
    row = verbs.instruct(
        actor=acting,
        owner=owner,
        words=posted.get("words", ""),
        due_on=a_day(posted.get("due_on", ""), "due_on"),
        dossier_id=dossier_id,
    )
    return f"Đã giao {owner.name}, hạn trả lời {row.due_on:%d/%m/%Y}."


@_verb
def answer(acting: Actor, posted: Any, instruction_id: UUID) -> str:
    """The owner's answer."""
    row = verbs.answer_instruction(
        actor=acting, instruction_id=instruction_id, words=posted.get("answer", "")
    )
    return f"Đã trả lời {row.given_by.name}."


@_verb
def close(acting: Actor, posted: Any, instruction_id: UUID) -> str:
    """It is done with."""
    verbs.close_instruction(actor=acting, instruction_id=instruction_id)
    return "Đã kết thúc ý kiến chỉ đạo."
