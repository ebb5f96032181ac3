"""Index 766 of a month: every component with its numbers, what cost points, what mending brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.reporting.index766 import Edition, edition
from motcua.reporting.index_measures import MEASURES
from motcua.reporting.index_of_month import Index, Scored, cost, index
from motcua.web.steering.frame import show
from motcua.web.steering.lists import page_of
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers


@dataclass(frozen=True)
class Line:
    """One component with the list of the dossiers that cost it points, where dossiers do."""

    scored: Scored
    part: int | None
    whole: int | None
    percent: str
    url: str
    settled: str
    by_month: str


@for_officers(*LEADERS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The whole index; the address says how disputed questions are settled."""
    scope = scope_of(request)
    rules = edition(scope.month.last)
    choices = choices_of(request, rules)
    made = index(scope.month.first, unit=scope.unit, choices=choices)
    lines = {each.component.key: _line(each, made, scope) for each in made.components}
    context = {
        "index": made,
        "groups": [_group(made, lines, key) for key in [each.key for each in rules.groups]],
        "losses": [lines[each.component.key] for each in made.losses()],
        "questions": [(each, made.choices[each.key]) for each in rules.questions],
    }
    return show(request, "steering/index766.html", "index", context, scope=scope)


def choices_of(request: HttpRequest, rules: Edition) -> dict[str, str]:
    """Question → option, as far as the address names ones that exist."""
    known = {each.key: {option.key for option in each.options} for each in rules.questions}
    return {key: request.GET[key] for key, options in known.items() if request.GET.get(key, "") in options}


def _group(made: Index, lines: Mapping[str, Line], key: str) -> tuple[object, list[Line]]:
    group = next(each for each in made.edition.groups if each.key == key)
    return group, [lines[each.component.key] for each in made.of_group(key)]


def _line(scored: Scored, made: Index, scope: Scope) -> Line:
    share, component = scored.share, scored.component
    percent = share.percent if share is not None else None
    measure = MEASURES.get(component.measure)
    settled = [
        question.option(made.choices[question.key]).name
        for question in made.edition.questions
        if any(component.key in option.changes for option in question.options)
    ]
    return Line(
        scored,
        share.numerator if share else None,
        share.denominator if share else None,
        "" if percent is None else f"{str(percent).replace('.', ',')}%",
        _cost_url(scored, made, scope),
        "; ".join(settled),
        measure.by_month if measure is not None else "",
    )


def _cost_url(scored: Scored, made: Index, scope: Scope) -> str:
    key, measure = scored.component.key, MEASURES.get(scored.component.measure)
    if not scored.lost or measure is None or measure.cost is None:
        return ""
    given = scope.when | dict(made.choices) | ({"don-vi": scope.unit} if scope.unit else {})
    return f"{reverse('steering:index-cost', args=[key])}?{urlencode(given)}"


@for_officers(*LEADERS)
@require_safe
def costing(request: HttpRequest, key: str) -> HttpResponse:
    """The dossiers that cost a component its missing points."""
    scope = scope_of(request)
    rules = edition(scope.month.last)
    choices = choices_of(request, rules)
    found = cost(key, scope.month.first, unit=scope.unit, choices=choices)
    component = next(each for each in rules.components if each.key == key)
    note = "Những hồ sơ làm mất điểm của thành phần này trong Bộ chỉ số 766."
    return page_of(request, scope, f"Mất điểm: {component.name}", note, found, section="index")
