"""Report 06: the figures of 06a for each level of government, one line a level; the rules are those of 06a.

Source: the 06a family, TT 02/2017/TT-VPCP as amended. District lines are what agencies ended on 2025-06-30
had, on the old map of units.
"""

from dataclasses import asdict

from motcua.reporting.labels import GROUP, KEY_OF, LEVEL, SPLIT_BY, labels
from motcua.reporting.reports.form_06a import COLUMNS, FORMULA, lines, total
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Table


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    word = labels(by, asked)
    rows = lines(asked.whose(), asked.first, asked.last, (KEY_OF[by],), lambda key: word(key[0]))
    columns = (Column("label", SPLIT_BY[by], "text"), *COLUMNS)
    return kind.table(asked, columns, [asdict(row) for row in rows], asdict(total(rows)))


REPORT = ReportKind(
    name="06",
    title="Tổng hợp tình hình giải quyết thủ tục hành chính theo cấp (biểu 06)",
    formula=FORMULA,
    source="Thông tư 02/2017/TT-VPCP, các biểu 06",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (LEVEL, GROUP)},
)
