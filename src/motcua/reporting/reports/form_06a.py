"""Report 06a: how dossiers were settled in a period, by field, agency or level.

received = online + direct (counter and post) + carried over = solved + pending; solved = early + on time +
late; pending = in time + overdue (rule 46). A report that breaks one of these is not shown. Carried over:
accepted before the period and not off the books before it, or handed on open by an earlier system within it
(docs/reference/carry-over.md). Statistics go to the agency that decides (NĐ
309/2026 Đ8). Source: the 06a family, TT 02/2017/TT-VPCP as amended.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

from motcua.reporting.figures import CHANNEL, ONLINE, PENDING, Whose, brought_forward, counted, standing
from motcua.reporting.fold import SOLVED, Metric
from motcua.reporting.labels import AGENCY, FIELD, KEY_OF, LEVEL, SERVICE, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import BrokenReport, Column, ReportKind, Table

TOTAL = "Tổng số"


@dataclass
class Row:
    """One line of the report; every figure is a number of dossiers."""

    label: str
    received_total: int = 0
    received_online: int = 0
    received_direct: int = 0
    carried_over: int = 0
    solved_total: int = 0
    solved_early: int = 0
    solved_on_time: int = 0
    solved_late: int = 0
    pending_total: int = 0
    pending_in_time: int = 0
    pending_overdue: int = 0

    def complete(self) -> "Row":
        """The sums that follow from the others. Raises BrokenReport when an identity does not hold."""
        self.received_total = self.received_online + self.received_direct + self.carried_over
        self.solved_total = self.solved_early + self.solved_on_time + self.solved_late
        self.pending_in_time = self.pending_total - self.pending_overdue
        check(self)
        return self


FIGURES = tuple(field.name for field in fields(Row) if field.name != "label")
COLUMNS = (
    Column("received_total", "Tổng số", group="Tiếp nhận"),
    Column("received_online", "Trực tuyến", group="Tiếp nhận"),
    Column("received_direct", "Trực tiếp và bưu chính", group="Tiếp nhận"),
    Column("carried_over", "Từ kỳ trước", group="Tiếp nhận"),
    Column("solved_total", "Tổng số", group="Đã giải quyết"),
    Column("solved_early", "Trước hạn", group="Đã giải quyết"),
    Column("solved_on_time", "Đúng hạn", group="Đã giải quyết"),
    Column("solved_late", "Quá hạn", group="Đã giải quyết"),
    Column("pending_total", "Tổng số", group="Đang giải quyết"),
    Column("pending_in_time", "Trong hạn", group="Đang giải quyết"),
    Column("pending_overdue", "Quá hạn", group="Đang giải quyết"),
)
FORMULA = (
    "Tiếp nhận = trực tuyến + trực tiếp và bưu chính + kỳ trước chuyển sang = đã giải quyết + đang giải"
    " quyết. Đã giải quyết: ngày kết thúc xử lý trước, đúng, hay sau ngày hẹn trả; hồ sơ rút, dừng tính là"
    " đã giải quyết. Đang giải quyết: chưa kết thúc vào cuối ngày cuối kỳ; quá hạn khi ngày hẹn trả đã qua."
    " Hồ sơ chờ người dân bổ sung không quá hạn. Hồ sơ tính cho cơ quan có thẩm quyền giải quyết."
)
SOURCE = "Thông tư 02/2017/TT-VPCP, biểu 06a; Nghị định 309/2026/NĐ-CP Điều 8"


def check(row: Row) -> None:
    """The identities of rule 46."""
    if (
        row.received_total != row.solved_total + row.pending_total
        or row.received_total != row.received_online + row.received_direct + row.carried_over
        or row.solved_total != row.solved_early + row.solved_on_time + row.solved_late
        or row.pending_total != row.pending_in_time + row.pending_overdue
        or min(getattr(row, name) for name in FIGURES) < 0
    ):
        raise BrokenReport(f"Dòng «{row.label}» của báo cáo 06a không cân: {asdict(row)}")


@dataclass(frozen=True)
class Report:
    """The report with its period, scope and lines."""

    first: date
    last: date
    by: str
    rows: list[Row]
    totals: Row


def report(*, first: date, last: date, units: Iterable[str] | None = None, by: str = FIELD) -> Report:
    """Compute the report for the days `first` to `last`, both included, for these agencies (default: all).

    `by` is `field` (lĩnh vực), `unit` (cơ quan), `level` (cấp), `group` (loại cơ quan) or `procedure`.
    """
    asked = Asked(first, last, by=by)
    whose = Whose(None if units is None else frozenset(units))
    rows = lines(whose, first, last, (KEY_OF[by],), _label(by, asked))
    return Report(first, last, by, rows, total(rows))


def _label(by: str, asked: Asked) -> Callable[[tuple[str, ...]], str]:
    word = labels(by, asked)
    return lambda key: word(key[0])


def lines(
    whose: Whose, first: date, last: date, keys: tuple[str, ...], label: Callable[[tuple[str, ...]], str]
) -> list[Row]:
    """The lines, one for each label that the keys of the sums lead to, in the order of their labels."""
    rows: dict[str, Row] = defaultdict(lambda: Row(label=""))
    for key, name, count in _figures(whose, first, last, keys):
        words = label(key)
        row = rows[words]
        row.label = words
        setattr(row, name, getattr(row, name) + count)
    made = [rows[words].complete() for words in sorted(rows)]
    return [row for row in made if row.received_total]


def _figures(
    whose: Whose, first: date, last: date, keys: tuple[str, ...]
) -> Iterable[tuple[tuple[str, ...], str, int]]:
    """(key, figure, how much to add): a few sums over the days, each answered by the index."""
    for (*key, channel, _), count in counted(whose, first, last, [Metric.ACCEPTED], *keys, CHANNEL).items():
        yield tuple(key), "received_online" if channel == ONLINE else "received_direct", count
    for (*key, metric), count in counted(whose, first, last, SOLVED, *keys).items():
        yield tuple(key), metric, count
    for group, count in brought_forward(whose, first, last, *keys).items():
        yield group, "carried_over", count
    for (*key, state), count in standing(whose, last, *keys).items():
        if state in (PENDING, Metric.OVERDUE):
            yield tuple(key), "pending_total" if state == PENDING else "pending_overdue", count


def total(rows: Iterable[Row]) -> Row:
    """The sum of the lines; it has to balance, too."""
    found = Row(label=TOTAL)
    for row in rows:
        for name in FIGURES:
            setattr(found, name, getattr(found, name) + getattr(row, name))
    check(found)
    return found


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    rows = lines(asked.whose(), asked.first, asked.last, (KEY_OF[by],), _label(by, asked))
    columns = (Column("label", SPLIT_BY[by], "text"), *COLUMNS)
    return kind.table(asked, columns, [asdict(row) for row in rows], asdict(total(rows)))


REPORT = ReportKind(
    name="06a",
    title="Tình hình, kết quả giải quyết thủ tục hành chính (biểu 06a)",
    formula=FORMULA,
    source=SOURCE,
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (FIELD, AGENCY, LEVEL, SERVICE)},
)
