"""What a leader asks in the morning: what is late and with whom, what stands still, who has too much."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.dossiers import queries
from motcua.dossiers.lifecycle import Status
from motcua.identity.actor import HEAD, SIGNER
from motcua.lib import moment
from motcua.lib.money import grouped
from motcua.web.desk.frame import OVERSEERS, show
from motcua.web.desk.lists import LISTS, MORE_LISTS
from motcua.web.desk.rows import NOBODY, rows_of_dossiers, rows_of_work
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Figure

_MOST = 15
_FIGURES = (
    "acceptance_late",
    "quiet",
    "late",
    "no_apology",
    "uncollected",
    "due_soon",
    "waiting",
    "running",
)


@for_officers(*OVERSEERS)
@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """The unit and its parts at a glance; every number opens its dossiers."""
    acting, now = actor(request), moment.now()
    counts = queries.counts_of(acting, now, _FIGURES)
    named = LISTS | MORE_LISTS
    context = {
        "figures": [
            Figure(
                named[name].label,
                grouped(counts[name]),
                url=reverse("desk:list", args=[named[name].slug]),
                action="Xem danh sách",
            )
            for name in _FIGURES
        ],
        "by_status": [
            (Status(code), number) for code, number in queries.counts_by_status(acting).items() if number
        ],
        "unanswered": rows_of_dossiers(queries.listed(acting, "acceptance_late", now)[:_MOST]),
        "late": rows_of_dossiers(queries.listed(acting, "late", now)[:_MOST]),
        "no_apology": rows_of_dossiers(queries.listed(acting, "no_apology", now)[:_MOST]),
        "soon": rows_of_dossiers(queries.listed(acting, "due_soon", now)[:_MOST]),
        "stuck": rows_of_work(queries.longest_open(acting, most=_MOST), acting),
        "workload": [
            {**row, "holder": row["assignee__name"] or NOBODY, "unit": row["unit__short_name"]}
            for row in queries.workload(acting, now)[:100]
        ],
        "may_balance": acting.has(HEAD, SIGNER),
        "late_url": reverse("desk:list", args=[LISTS["late"].slug]),
    }
    return show(request, "desk/unit.html", "unit", context)
