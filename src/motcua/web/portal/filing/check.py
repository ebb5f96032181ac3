"""Everything read back before it is sent: what is missing, what it costs, when it is done; and sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from motcua.catalogue import cases
from motcua.catalogue.tariff import KIND_NAMES, FeeLine, fees
from motcua.dossiers import clock, content, places, queries
from motcua.dossiers.actions.file import file
from motcua.dossiers.models import Dossier, ReturnMethod
from motcua.forms.answers import sections
from motcua.forms.raw import input_id
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.queries import calendar_for
from motcua.web.portal.filing.draft import on_draft
from motcua.web.portal.filing.pages import BACK_TO_CHECK, seen_version
from motcua.web.portal.filing.place import why
from motcua.web.portal.filing.way import CHECK, Way
from motcua.web.portal.papers_of import file_line
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Fact, FactGroup, FileLine

_BLANK = Fact("Trang này", "Bạn để trống")


@dataclass(frozen=True)
class Todo:
    """Something that is missing, and where to do it."""

    text: str
    url: str


@dataclass(frozen=True)
class Money:
    """The lines of one kind; fee and charge are never added into one (Luật Phí và lệ phí 2015 Đ3)."""

    title: str
    lines: tuple[FeeLine, ...]
    total: int


@on_draft
@require_GET
def check(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The page people read before they send."""
    way = Way(dossier)
    context = {
        "dossier": dossier,
        "steps": way.steps(CHECK),
        "todo": list(_missing(way)),
        "groups": [*_people(way), *_questions(way), *_form(way)],
        "papers": _papers(dossier),
        "papers_url": way.url("papers"),
        "place": _place(way),
        "money": money(way),
        "promised": _promised(way),
    }
    return render(request, "portal/filing/check.html", context)


