"""Targets: how far they are and will be, set from above, split below, and who has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.actor import ADMIN, HEAD, SIGNER
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.reporting import targets as engine
from motcua.reporting.measures import MEASURES
from motcua.reporting.models import Target
from motcua.reporting.progress import Progress
from motcua.reporting.rights import home_of
from motcua.reporting.standings import Standing, standing_of, targets_in, without
from motcua.reporting.targets import PEOPLE, Aim
from motcua.web.steering.cockpit import shown
from motcua.web.steering.frame import show
from motcua.web.steering.scope import LEADERS
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

# A target is measured anew each time it is shown: a page shows few.
PER_PAGE = 10
SETTERS = (HEAD, SIGNER, ADMIN)
_BELOW = (Target.Scope.AGENCY, Target.Scope.UNIT, Target.Scope.PERSON)


@dataclass(frozen=True)
class Line:
    """A target in words."""

    standing: Standing
    scope: str
    percent: str
    gap: str
    forecast: str
    wanted: str

    @classmethod
    def of(cls, standing: Standing) -> "Line":
        progress = standing.progress
        forecast, wanted = progress.forecast, progress.wanted_from_now
        return cls(
            standing,
            Target.Scope(standing.target.scope).label,
            shown(progress.share.percent),
            "" if progress.gap is None else f"{progress.gap:+}".replace(".", ","),
            "" if forecast is None else str(forecast),
            _wanted(wanted, progress),
        )


def _wanted(wanted: Decimal | None, progress: Progress) -> str:
    if wanted is None or progress.elapsed >= progress.total:
        return ""
    if wanted > 100:
        return "Không thể đạt nữa dù mọi hồ sơ còn lại đều đạt"
    return f"Từ nay phải đạt {str(wanted).replace('.', ',')}%"


@for_officers(*LEADERS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The targets of this year for the officer's agency and everybody below."""
    return _page(request)


def _page(request: HttpRequest, problem: Refused | None = None, status: int = 200) -> HttpResponse:
    acting, today = actor(request), moment.today()
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    home = home_of(acting)
    found = targets_in(first, last, unit=home).order_by("scope", "metric", "scope_id", "first")
    shown_page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": shown_page,
        "lines": [Line.of(standing_of(target)) for target in shown_page.object_list],
        "may_set": acting.has(*SETTERS),
        "is_province": not home,
        "measures": list(MEASURES.values()),
        "scopes": _scopes(home),
        "presets": [
            (MEASURES[each["metric"]].label, each["value"], each["source"]) for each in engine.presets()
        ],
        "first": first,
        "last": last,
        "typed": request.POST,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
    }
    return show(request, "steering/targets.html", "targets", context, status=status)


def _scopes(home: str) -> list[tuple[str, str]]:
    """For whom this officer may set a target here; the rest is split from the page of a target."""
    return [("province", "Toàn tỉnh")] if not home else [(f"agency:{home}", "Cơ quan của tôi")]


