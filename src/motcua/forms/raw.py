"""Raw answers: what was typed, flat and by the names of the HTML form, valid or not.

`{"child_name": ["An"], "mother.full_name": ["Lan"], "members.0.birth": ["2001"]}`. A draft keeps them, so
that a half-typed value survives; only filing demands that they are valid.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from motcua.forms.fields import AnyField, GroupField, PersonField
from motcua.forms.parts import part_fields
from motcua.forms.spec import Form, Page
from motcua.forms.values import is_blank_text, vietnamese_number, write
from motcua.lib.conditions import is_filled

Raw = dict[str, list[str]]

SHOWN: Final = "shown."
"""Hidden inputs `shown.<field>` tell which conditional fields the browser showed when the page was sent."""

_TEXT_LENGTH: Final = 50_000
_MOST_ENTRIES: Final = 200
_INDEX: Final = re.compile(r"[0-9]{1,4}")


def as_raw(data: Mapping[str, object]) -> Raw:
    """Any submitted or stored answers as raw ones: a QueryDict's lists, raw itself, or nested JSON.

    Characters no database stores are dropped; texts are cut at 50.000 characters.
    """
    return dict(_flat(data, ""))


def _flat(data: Mapping[str, object], prefix: str) -> Iterator[tuple[str, list[str]]]:
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value):
            for index, entry in enumerate(value):
                yield f"{name}.{index}", ["1"]
                yield from _flat(entry, f"{name}.{index}.") if isinstance(entry, Mapping) else ()
        elif isinstance(value, (list, tuple)):
            yield name, [_text(each) for each in value]
        elif value is not None:
            yield name, [_text(value)]


def _text(value: object) -> str:
    if isinstance(value, str):
        storable = value.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
        return storable[:_TEXT_LENGTH]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return vietnamese_number(value)


def to_raw(form: Form, answers: Mapping[str, object]) -> Raw:
    """Answers as people would type them; cleaning them again gives the same answers."""
    raw: Raw = {}
    for field in form.all_fields():
        raw.update(_typed(field, field.key, answers.get(field.key)))
    return raw


def _typed(field: AnyField, name: str, value: object) -> Iterator[tuple[str, list[str]]]:
    if not is_filled(value):
        return
    if isinstance(field, PersonField):
        if isinstance(value, Mapping):
            for part in part_fields(field, needed=False):
                yield from _typed(part, f"{name}.{part.key}", value.get(part.key))
    elif isinstance(field, GroupField):
        for index, entry in enumerate(value if isinstance(value, list) else []):
            yield f"{name}.{index}", ["1"]
            for item in field.fields:
                yield from _typed(item, f"{name}.{index}.{item.key}", entry.get(item.key))
    else:
        yield name, write(field, value)


def input_id(name: str) -> str:
    """The id of an input in the page; links of the error summary and of the review lead there."""
    return f"f-{name.replace('.', '-')}"


def names_of(field: AnyField) -> re.Pattern[str]:
    """A pattern of every input name that belongs to a field."""
    if isinstance(field, GroupField):
        inner = "|".join(names_of(item).pattern for item in field.fields)
        return re.compile(rf"{field.key}(?:\.[0-9]{{1,4}}(?:\.(?:{inner}))?)?")
    if isinstance(field, PersonField):
        parts = "|".join(field.parts)
        return re.compile(rf"{field.key}\.(?:{parts})")
    return re.compile(re.escape(field.key))


def of_page(page: Page, raw: Mapping[str, list[str]]) -> Raw:
    """What in `raw` belongs to the page; anything else that was sent along is left out."""
    patterns = [names_of(field) for field in page.fields]
    own = {
        name: list(texts)
        for name, texts in raw.items()
        if any(pattern.fullmatch(name) for pattern in patterns)
    }
    for field in page.fields:
        if isinstance(field, GroupField):
            own = compacted(field, own)
    return own


def of_form(form: Form, raw: Mapping[str, list[str]]) -> Raw:
    """What in `raw` belongs to the form."""
    return {name: texts for page in form.pages for name, texts in of_page(page, raw).items()}


def merged(form: Form, page_key: str, stored: Mapping[str, object], posted: Mapping[str, object]) -> Raw:
    """The draft after a page was sent: its own inputs replaced, those of other pages kept as they were."""
    page = form.page(page_key)
    kept = of_form(form, as_raw(stored))
    if page is None:
        return kept
    replaced = of_page(page, kept).keys()
    return {name: texts for name, texts in kept.items() if name not in replaced} | of_page(
        page, as_raw(posted)
    )


def entries(group: GroupField, raw: Mapping[str, list[str]]) -> list[int]:
    """The indexes of a group's entries that occur, in order."""
    prefix = f"{group.key}."
    found = {
        int(index)
        for name in raw
        if name.startswith(prefix)
        for index in [name.removeprefix(prefix).split(".")[0]]
        if _INDEX.fullmatch(index)
    }
    return sorted(found)[:_MOST_ENTRIES]


def within(prefix: str, raw: Mapping[str, list[str]]) -> Raw:
    """The part of raw answers below a name, by the rest of the names."""
    start = f"{prefix}."
    return {name.removeprefix(start): texts for name, texts in raw.items() if name.startswith(start)}


def is_blank(raw: Mapping[str, list[str]]) -> bool:
    """Whether nothing at all was typed."""
    return all(is_blank_text(text) for texts in raw.values() for text in texts)


def compacted(group: GroupField, raw: Mapping[str, list[str]]) -> Raw:
    """The same answers with the entries of a group numbered 0, 1, 2 … without gaps."""
    prefix = f"{group.key}."
    result = {name: texts for name, texts in raw.items() if not name.startswith(prefix)}
    for number, index in enumerate(entries(group, raw)):
        result[f"{prefix}{number}"] = ["1"]
        for name, texts in within(f"{prefix}{index}", raw).items():
            result[f"{prefix}{number}.{name}"] = texts
    return result


def change_group(form: Form, raw: Mapping[str, list[str]], posted: Mapping[str, object]) -> Raw | None:
    """The draft after «Thêm» or «Bỏ» in a group; None when `posted` has no such press.

    The buttons are named `add` and `remove` and say `group:index`. A press beyond what the group allows,
    or for a group that does not exist, changes nothing. «Bỏ» takes a file out of a file field alike.
    """
    buttons = as_raw(posted)
    act = next((act for act in ("add", "remove") if buttons.get(act)), None)
    if act is None:
        return None
    key, _, index = buttons[act][0].partition(":")
    field = form.field(key)
    if not isinstance(field, GroupField):
        return _without(key, index, raw) if act == "remove" else dict(raw)
    if act == "add":
        return _one_more(field, raw)
    return _one_less(field, raw, index)


def _without(name: str, text: str, raw: Mapping[str, list[str]]) -> Raw:
    return {each: [one for one in texts if (each, one) != (name, text)] for each, texts in raw.items()}


def _one_more(group: GroupField, raw: Mapping[str, list[str]]) -> Raw:
    whole = compacted(group, raw)
    wanted = max(min(len(entries(group, whole)) + 1, group.max_items), group.least)
    return {f"{group.key}.{number}": ["1"] for number in range(wanted)} | whole


def _one_less(group: GroupField, raw: Mapping[str, list[str]], index: str) -> Raw:
    whole = compacted(group, raw)
    gone = f"{group.key}.{index}"
    return compacted(
        group,
        {name: texts for name, texts in whole.items() if name != gone and not name.startswith(f"{gone}.")},
    )
