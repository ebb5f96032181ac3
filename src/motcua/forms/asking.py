"""Which fields are asked: one walk through a form that everything else is built on.

A field that is not asked has no value, anywhere: it is left out when a draft is cleaned, filed, shown,
exported or used as a fact. Conditions look back only (`Form` refuses others), so one walk in order, in which
every answer kept becomes a fact for what follows, is already the fixpoint.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from motcua.forms.fields import AnyField, FileField, GroupField, ItemField, PersonField
from motcua.forms.spec import Form, Page, given_names
from motcua.lib.conditions import holds_or_absent, is_filled

Answers = dict[str, object]
"""Values by field key: plain JSON; a person is a dict by part, a group a list of dicts by field key."""

Facts = Mapping[str, object]
Take = Callable[[Page, AnyField, Facts], object]
"""Gives the value of a field that is asked, knowing the facts so far; None or empty when it has none."""

TakeItem = Callable[[ItemField, Facts], object]


@dataclass(frozen=True)
class Asked:
    """What a walk found: the pages and fields that are asked, their values, every fact known at the end."""

    pages: tuple[Page, ...]
    fields: tuple[AnyField, ...]
    answers: Answers
    facts: dict[str, object]


def ask(form: Form, facts: Facts, take: Take) -> Asked:
    """Walk through the form. Facts given under the name of a field are ignored: only its answer counts."""
    own = form.fact_names()
    known = {name: value for name, value in facts.items() if name not in own}
    pages: list[Page] = []
    fields: list[AnyField] = []
    answers: Answers = {}
    for page in form.pages:
        if not holds_or_absent(page.when, known):
            continue
        pages.append(page)
        for field in page.fields:
            if not holds_or_absent(field.when, known):
                continue
            fields.append(field)
            value = take(page, field, known)
            if is_filled(value):
                answers[field.key] = value
                known.update(facts_of(field, value))
    return Asked(tuple(pages), tuple(fields), answers, known)


def ask_entry(group: GroupField, facts: Facts, take: TakeItem) -> tuple[tuple[ItemField, ...], Answers]:
    """The same for one entry of a group, whose own fields hide facts of the same name outside."""
    inner = {name for item in group.fields for name in given_names(item)}
    known = {name: value for name, value in facts.items() if name not in inner}
    asked: list[ItemField] = []
    entry: Answers = {}
    for item in group.fields:
        if not holds_or_absent(item.when, known):
            continue
        asked.append(item)
        value = take(item, known)
        if is_filled(value):
            entry[item.key] = value
            known.update(facts_of(item, value))
    return tuple(asked), entry


def kept(field: AnyField, value: object, facts: Facts) -> object:
    """A stored value without what is not asked: parts of a person, hidden fields of a group's entries."""
    if isinstance(field, PersonField):
        given = value if isinstance(value, Mapping) else {}
        return {part: given[part] for part in field.parts if is_filled(given.get(part))}
    if isinstance(field, GroupField):
        return [entry for entry in _kept_entries(field, value, facts) if entry]
    return value


def _kept_entries(group: GroupField, value: object, facts: Facts) -> Iterator[Answers]:
    for stored in value if isinstance(value, list) else []:
        if isinstance(stored, Mapping):
            yield ask_entry(group, facts, _stored_in(stored))[1]


def _stored_in(entry: Mapping[str, object]) -> TakeItem:
    return lambda item, known: kept(item, entry.get(item.key), known)


def asked(form: Form, answers: Mapping[str, object], facts: Facts) -> Asked:
    """The walk over stored answers."""
    return ask(form, facts, lambda _, field, known: kept(field, answers.get(field.key), known))


def visible_fields(form: Form, answers: Mapping[str, object], facts: Facts) -> tuple[AnyField, ...]:
    """The fields asked of somebody who answered this."""
    return asked(form, answers, facts).fields


def visible_pages(form: Form, answers: Mapping[str, object], facts: Facts) -> tuple[Page, ...]:
    """The pages with at least one field asked."""
    walk = asked(form, answers, facts)
    keys = {field.key for field in walk.fields}
    return tuple(page for page in walk.pages if any(field.key in keys for field in page.fields))


def pruned(form: Form, answers: Mapping[str, object], facts: Facts) -> Answers:
    """The answers without those that are not asked."""
    return asked(form, answers, facts).answers


def all_facts(form: Form, answers: Mapping[str, object], facts: Facts) -> dict[str, object]:
    """Every fact for conditions elsewhere: those given and those of the form, `mother.full_name` among them.

    A person gives also «yes» under its own key, a group and a file field the number of entries or files.
    """
    return asked(form, answers, facts).facts


def facts_of(field: AnyField, value: object) -> dict[str, object]:
    """The facts one value gives."""
    if isinstance(field, PersonField) and isinstance(value, Mapping):
        return {field.key: "yes", **{f"{field.key}.{part}": each for part, each in value.items()}}
    if isinstance(field, (GroupField, FileField)) and isinstance(value, list):
        return {field.key: len(value)}
    return {field.key: value}
