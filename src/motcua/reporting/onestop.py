"""The one-stop evaluation of TT 01/2018/TT-VPCP Đ13–15 as arithmetic: nine indices of 0, 1 or 2 points. Pure.

An index is the sum of points over the number of dossiers, rounded half up to one decimal; an index without
data is left out (Đ15), and what is left is then held against a smaller maximum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")
POINTS_MAX = 2
OFFICER_INDICES = (1, 2, 3, 4, 7)
AGENCY_INDICES = tuple(range(1, 10))

NAMES: Mapping[int, str] = {
    1: "Thời gian thực hiện so với quy định",
    2: "Thời gian thực hiện của từng cơ quan tham gia",
    3: "Số lần phải liên hệ với bộ phận một cửa để hoàn thiện hồ sơ",
    4: "Số cơ quan phải liên hệ",
    5: "Tỷ lệ thủ tục giải quyết tại bộ phận một cửa",
    6: "Công khai thủ tục hành chính",
    7: "Thái độ phục vụ",
    8: "Tiếp thu, giải trình phản ánh, kiến nghị",
    9: "Cung cấp dịch vụ công trực tuyến",
}

AGENCY_BANDS = (
    (Decimal(15), "Xuất sắc"),
    (Decimal(12), "Tốt"),
    (Decimal(9), "Khá"),
    (Decimal(6), "Trung bình"),
    (Decimal(0), "Yếu"),
)
OFFICER_BANDS = (
    (Decimal(5), "Hoàn thành 100% nhiệm vụ"),
    (Decimal("3.5"), "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
    (Decimal(0), "Hoàn thành dưới 70% nhiệm vụ"),
)


def mean(points: Iterable[int]) -> Decimal | None:
    """The value of an index over its dossiers, one decimal; None without a dossier."""
    found = list(points)
    return mean_of(sum(found), len(found))


def mean_of(total: int, number: int) -> Decimal | None:
    """The same from a sum of points and a number of dossiers."""
    return None if number == 0 else (Decimal(total) / number).quantize(_TENTH, ROUND_HALF_UP)


def of_time(finished: date, due: date | None) -> int | None:
    """Indices 1 and 2: shorter than the law allows 2, just as long 1, longer 0; None without a due day."""
    if due is None:
        return None
    return 2 if finished < due else 1 if finished == due else 0


def of_contacts(contacts: int, *, citizens_fault: bool = False) -> int:
    """Index 3: how often the person had to come back to complete the dossier: never 2, once 1, more 0.

    More than once by the person's own fault counts as once.
    """
    if contacts == 0:
        return 2
    return 1 if contacts == 1 or citizens_fault else 0


def of_attitude(finished: date, due: date | None, *, upheld_complaint: bool) -> int:
    """Index 7: no complaint and early 2, no complaint and on time 1, else 0. Only upheld complaints count."""
    if upheld_complaint:
        return 0
    return 1 if due is None else of_time(finished, due) or 0


def of_petitions(answered_in_time: int, total: int, *, dragging: bool) -> int:
    """Index 8: none, or all answered in time and none dragging 2; at least 90 % in time 1; else 0."""
    if dragging:
        return 0
    if answered_in_time >= total:
        return 2
    return 1 if answered_in_time * 10 >= total * 9 else 0


def of_online(services: tuple[int, int], dossiers: tuple[int, int], *, late: int) -> int:
    """Index 9: (online, eligible) services, (online, all) dossiers, unsolved late ones among those online.

    At least 20 % and 30 % and none late 2; some services and at least 15 % and none late 1; else 0.
    """
    if late or not services[0] or dossiers[0] * 100 < dossiers[1] * 15:
        return 0
    many = services[0] * 5 >= services[1] and dossiers[0] * 10 >= dossiers[1] * 3
    return 2 if many else 1


def agency_band(total: Decimal) -> str:
    """≥ 15 Xuất sắc, ≥ 12 Tốt, ≥ 9 Khá, ≥ 6 Trung bình, else Yếu: exactly 15.0 is in the top band."""
    return next(words for least, words in AGENCY_BANDS if total >= least)


def officer_band(total: Decimal) -> str:
    """≥ 5 the whole task, ≥ 3.5 between 70 and 100 %, else below 70 %."""
    return next(words for least, words in OFFICER_BANDS if total >= least)


@dataclass(frozen=True)
class Index:
    """One index of a unit or officer: its value, over how many it was taken, and what is not known."""

    number: int
    value: Decimal | None
    counted: int = 0
    note: str = ""

    @property
    def name(self) -> str:
        return NAMES[self.number]


@dataclass(frozen=True)
class Evaluation:
    """The indices of a unit (all nine) or officer (1, 2, 3, 4, 7) in a period."""

    indices: tuple[Index, ...]
    officer: bool = False

    @property
    def total(self) -> Decimal:
        return sum((each.value for each in self.indices if each.value is not None), Decimal(0))

    @property
    def maximum(self) -> int:
        """The most that could be reached with the indices that have data."""
        return POINTS_MAX * sum(each.value is not None for each in self.indices)

    @property
    def scaled(self) -> Decimal | None:
        """The total as if every index had data: what the grade is read from while some have none."""
        full = POINTS_MAX * len(self.indices)
        if not self.maximum:
            return None
        return (self.total * full / self.maximum).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def is_complete(self) -> bool:
        return self.maximum == POINTS_MAX * len(self.indices)

    @property
    def band(self) -> str:
        """The grade, from the scaled total; empty without any data."""
        if self.scaled is None:
            return ""
        return officer_band(self.scaled) if self.officer else agency_band(self.scaled)
