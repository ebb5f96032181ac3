"""First time right: of what was decided in the period, how much got its result without ever being sent back.

share = concluded without any request to supplement / (settled with a result or a refusal on the merits +
refused at the desk). What was withdrawn, stopped or lapsed is left out: nobody decided it. Source: our own
measure of clear guidance (NĐ 61/2018 Đ11 allows one request at most).
"""

from collections import defaultdict

from motcua.reporting.figures import counted
from motcua.reporting.fold import SOLVED, Metric
from motcua.reporting.labels import AGENCY, FIELD, KEY_OF, SERVICE, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table

_METRICS = (
    *SOLVED,
    Metric.BACK_IN_TIME,
    Metric.BACK_LATE,
    Metric.REFUSED,
    Metric.DECLINED,
    Metric.FIRST_TIME_RIGHT,
    Metric.SUPPLEMENTS,
)


def _row(label: str, found: dict[str, int]) -> Row:
    back = found[Metric.BACK_IN_TIME] + found[Metric.BACK_LATE]
    decided = sum(found[metric] for metric in SOLVED) - back + found[Metric.REFUSED]
    return {
        "label": label,
        "decided": decided,
        "share": Share(found[Metric.FIRST_TIME_RIGHT], decided),
        "supplements": found[Metric.SUPPLEMENTS],
        "refused": found[Metric.REFUSED],
        "declined": found[Metric.DECLINED],
    }


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    word = labels(by, asked)
    lines: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    total: dict[str, int] = defaultdict(int)
    found = counted(asked.whose(), asked.first, asked.last, _METRICS, KEY_OF[by])
    for (key, metric), count in found.items():
        lines[word(key)][metric] += count
        total[metric] += count
    columns = (
        Column("label", SPLIT_BY[by], "text"),
        Column("decided", "Đã quyết định"),
        Column("share", "Đúng ngay lần đầu", "share"),
        Column("supplements", "Lượt yêu cầu bổ sung"),
        Column("refused", "Từ chối tiếp nhận"),
        Column("declined", "Không đủ điều kiện"),
    )
    rows = [_row(label, lines[label]) for label in sorted(lines)]
    return kind.table(asked, columns, rows, _row("Tổng số", total))


REPORT = ReportKind(
    name="first-time-right",
    title="Hồ sơ đúng ngay lần đầu",
    formula=(
        "Số hồ sơ có kết quả mà không lần nào bị yêu cầu bổ sung, trên số hồ sơ đã quyết định (có kết quả,"
        " không đủ điều kiện, từ chối tiếp nhận). Hồ sơ rút, dừng không tính."
    ),
    source="Chỉ số của hệ thống; Nghị định 61/2018/NĐ-CP Điều 11 (chỉ yêu cầu bổ sung một lần)",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (SERVICE, FIELD, AGENCY)},
)
