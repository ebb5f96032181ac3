"""Agencies side by side: the shares by which they are compared, and where each of them stands.

Every share is read from the sums, and only the sums it needs. Behind each stands the list of the dossiers
that cost it or make it (`reporting.lists`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from motcua.organisation.models import Unit
from motcua.reporting.cockpit import Month, Numbers, numbers_by_unit
from motcua.reporting.facts import Fact
from motcua.reporting.figures import PENDING, Whose
from motcua.reporting.fold import SOLVED, Metric
from motcua.reporting.table import Share

ON_TIME, DIGITAL, SERVICE = "Thời hạn", "Trực tuyến và dữ liệu số", "Chất lượng phục vụ"


@dataclass(frozen=True)
class Measure:
    """A share by which agencies are compared; `behind` names the list of dossiers that cost or make it.

    `reads` are the sums it is computed from; `aim` is the target of the province about the very same share
    (a measure of `reporting.measures`), where there can be one.
    """

    key: str
    group: str
    label: str
    formula: str
    share: Callable[[Numbers], Share]
    reads: tuple[str, ...]
    more_is_better: bool
    behind: str
    aim: str = ""
    one: str = "hồ sơ"

    @property
    def direction(self) -> str:
        """Which way is good, in words."""
        return "Càng cao càng tốt" if self.more_is_better else "Càng thấp càng tốt"


_BACK = (Metric.BACK_IN_TIME, Metric.BACK_LATE)
MEASURES: Mapping[str, Measure] = {
    each.key: each
    for each in (
        Measure(
            "dung-han",
            ON_TIME,
            "Giải quyết trước và đúng hạn",
            "hồ sơ giải quyết trước hạn và đúng hạn / hồ sơ đã giải quyết trong kỳ",
            lambda n: Share(n.early + n.on_time, n.solved),
            SOLVED,
            True,
            "solved_late",
        ),
        Measure(
            "dung-han-766",
            ON_TIME,
            "Đúng hạn theo Bộ chỉ số 766",
            "hồ sơ giải quyết trước, đúng hạn mà không bị yêu cầu bổ sung quá một lần / hồ sơ đã giải quyết"
            " trong kỳ và hồ sơ đang quá hạn cuối kỳ",
            lambda n: Share(n.early + n.on_time - n.asked_twice, n.solved + n.overdue),
            (*SOLVED, Metric.ASKED_TWICE, Metric.OVERDUE),
            True,
            "late_766",
            "on_time",
        ),
        Measure(
            "truoc-han",
            ON_TIME,
            "Giải quyết trước hạn",
            "hồ sơ giải quyết trước hạn / hồ sơ đã giải quyết trong kỳ",
            lambda n: Share(n.early, n.solved),
            SOLVED,
            True,
            "solved_early",
        ),
        Measure(
            "qua-han",
            ON_TIME,
            "Đang giải quyết mà quá hạn",
            "hồ sơ quá hạn / hồ sơ đang giải quyết vào cuối ngày cuối kỳ",
            lambda n: Share(n.overdue, n.pending),
            (PENDING, Metric.OVERDUE),
            False,
            "pending_overdue",
        ),
        Measure(
            "truc-tuyen",
            DIGITAL,
            "Hồ sơ nộp trực tuyến",
            "hồ sơ tiếp nhận trực tuyến / hồ sơ tiếp nhận trong kỳ (không tính kỳ trước chuyển sang)",
            lambda n: Share(n.online, n.received),
            (Metric.ACCEPTED,),
            True,
            "received_direct",
            "desk_online",
        ),
        Measure(
            "to-chuc-truc-tuyen",
            DIGITAL,
            "Hồ sơ của tổ chức nộp trực tuyến",
            "hồ sơ của tổ chức tiếp nhận trực tuyến / hồ sơ của tổ chức được tiếp nhận trong kỳ",
            lambda n: Share(n.organisations_online, n.organisations),
            (Fact.ORGANISATION,),
            True,
            "organisations_direct",
            "organisations_online",
        ),
        Measure(
            "giai-quyet-truc-tuyen",
            DIGITAL,
            "Hồ sơ giải quyết trực tuyến",
            "hồ sơ nộp trực tuyến đã giải quyết / hồ sơ đã giải quyết trong kỳ",
            lambda n: Share(n.solved_online, n.solved),
            SOLVED,
            True,
            "solved_direct",
            "handled_online",
        ),
        Measure(
            "khong-tien-mat",
            DIGITAL,
            "Nộp tiền không dùng tiền mặt",
            "hồ sơ có nộp tiền bằng chuyển khoản / hồ sơ đã nộp phí, lệ phí trong kỳ",
            lambda n: Share(n.paid - n.cash, n.paid),
            (Fact.PAID, Fact.CASH),
            True,
            "paid_cash",
            "dossiers_paid",
        ),
        Measure(
            "so-hoa",
            DIGITAL,
            "Số hóa giấy tờ của hồ sơ",
            "hồ sơ mọi giấy tờ có tệp / hồ sơ tiếp nhận trong kỳ",
            lambda n: Share(n.received - n.not_digitised, n.received),
            (Metric.ACCEPTED, Fact.NOT_DIGITISED),
            True,
            "not_digitised",
            "dossiers_digitised",
        ),
        Measure(
            "ket-qua-dien-tu",
            DIGITAL,
            "Trả kết quả điện tử",
            "hồ sơ mọi kết quả có bản điện tử / hồ sơ có kết quả được ban hành trong kỳ",
            lambda n: Share(n.issued - n.paper_only, n.issued),
            (Fact.ISSUED, Fact.PAPER_ONLY),
            True,
            "paper_only",
            "results_electronic",
        ),
        Measure(
            "ngoai-dia-gioi",
            DIGITAL,
            "Tiếp nhận ngoài địa giới",
            "hồ sơ do nơi ngoài địa giới của cơ quan giải quyết tiếp nhận / hồ sơ tiếp nhận trong kỳ",
            lambda n: Share(n.elsewhere, n.received),
            (Metric.ACCEPTED, Metric.ELSEWHERE),
            True,
            "received_elsewhere",
        ),
        Measure(
            "dung-lan-dau",
            SERVICE,
            "Đúng ngay lần đầu",
            "hồ sơ có kết quả mà không phải bổ sung / hồ sơ đã quyết định",
            lambda n: Share(n.right_at_once, n.solved - n.given_back + n.refused),
            (*SOLVED, *_BACK, Metric.REFUSED, Metric.FIRST_TIME_RIGHT),
            True,
            "first_time_right",
            "first_time_right",
        ),
        Measure(
            "hai-long",
            SERVICE,
            "Mức độ hài lòng",
            "hồ sơ giải quyết không quá hạn và không bị người dân đánh giá «không hài lòng» / hồ sơ đã giải"
            " quyết trong kỳ",
            lambda n: Share(n.solved - n.late - n.dissatisfied, n.solved),
            (*SOLVED, Fact.DISSATISFIED),
            True,
            "dissatisfied",
            "dossiers_satisfied",
        ),
        Measure(
            "bo-sung",
            SERVICE,
            "Lượt yêu cầu bổ sung trên hồ sơ nộp",
            "lượt yêu cầu bổ sung / hồ sơ nộp trong kỳ",
            lambda n: Share(n.supplements, n.filed),
            (Metric.SUPPLEMENTS, Metric.FILED),
            False,
            "supplements",
            one="lượt",
        ),
        Measure(
            "bo-sung-tiep-nhan",
            SERVICE,
            "Lượt yêu cầu bổ sung trên hồ sơ tiếp nhận",
            "lượt yêu cầu bổ sung, cả trước khi tiếp nhận / hồ sơ tiếp nhận trong kỳ",
            lambda n: Share(n.supplements, n.received),
            (Metric.SUPPLEMENTS, Metric.ACCEPTED),
            False,
            "supplements",
            one="lượt",
        ),
        Measure(
            "tu-choi",
            SERVICE,
            "Không được tiếp nhận",
            "hồ sơ không được tiếp nhận / hồ sơ nộp trong kỳ",
            lambda n: Share(n.refused, n.filed),
            (Metric.REFUSED, Metric.FILED),
            False,
            "refused",
        ),
    )
}


@dataclass(frozen=True)
class Standing:
    """One commune or agency in a league table: its share and what it is short of, in points and dossiers."""

    unit_id: str
    admin_code: str
    name: str
    numbers: Numbers
    share: Share

    def gap(self, wanted: float) -> float | None:
        """Percentage points above (+) or below (-) what is wanted; None where nothing was counted."""
        percent = self.share.percent
        return None if percent is None else round(float(percent) - wanted, 2)


def communes(month: Month, measure: Measure) -> list[Standing]:
    """The committee of every commune at the end of the month, best first, those without dossiers last."""
    units = Unit.objects.of_kind(Unit.Kind.COMMUNE_COMMITTEE).valid(month.last).order_by("name")
    return _standings(units.values_list("pk", "admin_code", "short_name"), month, measure)


def agencies(month: Month, measure: Measure) -> list[Standing]:
    """Every agency that decides and is no commune's: departments, police, offices that had dossiers."""
    units = Unit.objects.filter(level=Unit.Level.PROVINCE).valid(month.last).order_by("name")
    found = _standings(units.values_list("pk", "admin_code", "short_name"), month, measure)
    return [each for each in found if each.share.denominator]


def _standings(units: Iterable[tuple[str, str, str]], month: Month, measure: Measure) -> list[Standing]:
    rows = list(units)
    sums = numbers_by_unit(Whose(frozenset(row[0] for row in rows)), month, measure.reads)
    found = []
    for unit_id, code, name in rows:
        own = sums.get(unit_id, Numbers())
        found.append(Standing(unit_id, code, name, own, measure.share(own)))
    sign = -1 if measure.more_is_better else 1

    def rank(each: Standing) -> tuple[bool, float, int]:
        percent = each.share.percent
        return percent is None, sign * float(percent or 0), -each.share.denominator

    return sorted(found, key=rank)
