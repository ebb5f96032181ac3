"""The lists of a part: what each entry is called, where it stands, what is wrong below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from motcua.catalogue.editing import conditions, words
from motcua.catalogue.editing.shape import Path, Slot, general, model_of, slots
from motcua.catalogue.editing.showing import Context, Option, below
from motcua.catalogue.editing.tree import Data, find, mark

_TITLES = ("name", "label", "title", "ask", "message", "number", "key")


@dataclass(frozen=True)
class Entry:
    """One part of a list. `seen` is its mark, so that a click moves what was seen and nothing else."""

    at: int
    place: str
    title: str
    kind: str
    when: str
    errors: int
    seen: str
    first: bool
    last: bool


@dataclass(frozen=True)
class Section:
    """One part of the whole: how many entries it has (None where it has none), how many errors."""

    place: str
    title: str
    count: int | None
    errors: int


@dataclass(frozen=True)
class Listing:
    """A list with its entries and the kinds of entry that can be added."""

    place: str
    title: str
    one: str
    entries: tuple[Entry, ...]
    kinds: tuple[Option, ...]
    errors: tuple[str, ...]


def place_of(path: Path) -> str:
    """A path as it stands in an address: `cases.0.terms.1`."""
    return ".".join(str(part) for part in path)


def path_of(place: str) -> Path:
    """The path an address means."""
    return tuple(int(part) if part.isdigit() and len(part) < 4 else part for part in place.split("."))


def listings(model: type[BaseModel], part: Data, path: Path, context: Context) -> Iterator[Listing]:
    """Every list of a part whose entries have forms of their own, those of inner parts as well."""
    for slot in slots(model):
        if slot.kind == "parts":
            yield listing(slot, part.get(slot.key), (*path, slot.key), context)


def listing(slot: Slot, rows: Any, path: Path, context: Context) -> Listing:
    """One list."""
    name = words.LISTS.get(slot.key, words.Words(slot.key, slot.key))
    parts = rows if isinstance(rows, list) else []
    entries = tuple(
        _entry(slot, each, (*path, at), at == len(parts) - 1, context) for at, each in enumerate(parts)
    )
    kinds = tuple(Option(tag, words.of_choice(model, slot.tag, tag)) for tag, model in slot.models if tag)
    return Listing(place_of(path), name.label, name.help, entries, kinds, context.errors(path))


def title_of(model: type[BaseModel] | None, part: Any, at: int, context: Context) -> str:
    """What a part is called in a list or at the head of its page."""
    if model is None or not isinstance(part, dict):
        return f"Mục {at + 1}"
    special = _SPECIAL.get(model.__name__)
    if special is not None:
        return special(model, part, at, context)
    return next((str(part[key]) for key in _TITLES if part.get(key)), f"Mục {at + 1}")


def _entry(slot: Slot, part: Any, path: Path, last: bool, context: Context) -> Entry:
    at = int(path[-1])
    model = model_of(slot, part)
    said = ""
    if isinstance(part, dict) and part.get("when"):
        said = conditions.said(part["when"], context.words)
    kind = words.of_choice(model, slot.tag, str(part.get(slot.tag))) if model and slot.tag else ""
    return Entry(
        at,
        place_of(path),
        title_of(model, part, at, context),
        kind,
        said,
        below(context.findings, path),
        mark(part),
        at == 0,
        last,
    )


def _term(model: type[BaseModel], part: Data, _: int, __: Context) -> str:
    unit = words.of_choice(model, "unit", str(part.get("unit") or ""))
    amount = "" if part.get("unit") == "same-day" else f"{part.get('amount') or 1} "
    return f"{amount}{unit}{_channel(model, part)}"


def _fee(model: type[BaseModel], part: Data, _: int, __: Context) -> str:
    amount = f": {part['amount']} đồng" if part.get("amount") else ""
    return f"{part.get('name') or 'Khoản chưa có tên'}{amount}{_channel(model, part)}"


def _channel(model: type[BaseModel], part: Data) -> str:
    channel = part.get("channel")
    return f", {words.of_choice(model, 'channel', str(channel)).lower()}" if channel else ""


def _exemption(model: type[BaseModel], part: Data, _: int, __: Context) -> str:
    return f"{words.of_choice(model, 'group', str(part.get('group')))}: giảm {part.get('percent') or '?'}%"


def _agency(_: type[BaseModel], part: Data, __: int, context: Context) -> str:
    agency = str(part.get("agency") or "")
    return context.around.agencies.get(agency, agency) or "Chưa chọn cơ quan"


def _example(_: type[BaseModel], part: Data, at: int, context: Context) -> str:
    answers = part.get("answers")
    said = [
        context.words.get(f"{key}={value}", str(value))
        for key, value in (answers.items() if isinstance(answers, dict) else ())
    ]
    return f"Ví dụ {at + 1}" + (f": {', '.join(said)}" if said else "")


_SPECIAL = {
    "Term": _term,
    "Fee": _fee,
    "Exemption": _exemption,
    "CompetenceRow": _agency,
    "Example": _example,
}


def sections(context: Context) -> Iterator[Section]:
    """The parts of a whole procedure in the order in which one writes them."""
    for place, path, rows in _SECTIONS:
        found = find(context.data, rows) if rows else None
        errors = below(context.findings, path) if path else _general_errors(context)
        yield Section(
            place,
            _NAMES.get(place) or words.LISTS[place].label,
            len(found) if isinstance(found, list) else None,
            errors,
        )


def _general_errors(context: Context) -> int:
    keys = {*general(), ()}
    return sum(
        each.kind == "error" and (not each.place or each.place[0] in keys) for each in context.findings
    )


GENERAL = "chung"
_NAMES = {GENERAL: "Thông tin chung", "form": "Tờ khai điện tử", "route": "Quy trình giải quyết"}
# Place, the path whose errors count there, the list whose length says how far one is.
_SECTIONS: tuple[tuple[str, Path, Path], ...] = (
    (GENERAL, (), ()),
    ("legal_basis", ("legal_basis",), ("legal_basis",)),
    ("competence", ("competence",), ("competence",)),
    ("questions", ("questions",), ("questions",)),
    ("cases", ("cases",), ("cases",)),
    ("components", ("components",), ("components",)),
    ("fees", ("fees",), ("fees",)),
    ("results", ("results",), ("results",)),
    ("form", ("form",), ("form", "pages")),
    ("route", ("route",), ("route", "steps")),
    ("children", ("children",), ("children",)),
    ("presences", ("presences",), ("presences",)),
)
