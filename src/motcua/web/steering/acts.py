"""What a leader does from the figures: ask, urge, give work away; and what officers read, answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import reminders as said
from motcua.dossiers.actions import tasks, urge
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.oversight import OVERSEERS, is_open_to, overseen_case
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.queries import assignments_in
from motcua.web.steering.frame import show
from motcua.web.steering.lists import case_url
from motcua.web.steering.scope import LEADERS
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

PER_PAGE = 25


@for_officers(*LEADERS)
@require_safe
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier as a leader sees it: who has it, since when, what was said about it, what can be done."""
    return _page(request, _case(request, dossier_id))


def _case(request: HttpRequest, dossier_id: UUID) -> Dossier:
    found = overseen_case(actor(request), dossier_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: Dossier, problem: Refused | None = None, status: int = 200
) -> HttpResponse:
    acting = actor(request)
    context = {
        "dossier": found,
        "state": found.state,
        "procedure": found.version.procedure,
        "agency": found.competent_unit or found.receiving_unit,
        "case_url": case_url(found.pk) if is_open_to(acting, found.pk) else "",
        "work": [(item, _able(item) if _may_give(acting, item) else None) for item in found.open_items()],
        "said": [(each, said.WORDS[each.kind]) for each in said.said_about(found.pk)],
        "may_urge": acting.has(*OVERSEERS) and bool(found.open_items()),
        "may_answer": said.asked_by(actor=acting, dossier_id=found.pk) is not None,
        "is_late": found.due_at is not None and not found.has_ended and found.due_at < moment.now(),
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show(request, "steering/dossier.html", "cockpit", context, status=status)


def _may_give(acting: Actor, item: WorkItem) -> bool:
    return acting.has(HEAD, SIGNER) and item.unit_id in acting.units


def _able(item: WorkItem) -> list[User]:
    """Who holds the role of this work in its unit today, without its present holder."""
    people = {each.user_id: each.user for each in assignments_in(item.unit, item.role, moment.today())}
    return [person for person in people.values() if person.pk != item.assignee_id]


@for_officers(*OVERSEERS)
@require_POST
def say(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask or urge whoever holds the dossier."""
    found, kind = _case(request, dossier_id), request.POST.get("kind", "")
    try:
        people = urge.urge(
            actor=actor(request), dossier_id=found.pk, words=request.POST.get("words", ""), kind=kind
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, found, problem, status=409)
    messages.success(request, f"Đã gửi tới: {', '.join(person.name for person in people)}.")
    return redirect("steering:dossier", found.pk)


@for_officers(SIGNER, HEAD)
@require_POST
def give(request: HttpRequest, dossier_id: UUID, item_id: UUID) -> HttpResponse:
    """Give a piece of open work to somebody of the unit, or back into its common queue."""
    found = _case(request, dossier_id)
    item = next((each for each in found.open_items() if each.pk == item_id), None)
    if item is None:
        raise Http404
    chosen = request.POST.get("to", "")
    person = next((each for each in _able(item) if str(each.pk) == chosen), None)
    try:
        if chosen and person is None:
            raise Refused("Người này không giữ vai trò làm được việc này.", field=f"to-{item_id}")
        tasks.reassign(
            actor=actor(request), item_id=item_id, to=person, reason=request.POST.get("reason", "")
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, found, problem, status=409)
    messages.success(request, f"Đã giao «{item.name}» cho {person.name if person else 'hàng việc chung'}.")
    return redirect("steering:dossier", found.pk)


@for_officers()
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """What this officer was asked, urged or answered, newest first."""
    page = Paginator(said.reminders_of(actor(request)), PER_PAGE).get_page(request.GET.get("page"))
    words = said.WORDS | said.TOLD
    lines = [
        (each, words[each.kind], _asked_about(each.link) if each.kind in (said.ASK, said.URGE) else "")
        for each in page.object_list
    ]
    return show(request, "steering/reminders.html", "reminders", {"page": page, "lines": lines})


def _asked_about(link: str) -> str:
    """The dossier a question leads to."""
    return link.strip("/").split("/")[-1]


@for_officers()
@require_POST
def seen(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Read; it stays in the list."""
    said.read(actor=actor(request), notice_id=notice_id)
    return redirect("steering:reminders")


@for_officers()
@require_POST
def reply(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Answer the leader who asked last."""
    leader = urge.answer(actor=actor(request), dossier_id=dossier_id, words=request.POST.get("words", ""))
    messages.success(request, f"Đã trả lời {leader.name}.")
    return redirect("steering:reminders")
