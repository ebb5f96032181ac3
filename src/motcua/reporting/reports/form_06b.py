"""Report 06b: the figures of 06a by field within each group of agencies (departments, committees of communes,
police …).

The rules and identities are those of 06a. Source: the 06a family, TT 02/2017/TT-VPCP as amended.
"""

from dataclasses import asdict

from motcua.reporting.figures import PROCEDURE, UNIT
from motcua.reporting.labels import FIELD, GROUP, LEVEL, SPLIT_BY, labels
from motcua.reporting.reports.form_06a import COLUMNS, FORMULA, Row, lines, total
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Table

# Cannot stand in a name, so that two words can travel as one label.
_BETWEEN = "\x1f"


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    group, field = labels(by, asked), labels(FIELD, asked)

    def both(key: tuple[str, ...]) -> str:
        return f"{group(key[0])}{_BETWEEN}{field(key[1])}"

    rows = lines(asked.whose(), asked.first, asked.last, (UNIT, PROCEDURE), both)
    columns = (Column("group", SPLIT_BY[by], "text"), Column("label", "Lĩnh vực", "text"), *COLUMNS)
    return kind.table(asked, columns, [_apart(row) for row in rows], {"group": "", **asdict(total(rows))})


def _apart(row: Row) -> dict[str, object]:
    group, field = row.label.split(_BETWEEN)
    return {**asdict(row), "group": group, "label": field}


REPORT = ReportKind(
    name="06b",
    title="Tình hình giải quyết thủ tục hành chính theo lĩnh vực của từng nhóm cơ quan (biểu 06b)",
    formula=FORMULA,
    source="Thông tư 02/2017/TT-VPCP, biểu 06b",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (GROUP, LEVEL)},
)
