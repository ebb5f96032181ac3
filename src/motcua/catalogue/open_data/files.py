"""The open data as files: JSON and CSV, made line by line."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from motcua.catalogue.models import CatalogueState
from motcua.catalogue.open_data.records import open_procedures
from motcua.catalogue.open_data.shape import SCHEMA, OpenProcedure, Shape
from motcua.lib.spreadsheet import csv_line

_BOM = "\ufeff"
Rows = Callable[[OpenProcedure], Iterator[list[Any]]]


def mark(on: date) -> str:
    """Differs whenever a file may differ: with the catalogue, the day, the shape."""
    return f"{SCHEMA}-{on.isoformat()}-{CatalogueState.token()}"


def json_pieces(on: date) -> Iterator[str]:
    """One object in the shape of `OpenCatalogue`; a procedure a line."""
    head = {"schema_version": SCHEMA, "day": on.isoformat(), "state": CatalogueState.token()}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "procedures": [\n'
    count = 0
    for each in open_procedures(on):
        yield (",\n" if count else "") + each.model_dump_json()
        count += 1
    yield f'\n], "count": {count}}}\n'


def csv_pieces(on: date, table: str) -> Iterator[str]:
    """A table with its head line. UTF-8 with a byte order mark, so that spreadsheets read Vietnamese."""
    columns, rows = TABLES[table]
    yield _BOM + csv_line(columns)
    for each in open_procedures(on):
        for row in rows(each):
            yield csv_line(row)


_PLAIN = (
    "code",
    "name",
    "summary",
    "state",
    "source",
    "version",
    "effective_from",
    "effective_to",
    "changed",
)
_MORE = ("decision", "service_level", "service_level_reason", "reach", "page")
_LISTS = ("channels", "levels", "audience", "life_events")
_PROCEDURE_COLUMNS = (*_PLAIN, *_MORE, *_LISTS, "field_code", "field", "agencies", "results")


def _procedures(each: OpenProcedure) -> Iterator[list[Any]]:
    yield [
        *(getattr(each, name) for name in (*_PLAIN, *_MORE)),
        *(" ".join(getattr(each, name)) for name in _LISTS),
        each.field.code,
        each.field.name,
        "; ".join(agency.name for agency in each.agencies),
        "; ".join(result.name for result in each.results),
    ]


_TERM_COLUMNS = ("case", "channel", "amount", "unit", "conditional", "basis", "verified")
_FEE_COLUMNS = (
    *("kind", "name", "amount", "text", "each", "channel", "conditional", "valid_from", "valid_to"),
    *("basis", "verified"),
)
_TIER_COLUMNS = ("first_pages", "first_price", "then_price", "cap")
_COMPONENT_COLUMNS = (
    *("case", "name", "kind", "required", "conditional", "alternatives", "originals", "copies"),
    *("from_form", "held_by_state", "verified"),
)


def _parts(each: OpenProcedure, parts: tuple[Shape, ...], columns: tuple[str, ...]) -> Iterator[list[Any]]:
    for part in parts:
        yield [each.code, *(getattr(part, name) for name in columns)]


def _fees(each: OpenProcedure) -> Iterator[list[Any]]:
    for fee in each.fees:
        tiers = fee.tiers
        by_pages = [tiers.first, tiers.price, tiers.then, tiers.cap] if tiers is not None else [None] * 4
        yield [each.code, *(getattr(fee, name) for name in _FEE_COLUMNS), *by_pages]


# By the name in the address: the head line, and the rows of one procedure.
TABLES: Mapping[str, tuple[tuple[str, ...], Rows]] = {
    "thu-tuc": (_PROCEDURE_COLUMNS, _procedures),
    "thoi-han": (("procedure", *_TERM_COLUMNS), lambda each: _parts(each, each.terms, _TERM_COLUMNS)),
    "phi-le-phi": (("procedure", *_FEE_COLUMNS, *_TIER_COLUMNS), _fees),
    "thanh-phan": (
        ("procedure", *_COMPONENT_COLUMNS),
        lambda each: _parts(each, each.components, _COMPONENT_COLUMNS),
    ),
}