@for_officers(*SETTERS)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Set a target at the top of what this officer leads."""
    try:
        scope, _, scope_id = request.POST.get("scope", "").partition(":")
        aim = Aim(
            request.POST.get("metric", ""),
            scope,
            scope_id,
            _day(request.POST.get("first", ""), "first"),
            _day(request.POST.get("last", ""), "last"),
            _percent(request.POST.get("value", "")),
            request.POST.get("source", "").strip()[:300],
        )
        target = engine.set_target(actor=actor(request), aim=aim)
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, problem, status=409)
    messages.success(request, "Đã giao chỉ tiêu.")
    return redirect("steering:target", target.pk)


@for_officers(*SETTERS)
@require_POST
def presets(request: HttpRequest) -> HttpResponse:
    """Set the founding targets for this year."""
    year = moment.today().year
    if home_of(actor(request)):
        raise Forbidden("Chỉ lãnh đạo tỉnh mới giao các chỉ tiêu này.", code="not-yours")
    made = engine.set_presets(actor=actor(request), first=date(year, 1, 1), last=date(year, 12, 31))
    messages.success(request, f"Đã giao {len(made)} chỉ tiêu của năm {year}.")
    return redirect("steering:targets")


def _target(request: HttpRequest, target_id: UUID) -> Target:
    """The target, when it is of what this officer leads."""
    target = Target.objects.filter(pk=target_id).first()
    if target is None:
        raise Http404
    mine = targets_in(target.first, target.last, unit=home_of(actor(request)))
    if not mine.filter(pk=target.pk).exists():
        raise Http404
    return target


@for_officers(*LEADERS)
@require_safe
def target(request: HttpRequest, target_id: UUID) -> HttpResponse:
    """One target: progress, its parts, and those below who have none."""
    return _one(request, _target(request, target_id))


def _one(
    request: HttpRequest, found: Target, problem: Refused | None = None, status: int = 200
) -> HttpResponse:
    below = request.POST.get("below") or request.GET.get("cap") or _first_below(found)
    candidates = _candidates(request, found, below)
    parts = Paginator(found.parts.filter(withdrawn_at__isnull=True), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "line": Line.of(standing_of(found)),
        "target": found,
        "page": parts,
        "parts": [Line.of(standing_of(each)) for each in parts.object_list],
        "below": below,
        "levels": [(each.value, each.label) for each in _levels(found)],
        "candidates": [(key, name, request.POST.get(f"value-{key}", "")) for key, name in candidates],
        "may_set": actor(request).has(*SETTERS),
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
    }
    return show(request, "steering/target.html", "targets", context, status=status)


def _levels(found: Target) -> Sequence[Target.Scope]:
    """To whom a target can be given on; people only for what says something about them."""
    of_people = MEASURES[found.metric].of_people is not None
    levels = [each for each in _BELOW if of_people or each not in PEOPLE]
    if found.scope == Target.Scope.PROVINCE:
        return levels
    if found.scope == Target.Scope.AGENCY:
        return [each for each in levels if each in PEOPLE]
    return (
        [each for each in levels if each == Target.Scope.PERSON] if found.scope == Target.Scope.UNIT else []
    )


def _first_below(found: Target) -> str:
    levels = _levels(found)
    return levels[0].value if levels else ""


def _candidates(request: HttpRequest, found: Target, below: str) -> list[tuple[str, str]]:
    """Those below without a target of this share in this period."""
    if below not in {each.value for each in _levels(found)}:
        return []
    unit = found.scope_id if found.scope in (Target.Scope.AGENCY, Target.Scope.UNIT) else ""
    return without(found.metric, below, found.first, found.last, unit=unit or home_of(actor(request)))


@for_officers(*SETTERS)
@require_POST
def split(request: HttpRequest, target_id: UUID) -> HttpResponse:
    """Give the target on to those for whom a number was typed."""
    found, below = _target(request, target_id), request.POST.get("below", "")
    try:
        values = {
            key: _percent(request.POST[f"value-{key}"], f"value-{key}")
            for key, _ in _candidates(request, found, below)
            if request.POST.get(f"value-{key}", "").strip()
        }
        if not values:
            raise Refused("Hãy ghi mức phải đạt cho ít nhất một nơi hoặc một người.")
        made = engine.split(actor=actor(request), target=found, scope=below, values=values)
    except Forbidden:
        raise
    except Refused as problem:
        return _one(request, found, problem, status=409)
    messages.success(request, f"Đã giao tiếp cho {len(made)} nơi.")
    return redirect("steering:target", found.pk)


@for_officers(*SETTERS)
@require_POST
def withdraw(request: HttpRequest, target_id: UUID) -> HttpResponse:
    """The target no longer holds; it stays in the record."""
    engine.withdraw(actor=actor(request), target=_target(request, target_id))
    messages.success(request, "Đã rút chỉ tiêu.")
    return redirect("steering:targets")


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Hãy chọn ngày đầu và ngày cuối của kỳ.", field=field) from None


def _percent(text: str, field: str = "value") -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Refused("Mức phải đạt là số phần trăm, ví dụ 50 hoặc 62,5.", field=field) from None
    if not value.is_finite():
        raise Refused("Mức phải đạt là số phần trăm, ví dụ 50 hoặc 62,5.", field=field)
    return value.quantize(Decimal("0.01"))
