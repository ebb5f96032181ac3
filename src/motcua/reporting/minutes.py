"""An inspection as a table (CSV, XLSX) and as minutes on paper."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Prefetch

from motcua.documents import paper
from motcua.documents.paper import data as shapes
from motcua.documents.paper.inspection import FoundLine, InspectionMinutes
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers.models import Dossier
from motcua.lib.dates import short_date
from motcua.lib.moment import TZ
from motcua.organisation.queries import unit_called
from motcua.reporting.models import Finding, Inspected, Inspection
from motcua.reporting.sampling import SIGNS
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, Row, Table

_COLUMNS = (
    Column("position", "STT"),
    Column("code", "Mã hồ sơ", "text"),
    Column("procedure", "Thủ tục", "text"),
    Column("agency", "Cơ quan giải quyết", "text"),
    Column("signs", "Dấu hiệu", "text"),
    Column("looked", "Đã xem lúc", "moment"),
    Column("level", "Mức độ", "text"),
    Column("text", "Phát hiện", "text"),
    Column("article", "Căn cứ", "text"),
    Column("due", "Hạn trả lời", "day"),
    Column("answer", "Đơn vị trả lời", "text"),
    Column("state", "Tình trạng", "text"),
)


def sample_of(made: Inspection) -> list[Inspected]:
    """The sample in its order with all that is shown of it."""
    findings = Finding.objects.select_related("unit")
    rows = made.sample.select_related(
        "dossier__version__procedure", "dossier__competent_unit", "dossier__receiving_unit"
    )
    return list(rows.prefetch_related(Prefetch("findings", findings)))


def how_drawn(made: Inspection) -> str:
    """How the sample can be drawn again."""
    way = "ngẫu nhiên" if not made.signs else "theo dấu hiệu: " + ", ".join(SIGNS[key] for key in made.signs)
    return f"Lấy {way}, từ {made.population} hồ sơ, muốn lấy {made.wanted}, số gieo «{made.seed}»"


def table_of(made: Inspection) -> Table:
    """One line a finding; a dossier without any has one line."""
    return Table(
        "inspection",
        f"Kiểm tra qua phần mềm: {made.title}",
        _COLUMNS,
        list(_rows(made)),
        Asked(made.first, made.last, unit=made.unit_id or ""),
        made.place,
        f"{how_drawn(made)}. Xếp hồ sơ theo SHA-256 của «số gieo:mã hồ sơ», lấy từ nhỏ đến lớn.",
        "Nghị định 61/2018/NĐ-CP Điều 19",
        note=made.conclusion,
    )


def _rows(made: Inspection) -> Iterator[Row]:
    for each in sample_of(made):
        base = {
            "position": each.position,
            "code": each.dossier.number,
            "procedure": each.dossier.version.procedure.name,
            "agency": agency_of(each.dossier),
            "signs": "; ".join(each.signs),
            "looked": each.looked_at,
        }
        findings = list(each.findings.all())
        if not findings:
            yield base | dict.fromkeys(("level", "text", "article", "answer", "state"), "") | {"due": None}
        for found in findings:
            yield base | {
                "level": found.get_level_display(),
                "text": found.text,
                "article": found.article,
                "due": found.due_on,
                "answer": found.answer,
                "state": found.state,
            }


def agency_of(dossier: Dossier) -> str:
    """Which agency the dossier counts for."""
    unit = dossier.competent_unit or dossier.receiving_unit
    return unit.name if unit is not None else ""


def minutes(made: Inspection, unit_id: str) -> InspectionMinutes:
    """What the paper says; `unit_id` is the inspector's own unit, whose name stands at its head."""
    sample, unit = sample_of(made), unit_called(unit_id)
    day = (made.closed_at or made.drawn_at).astimezone(TZ).date()
    return InspectionMinutes(
        head=shapes.Letterhead(
            agency=unit.name if unit is not None else settings.PROVINCE["name"],
            parent_agency=unit.parent.name if unit is not None and unit.parent is not None else "",
            place=settings.PROVINCE["name"],
            day=day,
        ),
        code=f"KT-{made.drawn_at.astimezone(TZ):%y%m%d}-{str(made.pk)[-4:].upper()}",
        title=made.title,
        place=made.place,
        period=f"Từ {short_date(made.first)} đến hết {short_date(made.last)}",
        drawn=how_drawn(made),
        inspector=made.drawn_label,
        day=day,
        sample=len(sample),
        lines=tuple(_line(each, found) for each in sample for found in each.findings.all()),
        clean=tuple(each.dossier.number for each in sample if each.looked_at and not each.findings.all()),
        conclusion=made.conclusion,
    )


def _line(each: Inspected, found: Finding) -> FoundLine:
    return FoundLine(
        code=each.dossier.number,
        procedure=each.dossier.version.procedure.name,
        agency=found.unit.name,
        level=found.get_level_display(),
        text=found.text,
        article=found.article,
        answer=found.answer,
        state=found.state,
    )


def minutes_pdf(made: Inspection, unit_id: str) -> bytes:
    """The minutes, ready to be printed and signed by both sides."""
    return paper.render(FormKind.INSPECTION, minutes(made, unit_id), "a4")
