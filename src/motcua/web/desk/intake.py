"""The counter's one page: everything typed top to bottom, then «Tiếp nhận và in giấy hẹn»."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import content, form_files
from motcua.dossiers.actions import draft
from motcua.dossiers.actions.intake import Taken, keep_intake, receive_intake, take_owed
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import at_window, draft_of, taken_in_together
from motcua.identity.actor import AT_WINDOW, DESK_OFFICER
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong
from motcua.organisation.models import AdminUnit
from motcua.organisation.queries import communes_of_province
from motcua.payments.models import Payment
from motcua.web.desk import late
from motcua.web.desk.frame import at_window_or_404, case_or_404, show
from motcua.web.desk.intake_sheet import intake_of, sheet
from motcua.web.desk.paying import money_context
from motcua.web.files.rows import Row, row_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_UPLOAD = ".upload"


def _draft(request: HttpRequest, dossier_id: UUID) -> Dossier:
    """The draft, or what it has become for who took it in."""
    dossier = draft_of(actor(request), dossier_id) or at_window(actor(request), dossier_id)
    if dossier is None:
        raise Http404
    return dossier


@for_officers(*AT_WINDOW)
@require_safe
def page(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The sheet as far as it is filled; a dossier that has been taken in is a case."""
    dossier = _draft(request, dossier_id)
    if not dossier.is_draft:
        return redirect("desk:case" if actor(request).sees_content else "desk:taken-in", dossier.pk)
    return _show(request, dossier, checking=False)


def _show(
    request: HttpRequest, dossier: Dossier, *, checking: bool, problem: Refused | None = None
) -> HttpResponse:
    context = sheet(
        dossier,
        checking=checking,
        problem=problem.message if problem else "",
        field=problem.field if problem else "",
    )
    context["communes"] = _own_first(dossier)
    context["scans"] = _scans(request, dossier) if actor(request).sees_content else []
    context["late"] = late.shown(dossier, request.POST, context["wrong"])
    context["late_days"] = settings.LATE_ENTRY_DAYS
    context["pay"] = request.POST.get("desk-pay", "")
    context["reference"] = request.POST.get("desk-reference", "")
    return show(request, "desk/intake.html", "counter", context, status=409 if problem else 200)


def _own_first(dossier: Dossier) -> list[AdminUnit]:
    """The communes to choose from: at a commune's desk most people mean its own, one arrow away."""
    own = dossier.receiving_unit.admin_code if dossier.receiving_unit else ""
    return sorted(communes_of_province(), key=lambda commune: commune.code != own)


def _scans(request: HttpRequest, dossier: Dossier) -> list[Row]:
    """Where each paper can be scanned in (NĐ 61/2018 Đ17 kh.1); what the State holds needs no scan."""
    back = reverse("desk:intake", args=[dossier.pk])
    return [
        row_of(actor(request), dossier, component.key, back)
        for component in content.components(dossier)
        if component.held_by_state is None
    ]


def _arrived(request: HttpRequest, dossier: Dossier) -> Mapping[str, list[str]]:
    """The files that came with file fields of the form, kept, by input name."""
    kept: dict[str, list[str]] = {}
    for name in request.FILES:
        field_name = name.removesuffix(_UPLOAD)
        field = form_files.file_field(dossier.spec.form, field_name)
        if field is None or name == field_name:
            continue
        for upload in request.FILES.getlist(name):
            stored = form_files.take_in(
                field, actor=actor(request), content=upload.read(), name=upload.name or ""
            )
            kept.setdefault(field_name, []).append(str(stored.pk))
    return kept


def _kept(request: HttpRequest, dossier: Dossier) -> Dossier:
    intake = intake_of(dossier, request.POST, _arrived(request, dossier))
    keep_intake(actor=actor(request), dossier_id=dossier.pk, intake=intake)
    return _draft(request, dossier.pk)


