"""The steps as rows of the table officials know, with everything to choose in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from motcua.catalogue.editing import choices, words
from motcua.catalogue.editing.choices import Choices, Surroundings
from motcua.catalogue.editing.route.taking import MOST_ASKED, MOST_WAYS, NEW_KEY, steps_of
from motcua.catalogue.editing.shape import slot
from motcua.catalogue.editing.showing import Input, Option
from motcua.catalogue.editing.tree import Data
from motcua.workflow.spec import ENDS, Ask, Outcome, Step


@dataclass(frozen=True)
class Way:
    """One outcome: its label, where it leads, whether back. `name` is what its inputs' names begin with."""

    at: int
    name: str
    key: str
    label: Input
    to: Input
    back: bool
    spare: bool


@dataclass(frozen=True)
class Asked:
    """One opinion asked of a unit."""

    at: int
    unit: Input
    role: Input
    hours: Input
    spare: bool


@dataclass(frozen=True)
class Row:
    """One step."""

    at: int
    name: str
    key: str
    title: Input
    act: Input
    unit: Input
    role: Input
    hours: Input
    ways: tuple[Way, ...]
    asked: tuple[Asked, ...]
    asks: bool
    first: bool
    last: bool


def rows(route: Any, around: Surroundings) -> tuple[Row, ...]:
    """A row for each step; an empty one where there is no step yet."""
    steps = steps_of(route) or [{"key": NEW_KEY}]
    to = (
        *(
            (str(step.get("key")), f"{at}. {step.get('name') or 'chưa có tên'}")
            for at, step in enumerate(steps, 1)
        ),
        *ENDS.items(),
    )
    return tuple(_row(at, step, to, around, last=at == len(steps) - 1) for at, step in enumerate(steps))


def _row(at: int, step: Data, to: Choices, around: Surroundings, *, last: bool) -> Row:
    name = f"s.{at}"

    def of(key: str) -> Input:
        return _chosen(Step, step, key, f"{name}.{key}", around)

    ways = [*(step.get("outcomes") or ()), {}][:MOST_WAYS]
    asked = [*(step.get("ask") or ()), {}][:MOST_ASKED]
    return Row(
        at,
        name,
        str(step.get("key") or ""),
        Input(f"{name}.name", words.of_key(Step, "name").label, "text", value=str(step.get("name") or "")),
        of("act"),
        of("unit"),
        of("role"),
        _hours(Step, step, f"{name}.hours"),
        tuple(_way(number, way, f"{name}.o.{number}", to) for number, way in enumerate(ways)),
        tuple(_asked(number, ask, f"{name}.a.{number}", around) for number, ask in enumerate(asked)),
        step.get("act") == "opinions" or bool(step.get("ask")),
        at == 0,
        last,
    )


def _way(at: int, way: Data, name: str, to: Choices) -> Way:
    label = Input(
        f"{name}.label", words.of_key(Outcome, "label").label, "line", value=str(way.get("label") or "")
    )
    goes = Input(
        f"{name}.to",
        words.of_key(Outcome, "to").label,
        "select",
        options=_options(to, str(way.get("to") or "")),
    )
    return Way(at, name, str(way.get("key") or ""), label, goes, way.get("back") == "true", not way)


def _asked(at: int, ask: Data, name: str, around: Surroundings) -> Asked:
    return Asked(
        at,
        _chosen(Ask, ask, "unit", f"{name}.unit", around),
        _chosen(Ask, ask, "role", f"{name}.role", around),
        _hours(Ask, ask, f"{name}.hours"),
        not ask,
    )


def _chosen(model: type[BaseModel], part: Data, key: str, name: str, around: Surroundings) -> Input:
    offered = choices.of(model, key, {}, around)
    if offered is None:
        found = slot(model, key)
        offered = tuple(
            (each, words.of_choice(model, key, each)) for each in (found.choices if found else ())
        )
    label = words.of_key(model, key).label
    return Input(name, label, "select", options=_options(offered, str(part.get(key) or "")))


def _hours(model: type[BaseModel], part: Data, name: str) -> Input:
    typed = str(part.get("hours") or "").replace(".", ",")
    return Input(name, words.of_key(model, "hours").label, "short", value=typed)


def _options(offered: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    known = tuple(offered)
    strange = [(chosen, f"{chosen} (không có trong danh sách)")] if chosen not in ("", *dict(known)) else []
    blank = ("", "– chọn –")
    return tuple(Option(value, label, value == chosen) for value, label in (blank, *known, *strange))
