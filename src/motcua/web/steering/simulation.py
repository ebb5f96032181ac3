"""«What if» on screen: a question about terms, fees or the way to file, with its picture and its table."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.lib.errors import Refused
from motcua.reporting.labels import fields_to_choose
from motcua.reporting.scope import Asked
from motcua.reporting.simulate import Change, Simulation, simulate
from motcua.web.steering.frame import show
from motcua.web.steering.inspections import error_lines
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers


@for_officers(*LEADERS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The question; with an answer once something was asked."""
    scope, asked = scope_of(request), request.GET
    context: dict[str, Any] = {
        "chosen_field": asked.get("linh-vuc", ""),
        "chosen_procedure": asked.get("thu-tuc", ""),
        "term_cut": asked.get("thoi-han", "30"),
        "fee_cut": asked.get("phi", "0"),
        "online_only": asked.get("truc-tuyen") == "1",
        "first": scope.month.first,
        "last": scope.month.last,
        "fields": fields_to_choose(),
        "errors": [],
    }
    status = 200
    if "thoi-han" in asked:
        try:
            context["made"] = _answer(request, scope)
        except Refused as problem:
            context["errors"], status = error_lines(problem), 409
    return show(request, "steering/simulation.html", "simulation", context, scope=scope, status=status)


def _answer(request: HttpRequest, scope: Scope) -> Simulation:
    asked = request.GET
    change = Change(
        _percent(asked.get("thoi-han", ""), "term_cut"),
        _percent(asked.get("phi", ""), "fee_cut"),
        asked.get("truc-tuyen") == "1",
    )
    return simulate(
        asked=Asked(scope.month.first, scope.month.last, unit=scope.unit),
        change=change,
        procedure=asked.get("thu-tuc", "").strip(),
        field=asked.get("linh-vuc", ""),
    )


def _percent(text: str, field: str) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation:
        raise Refused("Mức giảm là số phần trăm, ví dụ 30.", field=field) from None
