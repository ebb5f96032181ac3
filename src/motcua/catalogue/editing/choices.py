"""What may be chosen where the choice depends on the draft itself or on the units of the province."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from motcua.catalogue.editing.conditions import fields_of, words_of
from motcua.catalogue.editing.offices import DIVISION_NAMES
from motcua.catalogue.editing.tree import Data
from motcua.forms.fields import PERSON_PARTS, PREFILL_SOURCES
from motcua.forms.parts import label_of_part
from motcua.identity.actor import ROLE_NAMES
from motcua.workflow.spec import DIVISIONS, ENDS, ROLES

Choices = tuple[tuple[str, str], ...]
_PREFILL = {
    "person": "tài khoản: mọi phần của người này",
    "person.full_name": "tài khoản: họ tên",
    "person.personal_id": "tài khoản: số định danh",
    "person.birth_date": "tài khoản: ngày sinh",
    "person.sex": "tài khoản: giới tính",
    "person.phone": "tài khoản: số điện thoại",
    "person.email": "tài khoản: thư điện tử",
    "person.residence": "tài khoản: nơi cư trú",
    "person.residence_unit": "tài khoản: xã, phường nơi cư trú",
    "today": "hôm nay",
}


class Surroundings(BaseModel):
    """What lies outside the draft: the agencies and units that can be named, by their code in a file."""

    agencies: Mapping[str, str] = {}
    units: Mapping[str, str] = {}
    sectors: Mapping[str, str] = {}


def of(model: type[BaseModel], key: str, data: Data, around: Surroundings) -> Choices | None:
    """The choices for this key; None where anything may be typed."""
    found = _OFFERS.get((model.__name__, key)) or _OFFERS.get(("", key))
    return found(data, around) if found is not None else None


def hints(model: type[BaseModel], key: str, around: Surroundings) -> Choices:
    """What is known already and may be typed again; anything else may be typed as well."""
    return tuple(around.sectors.items()) if (model.__name__, key) == ("Sector", "code") else ()


def _offices(around: Surroundings) -> Choices:
    divisions = ((f"division:{each}", f"{DIVISION_NAMES[each]} của cơ quan giải quyết") for each in DIVISIONS)
    own = (("competent", "Lãnh đạo cơ quan giải quyết"), ("desk", "Bộ phận một cửa"))
    return (*own, *divisions, *around.units.items())


def _communes(data: Data) -> Choices:
    named = words_of(data)
    places = [
        (f"field:{field['key']}", f"xã, phường ghi ở «{named[str(field['key'])]}»")
        for field in fields_of(data)
        if field.get("type") == "admin_unit"
    ]
    people = [
        (f"field:{field['key']}.residence_unit", f"nơi cư trú của «{named[str(field['key'])]}»")
        for field in fields_of(data)
        if field.get("type") == "person" and "residence_unit" in (field.get("parts") or ())
    ]
    usual = (("residence", "nơi cư trú của người nộp"), ("chosen", "nơi người nộp chọn"))
    return (*usual, *places, *people)


def _fields(data: Data, *kinds: str) -> Choices:
    return tuple(
        (str(field["key"]), str(field.get("label") or field["key"]))
        for field in fields_of(data)
        if not kinds or field.get("type") in kinds
    )


def _dates(data: Data) -> Choices:
    words = words_of(data)
    births = [f"{field['key']}.birth_date" for field in fields_of(data) if field.get("type") == "person"]
    return (*_fields(data, "date"), *((key, words.get(key, key)) for key in births))


def _steps(data: Data) -> Any:
    route = data.get("route")
    return route.get("steps") if isinstance(route, dict) else None


def _named(rows: Any) -> Choices:
    if not isinstance(rows, list):
        return ()
    return tuple(
        (str(row.get("key")), str(row.get("name") or row.get("key")))
        for row in rows
        if isinstance(row, dict) and row.get("key")
    )


def _number_fields(data: Data, _: Surroundings) -> Choices:
    return _fields(data, "number")


def _any_fields(data: Data, _: Surroundings) -> Choices:
    return _fields(data)


def _person_parts(_: Data, __: Surroundings) -> Choices:
    return tuple((part, label_of_part(part)) for part in PERSON_PARTS)


_OFFERS: Mapping[tuple[str, str], Callable[[Data, Surroundings], Choices]] = {
    ("CompetenceRow", "agency"): lambda _, around: tuple(around.agencies.items()),
    ("CompetenceRow", "at"): lambda data, _: _communes(data),
    ("Case", "results"): lambda data, _: _named(data.get("results")),
    ("Expect", "papers"): lambda data, _: _named(data.get("components")),
    ("Expect", "route"): lambda data, _: _named(_steps(data)),
    ("Expect", "result"): lambda data, _: _named(data.get("results")),
    ("Fee", "quantity"): _number_fields,
    ("Tiers", "pages"): _number_fields,
    ("Presence", "step"): lambda data, _: _named(_steps(data)),
    ("Child", "at"): lambda data, _: (*_named(_steps(data)), *_named(data.get("children"))),
    ("Outcome", "to"): lambda data, _: (*_named(_steps(data)), *ENDS.items()),
    ("", "role"): lambda _, __: tuple((role, ROLE_NAMES[role]) for role in ROLES),
    ("Step", "unit"): lambda _, around: _offices(around),
    ("Ask", "unit"): lambda _, around: _offices(around),
    ("", "prefill"): lambda _, __: tuple((source, _PREFILL[source]) for source in PREFILL_SOURCES),
    ("PersonField", "parts"): _person_parts,
    ("PersonField", "required_parts"): _person_parts,
    ("DateOrder", "first"): lambda data, _: _dates(data),
    ("DateOrder", "then"): lambda data, _: _dates(data),
    ("AgeAtLeast", "field"): lambda data, _: _dates(data),
    ("WithinDays", "field"): lambda data, _: _dates(data),
    ("OneFilled", "fields"): _any_fields,
    ("Different", "fields"): _any_fields,
    ("Equal", "fields"): _any_fields,
}
