"""A table of figures on paper, with everything a reader needs to check it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words, the words above several columns, whether it holds figures."""

    label: str
    group: str = ""
    figures: bool = True


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A report as it is signed and kept: rows and totals are texts, as people read them.

    A long one comes in pieces: `first_page` is then the number of its first page (0: it is whole), and only
    the last one `is_end`.
    """

    agency: str
    title: str
    period: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...]
    first_page: int = 0
    is_end: bool = True
