"""Which agency decides and why, which commune the person wants, and how the result is to come back."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.dossiers import places
from motcua.dossiers.actions import draft
from motcua.dossiers.models import Dossier, ReturnMethod
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.organisation.queries import communes_of_province
from motcua.web.portal.filing.draft import on_draft
from motcua.web.portal.filing.way import PLACE, Way
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

_RETURN_HELP = {
    ReturnMethod.ELECTRONIC: "Bản điện tử có chữ ký số, giá trị như bản giấy. Bạn tải về trong trang hồ sơ.",
    ReturnMethod.DESK: "Bạn mang căn cước đến nhận khi được báo có kết quả.",
    ReturnMethod.POST: "Bưu điện giao tận nơi. Cước gửi do bạn trả cho bưu điện.",
}


@dataclass(frozen=True)
class ReturnChoice:
    """One way to get the result."""

    value: str
    label: str
    help: str
    checked: bool


@on_draft
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Keep the choices and go on, or show what is not right yet with everything typed still there."""
    errors: list[ErrorLine] = []
    if request.method == "POST":
        errors = _save(request, dossier)
        if not errors:
            return redirect("filing:check", dossier.pk)
    way = Way(dossier)
    method = request.POST.get("return_method", dossier.return_method)
    context = {
        "dossier": dossier,
        "steps": way.steps(PLACE),
        "errors": errors,
        "wrong": {line.target: line.message for line in errors},
        "agency": way.agency,
        "agency_problem": way.agency_problem,
        "why": why(way),
        "desk": _desk(way.agency),
        "chooses": way.chooses_place,
        "communes": communes_of_province() if way.chooses_place else (),
        "chosen": request.POST.get("chosen_place", dossier.chosen_place or _home(way)),
        "methods": [
            ReturnChoice(each.value, str(each.label), _RETURN_HELP[each], each.value == method)
            for each in ReturnMethod
        ],
        "return_desks": places.return_desks() if way.spec.boundary_free else (),
        "return_unit": request.POST.get("return_unit", dossier.return_unit_id or _desk_id(way.agency)),
        "address": request.POST.get("return_address", dossier.return_address or dossier.submitter.residence),
    }
    return render(request, "portal/filing/place.html", context)


def _save(request: HttpRequest, dossier: Dossier) -> list[ErrorLine]:
    errors = []
    if Way(dossier).chooses_place:
        try:
            chosen = request.POST.get("chosen_place", "")
            saved = draft.choose_place(actor=actor(request), dossier_id=dossier.pk, place=chosen)
            dossier.chosen_place = saved.chosen_place
        except Refused as problem:
            errors.append(ErrorLine(problem.message, problem.field or "chosen_place"))
    try:
        draft.choose_return(
            actor=actor(request),
            dossier_id=dossier.pk,
            method=request.POST.get("return_method", ""),
            address=request.POST.get("return_address", ""),
            unit=request.POST.get("return_unit", ""),
        )
    except Refused as problem:
        errors.append(ErrorLine(problem.message, problem.field or "return_method"))
    return errors


def why(way: Way) -> str:
    """Why this agency and no other, in one sentence."""
    at = way.row.at or ""
    if at.startswith("field:"):
        field = way.spec.form.field(at.removeprefix("field:"))
        return f"Vì bạn đã ghi nơi này ở mục «{field.label}» trong tờ khai." if field else ""
    if not way.row.agency.startswith("commune"):
        return "Cơ quan này giải quyết thủ tục này cho cả tỉnh, bạn ở đâu cũng vậy."
    if way.chooses_place:
        return (
            "Thủ tục này bạn được chọn xã, phường giải quyết."
            if at == "chosen"
            else ("Hệ thống chưa biết nơi cư trú của chủ hồ sơ, nên bạn chọn giúp.")
        )
    return "Vì đây là nơi cư trú của chủ hồ sơ."


def _desk(agency: Unit | None) -> Unit | None:
    return places.desk_of(agency) if agency is not None else None


def _desk_id(agency: Unit | None) -> str:
    desk = _desk(agency)
    return desk.pk if desk is not None else ""


def _home(way: Way) -> str:
    """The commune where the person lives is the likely choice, when it lies in this province."""
    return way.agency.admin_code if way.agency is not None else ""
