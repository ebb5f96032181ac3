"""Finding a procedure: by words, with or without diacritics, or by narrowing a list down."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue.glance import cost_span, term_span
from motcua.catalogue.labels import AUDIENCES, EVENTS, LEVELS
from motcua.catalogue.models import Procedure, Version
from motcua.catalogue.queries import Wanted, agencies_in_force, fields_in_force, found, nearest, versions_of
from motcua.catalogue.search.find import suggest
from motcua.lib import moment
from motcua.organisation.public import agency_names
from motcua.web.portal.public import wording
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb

PER_PAGE = 25
_LONGEST = 200
_SHORTEST = 2


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list: a select with its options (value, words) and what is chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def chosen_words(self) -> str:
        return dict(self.options).get(self.chosen, "")


@dataclass(frozen=True)
class Line:
    """A procedure in a list of results."""

    procedure: Procedure
    term: str
    cost: str
    by: tuple[str, ...]


@for_all()
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """While somebody types: what the words so far may mean."""
    typed = request.GET.get("q", "").replace("\x00", "")[:_LONGEST].strip()
    hits = suggest(typed, on=moment.today()) if len(typed) >= _SHORTEST else []
    return JsonResponse({"procedures": [{"code": hit.code, "name": hit.name} for hit in hits]})


@for_all()
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The results, each with its time and cost; suggestions when there are none."""
    today = moment.today()
    words = request.GET.get("q", "").replace("\x00", "")[:_LONGEST].strip()
    choices = _choices(request)
    wanted = Wanted(words, *(choice.chosen for choice in choices))
    page = Paginator(found(wanted, on=today), PER_PAGE).get_page(request.GET.get("page"))
    near = [] if page.object_list else list(nearest(words, on=today))
    context = {
        "q": words,
        "choices": choices,
        "chosen": [choice for choice in choices if choice.chosen],
        "page": page,
        "lines": _lines(list(page.object_list)),
        "near": _lines(near),
        "fields": fields_in_force(today) if not page.object_list else [],
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Thủ tục")),
    }
    return render(request, "portal/public/find.html", context)


def _choices(request: HttpRequest) -> tuple[Choice, ...]:
    """In the order of `Wanted`; what is not one of the options narrows nothing."""
    today = moment.today()
    fields = tuple((field.code, field.name) for field in fields_in_force(today))
    agencies = tuple(agency_names(agencies_in_force(today)).items())
    offered = (
        ("linh-vuc", "Lĩnh vực", fields),
        ("cap", "Cấp giải quyết", tuple(LEVELS.items())),
        ("co-quan", "Cơ quan giải quyết", agencies),
        ("doi-tuong", "Người làm thủ tục", tuple(AUDIENCES.items())),
        ("viec", "Việc trong đời", tuple(EVENTS.items())),
    )
    return tuple(
        Choice(name, label, options, chosen if (chosen := request.GET.get(name, "")) in dict(options) else "")
        for name, label, options in offered
    )


def _lines(procedures: list[Procedure]) -> list[Line]:
    today = moment.today()
    versions = versions_of(procedures, on=today)
    return [_line(each, versions[each.pk]) if each.pk in versions else _told(each) for each in procedures]


def _told(procedure: Procedure) -> Line:
    """One that is only told of: who knows more stands on its page."""
    return Line(procedure, "", "", ())


def _line(procedure: Procedure, version: Version) -> Line:
    spec = version.spec
    by = tuple(
        words
        for offered, words in (
            (procedure.online, "trực tuyến"),
            (procedure.counter, "tại quầy"),
            (procedure.post, "bưu chính"),
        )
        if offered
    )
    span = term_span(spec)
    return Line(procedure, wording.term_span(span), wording.cost_span(cost_span(spec, moment.today())), by)
