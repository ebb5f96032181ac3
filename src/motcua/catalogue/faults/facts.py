"""Conditions: they may speak only of known facts, and only of values those facts can have."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel

from motcua.catalogue.cases import CHANNEL
from motcua.catalogue.report import Finding, Place, error
from motcua.catalogue.spec import ProcedureSpec
from motcua.forms.fields import AnyField, ChoiceField, GroupField, MoneyField, NumberField, YesNoField
from motcua.forms.spec import given_names
from motcua.lib.conditions import (
    All,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Filled,
    In,
    Is,
    IsNot,
    Not,
    NotIn,
)

_CONDITIONS = (All, AnyOf, Not, Is, IsNot, In, NotIn, AtLeast, AtMost, Filled)
Leaf = Is | IsNot | In | NotIn | AtLeast | AtMost | Filled


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a condition may speak of: its possible values (None: anything), whether it is a number."""

    values: frozenset[str] | None = None
    number: bool = False


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Unknown facts, impossible values, comparisons of what is not a number, keys used twice as a fact."""
    everything = {**_question_facts(spec), **_form_facts(spec)}
    for place, condition in conditions(spec):
        allowed = _allowed(spec, place, everything)
        for leaf_place, leaf in leaves(condition, place):
            yield from _leaf(leaf, leaf_place, allowed, everything)
    yield from _clashes(spec)


def parts(model: BaseModel, place: Place = ()) -> Iterator[tuple[Place, BaseModel]]:
    """Every part of a procedure with its place in the file, conditions left out."""
    yield place, model
    for name, info in type(model).model_fields.items():
        key, value = info.alias or name, getattr(model, name)
        if isinstance(value, BaseModel) and not isinstance(value, _CONDITIONS):
            yield from parts(value, (*place, key))
        elif isinstance(value, tuple):
            for at, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from parts(item, (*place, key, at))


def conditions(spec: ProcedureSpec) -> Iterator[tuple[Place, Condition]]:
    """Every condition of the procedure with its place."""
    for place, part in parts(spec):
        when = getattr(part, "when", None)
        if when is not None:
            yield (*place, "when"), when


def leaves(condition: Condition, place: Place) -> Iterator[tuple[Place, Leaf]]:
    """The comparisons a condition is made of, with their places."""
    match condition:
        case All() | AnyOf():
            word = "all" if isinstance(condition, All) else "any"
            for at, part in enumerate(condition.conditions):
                yield from leaves(part, (*place, word, at))
        case Not():
            yield from leaves(condition.condition, (*place, "not"))
        case _:
            yield place, condition


def _question_facts(spec: ProcedureSpec) -> dict[str, Fact]:
    facts = {CHANNEL: Fact(frozenset({"counter", "online", "post"}))}
    for question in spec.questions:
        facts[question.key] = _closed(question.values)
    return facts


def _form_facts(spec: ProcedureSpec) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for field in spec.form.all_fields():
        facts.update(_field_facts(field))
    return facts


def _field_facts(field: AnyField) -> dict[str, Fact]:
    facts = {name: Fact() for name in given_names(field)}
    match field:
        case ChoiceField():
            facts[field.key] = _closed(tuple(option.value for option in field.options))
        case YesNoField():
            facts[field.key] = _closed(("yes", "no"))
        case NumberField() | MoneyField():
            facts[field.key] = Fact(number=True)
    return facts


def _closed(values: tuple[str, ...]) -> Fact:
    return Fact(frozenset(values), number=all(value.isdigit() for value in values))


def _allowed(spec: ProcedureSpec, place: Place, everything: dict[str, Fact]) -> dict[str, Fact]:
    """What a condition at this place may speak of: what is known when it is asked."""
    if place[0] == "questions":
        at = int(place[1])
        earlier = {question.key for question in spec.questions[:at]} | {CHANNEL}
        return {name: fact for name, fact in everything.items() if name in earlier}
    if place[0] == "cases" and place[2] == "when":
        return _question_facts(spec)
    group = _group_around(spec, place)
    if group is not None:
        inner = {name: fact for field in group.fields for name, fact in _field_facts(field).items()}
        return {**everything, **inner}
    return everything


def _group_around(spec: ProcedureSpec, place: Place) -> GroupField | None:
    if len(place) == 8 and place[:2] == ("form", "pages") and place[5] == "fields":
        field = spec.form.pages[int(place[2])].fields[int(place[4])]
        return field if isinstance(field, GroupField) else None
    return None


def _leaf(
    leaf: Leaf, place: Place, allowed: dict[str, Fact], everything: dict[str, Fact]
) -> Iterator[Finding]:
    fact = allowed.get(leaf.fact)
    if fact is None:
        yield error("condition-unknown-fact", (*place, "fact"), _unknown(leaf.fact, allowed, everything))
        return
    values: tuple[str, ...]
    match leaf:
        case Is() | IsNot():
            word, values = "is" if isinstance(leaf, Is) else "is_not", (leaf.value,)
        case In() | NotIn():
            word, values = "in" if isinstance(leaf, In) else "not_in", leaf.values
        case AtLeast() | AtMost():
            if not fact.number:
                yield error(
                    "condition-not-a-number",
                    place,
                    f"Điều kiện so sánh lớn nhỏ nhưng «{leaf.fact}» không phải là số.",
                )
            return
        case _:
            return
    for value in values:
        if fact.values is not None and value not in fact.values:
            known = ", ".join(sorted(fact.values))
            yield error(
                "condition-unknown-value",
                (*place, word),
                f"«{leaf.fact}» không có giá trị «{value}». Các giá trị: {known}.",
            )


def _unknown(name: str, allowed: dict[str, Fact], everything: dict[str, Fact]) -> str:
    if name in everything:
        return (
            f"Điều kiện ở đây chưa dùng được «{name}»: câu hỏi chỉ được dựa vào câu hỏi đứng trước,"
            " trường hợp chỉ được dựa vào câu hỏi và cách nộp."
        )
    near = get_close_matches(name, allowed, n=1)
    hint = f" Có phải bạn muốn viết «{near[0]}»?" if near else ""
    return f"Điều kiện nhắc đến «{name}» nhưng không có câu hỏi hay trường nào như vậy.{hint}"


def _clashes(spec: ProcedureSpec) -> Iterator[Finding]:
    taken = {CHANNEL, *(question.key for question in spec.questions)}
    for at, question in enumerate(spec.questions):
        if question.key == CHANNEL:
            yield error(
                "key-clash", ("questions", at, "key"), "Khóa «channel» dành cho cách nộp; hãy đặt khóa khác."
            )
    for page_at, page in enumerate(spec.form.pages):
        for at, field in enumerate(page.fields):
            if field.key in taken:
                place = ("form", "pages", page_at, "fields", at, "key")
                yield error(
                    "key-clash", place, f"Trường «{field.key}» trùng khóa với một câu hỏi hoặc cách nộp."
                )
