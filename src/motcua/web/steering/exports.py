"""Reports as files: asked for from the background, watched while they are made, taken while they are kept."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.lib.dates import short_date, short_moment
from motcua.lib.errors import Forbidden, Refused
from motcua.reporting import exporting
from motcua.reporting.models import Export
from motcua.web.steering.frame import show
from motcua.web.steering.reports import asked_of, kind_of
from motcua.web.steering.scope import LEADERS, scope_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Fact, Status

# So many of one's own are listed; older ones have lost their files long ago.
SHOWN = 30
_TYPES = {
    Export.Form.CSV: "text/csv; charset=utf-8",
    Export.Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Form.PDF: "application/pdf",
}
_STATUS = {
    Export.State.WAITING: ("pause", "grey"),
    Export.State.WORKING: ("running", "blue"),
    Export.State.READY: ("done", "green"),
    Export.State.FAILED: ("warning", "red"),
    Export.State.GONE: ("trash", "grey"),
}


@for_officers(*LEADERS)
@require_POST
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Put the report that is on the screen into the queue as a file."""
    kind = kind_of(request, name)
    asked = asked_of(request, kind, scope_of(request))
    try:
        made = exporting.ask_for_export(
            actor=actor(request), kind=kind, asked=asked, form=request.POST.get("dang", "")
        )
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect(f"{reverse('steering:report', args=[name])}?{request.GET.urlencode()}")
    return redirect("steering:export", made.pk)


@for_officers(*LEADERS)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this officer has asked for, the latest first."""
    found = exporting.exports_of(actor(request))[:SHOWN]
    rows = [(export, _status(export)) for export in found]
    context = {"rows": rows, "days": settings.EXPORT_DAYS}
    return show(request, "steering/exports.html", "exports", context)


@for_officers(*LEADERS)
@never_cache
@require_safe
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """One file: how far it is, where to take it; `?phan=tien-do` gives the part that changes alone."""
    found = exporting.exports_of(actor(request)).filter(pk=export_id).first()
    if found is None:
        raise Http404
    context = _progress(found) | {
        "export": found,
        "status": _status(found),
        "facts": _facts(found),
        "report_url": _report_url(found),
    }
    if request.GET.get("phan") == "tien-do":
        return render(request, "steering/_export.html", context)
    return show(request, "steering/export.html", "exports", context)


def _status(found: Export) -> Status:
    icon, tone = _STATUS[Export.State(found.state)]
    return Status(found.get_state_display(), icon, tone)  # type: ignore[arg-type]


def _progress(found: Export) -> dict[str, Any]:
    """Never full before it is done. None where nobody knows how many lines there will be: lines may have come
    since it was begun.
    """
    expected = found.rows_expected or 0
    known = 0 < expected >= found.rows_done
    percent = min(99, found.rows_done * 100 // expected) if known else None
    return {
        "percent": percent,
        "before": exporting.before(found) if found.state == Export.State.WAITING else 0,
        "days": settings.EXPORT_DAYS,
    }


def _facts(found: Export) -> list[Fact]:
    facts = [
        Fact("Phạm vi", found.place),
        Fact("Thời gian", f"Từ {short_date(found.first)} đến hết {short_date(found.last)}"),
        Fact("Dạng tệp", found.get_form_display()),
        Fact("Người yêu cầu", f"{found.asked_label}, {short_moment(found.asked_at)}"),
    ]
    if found.cut_off:
        facts.append(Fact("Số liệu đến", short_moment(found.cut_off)))
    if found.sha256:
        facts.append(Fact("Dấu kiểm của tệp (SHA-256)", found.sha256))
    return facts


def _report_url(found: Export) -> str:
    given = {
        "tu": found.first.isoformat(),
        "den": found.last.isoformat(),
        "don-vi": found.unit_id,
        "cap": found.level,
        "chia": found.by,
        "ban-do": "cu" if found.old_map else "",
    }
    query = urlencode({key: value for key, value in given.items() if value})
    return f"{reverse('steering:report', args=[found.report])}?{query}"


@for_officers(*LEADERS)
@never_cache
@require_POST
def take(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file itself, for who asked for it alone."""
    try:
        found, file = exporting.open_export(actor=actor(request), export_id=export_id)
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect("steering:export", export_id)
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=found.file_name,
        content_type=_TYPES[Export.Form(found.form)],
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_officers(*LEADERS)
@require_POST
def again(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The same once more, with the figures of now."""
    try:
        made = exporting.ask_again(actor=actor(request), export_id=export_id)
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect("steering:export", export_id)
    return redirect("steering:export", made.pk)


@for_officers(*LEADERS)
@require_POST
def drop(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """No longer wanted."""
    try:
        exporting.drop_export(actor=actor(request), export_id=export_id)
    except Forbidden:
        raise
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect("steering:export", export_id)
    messages.success(request, "Đã bỏ tệp này.")
    return redirect("steering:exports")
