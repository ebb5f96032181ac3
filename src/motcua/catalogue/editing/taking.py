"""A part read from what somebody sent: texts as typed, empty ones left out, keys made from names.

What makes no sense is kept as it was typed; the check of the draft names it (`motcua.catalogue.check`).
"""

import re
from collections.abc import Collection
from typing import Any, Protocol

import yaml
from pydantic import BaseModel

from motcua.catalogue.editing import conditions
from motcua.catalogue.editing.shape import Slot, slots
from motcua.catalogue.editing.tree import Data
from motcua.catalogue.expect import Example
from motcua.catalogue.source import parse
from motcua.lib.dates import PartialDate
from motcua.lib.errors import Refused
from motcua.lib.text import free_key

# The rows of a condition a page can hold, and of a table within a part.
MOST_LEAVES = 12
MOST_ROWS = 60
_MONEY = frozenset({"price", "then", "cap", "most"})
# «Số lượng» elsewhere, đồng here.
_PRICED = frozenset({"Fee", "CouncilRow"})
_NAMING = ("name", "label", "title", "ask", "message")


class Sent(Protocol):
    """What came with a form; Django's `QueryDict` is one."""

    def get(self, name: str, default: str, /) -> str: ...

    def getlist(self, name: str, /) -> list[Any]: ...


def taken(
    model: type[BaseModel],
    before: Data,
    sent: Sent,
    *,
    only: Collection[str] = (),
    taken_keys: Collection[str] = (),
) -> Data:
    """The part as sent. What has forms of its own (the lists inside) stays as it was `before`.

    `only` names the keys this form asks for, where it does not ask for all.

    `taken_keys` are those of its neighbours, which a new key must not repeat. Raises Refused at the input
    when a text that has to be «key: value» lines cannot be read.
    """
    part = _values(model, before, sent, "v")
    if only:
        kept = {key: value for key, value in before.items() if key not in only}
        part = kept | {key: part[key] for key in only if key in part}
    if any(slot.key == "key" for slot in slots(model)) and not part.get("key"):
        name = next((str(part[key]) for key in _NAMING if part.get(key)), "")
        if name:
            part = {"key": free_key(name, taken_keys), **part}
    return part


def _values(model: type[BaseModel], before: Data, sent: Sent, prefix: str) -> Data:
    part: Data = {}
    for slot in slots(model):
        if slot.kind == "parts":
            value = before.get(slot.key)
        elif slot.is_settled:
            value = slot.choices[0]
        else:
            value = _value(slot, model, before.get(slot.key), sent, f"{prefix}.{slot.key}")
        if value not in (None, "", [], {}):
            part[slot.key] = value
    return part


def _value(slot: Slot, model: type[BaseModel], before: Any, sent: Sent, name: str) -> Any:
    match slot.kind:
        case "switch":
            said = "true" if sent.get(name, "") else "false"
            return None if said == slot.default else said
        case "choices":
            return _as_before(before, [str(each) for each in sent.getlist(name)])
        case "lines":
            listed = [str(each) for each in sent.getlist(name)]
            lines = [line.strip() for text in listed for line in text.splitlines() if line.strip()]
            return _as_before(before, lines) if len(listed) > 1 else lines
        case "mapping":
            if slot.key == "answers" and model is Example:
                return _answers(sent, name)
            return mapping(sent.get(name, ""), name)
        case "condition":
            return _condition(sent, name)
        case "inside":
            inner = before if isinstance(before, dict) else {}
            return _values(slot.model, inner, sent, name)
        case "rows":
            return _rows(slot.model, before, sent, name)
    return _plain(slot, model, str(sent.get(name, "")))


def _as_before(before: Any, chosen: list[str]) -> list[str]:
    """What was chosen, in the order it had: boxes to tick have none of their own."""
    old = [each for each in before if each in chosen] if isinstance(before, list) else []
    return [*old, *(each for each in chosen if each not in old)]


def _plain(slot: Slot, model: type[BaseModel], typed: str) -> str | None:
    text = typed.strip().replace("\r\n", "\n")
    if slot.kind == "day":
        text = _day(text)
    elif slot.kind == "number":
        money = slot.key in _MONEY or (slot.key == "amount" and model.__name__ in _PRICED)
        text = re.sub(r"[.\s]", "", text) if money else text.replace(",", ".")
    return None if text in ("", slot.default) and not slot.needed else text


def _day(text: str) -> str:
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return text
    return found.earliest.isoformat() if found.is_full else text


def _rows(model: type[BaseModel], before: Any, sent: Sent, name: str) -> list[Data]:
    rows: list[Data] = []
    for at in range(MOST_ROWS):
        old = before[at] if isinstance(before, list) and at < len(before) else {}
        row = _values(model, old if isinstance(old, dict) else {}, sent, f"{name}.{at}")
        if sent.get(f"{name}.{at}.gone", "") or all(row.get(key) in (None, "", "false") for key in row):
            continue
        rows.append(_with_code(model, row, rows))
    return rows


def _with_code(model: type[BaseModel], row: Data, rows: list[Data]) -> Data:
    """A row of answers or outcomes without a code of its own gets one from its label."""
    names = {slot.key for slot in slots(model)}
    for key in ("value", "key"):
        if key in names and not row.get(key) and row.get("label"):
            return {key: free_key(str(row["label"]), [str(each.get(key)) for each in rows]), **row}
    return row


def _condition(sent: Sent, name: str) -> Any:
    mode = sent.get(f"{name}.mode", "")
    if mode == conditions.WRITTEN:
        return mapping(sent.get(f"{name}.text", ""), f"{name}.text") or None
    leaves = []
    for at in range(MOST_LEAVES):
        leaf = conditions.joined(sent.get(f"{name}.leaf.{at}", ""), sent.get(f"{name}.number.{at}", ""))
        if leaf is not None:
            leaves.append(leaf)
    return conditions.made(mode, leaves)


def _answers(sent: Sent, name: str) -> Data:
    keys = [str(each) for each in sent.getlist(f"{name}.keys")]
    return {key: str(sent.get(f"{name}.{key}", "") or "") for key in keys if sent.get(f"{name}.{key}", "")}


def mapping(text: str, name: str) -> Data:
    """The values of «key: value» lines, as a file would say them. Raises Refused at the input."""
    if not text.strip():
        return {}
    try:
        read = parse(text)
    except yaml.YAMLError as problem:  # a text that cannot even be scanned
        raise Refused("Không đọc được. Mỗi dòng ghi «mã: nội dung».", field=name) from problem
    if read.findings or not isinstance(read.data, dict):
        said = read.findings[0].message if read.findings else "Mỗi dòng ghi «mã: nội dung»."
        raise Refused(f"Không đọc được. {said}", field=name)
    return dict(read.data)
