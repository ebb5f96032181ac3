"""Work of each officer in the period: pieces of work done, in time, late, still open, and how long they took.

In time: done not later than the due moment of the piece of work. Hours are working hours from when the piece
of work was opened (not taken), waits for the applicant already added to its due moment, by the calendar that
held when the work was added up. Open and overdue are as they stand at the end of the period. Source: NĐ
61/2018 Đ30 (officers are assessed by results).
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q

from motcua.dossiers.models import WorkItem
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.text import fold
from motcua.organisation.models import Unit
from motcua.reporting.behind import after
from motcua.reporting.effort import NOBODY, Effort
from motcua.reporting.figures import OFFICER, WORK_UNIT, work_done
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


class _Line:
    """What an officer did and holds."""

    def __init__(self) -> None:
        self.effort = Effort()
        self.open = self.overdue = 0


def _lines(asked: Asked) -> dict[tuple[int, str], _Line]:
    """By officer and unit."""
    units, lines = asked.units(), defaultdict[tuple[int, str], _Line](_Line)
    for (user, unit), effort in work_done(units, asked.first, asked.last, OFFICER, WORK_UNIT).items():
        lines[user, unit].effort = effort
    if asked.last < moment.today():
        # What was held at the end of that day and is done by now.
        for key, before in work_done(units, None, asked.last, OFFICER, WORK_UNIT).items():
            lines[key].open, lines[key].overdue = before.held, before.overdue
    for user, unit, number, overdue in _open(asked, units):
        lines[user, unit].open += number
        lines[user, unit].overdue += overdue
    return {key: line for key, line in lines.items() if key[0] != NOBODY and _is_seen(line)}


def _open(asked: Asked, units: frozenset[str] | None) -> Iterable[tuple[int, str, int, int]]:
    """What is open now and was at the end of the period: officer, unit, how much, how much of it overdue."""
    end = min(after(asked.last), moment.now())
    rows = WorkItem.objects.open().filter(assignee__isnull=False, opened_at__lt=after(asked.last))
    if units is not None:
        rows = rows.filter(unit__in=units)
    overdue = Count("pk", filter=Q(due_at__lt=end))
    found = rows.values_list("assignee_id", "unit_id").annotate(number=Count("pk"), overdue=overdue)
    return found.order_by()


def _is_seen(line: _Line) -> bool:
    return bool(line.effort.done or line.open)


def _compute(kind: ReportKind, asked: Asked) -> Table:
    lines, total = _lines(asked), _Line()
    names = dict(User.objects.filter(pk__in={user for user, _ in lines}).values_list("pk", "name"))
    units = dict(Unit.objects.values_list("pk", "short_name"))
    order = sorted(lines, key=lambda key: (fold(names[key[0]]), names[key[0]], units[key[1]], key))
    for line in lines.values():
        total.effort = total.effort.plus(line.effort)
        total.open += line.open
        total.overdue += line.overdue
    rows = [_row(names[user], units[unit], lines[user, unit]) for user, unit in order]
    return kind.table(asked, _COLUMNS, rows, _row("Tổng số", "", total))


def _row(name: str, unit: str, line: _Line) -> Row:
    done = line.effort.done
    return {
        "officer": name,
        "unit": unit,
        "done": done,
        "in_time": Share(done - line.effort.late, done),
        "late": line.effort.late,
        "open": line.open,
        "open_overdue": line.overdue,
        "hours": round(line.effort.worked / 60 / done, 1) if done else None,
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
