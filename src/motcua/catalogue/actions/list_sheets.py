"""Procedures known from national records only are listed as information, beside those that can be filed."""

from collections.abc import Iterable

from motcua.catalogue import words
from motcua.catalogue.models import CatalogueState, Field, Procedure
from motcua.catalogue.national.sheet import Sheet
from motcua.lib.text import fold

_BATCH = 400
_COLUMNS = [
    "name",
    "summary",
    "field",
    "levels",
    "audience",
    "service_level",
    "state",
    "name_text",
    "known_text",
    "search_text",
    "tags",
]


def list_sheets(sheets: Iterable[Sheet]) -> None:
    """Make a row of every sheet whose procedure has no version, and bring the rows made before up to date."""
    by_code = {sheet.code: sheet for sheet in sheets}
    fields = _fields({sheet.field for sheet in by_code.values() if sheet.field})
    known = Procedure.objects.in_bulk(list(by_code))
    new, old = [], []
    for code, sheet in by_code.items():
        row = known.get(code)
        if row is None:
            new.append(_filled(Procedure(code=code), sheet, fields))
        elif row.state == Procedure.State.INFORMATION:
            old.append(_filled(row, sheet, fields))
    Procedure.objects.bulk_create(new, batch_size=_BATCH)
    Procedure.objects.bulk_update(old, _COLUMNS, batch_size=_BATCH)
    CatalogueState.touch()


def _fields(names: set[str]) -> dict[str, Field]:
    """The fields by their national name; one that is not known yet gets a code of its own."""
    found = {field.name: field for field in Field.objects.all()}
    taken = {field.code for field in found.values()}
    for name in sorted(names - set(found)):
        code = _code(name, taken)
        taken.add(code)
        found[name] = Field.objects.create(code=code, name=name[:200])
    other = found.get("Khác") or Field.objects.get_or_create(code="khac", defaults={"name": "Khác"})[0]
    return {**found, "": other}


def _code(name: str, taken: set[str]) -> str:
    stem = "-".join(fold(name).replace(",", " ").split())
    stem = "".join(letter for letter in stem if letter.isalnum() or letter == "-")[:36].strip("-") or "khac"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


def _filled(row: Procedure, sheet: Sheet, fields: dict[str, Field]) -> Procedure:
    row.name = sheet.name[:500]
    row.summary = ""
    row.field = fields[sheet.field]
    row.levels = [level for level in sheet.levels if level in {"province", "commune"}]
    row.audience = list(sheet.audience)
    row.service_level = "information"
    row.state = Procedure.State.REPEALED if sheet.repealed else Procedure.State.INFORMATION
    row.name_text = row.known_text = words.indexed(sheet.name)
    row.search_text = words.indexed(
        sheet.name,
        sheet.field,
        sheet.code,
        sheet.code.replace(".", ""),
        *(outcome.name for outcome in sheet.results),
    )
    tags = [f"level:{level}" for level in row.levels] + [f"audience:{each}" for each in sheet.audience]
    row.tags = "".join(f" {tag}" for tag in tags) + " "
    return row
