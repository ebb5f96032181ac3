"""Inspection by software: draw a sample, look through it, write findings, end it with minutes and files."""

import tempfile
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.dossiers.queries import case_of
from motcua.identity.actor import INSPECTOR
from motcua.lib import moment
from motcua.lib.dates import add_months
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.queries import agencies_to_choose, calendar_for
from motcua.reporting import inspecting, minutes, queries
from motcua.reporting.exporting import note_export
from motcua.reporting.exports import csv_lines, write_xlsx
from motcua.reporting.inspecting import Wanted
from motcua.reporting.models import Finding, Inspection
from motcua.reporting.sampling import SIGNS
from motcua.web.steering.frame import show
from motcua.web.steering.lists import case_url
from motcua.web.steering.scope import LEADERS
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

PER_PAGE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As for other papers: a stricter policy leaves some readers of PDF empty.
_PDF_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
# How many working days a unit usually has for its answer; the inspector may write another day.
_ANSWER_DAYS = 5


def error_lines(problem: Refused | None) -> list[ErrorLine]:
    """The words of a refusal for the summary above a form."""
    return [ErrorLine(problem.message, problem.field or "")] if problem is not None else []


def day_of(text: str, field: str, sentence: str) -> date:
    """A day as a date field sends it. Raises Refused with the sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(sentence, field=field) from None


@for_officers(*LEADERS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """For the inspector: the inspections and how to draw another; for leaders: what they have to answer."""
    return _page(request)


def _page(request: HttpRequest, problem: Refused | None = None, status: int = 200) -> HttpResponse:
    acting, today = actor(request), moment.today()
    inspects = acting.has(INSPECTOR)
    found = queries.findings_for(acting)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "inspects": inspects,
        "inspections": list(queries.inspections_of(acting)[:PER_PAGE]),
        "page": shown,
        "findings": [(each, each.is_late(today)) for each in shown.object_list],
        "units": agencies_to_choose(today) if inspects else [],
        "signs": [(key, words, key in request.POST.getlist("signs")) for key, words in SIGNS.items()],
        "first": request.POST.get("first") or add_months(today.replace(day=1), -1).isoformat(),
        "last": request.POST.get("last") or today.isoformat(),
        "typed": request.POST,
        "errors": error_lines(problem),
    }
    return show(request, "steering/inspections.html", "inspections", context, status=status)


@for_officers(INSPECTOR)
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    typed, choose = request.POST, "Hãy chọn ngày đầu và ngày cuối của kỳ."
    try:
        size = typed.get("size", "").strip()
        wanted = Wanted(
            title=typed.get("title", ""),
            first=day_of(typed.get("first", ""), "first", choose),
            last=day_of(typed.get("last", ""), "last", choose),
            size=int(size) if size.isdecimal() and len(size) < 5 else 0,
            unit=typed.get("unit", ""),
            signs=typed.getlist("signs"),
            seed=typed.get("seed", ""),
        )
        made = inspecting.draw(actor=actor(request), wanted=wanted)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, problem, status=409)
    messages.success(request, f"Đã lấy mẫu, số gieo «{made.seed}».")
    return redirect("steering:inspection", made.pk)


def _inspection(request: HttpRequest, inspection_id: UUID) -> Inspection:
    found = queries.inspection_of(actor(request), inspection_id)
    if found is None:
        raise Http404
    return found


@for_officers(INSPECTOR)
@require_safe
def inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """One inspection: the sample, what was found, how to end it."""
    return _one(request, _inspection(request, inspection_id))


def _one(
    request: HttpRequest, made: Inspection, problem: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "inspection": made,
        "how": minutes.how_drawn(made),
        "sample": [
            (each, minutes.agency_of(each.dossier), each.findings.all()) for each in minutes.sample_of(made)
        ],
        "typed": request.POST,
        "errors": error_lines(problem),
    }
    return show(request, "steering/inspection.html", "inspections", context, status=status)


@for_officers(INSPECTOR)
@require_POST
def close(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """End it with a conclusion."""
    made = _inspection(request, inspection_id)
    try:
        inspecting.close(
            actor=actor(request), inspection_id=made.pk, conclusion=request.POST.get("conclusion", "")
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _one(request, made, problem, status=409)
    messages.success(request, "Đã kết thúc cuộc kiểm tra.")
    return redirect("steering:inspection", made.pk)


def _seen(request: HttpRequest, inspection_id: UUID, inspected_id: int) -> queries.Seen:
    found = queries.inspected_of(actor(request), inspection_id, inspected_id)
    if found is None:
        raise Http404
    return found


@for_officers(INSPECTOR)
@require_safe
def inspected(request: HttpRequest, inspection_id: UUID, inspected_id: int) -> HttpResponse:
    """One dossier of the sample: why it was drawn, its history, its findings, and a form for another."""
    return _look_at(request, _seen(request, inspection_id, inspected_id))


def _look_at(
    request: HttpRequest, seen: queries.Seen, problem: Refused | None = None, status: int = 200
) -> HttpResponse:
    case = case_of(actor(request), seen.dossier.pk)
    due = request.POST.get("due_on") or _usual_due().isoformat()
    context = {
        "inspection": seen.row.inspection,
        "row": seen.row,
        "dossier": seen.dossier,
        "state": seen.dossier.state,
        "agency": minutes.agency_of(seen.dossier),
        "case_url": case_url(seen.dossier.pk),
        "history": case.movements.all() if case is not None else [],
        "findings": queries.findings_in(seen.row),
        "levels": Finding.Level.choices,
        "due": due,
        "next_pk": seen.next_pk,
        "typed": request.POST,
        "errors": error_lines(problem),
    }
    return show(request, "steering/inspected.html", "inspections", context, status=status)


def _usual_due() -> date:
    return calendar_for().add_working_days(moment.today(), _ANSWER_DAYS)


@for_officers(INSPECTOR)
@require_POST
def look(request: HttpRequest, inspection_id: UUID, inspected_id: int) -> HttpResponse:
    """Looked through; on to the next one."""
    seen = _seen(request, inspection_id, inspected_id)
    inspecting.look(actor=actor(request), inspected_id=seen.row.pk)
    if seen.next_pk is not None:
        return redirect("steering:inspected", inspection_id, seen.next_pk)
    return redirect("steering:inspection", inspection_id)


@for_officers(INSPECTOR)
@require_POST
def find(request: HttpRequest, inspection_id: UUID, inspected_id: int) -> HttpResponse:
    """Write a finding."""
    seen, typed = _seen(request, inspection_id, inspected_id), request.POST
    try:
        inspecting.find(
            actor=actor(request),
            inspected_id=seen.row.pk,
            level=typed.get("level", ""),
            text=typed.get("text", ""),
            article=typed.get("article", ""),
            due_on=day_of(typed.get("due_on", ""), "due_on", "Hãy chọn hạn trả lời."),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _look_at(request, seen, problem, status=409)
    messages.success(request, "Đã ghi phát hiện và báo lãnh đạo đơn vị.")
    return redirect("steering:inspected", inspection_id, inspected_id)


@for_officers(INSPECTOR, on_record=True)
@require_GET
def inspection_csv(request: HttpRequest, inspection_id: UUID) -> HttpResponseBase:
    """Sample and findings as CSV."""
    table = minutes.table_of(_inspection(request, inspection_id))
    note_export(actor=actor(request), table=table, form="csv")
    answer = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kiem-tra.csv"'
    return answer


@for_officers(INSPECTOR, on_record=True)
@require_GET
def inspection_xlsx(request: HttpRequest, inspection_id: UUID) -> HttpResponseBase:
    """The same as a spreadsheet."""
    table = minutes.table_of(_inspection(request, inspection_id))
    note_export(actor=actor(request), table=table, form="xlsx")
    # The file belongs to the answer, which closes it when it has been sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="kiem-tra.xlsx", content_type=_XLSX)


@for_officers(INSPECTOR, on_record=True)
@require_GET
def inspection_pdf(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The minutes, to be printed and signed."""
    made = _inspection(request, inspection_id)
    note_export(actor=actor(request), table=minutes.table_of(made), form="pdf")
    content = minutes.minutes_pdf(made, actor(request).unit_id)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="bien-ban-kiem-tra.pdf"'
    answer["Content-Security-Policy"] = _PDF_POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer
