"""Late dossiers: solved late in the period or overdue at its end, with the step that overran and who had it.

The step that overran: of the pieces of work of the dossier the one that went furthest past its own due
moment, in working time of the agency; where none did, the one that was open when the dossier fell due. The
officer is who had taken it, else the last in charge is named as «chưa ai nhận». Source: NĐ 61/2018 Đ19
(who causes lateness explains it).
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch, Subquery

from motcua.dossiers.models import Dossier, WorkItem
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from motcua.lib.worked import Worked
from motcua.organisation.worked import WorkedAt
from motcua.reporting.behind import after, behind, newest_then
from motcua.reporting.fold import Metric
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Streamed, Table

# Work that follows from lateness or comes after the result makes nothing late.
_NOT_STEPS = (WorkItem.Kind.RETURN, WorkItem.Kind.APOLOGY)
_COLUMNS = (
    Column("code", "Mã hồ sơ", "text"),
    Column("procedure", "Thủ tục", "text"),
    Column("agency", "Cơ quan giải quyết", "text"),
    Column("accepted", "Tiếp nhận", "moment"),
    Column("due", "Hẹn trả", "moment"),
    Column("finished", "Kết thúc xử lý", "moment"),
    Column("days_late", "Số ngày làm việc quá hạn"),
    Column("state", "Tình trạng", "text"),
    Column("step", "Bước quá hạn", "text"),
    Column("step_unit", "Đơn vị của bước", "text"),
    Column("officer", "Người giữ bước", "text"),
    Column("hours_over", "Số giờ làm việc bước đó quá hạn", "hours"),
    Column("apologised", "Đã xin lỗi, hẹn lại", "text"),
    Column("explained", "Giải trình", "text"),
)


def _rows(asked: Asked, most: int | None) -> Iterator[Row]:
    whose = asked.whose()
    at = after(asked.last)
    worked = WorkedAt()
    due_then = Subquery(newest_then(asked.last).values("due_at"))
    for name, late_then in ((Metric.SOLVED_LATE, False), (Metric.OVERDUE, True)):
        found = behind(name, whose, asked.first, asked.last)
        if late_then:
            found = found.annotate(due_then=due_then)
        found = (
            found.select_related("version__procedure", "competent_unit", "explanation__officer")
            .defer("answers", "values", "raw")
            .prefetch_related(
                Prefetch("work_items", WorkItem.objects.select_related("unit", "assignee")), "movements"
            )
            .order_by("due_at", "pk")[:most]
        )
        for dossier in found.iterator(chunk_size=500):
            end = at if late_then or dossier.finished_at is None else dossier.finished_at
            calendar = worked[dossier.competent_unit_id or ""]
            yield _row(dossier, end, calendar, still_open=late_then)


def _row(dossier: Dossier, end: datetime, calendar: Worked, *, still_open: bool) -> Row:
    due = getattr(dossier, "due_then", None) or dossier.due_at or end
    item, over = culprit(list(dossier.work_items.all()), due, end, calendar)
    return {
        "code": dossier.number,
        "procedure": dossier.version.procedure.name,
        "agency": dossier.competent_unit.name if dossier.competent_unit else "",
        "accepted": dossier.accepted_at,
        "due": due,
        "finished": None if still_open else dossier.finished_at,
        "days_late": calendar.working_days_between(_day(due), _day(end)),
        "state": "Đang giải quyết" if still_open else "Đã giải quyết",
        "step": item.name if item else "Không bước nào đang mở",
        "step_unit": item.unit.short_name if item else "",
        "officer": _officer(item),
        "hours_over": round(over / 60, 1),
        "apologised": "Có" if any(each.verb == "apologise" for each in dossier.movements.all()) else "Không",
        "explained": _explained(dossier),
    }


def _explained(dossier: Dossier) -> str:
    """What the officer wrote, or who still owes it until when."""
    asked = getattr(dossier, "explanation", None)
    if asked is None:
        return "Chưa được hỏi"
    if asked.written_at is None:
        return f"Chưa có: {asked.officer.name}, hạn {asked.due_on:%d/%m/%Y}"
    return f"{asked.officer.name}: {asked.words}"


def _day(moment: datetime) -> date:
    return moment.astimezone(TZ).date()


def _officer(item: WorkItem | None) -> str:
    if item is None:
        return ""
    return item.assignee.name if item.assignee else item.done_by or "Chưa ai nhận"


def culprit(
    items: list[WorkItem], due: datetime, end: datetime, calendar: Calendar | Worked
) -> tuple[WorkItem | None, int]:
    """The piece of work that made the dossier late, and by how many working minutes it overran."""
    measured = [
        (calendar.working_minutes_between(item.due_at, min(item.done_at or end, end)), item)
        for item in items
        if item.due_at is not None and item.kind not in _NOT_STEPS
    ]
    worst = max(measured, key=lambda pair: pair[0], default=(0, None))
    if worst[0] > 0:
        return worst[1], worst[0]
    open_then = [item for item in items if item.opened_at <= due and (item.done_at or end) > due]
    return (open_then[-1] if open_then else None), 0


def _compute(kind: ReportKind, asked: Asked) -> Table:
    return kind.table(asked, _COLUMNS, Streamed(lambda most: _rows(asked, most)))


REPORT = ReportKind(
    name="late",
    title="Hồ sơ quá hạn: bước gây chậm và người giữ bước",
    formula=(
        "Hồ sơ giải quyết quá hạn trong kỳ và hồ sơ đang quá hạn vào cuối kỳ. Bước gây chậm: phần việc vượt"
        " hạn riêng của nó nhiều giờ làm việc nhất; nếu không bước nào vượt, là bước đang mở khi hồ sơ đến"
        " hạn."
    ),
    source="Nghị định 61/2018/NĐ-CP Điều 19",
    compute=_compute,
    names_people=True,
)
