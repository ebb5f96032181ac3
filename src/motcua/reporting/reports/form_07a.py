"""Report 07a: what became of dossiers carried over and new: solved on time or late, open in time or overdue,
waiting for the applicant, given back.

received = carried over + new = solved on time + solved late + open in time + open overdue + waiting + given
back (withdrawn, stopped, lapsed). Broken: not shown (rule 46). Source: the 07a table of the 06a family, TT
02/2017/TT-VPCP as amended; columns as production systems have them (unverified against the annex).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from motcua.reporting.figures import PENDING, brought_forward, counted, standing
from motcua.reporting.fold import IN_TIME, SOLVED, Metric
from motcua.reporting.labels import AGENCY, FIELD, KEY_OF, LEVEL, SERVICE, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import BrokenReport, Column, ReportKind, Table


@dataclass
class Row:
    """One line; every figure is a number of dossiers."""

    label: str
    received_total: int = 0
    carried_over: int = 0
    new: int = 0
    solved_total: int = 0
    solved_on_time: int = 0
    solved_late: int = 0
    open_total: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    waiting: int = 0
    given_back: int = 0

    def complete(self) -> "Row":
        """The sums that follow from the others. Raises BrokenReport when they contradict each other."""
        self.received_total = self.carried_over + self.new
        self.solved_total = self.solved_on_time + self.solved_late
        self.open_total = self.open_in_time + self.open_overdue
        figures = [getattr(self, field.name) for field in fields(self) if field.name != "label"]
        accounted = self.solved_total + self.open_total + self.waiting + self.given_back
        if self.received_total != accounted or min(figures) < 0:
            raise BrokenReport(f"Dòng «{self.label}» của báo cáo 07a không cân: {asdict(self)}")
        return self


_COLUMNS = (
    Column("received_total", "Tổng số", group="Tiếp nhận"),
    Column("carried_over", "Kỳ trước chuyển sang", group="Tiếp nhận"),
    Column("new", "Mới tiếp nhận", group="Tiếp nhận"),
    Column("solved_total", "Tổng số", group="Đã có kết quả"),
    Column("solved_on_time", "Đúng và trước hạn", group="Đã có kết quả"),
    Column("solved_late", "Quá hạn", group="Đã có kết quả"),
    Column("open_total", "Tổng số", group="Đang giải quyết"),
    Column("open_in_time", "Chưa đến hạn", group="Đang giải quyết"),
    Column("open_overdue", "Quá hạn", group="Đang giải quyết"),
    Column("waiting", "Chờ bổ sung, chờ nghĩa vụ tài chính"),
    Column("given_back", "Trả lại, rút, dừng"),
)


def _figures(asked: Asked, key: str) -> Iterable[tuple[str, str, int]]:
    whose, first, last = asked.whose(), asked.first, asked.last
    happened = (Metric.ACCEPTED, *SOLVED, Metric.BACK_IN_TIME, Metric.BACK_LATE)
    for (group, metric), count in counted(whose, first, last, happened, key).items():
        for name, sign in _PLACES[metric]:
            yield group, name, sign * count
    for (group,), count in brought_forward(whose, first, last, key).items():
        yield group, "carried_over", count
    for (group, state), count in standing(whose, last, key).items():
        for name, sign in _PLACES[state]:
            yield group, name, sign * count


_PLACES: dict[str, tuple[tuple[str, int], ...]] = {
    Metric.ACCEPTED: (("new", 1),),
    **dict.fromkeys(IN_TIME, (("solved_on_time", 1),)),
    Metric.SOLVED_LATE: (("solved_late", 1),),
    Metric.BACK_IN_TIME: (("given_back", 1), ("solved_on_time", -1)),
    Metric.BACK_LATE: (("given_back", 1), ("solved_late", -1)),
    PENDING: (("open_in_time", 1),),
    Metric.OVERDUE: (("open_overdue", 1), ("open_in_time", -1)),
    Metric.WAITING: (("waiting", 1), ("open_in_time", -1)),
}


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    word = labels(by, asked)
    rows: dict[str, Row] = defaultdict(lambda: Row(""))
    total = Row("Tổng số")
    for group, name, count in _figures(asked, KEY_OF[by]):
        label = word(group)
        for row in (rows[label], total):
            setattr(row, name, getattr(row, name) + count)
        rows[label].label = label
    shown = [row.complete() for _, row in sorted(rows.items())]
    columns = (Column("label", SPLIT_BY[by], "text"), *_COLUMNS)
    lines = [asdict(row) for row in shown if row.received_total]
    return kind.table(asked, columns, lines, asdict(total.complete()))


REPORT = ReportKind(
    name="07a",
    title="Kết quả giải quyết hồ sơ kỳ trước chuyển sang và mới tiếp nhận (biểu 07a)",
    formula=(
        "Tiếp nhận = kỳ trước chuyển sang + mới tiếp nhận = đã có kết quả (đúng và trước hạn + quá hạn)"
        " + đang giải quyết (chưa đến hạn + quá hạn) + đang chờ người dân bổ sung hoặc thực hiện nghĩa vụ"
        " tài chính + trả lại, rút, dừng. Trạng thái tính vào cuối ngày cuối kỳ."
    ),
    source="Thông tư 02/2017/TT-VPCP, biểu 07a",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (FIELD, AGENCY, LEVEL, SERVICE)},
)
