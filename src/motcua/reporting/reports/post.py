"""Public post (BCCI): dossiers that came in by post and results that went out by post, by agency.

in = accepted in the period with channel post / all accepted; out = results handed over in the period of
dossiers whose owner wanted them by post / all handed over. Source: NĐ 61/2018 Đ6.
"""

from collections import defaultdict

from motcua.reporting.facts import Fact
from motcua.reporting.figures import CHANNEL, UNIT, counted
from motcua.reporting.fold import Metric
from motcua.reporting.labels import AGENCY, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table


def _compute(kind: ReportKind, asked: Asked) -> Table:
    word = labels(AGENCY, asked)
    lines: dict[str, dict[str, Share]] = defaultdict(lambda: {"came": Share(0, 0), "went": Share(0, 0)})
    wanted = (Metric.ACCEPTED, Metric.RETURNED, Fact.RETURNED_BY_POST)
    for (unit, channel, name), count in counted(
        asked.whose(), asked.first, asked.last, wanted, UNIT, CHANNEL
    ).items():
        if name == Metric.ACCEPTED:
            lines[word(unit)]["came"] += Share(count if channel == "post" else 0, count)
        elif name == Metric.RETURNED:
            lines[word(unit)]["went"] += Share(0, count)
        else:
            lines[word(unit)]["went"] += Share(count, 0)
    rows: list[Row] = [{"label": label, **lines[label]} for label in sorted(lines)]
    totals = {
        "label": "Tổng số",
        **{key: sum((row[key] for row in rows), Share(0, 0)) for key in ("came", "went")},
    }
    columns = (
        Column("label", SPLIT_BY[AGENCY], "text"),
        Column("came", "Tiếp nhận qua bưu chính", "share"),
        Column("went", "Trả kết quả qua bưu chính", "share"),
    )
    return kind.table(asked, columns, rows, totals)


REPORT = ReportKind(
    name="post",
    title="Tiếp nhận và trả kết quả qua dịch vụ bưu chính công ích",
    formula="Số hồ sơ qua bưu chính trên tổng số hồ sơ được tiếp nhận, được trả kết quả trong kỳ.",
    source="Nghị định 61/2018/NĐ-CP Điều 6",
    compute=_compute,
)
