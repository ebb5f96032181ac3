"""Work of each officer in the period: pieces of work done, in time, late, still open, and how long they took.

In time: done not later than the due moment of the piece of work. Hours are working hours from when the piece
of work was opened (not taken), waits for the applicant already added to its due moment. Open and overdue are
as they stand at the end of the period. Source: NĐ 61/2018 Đ30 (officers are assessed by results).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from motcua.dossiers.models import WorkItem
from motcua.lib import moment
from motcua.organisation.worked import WorkedAt
from motcua.reporting.behind import after, starts
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table

_COLUMNS = (
    Column("officer", "Cán bộ", "text"),
    Column("unit", "Đơn vị", "text"),
    Column("done", "Đã làm"),
    Column("in_time", "Đúng hạn của bước", "share"),
    Column("late", "Quá hạn của bước"),
    Column("open", "Đang giữ"),
    Column("open_overdue", "Đang giữ, đã quá hạn"),
    Column("hours", "Giờ làm việc trung bình mỗi việc", "hours"),
)
_FIELDS = ("assignee_id", "assignee__name", "unit_id", "unit__short_name", "opened_at", "due_at", "done_at")


def _items(asked: Asked) -> Iterator[tuple[int, str, str, str, datetime, datetime | None, datetime | None]]:
    """Taken work that was done in the period or was open at its end."""
    end = after(asked.last)
    units = asked.units()
    rows = WorkItem.objects.filter(assignee__isnull=False, opened_at__lt=end).exclude(outcome="ended")
    rows = rows.filter(Q(done_at__isnull=True) | Q(done_at__gte=starts(asked.first)))
    if units is not None:
        rows = rows.filter(unit__in=units)
    yield from rows.values_list(*_FIELDS).order_by("assignee__name", "unit_id", "pk").iterator()


def _compute(kind: ReportKind, asked: Asked) -> Table:
    end = min(after(asked.last), moment.now())
    lines: dict[tuple[str, str, int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    worked = WorkedAt()
    total: dict[str, int] = defaultdict(int)
    for user, name, unit, unit_name, opened, due, done in _items(asked):
        for line in (lines[name, unit_name, user, unit], total):
            if done is not None and done < after(asked.last):
                line["done"] += 1
                line["late" if due is not None and done > due else "in_time"] += 1
                line["minutes"] += worked[unit].working_minutes_between(opened, done)
            else:
                line["open"] += 1
                line["open_overdue"] += due is not None and due < end
    rows = [_row(name, unit, found) for (name, unit, _, _), found in sorted(lines.items())]
    return kind.table(asked, _COLUMNS, rows, _row("Tổng số", "", total))


def _row(name: str, unit: str, found: dict[str, int]) -> Row:
    return {
        "officer": name,
        "unit": unit,
        "done": found["done"],
        "in_time": Share(found["in_time"], found["done"]),
        "late": found["late"],
        "open": found["open"],
        "open_overdue": found["open_overdue"],
        "hours": round(found["minutes"] / 60 / found["done"], 1) if found["done"] else None,
    }


REPORT = ReportKind(
    name="staff",
    title="Kết quả công việc của từng cán bộ",
    formula=(
        "Việc đã làm xong trong kỳ; đúng hạn khi xong không muộn hơn hạn của bước. Đang giữ và đã quá hạn"
        " tính vào cuối kỳ. Giờ trung bình: giờ làm việc từ khi việc được mở đến khi xong."
    ),
    source="Nghị định 61/2018/NĐ-CP Điều 30",
    compute=_compute,
    names_people=True,
)
