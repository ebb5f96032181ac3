"""Tables out of CSV and XLSX: rows with their line in the file, columns by the names in their head."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from motcua.lib.errors import Refused
from motcua.lib.text import fold

MOST_ROWS = 100_000
# Banks put their name, the account and the period above the table.
_HEAD_WITHIN = 60
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the head: its line in the file, its cells by what they are."""

    line: int
    cells: Mapping[str, Any]


def rows_in(name: str, content: bytes, names: Names, needed: Sequence[Sequence[str]]) -> Iterator[Row]:
    """The rows below the head. `names`: for each thing what its column may be called; `needed`: of each
    group at least one column must be there. Raises Refused when no line looks like such a head.
    """
    lines = _xlsx(content) if name.lower().endswith((".xlsx", ".xlsm")) else _csv(content)
    wanted = {thing: [fold(each) for each in called] for thing, called in names.items()}
    columns: dict[str, int] = {}
    for number, cells in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise Refused(f"Tệp dài hơn {MOST_ROWS} dòng; hãy chia thành nhiều tệp.", field="file")
        if not columns:
            columns = _head(cells, wanted, needed)
            if not columns and number >= _HEAD_WITHIN:
                break
        elif any(cell not in (None, "") for cell in cells):
            yield Row(number, {thing: _cell(cells, at) for thing, at in columns.items()})
    if not columns:
        said = "; ".join(" hoặc ".join(f"«{names[thing][0]}»" for thing in group) for group in needed)
        raise Refused(f"Không thấy hàng tiêu đề. Tệp cần các cột: {said}.", field="file", code="no-head")


def _cell(cells: Sequence[Any], at: int) -> Any:
    value = cells[at] if at < len(cells) else None
    return value.strip() if isinstance(value, str) else value


def _head(cells: Sequence[Any], wanted: Names, needed: Sequence[Sequence[str]]) -> dict[str, int]:
    """Where each thing stands, if this line is the head; a name may be followed by more («Ghi có (VND)»)."""
    heads = [fold(str(cell or "")).strip() for cell in cells]
    found: dict[str, int] = {}
    for thing, called in wanted.items():
        at = _column(heads, called, set(found.values()))
        if at is not None:
            found[thing] = at
    return found if all(any(thing in found for thing in group) for group in needed) else {}


def _column(heads: Sequence[str], called: Sequence[str], taken: set[int]) -> int | None:
    for name in called:
        for at, head in enumerate(heads):
            if at not in taken and (head == name or head.startswith((f"{name} (", f"{name}/", f"{name} /"))):
                return at
    return None


def _csv(content: bytes) -> Iterator[Sequence[Any]]:
    text = _decoded(content)
    signs = {sign: text[:4000].count(sign) for sign in (",", ";", "\t", "|")}
    return csv.reader(io.StringIO(text, newline=""), delimiter=max(signs, key=lambda sign: signs[sign]))


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("Không đọc được tệp: hãy lưu thành CSV (UTF-8) hoặc XLSX.", field="file", code="no-text")


def _xlsx(content: bytes) -> Iterator[Sequence[Any]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as problem:
        raise Refused("Không mở được tệp XLSX này.", field="file", code="no-book") from problem
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()
