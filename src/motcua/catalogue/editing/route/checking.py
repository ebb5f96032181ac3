"""What is wrong with a route being written, in words for officials and at its row; and the route as drawn."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from motcua.catalogue import wording
from motcua.catalogue.editing import words
from motcua.catalogue.editing.route.taking import is_table, steps_of
from motcua.catalogue.editing.tree import Data
from motcua.catalogue.spec import Term
from motcua.workflow.routes import check_route, path_minutes
from motcua.workflow.spec import MINUTES_PER_HOUR, Act, Ask, Outcome, Route, Step

_MOST_HOURS = 4000
# What only the author of a file needs to know stands in brackets behind the words.
_CODE = re.compile(r" \((?:role|unit|ask|act: opinions|back: true|end|end_refused)\)")


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault; `row` is the number of its step from 0, None for the route as a whole."""

    message: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """The longest way and the shortest legal term, in working hours; empty where unknown."""

    needed: str
    allowed: str
    too_long: bool


def as_drawn(route: Any) -> Route | None:
    """The route to draw, with what is missing left empty; None where there is no step to draw."""
    if not is_table(route) or not steps_of(route):
        return None
    steps = tuple(_step(at, step) for at, step in enumerate(steps_of(route)))
    return Route.model_construct(steps=steps)


def faults(route: Any, cases: Any) -> tuple[RowFault, ...]:
    """Everything that keeps this route from publication, whatever else of the procedure is still missing."""
    drawn = as_drawn(route)
    if drawn is None:
        return (RowFault("Quy trình chưa có bước nào."),)
    typed = list(_typed(route))
    places = [place for place, _ in typed]
    found = [_fault(message, place) for place, message in typed]
    for fault in check_route(drawn, legal_minutes(cases)):
        if not any(fault.path[: len(place)] == place for place in places):
            found.append(_fault(fault.message, fault.path))
    return tuple(dict.fromkeys(found))


def times(route: Any, cases: Any) -> Times:
    """How long the route takes at most, beside what the law allows."""
    drawn, allowed = as_drawn(route), legal_minutes(cases)
    try:
        needed = path_minutes(drawn) if drawn is not None else None
    except ValueError:  # a loop nobody marked has no length
        needed = None
    too_long = needed is not None and allowed is not None and needed > allowed
    return Times(_hours(needed), _hours(allowed), too_long)


def legal_minutes(cases: Any) -> int | None:
    """The shortest term of all cases, as far as they are written."""
    return min(_terms(cases), default=None)


def _terms(cases: Any) -> Iterator[int]:
    for case in cases if isinstance(cases, list) else ():
        terms = case.get("terms") if isinstance(case, dict) else None
        for term in terms if isinstance(terms, list) else ():
            try:
                yield Term.model_validate(term).minutes
            except ValidationError:
                continue


def _typed(route: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for at, step in enumerate(steps_of(route)):
        try:
            Step.model_validate(step)
        except ValidationError as failure:
            for each in wording.findings(failure, step, Step):
                place = ("steps", at, *each.place)
                yield place, _in_words(place, each.message)


_MODELS: dict[str, type[BaseModel]] = {"steps": Step, "outcomes": Outcome, "ask": Ask}


def _in_words(place: tuple[str | int, ...], message: str) -> str:
    """A fault of typing with the name of its column in the place of the key in a file."""
    inside = [each for each in place if each in _MODELS]
    last = str(place[-1]) if place else ""
    if not inside or isinstance(place[-1], int):
        return message
    label = words.of_key(_MODELS[str(inside[-1])], last).label
    if message in (f"Thiếu mục «{last}».", f"Mục «{last}» đang trống."):
        return f"Chưa điền «{label}»."
    return message.replace(f"«{last}»", f"«{label}»")


def _fault(message: str, place: tuple[str | int, ...]) -> RowFault:
    row = next((each for each in place if isinstance(each, int)), None)
    return RowFault(_CODE.sub("", message), row)


def _step(at: int, raw: Data) -> Step:
    return Step.model_construct(
        key=_text(raw, "key") or f"?{at}",
        name=_text(raw, "name") or f"Bước {at + 1} chưa có tên",
        # One nobody chose yet signs nothing; that it is missing is found with the other typing.
        act=next((each for each in get_args(Act) if each == raw.get("act")), "check"),
        role=_text(raw, "role"),
        unit=_text(raw, "unit"),
        hours=_decimal(raw),
        ask=tuple(
            Ask.model_construct(unit=_text(ask, "unit"), role=_text(ask, "role"), hours=_decimal(ask))
            for ask in raw.get("ask") or ()
        ),
        outcomes=tuple(
            Outcome.model_construct(
                key=_text(outcome, "key") or f"?{number}",
                label=_text(outcome, "label"),
                to=_text(outcome, "to"),
                back=_text(outcome, "back") == "true",
            )
            for number, outcome in enumerate(raw.get("outcomes") or ())
        ),
    )


def _text(raw: Data, key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""


def _decimal(raw: Data) -> Decimal:
    try:
        hours = Decimal(_text(raw, "hours"))
    except InvalidOperation:
        return Decimal(0)
    return hours if hours.is_finite() and 0 <= hours <= _MOST_HOURS else Decimal(0)


def _hours(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes / MINUTES_PER_HOUR:.6g}".replace(".", ",")
