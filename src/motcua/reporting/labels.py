"""Words for what figures are split by: fields, procedures, agencies, levels, kinds of agency."""

from collections.abc import Callable, Mapping

from motcua.catalogue.models import Procedure
from motcua.organisation.models import Unit
from motcua.reporting.figures import PROCEDURE, UNIT
from motcua.reporting.scope import Asked, heirs

FIELD, AGENCY, LEVEL, GROUP, SERVICE = "field", "unit", "level", "group", "procedure"
SPLIT_BY = {
    FIELD: "Lĩnh vực",
    AGENCY: "Cơ quan",
    LEVEL: "Cấp",
    GROUP: "Loại cơ quan",
    SERVICE: "Thủ tục",
}
# What the sums are keyed by for each of them.
KEY_OF = {FIELD: PROCEDURE, SERVICE: PROCEDURE, AGENCY: UNIT, LEVEL: UNIT, GROUP: UNIT}


def labels(by: str, asked: Asked) -> Callable[[str], str]:
    """From the key of a sum to the words of its line; what is not known keeps its key."""
    words = _WORDS[by](asked)
    return lambda key: words.get(key, key)


def fields_to_choose() -> list[tuple[str, str]]:
    """(code, name) of the fields that have procedures, by name."""
    found = Procedure.objects.order_by("field__name").values_list("field_id", "field__name")
    return list(found.distinct())


def _fields(asked: Asked) -> Mapping[str, str]:
    return dict(Procedure.objects.values_list("pk", "field__name"))


def _procedures(asked: Asked) -> Mapping[str, str]:
    return {code: f"{code} {name}" for code, name in Procedure.objects.values_list("pk", "name")}


def _agencies(asked: Asked) -> Mapping[str, str]:
    names = dict(Unit.objects.values_list("pk", "name"))
    if asked.old_map:
        return names
    answers = heirs(asked.last)
    return {unit: names[answers.get(unit, unit)] for unit in names}


def _levels(asked: Asked) -> Mapping[str, str]:
    return {unit: Unit.Level(level).label for unit, level in Unit.objects.values_list("pk", "level")}


def _groups(asked: Asked) -> Mapping[str, str]:
    return {unit: Unit.Kind(kind).label for unit, kind in Unit.objects.values_list("pk", "kind")}


_WORDS: Mapping[str, Callable[[Asked], Mapping[str, str]]] = {
    FIELD: _fields,
    SERVICE: _procedures,
    AGENCY: _agencies,
    LEVEL: _levels,
    GROUP: _groups,
}
