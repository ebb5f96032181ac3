"""A report in words: its values as people read them, and the whole of it on paper."""

from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from motcua.documents.paper.render import render_table
from motcua.documents.paper.sheet import Head, TableSheet
from motcua.lib.dates import short_date, short_moment
from motcua.lib.errors import Refused
from motcua.lib.moment import TZ
from motcua.lib.money import dong, grouped
from motcua.reporting.table import Column, Row, Share, Table

# Some forty sheets; a register of a whole province is a spreadsheet, not a pile of paper.
MOST_ROWS = 1500
_TEXTS = ("text", "day", "moment")


def words_of(column: Column, value: Any) -> str:
    """A value as people read it."""
    match value:
        case None | "":
            return ""
        case Share() | str():
            return str(value)
        case datetime():
            return short_moment(value.astimezone(TZ))
        case date():
            return short_date(value)
        case int() if column.kind == "money":
            return dong(value)
        case int():
            return grouped(value)
        case float() | Decimal():
            return f"{value:.1f}".replace(".", ",")
        case _:
            return str(value)


def on_paper(table: Table) -> bytes:
    """The report as PDF. Raises Refused when it has more than `MOST_ROWS` rows."""
    rows = list(islice(iter(table.rows), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Refused(
            f"Báo cáo này dài hơn {grouped(MOST_ROWS)} dòng. Hãy tải tệp Excel hoặc CSV,"
            " hoặc chọn thời gian ngắn hơn để in."
        )
    return render_table(
        TableSheet(
            agency=table.place,
            title=table.title,
            period=f"Từ {short_date(table.asked.first)} đến {short_date(table.asked.last)}",
            heads=tuple(
                Head(column.label, column.group, column.kind not in _TEXTS) for column in table.columns
            ),
            rows=tuple(_said(table, row) for row in rows),
            totals=_said(table, table.totals) if table.totals is not None else (),
            notes=tuple(
                filter(
                    None,
                    (
                        f"Cách tính: {table.formula}",
                        f"Căn cứ: {table.source}. Số liệu đến {short_moment(table.cut_off.astimezone(TZ))}.",
                        table.note,
                    ),
                )
            ),
        )
    )


def _said(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(words_of(column, row.get(column.key, "")) for column in table.columns)
