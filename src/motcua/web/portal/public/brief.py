"""A procedure in few words, the same for a leaflet, for large print and for the ear.

Made from a version with the answers of an address, or from the national record of what is only told of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from motcua.catalogue.models import NationalRecord, Procedure, Version
from motcua.catalogue.national.sheet import CaseOfPapers, Sheet
from motcua.catalogue.national.sheet import Paper as RecordPaper
from motcua.catalogue.queries import national_record
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib.calendars import Calendar
from motcua.organisation.queries import calendar_for
from motcua.web.portal.public import advised, answering, wording
from motcua.web.ui.parts import Answer, Paper

NOT_OPEN = "Tỉnh chưa mở nhận hồ sơ của thủ tục này trên hệ thống."
_ANYWHERE = (
    "đến bất kỳ Trung tâm Phục vụ hành chính công xã, phường nào trong tỉnh, không cần đúng nơi bạn ở."
)
_AT_AGENCY = "đến bộ phận một cửa của cơ quan giải quyết."


@dataclass(frozen=True)
class PaperList:
    """Papers that belong together under a title; `asked`: at least some of them may have to be brought."""

    title: str
    papers: tuple[str, ...]
    asked: bool = True


@dataclass(frozen=True)
class Brief:
    """What a person has to know. `page` and `start` are addresses in this site, `start` where filing begins.

    `answered` are the answers it was made for; `reason` says why it is not yet done online to the end.
    """

    code: str
    name: str
    field: str
    summary: str
    level: str
    reason: str
    answers: tuple[Answer, ...]
    papers: tuple[PaperList, ...]
    steps: tuple[str, ...]
    conditions: tuple[str, ...]
    where: str
    page: str
    start: str
    online: bool
    answered: tuple[tuple[str, str], ...] = ()


def brief_of(code: str, query: Mapping[str, str], now: datetime) -> Brief:
    """The procedure in force, else what is told of it. Raises Http404 when there is neither."""
    version = Version.objects.version_for(code, now.date())
    if version is not None:
        return of_version(version.spec, query, now, calendar_for())
    record, listed = told_of(code)
    return of_sheet(record.read, listed)


def told_of(code: str) -> tuple[NationalRecord, Procedure]:
    """The newest record of a procedure that is only told of. Raises Http404 when it is not."""
    record = national_record(code)
    listed = (
        Procedure.objects.filter(pk=code, state=Procedure.State.INFORMATION).select_related("field").first()
    )
    if record is None or listed is None:
        raise Http404
    return record, listed


def level_words(spec: ProcedureSpec) -> tuple[str, str]:
    """The level of the service, and why it is not yet done online to the end."""
    return wording.LEVELS[spec.service_level], spec.service_level_reason


def where_words(spec: ProcedureSpec) -> str:
    """Where to go who does not file online; nothing where no desk takes it in."""
    if "counter" not in spec.channels:
        return ""
    place = _ANYWHERE if spec.boundary_free else _AT_AGENCY
    return f"Hoặc {place}" if "online" in spec.channels else f"Bạn {place}"


def of_version(spec: ProcedureSpec, query: Mapping[str, str], now: datetime, calendar: Calendar) -> Brief:
    """For the answers in `query`; without any, as far as it holds for everybody."""
    channel, answers = advised.read_answers(spec, query)
    ways = advised.ways_of(spec, answers, now, calendar)
    way = next(way for way in ways if way.channel == channel)
    level, reason = level_words(spec)
    online = "online" in spec.channels
    page = reverse("public:procedure", args=[spec.code])
    asked = f"?{advised.query_of(channel, answers)}" if answers else ""
    return Brief(
        code=spec.code,
        name=spec.name,
        field=spec.field.name,
        summary=spec.summary,
        level=level,
        reason=reason,
        answers=answering.of_version(spec, way, now),
        papers=tuple(
            PaperList(
                group.title,
                tuple(_paper(each) for each in group.papers),
                any(each.state != "held" for each in group.papers),
            )
            for group in advised.paper_groups(spec, way.advice, channel)
        ),
        steps=spec.guide,
        conditions=spec.conditions,
        where=where_words(spec),
        page=f"{page}{asked}",
        start=f"/nop/{spec.code}/{asked}" if online else f"{page}{asked}",
        online=online,
        answered=tuple(answering.given(spec, answers)),
    )


def of_sheet(sheet: Sheet, listed: Procedure) -> Brief:
    """As the national record says."""
    page = reverse("public:procedure", args=[sheet.code])
    place = sheet.address or sheet.agency or "cơ quan thực hiện"
    return Brief(
        code=sheet.code,
        name=sheet.name,
        field=listed.field.name,
        summary="",
        level=wording.LEVELS["information"],
        reason=NOT_OPEN,
        answers=answering.of_sheet(sheet),
        papers=tuple(_case(each) for each in sheet.cases),
        steps=tuple(_bare(step) for step in sheet.steps),
        conditions=tuple(_bare(condition) for condition in sheet.conditions),
        where=f"Nộp tại {place}, hoặc trên Cổng Dịch vụ công quốc gia dichvucong.gov.vn.",
        page=page,
        start=page,
        online=False,
    )


def _paper(paper: Paper) -> str:
    # The note may hold brackets of its own; two inside each other are hard to read and to hear.
    note = paper.note.replace(" (", ", ").replace(")", "").rstrip(".")
    return f"{paper.name} ({note[:1].lower()}{note[1:]})" if note else paper.name


def _case(case: CaseOfPapers) -> PaperList:
    return PaperList(
        _bare(case.name) or "Giấy tờ cần nộp", tuple(_bare(_counted(each)) for each in case.papers)
    )


def _counted(paper: RecordPaper) -> str:
    counts = ((paper.originals, "bản chính"), (paper.copies, "bản sao"))
    said = ", ".join(f"{number} {kind}" for number, kind in counts if number)
    return f"{paper.name} ({said})" if said else paper.name


def _bare(text: str) -> str:
    """Without the dash or star a record puts before a line of its list."""
    return text.lstrip("-–*+• \u00a0")
