"""Tài khoản thu: on which bank accounts which unit collects, from when to when."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.actor import ADMIN
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation import register
from motcua.organisation.queries import unit_called
from motcua.payments.actions import accounts as acts
from motcua.payments.models import CollectingAccount
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import a_day, the_day

PER_PAGE = 50
_MOST_UNITS = 20
_FIELDS = ("unit", "bank_bin", "bank_name", "number", "holder", "valid_from", "valid_to")


@for_officers(ADMIN)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every account with its days. `?q=` searches the unit a new one is for, `?don-vi=` opens its form."""
    chosen = request.GET.get("don-vi", "").replace("\x00", "")[:60]
    return _page(request, {"unit": chosen, "valid_from": short_date(moment.today())})


def _page(
    request: HttpRequest, typed: dict[str, str], problem: Refused | None = None, ended: UUID | None = None
) -> HttpResponse:
    today = moment.today()
    rows = CollectingAccount.objects.select_related("unit").order_by("unit__name", "-valid_from", "number")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {
        "q": words,
        "units": list(register.found(words).valid(today)[:_MOST_UNITS]) if words else [],
        "chosen": unit_called(typed.get("unit", "")),
        "page": page,
        "rows": [(each, each.valid_to is None or each.valid_to >= today) for each in page.object_list],
        "typed": {name: typed.get(name, "") for name in _FIELDS},
        "ended": ended,
        "last_day": request.POST.get("last_day", ""),
        "today": today,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "wrong": problem.field if problem else "",
    }
    return show(request, "console/accounts.html", "console:accounts", context, status=409 if problem else 200)


@for_officers(ADMIN)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A further account of the unit that was chosen."""
    typed = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in _FIELDS}
    try:
        details = acts.Details(
            bank_bin=typed["bank_bin"],
            bank_name=typed["bank_name"],
            number=typed["number"],
            holder=typed["holder"],
            valid_from=the_day(typed["valid_from"], "valid_from"),
            valid_to=a_day(typed["valid_to"], "valid_to"),
        )
        account = acts.add(actor=actor(request), unit_id=typed["unit"], details=details)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, typed, problem)
    messages.success(request, f"Đã thêm tài khoản {account.number} của {account.unit.name}.")
    return redirect("console:accounts")


@for_officers(ADMIN)
@require_POST
def end(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The last day on which it is given out to payers."""
    try:
        day = the_day(request.POST.get("last_day", ""), "last_day")
        account = acts.end(actor=actor(request), account_id=account_id, last_day=day)
    except CollectingAccount.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"last_day-{account_id}"
        return _page(request, {}, problem, account_id)
    messages.success(request, f"Tài khoản {account.number} thu đến hết ngày {short_date(day)}.")
    return redirect("console:accounts")
