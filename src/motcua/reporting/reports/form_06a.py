"""Report 06a: how dossiers were settled in a period, by field or by agency.

received = online + direct (counter and post) + carried over = solved + pending; solved = early + on time +
late; pending = in time + overdue (rule 46). A report that breaks one of these is not shown. Carried over:
accepted before the period and not off the books before it. Statistics go to the agency that decides (NĐ
309/2026 Đ8).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db.models import Sum

from motcua.catalogue.models import Procedure
from motcua.organisation.models import Unit
from motcua.reporting.fold import SOLVED, Metric
from motcua.reporting.models import Tally, TallyQuerySet

ONLINE = "online"


class BrokenReport(Exception):
    """The figures contradict each other: nothing is shown, somebody has to look."""


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


def check(row: Row) -> None:
    """The identities of rule 46."""
    figures = [getattr(row, field.name) for field in fields(row) if field.name != "label"]
    if (
        row.received_total != row.solved_total + row.pending_total
        or row.received_total != row.received_online + row.received_direct + row.carried_over
        or row.solved_total != row.solved_early + row.solved_on_time + row.solved_late
        or row.pending_total != row.pending_in_time + row.pending_overdue
        or min(figures) < 0
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


def report(*, first: date, last: date, units: Iterable[str] | None = None, by: str = "field") -> Report:
    """Compute the report for the days `first` to `last`, both included, for these agencies (default: all).

    `by` is `field` (lĩnh vực) or `unit` (cơ quan). Raises ValueError for a period that ends before it begins.
    """
    if last < first:
        raise ValueError("Ngày cuối kỳ phải bằng hoặc sau ngày đầu kỳ.")
    tallies = Tally.objects.all() if units is None else Tally.objects.of_units(frozenset(units))
    group = "unit_id" if by == "unit" else "procedure_code"
    rows: dict[str, Row] = defaultdict(lambda: Row(label=""))
    label_of = _LabelOf(by)
    for key, name, count in _figures(tallies, first, last, group):
        label = label_of(key)
        row = rows[label]
        row.label = label
        setattr(row, name, getattr(row, name) + count)
    lines = [rows[label].complete() for label in sorted(rows)]
    shown = [row for row in lines if row.received_total]
    return Report(first, last, by, shown, _total(shown))


def _figures(tallies: TallyQuerySet, first: date, last: date, group: str) -> Iterable[tuple[str, str, int]]:
    """(group, figure, how much to add): a few sums over the days, each answered by the index."""
    within, before, until = tallies.between(first, last), tallies.before(first), tallies.until(last)
    for key, channel, count in _sums(within.filter(metric=Metric.ACCEPTED), group, "channel"):
        yield key, "received_online" if channel == ONLINE else "received_direct", count
    for key, metric, count in _sums(within.filter(metric__in=SOLVED), group, "metric"):
        yield key, str(metric), count
    for rows, name in ((before, "carried_over"), (until, "pending_total")):
        for key, metric, count in _sums(rows.filter(metric__in=[Metric.ACCEPTED, *SOLVED]), group, "metric"):
            yield key, name, count if metric == Metric.ACCEPTED else -count
    for key, _, count in _sums(until.filter(metric=Metric.OVERDUE), group, "metric"):
        yield key, "pending_overdue", count


def _sums(rows: TallyQuerySet, group: str, other: str) -> Iterable[tuple[str, str, int]]:
    return rows.values_list(group, other).annotate(total=Sum("count")).order_by()


class _LabelOf:
    """Words for the groups of a report, read once."""

    def __init__(self, by: str) -> None:
        if by == "unit":
            self.words = dict(Unit.objects.values_list("pk", "name"))
        else:
            self.words = dict(Procedure.objects.values_list("pk", "field__name"))

    def __call__(self, key: str) -> str:
        return self.words.get(key, key)


def _total(rows: list[Row]) -> Row:
    total = Row(label="Tổng số")
    for row in rows:
        for field in fields(row):
            if field.name != "label":
                setattr(total, field.name, getattr(total, field.name) + getattr(row, field.name))
    check(total)
    return total
