"""A part as a form: plain values to loop over, no logic left for the template."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from motcua.catalogue.editing import choices, conditions, words
from motcua.catalogue.editing.choices import Surroundings
from motcua.catalogue.editing.shape import Path, Slot, slots
from motcua.catalogue.editing.taking import MOST_LEAVES
from motcua.catalogue.editing.tree import Data, as_yaml
from motcua.catalogue.expect import Example
from motcua.catalogue.report import Finding

_SPARE_ROWS = 2


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Input:
    """One value to fill in. `widget` names the partial that draws it."""

    name: str
    label: str
    widget: str
    help: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    needed: bool = False
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Line:
    """One row of a condition."""

    name: str
    value: str
    number_name: str
    number: str
    at: int


@dataclass(frozen=True)
class When:
    """A condition: how its rows combine, the rows, what each may say, and the same as text."""

    name: str
    label: str
    modes: tuple[Option, ...]
    lines: tuple[Line, ...]
    groups: tuple[conditions.Group, ...]
    text: str
    errors: tuple[str, ...]
    widget: str = "when"

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Table:
    """A list of small parts: one row each and two to spare."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Input, ...], ...]
    errors: tuple[str, ...]
    widget: str = "table"


@dataclass(frozen=True)
class Box:
    """A part inside the form."""

    name: str
    title: str
    inputs: tuple[Any, ...]
    widget: str = "box"


