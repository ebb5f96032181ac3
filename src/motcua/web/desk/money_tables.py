"""Figures that go out: the quarterly settlement, and the journal for the accounting system."""

import tempfile
from datetime import date

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_GET, require_safe

from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.queries import unit_name
from motcua.reporting.exporting import note_export
from motcua.reporting.exports import csv_lines, write_xlsx
from motcua.reporting.journal import journal, postings, row_of
from motcua.reporting.settlement import quarter, quarter_of, settlement
from motcua.reporting.table import Table
from motcua.web.desk.frame import words_in
from motcua.web.desk.money_frame import asked_day, money_page, paged
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_officers(ACCOUNTANT)
@require_safe
def quarterly(request: HttpRequest) -> HttpResponse:
    """`?quy=2026-4`; without it the present quarter."""
    typed, problem = words_in(request, "quy", most=6), None
    try:
        table = _settlement(actor(request), typed)
    except Refused as found:
        problem, table = found, _settlement(actor(request), "")
    context = {
        "table": table,
        "typed": typed or quarter_of(moment.today()),
        "quarter": quarter_of(table.asked.first),
        "rows": list(table.rows),
        "totals": table.totals,
    }
    return money_page(request, "desk/money/settlement.html", "desk:settlement", context, problem)


def _settlement(acting: Actor, typed: str) -> Table:
    first, last = quarter(typed or quarter_of(moment.today()))
    return settlement(first, last, acting.units, unit_name(acting.unit_id))


@for_officers(ACCOUNTANT, on_record=True)
@require_GET
def quarterly_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The settlement of a quarter as CSV or spreadsheet."""
    try:
        table = _settlement(actor(request), words_in(request, "quy", most=6))
    except Refused as problem:
        raise Http404 from problem
    name = f"quyet-toan-{quarter_of(table.asked.first)}"
    if kind not in ("csv", "xlsx"):
        raise Http404
    note_export(actor=actor(request), table=table, form=kind)
    if kind == "csv":
        return _csv(table, name)
    # The file belongs to the answer, which closes it when it has been sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX)


def _csv(table: Table, name: str) -> StreamingHttpResponse:
    lines = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    lines["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return lines


@for_officers(ACCOUNTANT)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """`?tu=` and `?den=`: the postings of these days; without them today's."""
    first, last = _period(request)
    page = paged(request, postings(first, last, actor(request).units))
    context = {
        "first": first,
        "last": last,
        "page": page,
        "rows": [row_of(each) for each in page.object_list],
    }
    return money_page(request, "desk/money/journal.html", "desk:journal", context)


@for_officers(ACCOUNTANT, on_record=True)
@require_GET
def entries_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a file, streamed."""
    acting, (first, last) = actor(request), _period(request)
    table = journal(first, last, acting.units, unit_name(acting.unit_id))
    note_export(actor=acting, table=table, form="csv")
    return _csv(table, f"but-toan-{first:%Y%m%d}-{last:%Y%m%d}")


def _period(request: HttpRequest) -> tuple[date, date]:
    first = asked_day(request, "tu")
    return first, max(first, asked_day(request, "den", standard=max(first, moment.today())))
