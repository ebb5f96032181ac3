"""How much everybody has, and sharing it out again: many pieces of work in one act."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.dossiers.actions.balance import MOST, balance
from motcua.dossiers.models import WorkItemQuerySet
from motcua.dossiers.workload import loads, work_held
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk.frame import show
from motcua.web.desk.rows import rows_of_work
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import a_number

SHOWN = 100
_COMMON = "chung"


@for_officers(HEAD, SIGNER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`?ai=` an officer or the common queue: that work with boxes to tick; without it the numbers alone."""
    if request.method != "POST":
        return _page(request)
    try:
        said = _share(request)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, problem)
    messages.success(request, said)
    return redirect(f"{reverse('desk:balance')}?ai={_whose(request)}")


def _whose(request: HttpRequest) -> str:
    asked = request.POST.get("ai") or request.GET.get("ai", "")
    return asked if asked == _COMMON or a_number(asked) is not None else ""


def _work(acting: Actor, whose: str) -> WorkItemQuerySet:
    return work_held(acting, None if whose == _COMMON else a_number(whose))


def _page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    acting, whose = actor(request), _whose(request)
    shown = loads(acting, moment.now())
    items = list(_work(acting, whose)[:SHOWN]) if whose else []
    chosen = next((load for load in shown if (str(load.user_id or "") or _COMMON) == whose), None)
    context = {
        "loads": [(load, str(load.user_id or "") or _COMMON) for load in shown],
        "whose": whose,
        "chosen": chosen,
        "lines": list(zip(items, rows_of_work(items, acting), strict=True)),
        "people": [load for load in shown if load.user_id is not None and load.away_until is None],
        "picked": set(request.POST.getlist("item")),
        "to": set(request.POST.getlist("to")),
        "reason": request.POST.get("reason", ""),
        "number": request.POST.get("number", ""),
        "shown_most": SHOWN,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
    }
    return show(request, "desk/balance.html", "balance", context, status=409 if problem else 200)


def _ids(texts: list[str]) -> list[str]:
    """What was ticked; what is no id at all was not ticked on our page."""
    try:
        return [str(UUID(text)) for text in texts]
    except ValueError:
        raise Refused("Danh sách việc đã thay đổi. Hãy tải lại trang.", field="item") from None


def _share(request: HttpRequest) -> str:
    """One act out of what was ticked; a number takes so many from the top of the list instead."""
    acting, whose = actor(request), _whose(request)
    item_ids = _ids(request.POST.getlist("item"))
    number = a_number(request.POST.get("number", "").strip())
    if not item_ids and number:
        item_ids = [str(pk) for pk in _work(acting, whose).values_list("pk", flat=True)[: min(number, MOST)]]
    keys = [a_number(each) or 0 for each in request.POST.getlist("to")]
    among = [] if "common" in request.POST else list(User.objects.filter(pk__in=keys).order_by("name", "pk"))
    if not among and "common" not in request.POST:
        raise Refused("Hãy chọn ít nhất một người nhận, hoặc bấm «Trả về hàng chung».", field="to")
    done = balance(actor=acting, item_ids=item_ids, among=among, reason=request.POST.get("reason", ""))
    told = [f"{name}: {count}" for name, count in sorted(done.given.items())]
    said = f"Đã chuyển {done.moved} việc" + (f" ({', '.join(told)})." if told else ".")
    if done.done:
        said += f" {done.done} việc vừa được làm xong nên giữ nguyên."
    if done.unable:
        said += f" {done.unable} việc không ai trong số người chọn làm được nên giữ nguyên."
    return said
