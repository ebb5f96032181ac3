"""Procedures and their versions: everything a file says, with every mark of doubt in sight."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.catalogue.check import check_spec
from motcua.catalogue.labels import AUDIENCES, CHANNELS, EVENTS, LEVELS, REACHES, SERVICE_LEVELS
from motcua.catalogue.models import Version
from motcua.catalogue.queries import current_versions, history_of, national_results, open_draft_of
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.web.console import sheets
from motcua.web.console.drafting import surroundings
from motcua.web.console.frame import show
from motcua.web.console.route_picture import drawn
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, Fact

PER_PAGE = 100


@for_officers(ADMIN, INSPECTOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every procedure in force with its marks of doubt; `?can-doi-chieu=1` keeps the marked ones."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    marked = request.GET.get("can-doi-chieu") == "1"
    versions = current_versions(moment.today(), typed=words, marked=marked)
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, SERVICE_LEVELS[each.procedure.service_level]) for each in page]
    context = {"page": page, "rows": rows, "q": words, "marked": marked}
    return show(request, "console/procedures.html", "console:procedures", context)


@for_officers(ADMIN, INSPECTOR)
@require_safe
def current(request: HttpRequest, code: str) -> HttpResponse:
    """The version in force, or the last one when none is."""
    versions = history_of(code)
    if not versions:
        raise Http404
    in_force = Version.objects.version_for(code, moment.today()) or versions[0]
    return _page(request, in_force, versions)


@for_officers(ADMIN, INSPECTOR)
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version of the past, the present or the future."""
    versions = history_of(code)
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404
    return _page(request, found, versions)


def _page(request: HttpRequest, shown: Version, versions: list[Version]) -> HttpResponse:
    spec = shown.spec
    context = {
        "spec": spec,
        "shown": shown,
        "versions": versions,
        "facts": _facts(shown),
        "sheets": sheets.of(spec),
        "route": sheets.route(spec),
        "picture": drawn(spec.route, surroundings()),
        "report": check_spec(spec, results=national_results(spec.code)),
        "open_draft": open_draft_of(spec.code),
        "may_write": actor(request).has(ADMIN),
        "crumbs": (Crumb("Thủ tục", "/quan-tri/thu-tuc/"), Crumb(f"{spec.code}, bản {shown.number}")),
    }
    return show(request, "console/procedure.html", "console:procedures", context)


def _facts(shown: Version) -> list[Fact]:
    spec = shown.spec
    until = f" đến {shown.effective_to:%d/%m/%Y}" if shown.effective_to else ", chưa có ngày kết thúc"
    return [
        Fact("Tên gọi thường ngày", "; ".join(spec.also_known_as)),
        Fact("Lĩnh vực", f"{spec.field.name} ({spec.field.code})"),
        Fact("Việc trong đời", ", ".join(EVENTS[each] for each in spec.life_events)),
        Fact("Cấp giải quyết", ", ".join(LEVELS[each] for each in spec.levels)),
        Fact("Người làm thủ tục", ", ".join(AUDIENCES[each] for each in spec.audience)),
        Fact("Cách nộp", ", ".join(CHANNELS[each] for each in spec.channels)),
        Fact(
            "Mức độ dịch vụ", f"{SERVICE_LEVELS[spec.service_level]}. {spec.service_level_reason}".strip(". ")
        ),
        Fact("Phi địa giới", ", ".join(filter(None, (REACHES[spec.reach], spec.reach_basis)))),
        Fact("Quyết định công bố", spec.decision),
        Fact("Áp dụng", f"từ {shown.effective_from:%d/%m/%Y}{until}"),
        Fact(
            "Công bố",
            f"{shown.published_by_label}, {shown.published_at.astimezone(moment.TZ):%H:%M %d/%m/%Y}",
        ),
        Fact("Dấu vân tay nội dung", shown.digest),
    ]