@for_citizens
@require_POST
def send(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Send it. A second click, or the same request once more, lands on the same page «sent»."""
    dossier = queries.draft_of(actor(request), dossier_id)
    if dossier is None:
        raise Http404
    if dossier.is_draft:
        refusal = _before_sending(request, dossier) or _send(request, dossier)
        if refusal:
            messages.error(request, refusal)
            return redirect("filing:check", dossier_id)
    return redirect("mine:sent", dossier_id)


def _before_sending(request: HttpRequest, dossier: Dossier) -> str:
    if not request.POST.get("promise"):
        return "Hãy đánh dấu vào ô cam đoan ở cuối trang rồi bấm «Nộp hồ sơ»."
    if seen_version(request) not in (None, dossier.draft_version):
        return "Bản nháp vừa được sửa ở thiết bị khác. Đây là bản mới nhất: hãy đọc lại rồi bấm «Nộp hồ sơ»."
    return ""


def _send(request: HttpRequest, dossier: Dossier) -> str:
    """Empty when it is sent, be it by this click or by the one before."""
    try:
        file(actor=actor(request), dossier_id=dossier.pk)
    except Refused as problem:
        return "" if problem.code == "filed" else problem.message
    return ""


def _missing(way: Way) -> Iterator[Todo]:
    """Everything that stands in the way of sending, each with its place."""
    if not way.case_known:
        yield Todo("Trả lời hết các câu hỏi về trường hợp của bạn", way.url("questions"))
    for name, sentence in way.checked.errors.items():
        page = way.page_of(name)
        field = way.spec.form.field(name.partition(".")[0])
        label = field.label if field is not None else name
        text = sentence if label in sentence else f"{label}: {sentence}"
        yield Todo(text, f"{way.url('page', page)}?{BACK_TO_CHECK}=1#{input_id(name)}")
    for component in way.missing_papers:
        yield Todo(f"Gửi giấy tờ «{component.name}»", f"{way.url('papers')}#giay-{component.key}")
    if way.agency is None:
        yield Todo(way.agency_problem, way.url("place"))
    elif way.chooses_place and not way.dossier.chosen_place:
        yield Todo("Chọn xã, phường giải quyết hồ sơ", way.url("place"))


def _people(way: Way) -> Iterator[FactGroup]:
    submitter, owner = way.dossier.submitter, way.dossier.owner
    facts = [Fact("Người nộp", submitter.full_name)]
    organisation = way.dossier.owner_organisation
    if organisation is not None:
        facts.append(Fact("Nộp cho", f"{organisation.name} ({organisation.number})"))
    elif owner.pk != submitter.pk:
        facts.append(Fact("Nộp cho", owner.full_name))
    facts.append(Fact("Điện thoại nhận tin", submitter.phone))
    yield FactGroup("Người nộp hồ sơ", facts)


def _questions(way: Way) -> Iterator[FactGroup]:
    asked, given = cases.asked(way.spec, way.dossier.answers, channel=way.dossier.channel)
    facts = [Fact(each.ask, each.label(str(given[each.key])) if each.key in given else "") for each in asked]
    if facts:
        yield FactGroup("Trường hợp của bạn", facts, way.url("questions"))


def _form(way: Way) -> Iterator[FactGroup]:
    read = {each.key: each for each in sections(way.spec.form, way.checked.values, way.given, content.lookup)}
    for stop in way.stops:
        if stop.page:
            lines = read[stop.page].lines if stop.page in read else ()
            facts = [Fact(line.label, line.text) for line in lines]
            yield FactGroup(stop.title, facts or [_BLANK], f"{stop.url}?{BACK_TO_CHECK}=1")


def _papers(dossier: Dossier) -> list[tuple[str, list[FileLine]]]:
    """Every component that has files, with their sizes."""
    live = dossier.live_papers()
    names = {paper.component_key: paper.name for paper in live}
    return [
        (name, [file_line(paper) for paper in live if paper.component_key == key])
        for key, name in names.items()
    ]


def _place(way: Way) -> FactGroup:
    dossier = way.dossier
    returned = str(ReturnMethod(dossier.return_method).label)
    if dossier.return_method == ReturnMethod.POST:
        returned = f"{returned}: {dossier.return_address}"
    if dossier.return_method == ReturnMethod.DESK and dossier.return_unit is not None:
        returned = f"{returned}: {dossier.return_unit.name}"
    desk = places.desk_of(way.agency) if way.agency is not None else None
    facts = [
        Fact("Cơ quan giải quyết", way.agency.name if way.agency else ""),
        Fact("Vì sao là nơi này", why(way) if way.agency else ""),
        Fact("Nơi tiếp nhận", desk.name if desk else ""),
        Fact("Nhận kết quả", returned),
    ]
    return FactGroup("Nơi giải quyết và cách nhận kết quả", facts, way.url("place"))


def money(way: Way) -> list[Money]:
    """What is to be paid, fees and charges apart, as the tariff stands today."""
    dossier = way.dossier
    lines = fees(way.spec, way.facts, dossier.channel, moment.today(), content.fee_groups(dossier))
    kinds = ((kind, tuple(line for line in lines if line.kind == kind)) for kind in KIND_NAMES)
    return [
        Money(KIND_NAMES[kind], of_kind, sum(line.amount for line in of_kind))
        for kind, of_kind in kinds
        if of_kind
    ]


@dataclass(frozen=True)
class Promised:
    """The dates that would hold if it were sent, and taken, now. `due` is None where the law sets none."""

    answered_by: datetime
    due: clock.Deadline | None
    basis: str = ""


def _promised(way: Way) -> Promised | None:
    """None while the case or the agency is not known: no date is better than a wrong one."""
    if way.agency is None or not way.case_known:
        return None
    case = content.case_for(way.dossier, way.dossier.answers)
    term = cases.term_for(case, way.facts, channel=way.dossier.channel)
    at = moment.now()
    answered_by = clock.acceptance_due(at, calendar_for(places.desk_of(way.agency)))
    if term is None:
        return Promised(answered_by, None)
    legal = clock.Term(Decimal(term.amount), clock.Unit(term.unit))
    return Promised(answered_by, clock.due(at, legal, calendar_for(way.agency)), term.basis)
