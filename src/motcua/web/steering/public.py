"""Figures for everybody: received, on time and late by agency and month, and how often pages were opened."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.lib import moment
from motcua.lib.moment import TZ
from motcua.organisation.models import Unit
from motcua.reporting import cockpit as engine
from motcua.reporting.cockpit import Month, Numbers
from motcua.reporting.figures import Whose
from motcua.reporting.table import Share
from motcua.web.steering.models import Visit
from motcua.web.steering.scope import month_of, months_to_choose
from motcua.web.ui.doors import for_all

SCHEMA = "1"
EVERYBODY = Whose()
_VISIT_DAYS = 30
# (key in the files, words of the column)
COLUMNS = (
    ("received", "Tiếp nhận"),
    ("received_online", "Trong đó trực tuyến"),
    ("solved", "Đã giải quyết"),
    ("on_time", "Trước và đúng hạn"),
    ("late", "Quá hạn"),
    ("pending", "Đang giải quyết cuối kỳ"),
    ("overdue", "Trong đó quá hạn"),
)


def lines(month: Month) -> list[dict[str, Any]]:
    """One line for each agency that had dossiers in the month. Agencies only: no person, no dossier."""
    sums = engine.numbers_by_unit(EVERYBODY, month)
    names = Unit.objects.filter(pk__in=sums).order_by("level", "name").values_list("pk", "name", "level")
    made = [_line(unit_id, name, level, sums[unit_id]) for unit_id, name, level in names]
    return [line for line in made if line["received"] or line["solved"] or line["pending"]]


def _line(unit_id: str, name: str, level: str, own: Numbers) -> dict[str, Any]:
    return {
        "unit": unit_id,
        "name": name,
        "level": level,
        "received": own.received,
        "received_online": own.online,
        "solved": own.solved,
        "on_time": own.early + own.on_time,
        "late": own.late,
        "pending": own.pending,
        "overdue": own.overdue,
    }


def totals_of(found: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The sums of the lines."""
    return {key: sum(line[key] for line in found) for key, _ in COLUMNS}


@for_all()
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The page everybody may read, with its files."""
    month = month_of(request.GET.get("thang", ""))
    found = lines(month)
    totals, code = totals_of(found), f"{month.first:%Y-%m}"
    context = {
        "month": month,
        "code": code,
        "months": months_to_choose(),
        "columns": COLUMNS,
        "lines": [{**line, "share": Share(line["on_time"], line["solved"])} for line in found],
        "totals": totals,
        "on_time": Share(totals["on_time"], totals["solved"]),
        "online": Share(totals["received_online"], totals["received"]),
        "trend": engine.trend(EVERYBODY, month),
        "cut_off": moment.now(),
        "csv_url": reverse("statistics:csv", args=[code]),
        "json_url": reverse("statistics:json", args=[code]),
    }
    return render(request, "steering/statistics.html", context)


def _month(code: str) -> Month:
    month = month_of(code)
    if f"{month.first:%Y-%m}" != code:
        raise Http404
    return month


@for_all()
@require_safe
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The month as CSV; columns in docs/reference/open-data.md."""
    month, keys = _month(code), [key for key, _ in COLUMNS]
    text = io.StringIO()
    writer = csv.DictWriter(text, ["month", "cut_off", "unit", "name", "level", *keys], lineterminator="\n")
    writer.writeheader()
    for line in lines(month):
        writer.writerow({"month": code, "cut_off": month.last.isoformat(), **line})
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="so-lieu-{code}.csv"'
    return answer


@for_all()
@require_safe
def as_json(request: HttpRequest, code: str) -> HttpResponse:
    """The month as JSON."""
    month = _month(code)
    found = lines(month)
    return JsonResponse(
        {
            "schema": SCHEMA,
            "month": code,
            "first": month.first.isoformat(),
            "last": month.last.isoformat(),
            "complete": month.is_whole,
            "made_at": moment.now().astimezone(TZ).isoformat(timespec="seconds"),
            "agencies": found,
            "totals": totals_of(found),
        },
        json_dumps_params={"ensure_ascii": False},
    )


@for_all()
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """How often each page was opened in the last thirty days, and day by day."""
    since = moment.today() - timedelta(days=_VISIT_DAYS - 1)
    rows = Visit.objects.filter(day__gte=since)
    context = {
        "since": since,
        "pages": rows.values("page").annotate(number=Sum("count")).order_by("-number", "page")[:60],
        "days": rows.values("day").annotate(number=Sum("count")).order_by("day"),
        "csv_url": reverse("statistics:visits-csv"),
    }
    return render(request, "steering/visits.html", context)


@for_all()
@require_safe
def visits_csv(request: HttpRequest) -> HttpResponse:
    """Visits by day and page of the last year."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["day", "page", "visits"])
    since = moment.today() - timedelta(days=365)
    rows = Visit.objects.filter(day__gte=since).order_by("day", "page")
    writer.writerows(rows.values_list("day", "page", "count"))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="luot-xem.csv"'
    return answer