@dataclass(frozen=True)
class Asked:
    """One question of the draft with its answers, the given one chosen."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Answers:
    """The answers of an example, to every question of the draft."""

    name: str
    label: str
    questions: tuple[Asked, ...]
    errors: tuple[str, ...]
    widget: str = "answers"

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Context:
    """What every input of a form is made with."""

    data: Data
    around: Surroundings = field(default_factory=Surroundings)
    findings: tuple[Finding, ...] = ()

    @cached_property
    def words(self) -> dict[str, str]:
        """Words for the facts of the draft and their values."""
        return conditions.words_of(self.data)

    def errors(self, path: Path, *, deep: bool = False) -> tuple[str, ...]:
        """What was found at this very value, or (`deep`) at or below it."""
        found = (
            each.message
            for each in self.findings
            if each.kind != "unverified"
            and (each.place == path or (deep and each.place[: len(path)] == path))
        )
        return tuple(dict.fromkeys(found))


def inputs(
    model: type[BaseModel],
    part: Data,
    path: Path,
    context: Context,
    *,
    prefix: str = "v",
    only: Collection[str] = (),
) -> list[Any]:
    """Everything of a part that its own form asks, in the order of the file; or `only` some keys of it."""
    made: list[Any] = []
    for slot in slots(model):
        left_out = slot.kind == "parts" or slot.is_settled
        if left_out or (only and slot.key not in only):
            continue
        made.append(
            _input(model, slot, part.get(slot.key), (*path, slot.key), context, f"{prefix}.{slot.key}")
        )
    return made


def _input(
    model: type[BaseModel], slot: Slot, value: Any, path: Path, context: Context, name: str
) -> Input | When | Table | Box | Answers:
    match slot.kind:
        case "condition":
            return _when(value, path, context, name)
        case "rows":
            return _table(slot, value, path, context, name)
        case "inside":
            inner = value if isinstance(value, dict) else {}
            title = words.INSIDE.get(slot.key, slot.key)
            return Box(name, title, tuple(inputs(slot.model, inner, path, context, prefix=name)))
    if slot.key == "answers" and model is Example:
        return _answers(
            value, name, words.of_key(model, slot.key).label, context, context.errors(path, deep=True)
        )
    return plain(model, slot, value, path, context, name)


def plain(model: type[BaseModel], slot: Slot, value: Any, path: Path, context: Context, name: str) -> Input:
    """One input with its label, what may be chosen and what was found wrong."""
    label, help_text = words.of_key(model, slot.key)
    errors = context.errors(path, deep=True)
    offered = choices.of(model, slot.key, context.data, context.around)
    if slot.kind in {"choice", "choices"}:
        offered = tuple((each, words.of_choice(model, slot.key, each)) for each in slot.choices)
    several = slot.kind in {"choices", "lines"}
    chosen = (
        [str(each) for each in value] if isinstance(value, list) else [] if value is None else [str(value)]
    )
    if offered is not None:
        if not chosen and slot.default and not several:
            chosen = [slot.default]
        options = _options(offered, chosen, empty=not several and not (slot.needed or slot.default))
        widget = "choices" if several else "select"
        return Input(name, label, widget, help_text, options=options, needed=slot.needed, errors=errors)
    known = tuple(Option(*each) for each in choices.hints(model, slot.key, context.around))
    return Input(
        name, label, _widget(slot), help_text, shown(slot, value), known, needed=slot.needed, errors=errors
    )


def _widget(slot: Slot) -> str:
    if slot.kind == "line":
        return "text" if slot.key in words.LONG else "line"
    return {"lines": "text", "mapping": "text", "switch": "switch"}.get(slot.kind, "short")


def shown(slot: Slot, value: Any) -> str:
    """A value as it stands in its input."""
    if slot.kind == "switch":
        said = slot.default if value is None else str(value)
        return "1" if said == "true" else ""
    if value is None:
        return slot.default or "" if slot.kind in {"line", "number"} else ""
    if slot.kind == "lines":
        return "\n".join(str(each) for each in value) if isinstance(value, list) else str(value)
    if slot.kind == "mapping":
        return value if isinstance(value, str) else as_yaml(value) if value else ""
    return _day(str(value)) if slot.kind == "day" else str(value)


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def _options(offered: choices.Choices, chosen: list[str], *, empty: bool) -> tuple[Option, ...]:
    known = {value for value, _ in offered}
    # What the draft says stays to be seen and kept, even where it can no longer be chosen.
    strange = [(each, f"{each} (không có trong danh sách)") for each in chosen if each not in known]
    blank = [("", "– không chọn –")] if empty or not chosen else []
    return tuple(Option(value, label, value in chosen) for value, label in [*blank, *offered, *strange])


def _answers(value: Any, name: str, label: str, context: Context, errors: tuple[str, ...]) -> Answers:
    given = value if isinstance(value, dict) else {}
    questions = [
        Asked(
            str(question.get("key")),
            str(question.get("ask") or question.get("key")),
            tuple(
                Option(
                    str(each.get("value")),
                    str(each.get("label")),
                    given.get(question.get("key")) == each.get("value"),
                )
                for each in question.get("options") or ()
            ),
        )
        for question in context.data.get("questions") or ()
    ]
    return Answers(name, label, tuple(questions), errors)


def _when(value: Any, path: Path, context: Context, name: str) -> When:
    rows = conditions.rows_of(value)
    mode, leaves = rows if rows is not None else (conditions.WRITTEN, [])
    spare: list[Mapping[str, Any]] = [{}] * min(2 if leaves else 1, MOST_LEAVES - len(leaves))
    lines = tuple(
        Line(f"{name}.leaf.{at}", said, f"{name}.number.{at}", number, at + 1)
        for at, leaf in enumerate([*leaves, *spare])
        for said, number in [conditions.split(leaf) if leaf else ("", "")]
    )
    return When(
        name,
        words.of_key(BaseModel, "when").label,
        tuple(Option(each, label, each == mode) for each, label in conditions.MODES),
        lines,
        conditions.statements(context.data, leaves),
        (value if isinstance(value, str) else as_yaml(value)) if rows is None else "",
        context.errors(path, deep=True),
    )


def _table(slot: Slot, value: Any, path: Path, context: Context, name: str) -> Table:
    rows: list[Mapping[str, Any]] = (
        [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    )
    spare: list[Mapping[str, Any]] = [{}] * _SPARE_ROWS
    inner = slots(slot.model)
    return Table(
        name,
        words.LISTS.get(slot.key, words.Words(slot.key)).label,
        tuple(words.of_key(slot.model, each.key).label for each in inner),
        tuple(
            tuple(
                plain(
                    slot.model,
                    each,
                    row.get(each.key),
                    (*path, at, each.key),
                    context,
                    f"{name}.{at}.{each.key}",
                )
                for each in inner
            )
            for at, row in enumerate([*rows, *spare])
        ),
        context.errors(path),
    )


def below(findings: Iterable[Finding], path: Path) -> int:
    """How many errors lie at or below a path."""
    return sum(each.kind == "error" and each.place[: len(path)] == path for each in findings)
