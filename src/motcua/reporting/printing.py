"""A report in words: its values as people read them, and the whole of it on paper."""

import io
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from pikepdf import Pdf

from motcua.documents.paper.apart import render_table_apart
from motcua.documents.paper.render import render_table
from motcua.documents.paper.sheet import Head, TableSheet
from motcua.lib.dates import short_date, short_moment
from motcua.lib.errors import Refused
from motcua.lib.moment import TZ
from motcua.lib.money import dong, grouped
from motcua.reporting.exports import Progress
from motcua.reporting.table import Column, Row, Share, Table

# Some forty sheets; a register of a whole province is a spreadsheet, not a pile of paper.
MOST_ROWS = 1500
# In the background: so many, and so many in one piece.
MOST_IN_PIECES, PIECE = 10_000, 500
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
            " yêu cầu làm bản in ở nền, hoặc chọn thời gian ngắn hơn."
        )
    return render_table(_sheet_of(table, rows))


def write_pdf(table: Table, path: Path, progress: Progress | None = None) -> int:
    """The report as PDF made piece by piece, so that neither memory nor other prints wait for a long one.

    Pages are numbered through. Raises Refused with more than `MOST_IN_PIECES` rows. Returns their number.
    """
    count, rows = 0, iter(table.rows)
    piece = list(islice(rows, PIECE))
    with Pdf.new() as whole:
        while True:
            following = list(islice(rows, PIECE))
            count += len(piece)
            if count > MOST_IN_PIECES:
                raise Refused(
                    f"Báo cáo này dài hơn {grouped(MOST_IN_PIECES)} dòng, quá dài để in. Hãy chọn Excel"
                    " hoặc CSV, hoặc chọn thời gian ngắn hơn."
                )
            sheet = _sheet_of(table, piece, first_page=len(whole.pages) + 1, is_end=not following)
            with Pdf.open(io.BytesIO(render_table_apart(sheet))) as part:
                whole.pages.extend(part.pages)
            if progress is not None:
                progress(count)
            if not following:
                break
            piece = following
        whole.save(path)
    return count


def _sheet_of(table: Table, rows: list[Row], *, first_page: int = 0, is_end: bool = True) -> TableSheet:
    """The whole table, or a piece of it: title on the first page, totals, notes and signatures at the end."""
    notes = (
        f"Cách tính: {table.formula}",
        f"Căn cứ: {table.source}. Số liệu đến {short_moment(table.cut_off.astimezone(TZ))}.",
        table.note,
    )
    return TableSheet(
        agency=table.place,
        title=table.title,
        period=f"Từ {short_date(table.asked.first)} đến {short_date(table.asked.last)}",
        heads=tuple(Head(column.label, column.group, column.kind not in _TEXTS) for column in table.columns),
        rows=tuple(_said(table, row) for row in rows),
        totals=_said(table, table.totals) if table.totals is not None and is_end else (),
        notes=tuple(filter(None, notes)) if is_end else (),
        first_page=first_page,
        is_end=is_end,
    )


def _said(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(words_of(column, row.get(column.key, "")) for column in table.columns)
