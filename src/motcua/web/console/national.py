"""Records of the national catalogue: what was read, what is to be settled, what changed; a file to start."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.catalogue.models import NationalRecord
from motcua.catalogue.national import wording
from motcua.catalogue.national.drafting import draft_text
from motcua.catalogue.queries import names_of, national_record, national_records
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, Fact

PER_PAGE = 50
_SECTION = "console:national"


@for_officers(ADMIN, INSPECTOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The newest record of every procedure, those with most to settle first."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    flagged = request.GET.get("co-co") == "1"
    page = Paginator(national_records(typed=words, flagged=flagged).defer("data"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    names = names_of(record.code for record in page)
    rows = [(record, names.get(record.code, record.code)) for record in page]
    return show(
        request,
        "console/national.html",
        _SECTION,
        {"page": page, "rows": rows, "q": words, "flagged": flagged},
    )


@for_officers(ADMIN, INSPECTOR)
@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    """One record: flags first, then what it says and how it differs from the one before."""
    found = _found(code)
    sheet = found.read
    context = {
        "record": found,
        "sheet": sheet,
        "may_write": actor(request).has(ADMIN),
        "facts": [
            Fact("Cấp thực hiện", wording.levels(sheet)),
            Fact("Người làm thủ tục", wording.audience(sheet)),
            Fact("Cơ quan thực hiện", sheet.agency),
            Fact(
                "Thời hạn",
                "; ".join(f"{wording.CHANNELS[way.channel]}: {wording.term(way)}" for way in sheet.ways),
            ),
            Fact("Kết quả", "; ".join(f"{each.name} {each.code}".strip() for each in sheet.results)),
            Fact("Dấu vân tay nội dung", found.digest),
        ],
        "crumbs": (Crumb("Danh mục quốc gia", "/quan-tri/danh-muc-quoc-gia/"), Crumb(sheet.code)),
    }
    return show(request, "console/national_record.html", _SECTION, context)


@for_officers(ADMIN)
@require_safe
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The beginning of a procedure file, to be completed and published."""
    text = draft_text(_found(code).read)
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return answer


def _found(code: str) -> NationalRecord:
    found = national_record(code)
    if found is None:
        raise Http404
    return found
