"""The periodic reports on screen and as files: formula, cut-off, and from every figure to its dossiers."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.catalogue.models import Procedure
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.reporting.exporting import is_big, lines_of, note_export
from motcua.reporting.exports import csv_lines, write_xlsx
from motcua.reporting.labels import AGENCY, FIELD, LEVEL, SERVICE
from motcua.reporting.lists import FIGURES
from motcua.reporting.models import Export
from motcua.reporting.printing import on_paper, words_of
from motcua.reporting.reports import REPORTS
from motcua.reporting.reports.reasons import ACTS
from motcua.reporting.scope import Asked
from motcua.reporting.table import BrokenReport, Column, ReportKind, Streamed, Table
from motcua.web.steering.frame import show
from motcua.web.steering.lists import list_url
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

# Lists of dossiers are read screen by screen, tables of sums at one go.
ON_SCREEN = 50
TABLE_ON_SCREEN = 300
# Who wants to read on after so many screens takes the file.
MOST_SCREENS = 20
# Reports whose cells lead to their dossiers, with the lists of cells that are called otherwise there.
_LINKED: Mapping[str, Mapping[str, str]] = {"06a": {}, "first-time-right": {"share": "first_time_right"}}
_REASONS = "reasons"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Cell:
    """A value as people read it, with its list where it has one."""

    text: str
    label: str
    is_number: bool
    url: str = ""


@dataclass(frozen=True)
class Words:
    """What a page says about a report. (The report itself can be called, and a template would call it.)"""

    name: str
    title: str
    formula: str
    source: str
    by: Mapping[str, str]

    @classmethod
    def of(cls, kind: ReportKind) -> "Words":
        return cls(kind.name, kind.title, kind.formula, kind.source, kind.by)


@for_officers(*LEADERS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report this officer may open."""
    kinds = [Words.of(kind) for kind in REPORTS.values() if kind.open_to(actor(request))]
    scope = scope_of(request)
    return show(request, "steering/reports.html", "reports", {"kinds": kinds}, scope=scope)


@for_officers(*LEADERS)
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report; one that contradicts itself is not shown."""
    kind, scope = kind_of(request, name), scope_of(request)
    asked = asked_of(request, kind, scope)
    context: dict[str, Any] = {
        "kind": Words.of(kind),
        "asked": asked,
        "levels": Unit.Level.choices,
        "by": kind.grouping(asked),
        "csv_url": f"{reverse('steering:report-csv', args=[name])}?{request.GET.urlencode()}",
        "pdf_url": f"{reverse('steering:report-pdf', args=[name])}?{request.GET.urlencode()}",
        "xlsx_url": f"{reverse('steering:report-xlsx', args=[name])}?{request.GET.urlencode()}",
        "ask_url": f"{reverse('steering:report-ask', args=[name])}?{request.GET.urlencode()}",
        "forms": Export.Form.choices,
        "days": settings.EXPORT_DAYS,
    }
    try:
        context |= _table_context(kind(asked), kind, scope, _screen(request))
    except BrokenReport as problem:
        context["broken"] = str(problem)
        return show(request, "steering/report.html", "reports", context, scope=scope, status=500)
    return show(request, "steering/report.html", "reports", context, scope=scope)


def kind_of(request: HttpRequest, name: str) -> ReportKind:
    """The report of this name, for who may open it."""
    kind = REPORTS.get(name)
    if kind is None or not kind.open_to(actor(request)):
        raise Http404
    return kind


def asked_of(request: HttpRequest, kind: ReportKind, scope: Scope) -> Asked:
    """The question in the address."""
    level = request.GET.get("cap", "")
    return Asked(
        scope.month.first,
        scope.month.last,
        unit=scope.unit,
        level=level if level in Unit.Level.values else "",
        by=request.GET.get("chia", ""),
        old_map=request.GET.get("ban-do") == "cu",
    )


def _screen(request: HttpRequest) -> int:
    """Which screen of lines is asked for, from 1; what makes no sense is the first."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), MOST_SCREENS) if asked.isascii() and asked.isdecimal() else 1


def _table_context(table: Table, kind: ReportKind, scope: Scope, screen: int) -> dict[str, Any]:
    most = ON_SCREEN if isinstance(table.rows, Streamed) else TABLE_ON_SCREEN
    before = (screen - 1) * most
    found = table.first(before + most + 1)[before:]
    lines = lines_of(table)
    linked = table.name in _LINKED
    narrow = _narrowing(kind.grouping(table.asked), table.asked) if linked else {}
    rows = []
    for row in found[:most]:
        more = _line_of_reasons(row) if table.name == _REASONS else narrow.get(str(row.get("label")))
        rows.append([_cell(table, column, row, scope, more) for column in table.columns])
    totals = None
    if table.totals is not None:
        more = _level(table.asked) if linked else None
        totals = [_cell(table, column, table.totals, scope, more) for column in table.columns]
    return {
        "table": table,
        "groups": _groups(table.columns),
        "rows": rows,
        "totals": totals,
        "screen": screen,
        "all_lines": lines - (table.totals is not None) if lines else None,
        "first_line": before + 1,
        "last_line": before + len(rows),
        "before": screen - 1,
        "after": screen + 1 if len(found) > most and screen < MOST_SCREENS else 0,
        "cut": len(found) > most and screen == MOST_SCREENS,
        "big": is_big(lines),
        "lines": lines,
    }


