"""Conditions as rows to choose from: «Khai quá hạn?» là «Có» is one row of a list, in words.

What cannot be said as «all of» or «one of» some rows (a condition within a condition) stays text.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from motcua.catalogue.editing.tree import Data
from motcua.forms.parts import label_of_part
from motcua.lib.conditions import CHANNEL_LABELS, Condition, sentence

ALWAYS, ALL, ANY, WRITTEN = "", "all", "any", "written"
MODES = (
    (ALWAYS, "Luôn luôn"),
    (ALL, "Khi đúng tất cả các dòng dưới đây"),
    (ANY, "Khi đúng một trong các dòng dưới đây"),
    (WRITTEN, "Viết bằng chữ (điều kiện lồng nhau)"),
)
_NUMBERS = ("at_least", "at_most")
_NUMERIC_FIELDS = {"number", "money"}
_condition: TypeAdapter[Condition] = TypeAdapter(Condition)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a row may say: `value` is the leaf as JSON, `needs_number` when a number belongs to it."""

    value: str
    label: str
    needs_number: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The statements about one fact."""

    label: str
    statements: tuple[Statement, ...]


def rows_of(raw: Any) -> tuple[str, list[Mapping[str, Any]]] | None:
    """The mode and the leaves of a condition; None when it can only be written as text."""
    if raw is None:
        return ALWAYS, []
    if not isinstance(raw, dict):
        return None
    if "fact" in raw:
        return ALL, [raw]
    for mode in (ALL, ANY):
        inner = raw.get(mode)
        if set(raw) == {mode} and isinstance(inner, list) and all(_is_leaf(each) for each in inner):
            return mode, inner
    return None


def made(mode: str, leaves: list[Mapping[str, Any]]) -> Any:
    """The condition these rows say; None for always."""
    if mode == ALWAYS or not leaves:
        return None
    return dict(leaves[0]) if len(leaves) == 1 else {mode: [dict(leaf) for leaf in leaves]}


def split(leaf: Mapping[str, Any]) -> tuple[str, str]:
    """A leaf as the value of a statement and the number beside it."""
    for operator in _NUMBERS:
        if operator in leaf:
            return _value({**leaf, operator: ""}), str(leaf[operator])
    return _value(leaf), ""


def joined(value: str, number: str) -> Mapping[str, Any] | None:
    """The leaf a row says; None for an empty row or one that no page of ours sent."""
    try:
        leaf = json.loads(value) if value else None
    except ValueError:
        return None
    if not isinstance(leaf, dict) or not _is_leaf(leaf):
        return None
    for operator in _NUMBERS:
        if operator in leaf:
            return {**leaf, operator: number.strip().replace(",", ".")}
    return dict(leaf)


def statements(data: Data, used: Iterable[Mapping[str, Any]] = ()) -> tuple[Group, ...]:
    """Everything a row can say about this procedure, by fact; what is used now is always among it."""
    words = words_of(data)
    groups = [_group("channel", ("online", "counter", "post"), words)]
    for question in _dicts(data.get("questions")):
        groups.append(_group(str(question.get("key")), _values(question), words))
    for field in fields_of(data):
        groups += _field_groups(field, words)
    known = {each.value for group in groups for each in group.statements}
    kept = tuple(
        Statement(value, said(leaf, words) or value, bool(number))
        for leaf in used
        for value, number in [split(leaf)]
        if value not in known
    )
    return (*groups, Group("Đang dùng", kept)) if kept else tuple(groups)


def said(raw: Any, words: Mapping[str, str]) -> str:
    """The condition read out; empty when it cannot be understood."""
    try:
        return sentence(_condition.validate_python(raw), words)
    except ValidationError:
        return ""


def words_of(data: Data) -> dict[str, str]:
    """Words for facts and their values, as far as the draft has them."""
    words = dict(CHANNEL_LABELS)
    for question in _dicts(data.get("questions")):
        key = str(question.get("key"))
        words[key] = str(question.get("ask") or key)
        words |= {f"{key}={each.get('value')}": str(each.get("label")) for each in _options(question)}
    for field in fields_of(data):
        key = str(field.get("key"))
        words[key] = str(field.get("label") or key)
        words |= {f"{key}={each.get('value')}": str(each.get("label")) for each in _options(field)}
        words |= {
            f"{key}.{part}": f"{words[key]}: {label_of_part(str(part)).lower()}"
            for part in field.get("parts") or ()
        }
    return words


def fields_of(data: Data) -> list[Data]:
    """The fields of the form, as far as written."""
    form = data.get("form")
    pages = _dicts(form.get("pages")) if isinstance(form, dict) else []
    return [field for page in pages for field in _dicts(page.get("fields")) if field.get("key")]


def _field_groups(field: Data, words: Mapping[str, str]) -> list[Group]:
    key, kind = str(field["key"]), field.get("type")
    if kind in _NUMERIC_FIELDS:
        leaves: list[Data] = [{"fact": key, operator: ""} for operator in _NUMBERS]
        names = (f"«{words[key]}» từ … trở lên", f"«{words[key]}» không quá …")
        numbers = [Statement(_value(each), name, True) for each, name in zip(leaves, names, strict=True)]
        return [Group(words[key], (*numbers, *_filled(key, words)))]
    if kind == "yes_no":
        return [_group(key, ("yes", "no"), {**words, f"{key}=yes": "Có", f"{key}=no": "Không"})]
    values = _values(field)
    return [_group(key, values, words)] if values else [Group(words[key], tuple(_filled(key, words)))]


def _group(key: str, values: Iterable[str], words: Mapping[str, str]) -> Group:
    leaves = [{"fact": key, operator: value} for value in values for operator in ("is", "is_not")]
    made = tuple(Statement(_value(leaf), said(leaf, words)) for leaf in leaves)
    return Group(words.get(key, key), made)


def _filled(key: str, words: Mapping[str, str]) -> list[Statement]:
    leaves = [{"fact": key, "filled": state} for state in ("true", "false")]
    return [Statement(_value(leaf), said(leaf, words)) for leaf in leaves]


def _value(leaf: Mapping[str, Any]) -> str:
    return json.dumps(leaf, ensure_ascii=False, separators=(",", ":"))


def _is_leaf(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("fact"), str) and len(raw) == 2


def _values(part: Data) -> tuple[str, ...]:
    return tuple(str(option.get("value")) for option in _options(part))


def _options(part: Data) -> list[Data]:
    return _dicts(part.get("options"))


def _dicts(value: Any) -> list[Data]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
