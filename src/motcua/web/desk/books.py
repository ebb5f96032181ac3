"""Register 07 of the desk: read month by month, as files, as A4 print, and locked when its year is over."""

import tempfile
from calendar import monthrange
from datetime import date
from typing import Any

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

from motcua.dossiers import slips
from motcua.dossiers.actions.register import lock_register, problem_of
from motcua.dossiers.models import RegisterBook
from motcua.dossiers.queries import book_of, books_of
from motcua.identity.actor import CLERK, DESK_OFFICER, HEAD, INSPECTOR, SIGNER, Actor
from motcua.lib import moment
from motcua.reporting.exporting import note_export
from motcua.reporting.exports import csv_lines, write_xlsx
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.table import Table
from motcua.web.desk.frame import show
from motcua.web.desk.prints import pdf_answer
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

READERS = (DESK_OFFICER, CLERK, HEAD, SIGNER, INSPECTOR)
PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_officers(*READERS)
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Every book of the officer's desks."""
    return show(request, "desk/books.html", "books", {"books": books_of(actor(request))})


@for_officers(*READERS)
@require_safe
def book(request: HttpRequest, book_id: int) -> HttpResponse:
    """One book, a month at a time, with its state."""
    acting = actor(request)
    found = _book(acting, book_id)
    month = _month(request, found)
    page = Paginator(list(_table(found, month).rows), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "book": found,
        "months": range(1, 13),
        "month": month,
        "page": page,
        "rows": page.object_list,
        "problem": problem_of(found) if found.locked_at else "",
        "may_lock": found.year_is_over
        and found.locked_at is None
        and acting.has(HEAD, SIGNER)
        and found.unit_id in acting.units,
    }
    return show(request, "desk/book.html", "books", context)


def _book(acting: Actor, book_id: int) -> RegisterBook:
    found = book_of(acting, book_id)
    if found is None:
        raise Http404
    return found


def _month(request: HttpRequest, found: RegisterBook) -> int:
    """The month asked for; today's, or the last of a year that is over."""
    typed = request.GET.get("thang", "")
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= 12:
        return int(typed)
    return 12 if found.year_is_over else moment.today().month


def _table(found: RegisterBook, month: int) -> Table:
    last = monthrange(found.year, month)[1]
    days = (date(found.year, month, 1), date(found.year, month, last))
    # The book of this very desk, on the map of its own time.
    return REPORTS["register-07"](Asked(*days, unit=found.unit_id, old_map=True))


@for_officers(*READERS, on_record=True)
@require_GET
def book_file(request: HttpRequest, book_id: int, kind: str) -> HttpResponseBase:
    """One month of a book as CSV, spreadsheet or A4 print."""
    found = _book(actor(request), book_id)
    if kind not in ("pdf", "csv", "xlsx"):
        raise Http404
    month = _month(request, found)
    table, name = _table(found, month), f"so-07-{found.unit_id}-{found.year}-{month:02d}"
    note_export(actor=actor(request), table=table, form=kind)
    if kind == "pdf":
        return pdf_answer(slips.register_pdf(found, month, list(table.rows)), name)
    if kind == "csv":
        lines = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
        lines["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return lines
    # The file belongs to the answer, which closes it when it has been sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX)


@for_officers(HEAD, SIGNER)
@require_POST
def lock_book(request: HttpRequest, book_id: int) -> HttpResponse:
    """Close the book of a year that is over."""
    found = _book(actor(request), book_id)
    locked = lock_register(actor=actor(request), book_id=found.pk)
    messages.success(request, f"Đã khóa sổ năm {locked.year} với {locked.last} dòng.")
    return redirect("desk:book", found.pk)