def _groups(columns: Any) -> list[tuple[str, int]]:
    """The words above several columns, with how many they stand over; nothing where no column has any."""
    found: list[tuple[str, int]] = []
    for column in columns:
        if found and found[-1][0] == column.group and column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return found if any(words for words, _ in found) else []


def _level(asked: Asked) -> Mapping[str, str]:
    return {"cap": asked.level} if asked.level else {}


def _narrowing(by: str, asked: Asked) -> dict[str, Mapping[str, str]]:
    """From the words of a line to what narrows a list down to its dossiers."""
    level = _level(asked)
    pairs: list[tuple[str, Mapping[str, str]]] = []
    if by == FIELD:
        fields = Procedure.objects.values_list("field__name", "field_id").distinct()
        pairs = [(name, {"linh-vuc": code}) for name, code in fields]
    elif by == AGENCY:
        units = Unit.objects.valid(asked.last).values_list("name", "pk")
        pairs = [(name, {"don-vi": unit_id}) for name, unit_id in units]
    elif by == LEVEL:
        pairs = [(label, {"cap": code}) for code, label in Unit.Level.choices]
    elif by == SERVICE:
        pairs = [
            (f"{code} {name}", {"thu-tuc": code})
            for code, name in Procedure.objects.values_list("pk", "name")
        ]
    return {words: {**level, **more} for words, more in pairs}


def _line_of_reasons(row: Mapping[str, Any]) -> Mapping[str, str]:
    """What leads from a line of the report of reasons to its dossiers."""
    return {
        "thu-tuc": str(row["code"]),
        "viec": next(verb for verb, words in ACTS.items() if words == row["act"]),
        "muc": str(row["item"]),
        "ly-do": str(row["reason_key"]),
    }


def _list_behind(table: Table, column: Column) -> str:
    """The name of the list behind a column; empty when no list of dossiers makes the figure."""
    if table.name == _REASONS:
        return "ly-do" if column.key == "count" else ""
    name = _LINKED.get(table.name, {}).get(column.key, column.key)
    return name if name in FIGURES else ""


def _cell(
    table: Table, column: Column, row: Mapping[str, Any], scope: Scope, more: Mapping[str, str] | None
) -> Cell:
    value = row.get(column.key, "")
    label = f"{column.group}: {column.label}" if column.group else column.label
    url, behind = "", _list_behind(table, column)
    if more is not None and behind and value:
        given = dict(more)
        url = list_url(behind, scope, unit=given.pop("don-vi", ""), **given)
    return Cell(words_of(column, value), label, column.kind not in ("text", "day", "moment"), url)


@for_officers(*LEADERS, on_record=True)
@require_safe
def report_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """The report as CSV, line by line in constant memory."""
    return _at_once(request, name, Export.Form.CSV, _csv)


@for_officers(*LEADERS, on_record=True)
@require_safe
def report_xlsx(request: HttpRequest, name: str) -> HttpResponseBase:
    """The report as a spreadsheet, with formula, source and cut-off above the table."""
    return _at_once(request, name, Export.Form.XLSX, _xlsx)


@for_officers(*LEADERS, on_record=True)
@require_safe
def report_pdf(request: HttpRequest, name: str) -> HttpResponseBase:
    """The report on paper, to sign and to keep."""
    return _at_once(request, name, Export.Form.PDF, _pdf)


def _at_once(
    request: HttpRequest, name: str, form: Export.Form, answer: Callable[[Table], HttpResponseBase]
) -> HttpResponseBase:
    """A file that is ready in a moment, on record; what would take longer is asked for on the page."""
    kind = kind_of(request, name)
    try:
        table = kind(asked_of(request, kind, scope_of(request)))
        if is_big(lines_of(table)):
            raise Refused("Báo cáo này dài, tệp được làm ở nền. Hãy bấm «Làm tệp ở nền» dưới đây.")
        made = answer(table)
    except BrokenReport:
        return report(request, name)
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect(f"{reverse('steering:report', args=[name])}?{request.GET.urlencode()}")
    if request.method == "GET":
        note_export(actor=actor(request), table=table, form=form)
    return made


def _csv(table: Table) -> HttpResponseBase:
    answer = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(table)}.csv"'
    return answer


def _xlsx(table: Table) -> HttpResponseBase:
    # The file belongs to the answer, which closes it when it has been sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        write_xlsx(table, file)
    except BrokenReport:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_file_name(table)}.xlsx", content_type=_XLSX)


def _pdf(table: Table) -> HttpResponseBase:
    answer = HttpResponse(on_paper(table), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{table.name}.pdf"'
    return answer


def _file_name(table: Table) -> str:
    return f"{table.name}-{table.asked.first:%Y%m%d}-{table.asked.last:%Y%m%d}"
