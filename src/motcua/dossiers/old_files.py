"""Reading a file of an earlier system line by line, in bounded memory: JSON Lines, or CSV with a heading.

A line that cannot be read is told with its number and does not stop the others.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

# Longer than any dossier of text; a line without an end must not fill the memory.
LONGEST = 1_000_000
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line with its number in the file; `problem` says in a sentence why it could not be read."""

    number: int
    row: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    text: str = ""


def read_lines(text: TextIO) -> Iterator[RawLine]:
    """Every line that says something. `text` is opened with `errors="replace"`, CSV with `newline=""`."""
    first = text.readline(LONGEST + 1).lstrip("\ufeff")
    if not first.strip() or first.lstrip().startswith("{"):
        yield from _json_lines(first, text)
    else:
        yield from _csv_lines(first, text)


def _json_lines(first: str, text: TextIO) -> Iterator[RawLine]:
    number, line = 1, first
    while line:
        if len(line) > LONGEST:
            yield RawLine(number, problem="Dòng dài quá một triệu ký tự.", text=line[:200])
            while line and not line.endswith("\n"):
                line = text.readline(LONGEST)
        elif line.strip():
            yield _json_line(number, line)
        number, line = number + 1, text.readline(LONGEST + 1)


def _json_line(number: int, line: str) -> RawLine:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return RawLine(number, problem="Dòng không phải JSON đúng dạng.", text=line.rstrip("\n"))
    if not isinstance(row, dict):
        return RawLine(number, problem="Mỗi dòng phải là một đối tượng JSON {…}.", text=line.rstrip("\n"))
    return _sound(RawLine(number, row), line)


def _csv_lines(heading: str, text: TextIO) -> Iterator[RawLine]:
    names = next(csv.reader([heading]))
    rows = csv.reader(text)
    while True:
        number = rows.line_num + 2
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield RawLine(number, problem=f"Dòng CSV không đúng dạng: {wrong}.")
            continue
        if len(cells) > len(names):
            yield RawLine(number, problem="Dòng CSV có nhiều ô hơn dòng tiêu đề.", text=",".join(cells)[:200])
        elif any(cell.strip() for cell in cells):
            yield _sound(RawLine(number, dict(zip(names, cells, strict=False))), "".join(cells))


def _sound(line: RawLine, text: str) -> RawLine:
    if _LOST in text:
        return RawLine(line.number, line.row, problem="Dòng có ký tự hỏng: tệp phải là UTF-8.")
    return line
