"""Lines of CSV that a spreadsheet may open: nothing in them is taken for a formula."""

import csv
from collections.abc import Iterable
from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file-like thing that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


_writer = csv.writer(_Line(), lineterminator="\n")


def csv_line(cells: Iterable[Any]) -> str:
    """One line; nothing for None, «yes» and «no» for truth, harmless text."""
    return str(_writer.writerow([_text(cell) for cell in cells]))


def harmless(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case str():
            return harmless(cell)
        case _:
            return str(cell)
