"""An e-form as a procedure file describes it: pages of fields and the rules between them.

`motcua.forms.answers` works with what people answer. A form that contradicts itself cannot be built; what it
needs from outside (answers to questions, `channel`) is asked with `Form.problems`.
"""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from motcua.forms.fields import (
    AnyField,
    DateField,
    GroupField,
    LabelText,
    PageKey,
    Part,
    PersonField,
    SimpleField,
    repeated,
    wrong,
)
from motcua.lib.conditions import Condition, names


class Page(Part):
    """One screen on a phone: a small group of fields that belong together."""

    key: PageKey
    title: LabelText
    why: str = ""
    when: Condition | None = None
    fields: Annotated[tuple[Annotated[AnyField, Field(discriminator="type")], ...], Field(min_length=1)]


class _Rule(Part):
    message: LabelText
    when: Condition | None = None


class DateOrder(_Rule):
    """`first` is not after `then`. Partial dates break the rule only when no reading of them keeps it."""

    rule: Literal["date_order"]
    first: str
    then: str


class OneFilled(_Rule):
    """At least one of the fields that are asked is filled."""

    rule: Literal["one_filled"]
    fields: Annotated[tuple[str, ...], Field(min_length=2)]


class Different(_Rule):
    """No two of the fields say the same. Persons are compared by personal id number, else by all parts."""

    rule: Literal["different"]
    fields: Annotated[tuple[str, ...], Field(min_length=2)]


class Equal(_Rule):
    """All of the fields that are filled say the same."""

    rule: Literal["equal"]
    fields: Annotated[tuple[str, ...], Field(min_length=2)]


class AgeAtLeast(_Rule):
    """The person born on `field` is at least this old, in full years, on the day of filing."""

    rule: Literal["age_at_least"]
    field: str
    years: Annotated[int, Field(ge=0, le=150)]


class WithinDays(_Rule):
    """`field` lies at most this many calendar days before the day of filing."""

    rule: Literal["within_days"]
    field: str
    days: Annotated[int, Field(ge=0)]


Rule = DateOrder | OneFilled | Different | Equal | AgeAtLeast | WithinDays


def rule_targets(rule: Rule) -> tuple[str, ...]:
    """The fields a rule speaks of, as written: `birth`, `mother`, `mother.birth_date`."""
    match rule:
        case DateOrder():
            return (rule.first, rule.then)
        case OneFilled() | Different() | Equal():
            return rule.fields
        case AgeAtLeast() | WithinDays():
            return (rule.field,)


class Form(Part):
    """A whole e-form. Building one that contradicts itself raises pydantic's error, in Vietnamese."""

    pages: Annotated[tuple[Page, ...], Field(min_length=1)]
    rules: tuple[Annotated[Rule, Field(discriminator="rule")], ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if problems := [*_doubles(self), *_late_names(self), *_rule_problems(self)]:
            raise wrong("form", " ".join(problems))
        return self

    def page(self, key: str) -> Page | None:
        """The page with this key, if the form has it."""
        return next((page for page in self.pages if page.key == key), None)

    def field(self, key: str) -> AnyField | None:
        """The field with this key, if some page has it. Fields inside a group are not found by themselves."""
        return next((field for field in self.all_fields() if field.key == key), None)

    def all_fields(self) -> Iterator[AnyField]:
        """Every field of every page in the order people meet them; a group counts as one."""
        for page in self.pages:
            yield from page.fields

    def fact_names(self) -> set[str]:
        """Every fact the form may give to conditions elsewhere (cases, components, fees, competence)."""
        return {name for field in self.all_fields() for name in given_names(field)}

    def problems(self, facts: Collection[str]) -> list[str]:
        """What does not fit the procedure around the form, in sentences; `facts` are its question keys.

        `channel` is always known and need not be named.
        """
        known = {*facts, "channel", *self.fact_names()}
        unknown = [
            f"{place}: điều kiện nhắc đến «{name}» nhưng không có câu hỏi hay trường nào như vậy."
            for place, condition, inner in _conditions(self)
            for name in sorted(names(condition) - known - inner)
        ]
        clashes = [
            f"Trường «{key}» trùng khóa với một câu hỏi; hãy đặt khóa khác."
            for key in sorted(self.fact_names().intersection({*facts, "channel"}))
        ]
        return unknown + clashes


def given_names(field: AnyField) -> set[str]:
    """The facts a field gives: its key, and for a person also `mother.full_name` and so on."""
    if isinstance(field, PersonField):
        return {field.key, *(f"{field.key}.{part}" for part in field.parts)}
    return {field.key}


def _conditions(form: Form) -> Iterator[tuple[str, Condition, set[str]]]:
    """Every condition of the form with its place and the names only a group's entry knows."""
    for page in form.pages:
        if page.when is not None:
            yield f"Trang «{page.title}»", page.when, set()
        for field in page.fields:
            if field.when is not None:
                yield f"Trường «{field.key}»", field.when, set()
            if isinstance(field, GroupField):
                inner = {name for item in field.fields for name in given_names(item)}
                for item in field.fields:
                    if item.when is not None:
                        yield f"Trường «{field.key}.{item.key}»", item.when, inner
    for rule in form.rules:
        if rule.when is not None:
            yield f"Quy tắc {rule.rule}", rule.when, set()


def _doubles(form: Form) -> Iterator[str]:
    for key in repeated([page.key for page in form.pages]):
        yield f"Có hai trang cùng khóa «{key}»."
    for key in repeated([field.key for field in form.all_fields()]):
        yield f"Có hai trường cùng khóa «{key}»."


def _late_names(form: Form) -> Iterator[str]:
    """A condition may look back only: a page is decided before any of its own fields is asked."""
    later = form.fact_names()

    def late(place: str, condition: Condition | None, hidden: set[str]) -> Iterator[str]:
        for name in sorted(names(condition) & hidden) if condition is not None else ():
            yield f"{place}: điều kiện nhắc đến «{name}», là mục hỏi sau đó; hãy đưa mục ấy lên trước."

    for page in form.pages:
        yield from late(f"Trang «{page.title}»", page.when, later)
        for field in page.fields:
            yield from late(f"Trường «{field.key}»", field.when, later)
            if isinstance(field, GroupField):
                inner_later = {name for item in field.fields for name in given_names(item)}
                for item in field.fields:
                    asked = {name for each in field.fields for name in given_names(each)} - inner_later
                    hidden = (later | inner_later) - asked
                    yield from late(f"Trường «{field.key}.{item.key}»", item.when, hidden)
                    inner_later -= given_names(item)
            later -= given_names(field)


def _rule_problems(form: Form) -> Iterator[str]:
    known = form.fact_names()
    dates = {field.key for field in form.all_fields() if isinstance(field, DateField)} | {
        f"{field.key}.birth_date" for field in form.all_fields() if isinstance(field, PersonField)
    }
    for rule in form.rules:
        needs_dates = isinstance(rule, (DateOrder, AgeAtLeast, WithinDays))
        for target in rule_targets(rule):
            if target not in known:
                yield f"Quy tắc {rule.rule} nhắc đến trường «{target}» nhưng biểu mẫu không có trường đó."
            elif needs_dates and target not in dates:
                yield f"Quy tắc {rule.rule} cần trường ngày, nhưng «{target}» không phải là ngày."


__all__ = [
    "AgeAtLeast",
    "AnyField",
    "DateOrder",
    "Different",
    "Equal",
    "Form",
    "GroupField",
    "OneFilled",
    "Page",
    "PersonField",
    "Rule",
    "SimpleField",
    "WithinDays",
    "given_names",
    "rule_targets",
]