@for_officers(*AT_WINDOW)
@require_POST
def keep(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Keep what is typed and count the money anew; a script gets the sums, a person the page."""
    dossier = _kept(request, _draft(request, dossier_id))
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        late.note(actor(request), dossier.pk, request.POST)
    except Refused as problem:
        # While it is still being typed nobody is told off; «Tiếp nhận» asks again.
        if not by_script:
            return _show(request, dossier, checking=False, problem=problem)
    dossier = _draft(request, dossier_id)
    if not by_script:
        return _show(request, dossier, checking=False)
    context = sheet(dossier, checking=False)
    return JsonResponse(
        {
            "saved_at": f"{moment.now():%H:%M}",
            "case": context["case"],
            "term": context["term"],
            "due": context["due"],
            "total": dong(context["total"]),
            "lines": [f"{line.name}: {dong(line.amount)}" for line in context["lines"]],
        }
    )


@for_officers(*AT_WINDOW)
@require_POST
def receive(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take it in: the code and the receipt are there at once; a second click finds the dossier taken in."""
    dossier = _draft(request, dossier_id)
    if not dossier.is_draft:
        return redirect("desk:taken-in", dossier.pk)
    try:
        # «Thêm» and «Bỏ» of a repeating part only draw the page anew.
        dossier = _kept(request, dossier)
        if "add" in request.POST or "remove" in request.POST:
            return _show(request, dossier, checking=False)
        late.note(actor(request), dossier.pk, request.POST)
        compared = request.POST.get("desk-compared") == "yes"
        receive_intake(
            actor=actor(request), dossier_id=dossier.pk, seen_original=compared, taken=_taken(request)
        )
    except Forbidden:
        raise
    except Refused as problem:
        dossier = _draft(request, dossier_id)
        if not dossier.is_draft:
            return redirect("desk:taken-in", dossier.pk)
        return _show(request, dossier, checking=True, problem=problem)
    return redirect("desk:taken-in", dossier.pk)


def _taken(request: HttpRequest) -> Taken:
    method = request.POST.get("desk-pay", "")
    if method not in Payment.AT_WINDOW:
        return Taken()
    return Taken(method, request.POST.get("desk-reference", "").strip()[:100])


@for_officers(*AT_WINDOW)
@require_safe
def taken_in(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The code to say aloud, the receipt to print, the money to take, and the next person."""
    dossier = at_window_or_404(request, dossier_id)
    form = next((each for each in dossier.printed_forms.all() if each.kind == each.Kind.RECEIPT), None)
    if form is None:
        raise Http404
    together = list(taken_in_together(actor(request), dossier))
    owed = [each for each in together if each.is_owing]
    context: dict[str, Any] = {
        "dossier": dossier,
        "together": together,
        "owed": owed,
        "owed_total": sum(each.obligation.remaining() for each in owed if each.obligation is not None),
        "more_url": f"{reverse('desk:choose', args=[dossier.submitter_id])}?xem=yes",
    }
    if actor(request).sees_content:
        context |= money_context(dossier)
    return show(request, "desk/taken_in.html", "counter", context)


@for_officers(DESK_OFFICER)
@require_POST
def pay_all(request: HttpRequest) -> HttpResponse:
    """Take what the dossiers of one person owe in one go."""
    dossiers = [case_or_404(request, each) for each in _ids(request.POST.getlist("dossier"))]
    if not dossiers:
        raise Http404
    taken = _taken(request)
    if not taken.method:
        raise Refused("Hãy chọn cách nộp tiền: tiền mặt hoặc chuyển khoản.")
    total = take_owed(actor=actor(request), dossiers=dossiers, taken=taken)
    messages.success(request, f"Đã thu {dong(total)}." if total else "Các khoản này đã được thu trước đó.")
    return redirect("desk:taken-in", dossiers[-1].pk)


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None


@for_officers(*AT_WINDOW)
@require_POST
def discard(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The person leaves without filing."""
    draft.discard(actor=actor(request), dossier_id=dossier_id)
    messages.success(request, "Đã bỏ bản đang nhập.")
    return redirect("desk:counter")
