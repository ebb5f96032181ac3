"""The lists of a part: what each entry is called, where it stands, what is wrong below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from motcua.catalogue.editing import conditions, words
from motcua.catalogue.editing.shape import SECTIONS, Path, Slot, general, model_at, model_of, slot, slots
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


@dataclass(frozen=True)
class Where:
    """The page on which something stands, and what it is called from the outside in."""

    place: str
    words: str


def where(place: Path, context: Context) -> Where:
    """The nearest page to a value: of its part, else of the list, else of the whole."""
    if not place or place[0] in general() or place == ("code",):
        return Where(GENERAL, _NAMES[GENERAL])
    if place[0] == "route":
        return Where("route", _NAMES["route"])
    if place[0] == "legal_basis":
        return Where("legal_basis", words.LISTS["legal_basis"].label)
    path, said = place[:1], [_NAMES.get(str(place[0])) or words.LISTS[str(place[0])].label]
    for end in range(1, len(place) + 1):
        model = model_at(context.data, place[:end])
        last = place[end - 1]
        if model is not None and end > 1:
            path = place[:end]
        if model is not None and isinstance(last, int):
            said.append(title_of(model, find(context.data, place[:end]), last, context))
    return Where(place_of(_with_form(path, context)), " › ".join(said))


def _with_form(path: Path, context: Context) -> Path:
    """A row of a table has no page: the part that holds the table has."""
    for end in range(len(path) - 1, 0, -1):
        around = model_at(context.data, path[: end - 1])
        key = path[end - 1]
        found = slot(around, key) if around is not None and isinstance(key, str) else None
        if found is not None and found.kind in {"rows", "inside"} and key not in SECTIONS:
            return path[: end - 1]
    return path


def listings(model: type[BaseModel], part: Data, path: Path, context: Context) -> Iterator[Listing]:
    """Every list of a part whose entries have forms of their own, those of inner parts as well."""
    for each in slots(model):
        if each.kind == "parts":
            yield listing(each, part.get(each.key), (*path, each.key), context)


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
