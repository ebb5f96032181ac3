"""Acting for somebody else: the mandates one holds and gave, switching to the other person and back."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.identity import mandates
from motcua.identity.models import Mandate
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import FOR_PERSON, actor
from motcua.web.ui.parts import Crumb, ErrorLine
from motcua.web.ui.typed import a_day, a_number


@for_citizens
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Whom I may act for, who may act for me."""
    return _page(request)


def _page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    who = actor(request)
    context = {
        "crumbs": (Crumb("Hồ sơ của tôi", reverse("mine:list")), Crumb("Ủy quyền")),
        "held": mandates.held_by(who, moment.today()),
        "given": mandates.given_by(who, moment.today()),
        "grounds": Mandate.Ground.choices,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return render(request, "portal/mine/mandates.html", context, status=409 if problem else 200)


def _verb(act: Callable[[HttpRequest], str]) -> Callable[..., HttpResponse]:
    """A verb as a view; what is refused comes back on the page with what was typed."""

    @for_citizens
    @require_POST
    @wraps(act)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            said = act(request)
        except Forbidden:
            raise
        except Refused as problem:
            return _page(request, problem)
        messages.success(request, said)
        return redirect("mine:mandates")

    return view


@_verb
def switch(request: HttpRequest) -> str:
    """From now on I act for this person, until I say otherwise; the mandate is asked for in every request."""
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError as problem:
        raise Refused("Hãy chọn người bạn làm thay.") from problem
    found = mandates.acting_for(actor(request), person_id, moment.today())
    request.session[FOR_PERSON] = str(person_id)
    request.session.cycle_key()
    mandates.note_switch(actor=found)
    return f"Bạn đang làm thay {found.for_name}. Mọi việc từ đây được ghi là làm thay."


@_verb
def stop(request: HttpRequest) -> str:
    """I act for myself again."""
    if request.session.pop(FOR_PERSON, None):
        request.session.cycle_key()
    return "Bạn đã thôi làm thay và trở lại là chính mình."


@_verb
def give(request: HttpRequest) -> str:
    """Somebody may act for me, from today."""
    posted = request.POST
    mandate = mandates.give_by_number(
        actor=actor(request),
        personal_id=posted.get("personal_id", ""),
        full_name=posted.get("full_name", ""),
        ground=posted.get("ground", ""),
        procedure_code=posted.get("procedure_code", "").strip()[:30],
        ends=a_day(posted.get("ends", ""), "ends"),
    )
    return f"Đã ủy quyền cho {mandate.delegate.full_name}."


@_verb
def end(request: HttpRequest) -> str:
    """A mandate ends at once, from either side."""
    number = a_number(request.POST.get("mandate", ""))
    if number is None or not Mandate.objects.filter(pk=number).exists():
        raise Refused("Không tìm thấy ủy quyền này. Hãy tải lại trang.")
    mandates.end(actor=actor(request), mandate_id=number)
    return "Đã chấm dứt ủy quyền."
