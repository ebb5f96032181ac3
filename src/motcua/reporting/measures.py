"""What targets may be set for: a share, how it is computed for agencies and services, and for people.

Two shares of «online» are two measures: `services_active` counts services, `dossiers_online` counts dossiers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from motcua.dossiers.models import Channel, Movement, WorkItem
from motcua.reporting.behind import after, starts
from motcua.reporting.facts import Fact
from motcua.reporting.figures import CHANNEL, ONLINE, counted
from motcua.reporting.fold import ACCEPTING, SOLVED, Metric
from motcua.reporting.index_measures import MEASURES as INDEX
from motcua.reporting.index_measures import Period
from motcua.reporting.table import Share


@dataclass(frozen=True)
class Doers:
    """One officer, or everybody of one unit (a division decides nothing itself: its work is counted)."""

    first: date
    last: date
    user_id: int | None = None
    unit_id: str = ""

    def accepted(self) -> QuerySet[Movement]:
        """What they accepted at a desk."""
        found = Movement.objects.filter(
            verb__in=ACCEPTING, at__gte=starts(self.first), at__lt=after(self.last)
        )
        return found.filter(user_id=self.user_id) if self.user_id else found.filter(unit=self.unit_id)

    def done(self) -> QuerySet[WorkItem]:
        """The pieces of work they did that had a due moment."""
        found = WorkItem.objects.filter(
            done_at__gte=starts(self.first), done_at__lt=after(self.last), due_at__isnull=False
        ).exclude(outcome__in=("ended", "recalled"))
        return found.filter(assignee=self.user_id) if self.user_id else found.filter(unit=self.unit_id)


@dataclass(frozen=True)
class Measure:
    """A share that can be aimed at. `fixed`: its whole does not grow with time (services, not dossiers).

    `of_people` is None where the share says nothing about a single officer.
    """

    key: str
    label: str
    formula: str
    of_agencies: Callable[[Period], Share]
    of_people: Callable[[Doers], Share] | None = None
    fixed: bool = False
    one: str = "hồ sơ"


def _accepted_online(doers: Doers) -> Share:
    return _share(doers.accepted(), Q(dossier__channel=Channel.ONLINE))


def _steps_in_time(doers: Doers) -> Share:
    return _share(doers.done(), Q(done_at__lte=F("due_at")))


def _share(rows: QuerySet[Movement] | QuerySet[WorkItem], counts: Q) -> Share:
    found = rows.aggregate(part=Count("pk", filter=counts), whole=Count("pk"))
    return Share(found["part"], found["whole"])


def _handled_online(period: Period) -> Share:
    found = counted(period.whose, period.first, period.last, SOLVED, CHANNEL)
    online = sum(count for (channel, _), count in found.items() if channel == ONLINE)
    return Share(online, sum(found.values()))


def _organisations_online(period: Period) -> Share:
    found = counted(period.whose, period.first, period.last, [Fact.ORGANISATION], CHANNEL)
    return Share(found[(ONLINE, Fact.ORGANISATION)], sum(found.values()))


def _first_time_right(period: Period) -> Share:
    wanted = (
        *SOLVED,
        Metric.BACK_IN_TIME,
        Metric.BACK_LATE,
        Metric.REFUSED,
        Metric.FIRST_TIME_RIGHT,
    )
    found = counted(period.whose, period.first, period.last, wanted)
    back = found[(Metric.BACK_IN_TIME,)] + found[(Metric.BACK_LATE,)]
    decided = sum(found[(metric,)] for metric in SOLVED) - back + found[(Metric.REFUSED,)]
    return Share(found[(Metric.FIRST_TIME_RIGHT,)], decided)


def _by_month(formula: str, measure: str) -> str:
    """The formula with what counting month by month means for a target of many months."""
    return f"{formula}; {INDEX[measure].by_month}"


MEASURES: Mapping[str, Measure] = {
    each.key: each
    for each in (
        Measure(
            "services_active",
            "Dịch vụ công trực tuyến có phát sinh hồ sơ",
            "thủ tục có ít nhất một hồ sơ trực tuyến trong kỳ / thủ tục cung cấp trực tuyến",
            INDEX["services_active"].share,
            fixed=True,
            one="thủ tục",
        ),
        Measure(
            "dossiers_online",
            "Hồ sơ nộp trực tuyến của thủ tục cung cấp trực tuyến",
            "hồ sơ tiếp nhận trực tuyến / hồ sơ tiếp nhận, chỉ thủ tục cung cấp trực tuyến",
            INDEX["dossiers_online_of_capable"].share,
        ),
        Measure(
            "desk_online",
            "Hồ sơ một cửa nộp trực tuyến",
            "hồ sơ tiếp nhận trực tuyến / mọi hồ sơ tiếp nhận trong kỳ",
            INDEX["dossiers_online_of_all"].share,
            _accepted_online,
        ),
        Measure(
            "organisations_online",
            "Hồ sơ của tổ chức nộp trực tuyến",
            "hồ sơ của tổ chức tiếp nhận trực tuyến / hồ sơ của tổ chức được tiếp nhận trong kỳ",
            _organisations_online,
        ),
        Measure(
            "handled_online",
            "Hồ sơ giải quyết trực tuyến",
            "hồ sơ nộp trực tuyến đã giải quyết / hồ sơ đã giải quyết trong kỳ",
            _handled_online,
        ),
        Measure(
            "services_full",
            "Thủ tục cung cấp toàn trình",
            "thủ tục toàn trình / thủ tục có hiệu lực",
            INDEX["services_full"].share,
            fixed=True,
            one="thủ tục",
        ),
        Measure(
            "on_time",
            "Hồ sơ giải quyết đúng và trước hạn",
            "hồ sơ giải quyết đúng, trước hạn / hồ sơ đã giải quyết và đang quá hạn; với cá nhân, phòng: việc"
            " làm xong đúng hạn của bước / việc đã làm xong",
            INDEX["on_time_of_finished"].share,
            _steps_in_time,
        ),
        Measure(
            "first_time_right",
            "Hồ sơ đúng ngay lần đầu",
            "hồ sơ có kết quả mà không phải bổ sung / hồ sơ đã quyết định",
            _first_time_right,
        ),
        Measure(
            "dossiers_paid",
            "Hồ sơ thanh toán không dùng tiền mặt",
            _by_month("hồ sơ nộp bằng chuyển khoản / hồ sơ đã nộp phí, lệ phí", "dossiers_paid"),
            INDEX["dossiers_paid"].share,
        ),
        Measure(
            "dossiers_digitised",
            "Hồ sơ số hóa thành phần",
            _by_month("hồ sơ mọi giấy tờ có tệp / hồ sơ tiếp nhận trong kỳ", "dossiers_digitised"),
            INDEX["dossiers_digitised"].share,
        ),
        Measure(
            "results_electronic",
            "Trả kết quả điện tử",
            _by_month(
                "hồ sơ mọi kết quả có bản điện tử / hồ sơ có kết quả được ban hành trong kỳ",
                "results_electronic",
            ),
            INDEX["results_electronic"].share,
        ),
        Measure(
            "dossiers_satisfied",
            "Mức độ hài lòng",
            "hồ sơ giải quyết không quá hạn và không bị đánh giá «không hài lòng» / hồ sơ đã giải quyết trong"
            " kỳ",
            INDEX["dossiers_satisfied"].share,
        ),
    )
}
