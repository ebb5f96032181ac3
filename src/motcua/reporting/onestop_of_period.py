"""The one-stop evaluation from the history: what each index is computed from, and which have no data yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from motcua.dossiers.models import Movement, WorkItem
from motcua.identity.models import User
from motcua.lib.moment import TZ
from motcua.reporting import onestop
from motcua.reporting.behind import after, dossiers_of, starts
from motcua.reporting.figures import CHANNEL, ONLINE, PROCEDURE, Whose, counted, last_of, standing
from motcua.reporting.fold import Metric
from motcua.reporting.offered import services
from motcua.reporting.onestop import Evaluation, Index
from motcua.reporting.scope import Asked

_NO_AGENCIES = "Chưa ghi số cơ quan mà người dân phải đến."
_NO_COMPLAINTS = "Chưa có phân hệ phản ánh, kiến nghị."
_NO_CENTRE = "Chưa ghi thủ tục nào giải quyết trọn tại bộ phận một cửa."


@dataclass
class _Points:
    """Sums of points and how many they were given to."""

    given: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, index: int, points: int | None) -> None:
        if points is not None:
            self.given[index][0] += points
            self.given[index][1] += 1

    def index(self, number: int, note: str = "") -> Index:
        total, count = self.given[number]
        return Index(number, onestop.mean_of(total, count), count, note)


def _add_ended(points: _Points, asked: Asked, dossiers: QuerySet[Any, Any]) -> None:
    """Indices 1 and 3, over those of the dossiers that were settled with a result in the period."""
    rows = Movement.objects.filter(
        verb__in=("conclude", "decline"),
        at__gte=starts(asked.first),
        at__lt=after(asked.last),
        dossier__in=dossiers,
    ).values_list("at", "due_at", "dossier__supplement_count")
    for at, due, times in rows.iterator():
        points.add(1, onestop.of_time(_day(at), _day(due) if due else None))
        points.add(3, onestop.of_contacts(times))


def _steps(asked: Asked, *, unit_ids: Iterable[str] | None = None, user_id: int | None = None) -> _Points:
    """Index 2: each agency's own time, step by step, against the hours it was given."""
    points = _Points()
    done = WorkItem.objects.filter(
        done_at__gte=starts(asked.first),
        done_at__lt=after(asked.last),
        due_at__isnull=False,
        kind__in=(WorkItem.Kind.STEP, WorkItem.Kind.OPINION, WorkItem.Kind.CHECK),
    ).exclude(outcome__in=("ended", "recalled"))
    if unit_ids is not None:
        done = done.filter(unit__in=unit_ids)
    if user_id is not None:
        done = done.filter(assignee=user_id)
    for at, due in done.values_list("done_at", "due_at").iterator():
        points.add(2, None if at is None or due is None else 2 if at < due else 1 if at == due else 0)
    return points


def evaluate_unit(asked: Asked) -> Evaluation:
    """The agency's evaluation: `asked.unit` with everything below it, or the province."""
    whose = asked.whose()
    points = _steps(asked, unit_ids=whose.units)
    _add_ended(points, asked, dossiers_of(whose).values("pk"))
    return Evaluation(
        (
            points.index(1),
            points.index(2),
            points.index(3, "Mỗi lần yêu cầu bổ sung tính là một lần liên hệ; chưa ghi lỗi thuộc về ai."),
            Index(4, None, note=_NO_AGENCIES),
            Index(5, None, note=_NO_CENTRE),
            _published(asked),
            Index(7, None, note=_NO_COMPLAINTS),
            Index(8, None, note=_NO_COMPLAINTS),
            _online(asked, whose),
        )
    )


def evaluate_officer(user: User, asked: Asked) -> Evaluation:
    """The officer's evaluation, over dossiers of which he or she did a step."""
    points = _steps(asked, user_id=user.pk)
    mine = WorkItem.objects.filter(assignee=user.pk, done_at__isnull=False).values("dossier_id")
    _add_ended(points, asked, mine)
    return Evaluation(
        (
            points.index(1),
            points.index(2),
            points.index(3),
            Index(4, None, note=_NO_AGENCIES),
            Index(7, None, note=_NO_COMPLAINTS),
        ),
        officer=True,
    )


def _published(asked: Asked) -> Index:
    """Index 6: the electronic half of publication is known, the notice board is not: at most 1."""
    found = services(asked.last, asked.units())
    complete = all(each.complete for each in found.values())
    value = onestop.mean_of(int(complete), 1) if found else None
    return Index(6, value, len(found), "Chỉ biết phần công khai điện tử, nên cao nhất 1 điểm.")


def _online(asked: Asked, whose: Whose) -> Index:
    found = services(asked.last, whose.units)
    offered = sum(each.online for each in found.values())
    accepted = counted(whose, asked.first, asked.last, [Metric.ACCEPTED], PROCEDURE, CHANNEL)
    total = sum(accepted.values())
    online = sum(count for (_, channel, _), count in accepted.items() if channel == ONLINE)
    late = standing(whose, asked.last, CHANNEL)[(ONLINE, Metric.OVERDUE)]
    if not found:
        return Index(9, None)
    points = onestop.of_online((offered, len(found)), (online, total), late=late)
    return Index(9, onestop.mean_of(points, 1), total)


def _day(moment: datetime) -> date:
    return moment.astimezone(TZ).date()


def quarter(day: date, unit: str = "") -> Asked:
    """The quarter a day lies in, as it is published (TT 01/2018 Đ15)."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Asked(first, last_of(first.replace(month=first.month + 2)), unit=unit)
