"""A report as a file: CSV line by line, XLSX row by row; memory does not grow with the number of rows."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from motcua.lib.dates import short_date, short_moment
from motcua.lib.moment import TZ
from motcua.lib.spreadsheet import harmless
from motcua.reporting.table import Column, Row, Share, Table

PROGRESS_EVERY = 1000
_HEAD_ROWS = 5
# A spreadsheet holds 1.048.576 lines; a round number leaves room for what stands above.
SHEET_ROWS = 1_000_000
Progress = Callable[[int], None]

# A share is three columns in a file: nobody has to take a text apart to count on.
_SHARE_PARTS = ("tử số", "mẫu số", "%")


class _Line:
    """A file-like thing that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _heads(column: Column) -> list[str]:
    label = f"{column.group}: {column.label}" if column.group else column.label
    return [f"{label} ({part})" for part in _SHARE_PARTS] if column.kind == "share" else [label]


def _cells(column: Column, row: Row) -> list[Any]:
    value = row.get(column.key)
    if column.kind != "share":
        return [value]
    if not isinstance(value, Share):
        return [None, None, None]
    return [value.numerator, value.denominator, value.percent]


def csv_lines(table: Table, progress: Progress | None = None) -> Iterator[str]:
    """The report as lines of CSV (UTF-8 with a byte order mark, so that spreadsheets read Vietnamese).

    Text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow([head for column in table.columns for head in _heads(column)]))
    for number, row in enumerate(_all_rows(table), 1):
        cells = [_text(cell) for column in table.columns for cell in _cells(column, row)]
        yield str(writer.writerow(cells))
        if progress is not None and number % PROGRESS_EVERY == 0:
            progress(number)


def _all_rows(table: Table) -> Iterator[Row]:
    yield from table.rows
    if table.totals is not None:
        yield table.totals


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone(TZ):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str():
            return harmless(value)
        case _:
            return str(value)


def write_csv(table: Table, path: Path, progress: Progress | None = None) -> int:
    """Write the report as CSV; returns the number of lines, head included."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        for line in csv_lines(table, progress):
            out.write(line)
            count += 1
    return count


def write_xlsx(table: Table, to: Path | BinaryIO, progress: Progress | None = None) -> int:
    """Write the report as a spreadsheet, with title, period, formula, source and cut-off above the table.

    A sheet holds `SHEET_ROWS` lines; what goes beyond goes on in another. Returns the number of lines.
    """
    book = xlsxwriter.Workbook(
        str(to) if isinstance(to, Path) else to,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "border": 1})
    sheet, count = _sheet(book, table, 1, bold, head), 0
    for row in _all_rows(table):
        if count and count % SHEET_ROWS == 0:
            sheet = _sheet(book, table, count // SHEET_ROWS + 1, bold, head)
        cells = [cell for column in table.columns for cell in _cells(column, row)]
        for place, cell in enumerate(cells):
            _write(sheet, _HEAD_ROWS + 1 + count % SHEET_ROWS, place, cell)
        count += 1
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress(count)
    book.close()
    return count


def _sheet(book: Any, table: Table, number: int, bold: Any, head: Any) -> Any:
    """A sheet with everything above the lines; the second and later ones say which they are."""
    sheet = book.add_worksheet(table.name[:31] if number == 1 else f"{table.name[:25]} ({number})")
    for line, words in enumerate(_above(table)):
        sheet.write_string(line, 0, words, bold if line == 0 else None)
    heads = [words for column in table.columns for words in _heads(column)]
    for place, words in enumerate(heads):
        sheet.write_string(_HEAD_ROWS, place, words, head)
    sheet.freeze_panes(_HEAD_ROWS + 1, 1)
    return sheet


def _above(table: Table) -> list[str]:
    period = f"Từ {short_date(table.asked.first)} đến {short_date(table.asked.last)}. {table.place}."
    return [
        table.title,
        period,
        f"Cách tính: {table.formula}",
        f"Căn cứ: {table.source}. Số liệu đến {short_moment(table.cut_off)}. {table.note}".strip(),
    ]


def _write(sheet: Any, row: int, place: int, value: Any) -> None:
    match value:
        case None | "":
            return
        case bool() | datetime() | date():
            sheet.write_string(row, place, _text(value))
        case int() | float() | Decimal():
            sheet.write_number(row, place, float(value))
        case _:
            sheet.write_string(row, place, str(value))
