"""The closed condition language of procedure files: everything that may stand after `when:`.

A leaf compares one fact (`{fact: late, is: "yes"}`), a branch combines conditions
(`{all: [...]}`, `{any: [...]}`, `{not: {...}}`). There is nothing else, so that a condition can be
checked before publication, evaluated by a browser (`ui/conditions.js`) and read out to a citizen.

Facts are compared as text, because a procedure file is read with all scalars as text; only `at_least`
and `at_most` compare numbers. A missing fact makes `is`, `in`, `at_least` and `at_most` false and
their opposites `is_not` and `not_in` true.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator
from pydantic_core import PydanticCustomError

_OPERATORS: Final = ("is", "is_not", "in", "not_in", "at_least", "at_most", "filled")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")  # the same as in ui/conditions.js
_BRANCHES: Final = ("all", "any", "not")

CHANNEL_LABELS: Final[Mapping[str, str]] = {
    "channel": "Cách nộp",
    "channel=counter": "nộp trực tiếp",
    "channel=online": "nộp trực tuyến",
    "channel=post": "nộp qua bưu chính",
}
"""Labels of the one fact that every procedure has, in the shape :func:`sentence` expects."""


class _Part(BaseModel):
    # serialize_by_alias: `is`, `in`, `not` are words of Python, so they are aliases here.
    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    def true_of(self, facts: Mapping[str, object]) -> bool:
        raise NotImplementedError

    def fact_names(self) -> set[str]:
        raise NotImplementedError

    def said(self, labels: Mapping[str, str]) -> str:
        raise NotImplementedError


class _Leaf(_Part):
    fact: str = Field(min_length=1)

    def true_of(self, facts: Mapping[str, object]) -> bool:
        return self.true_of_value(facts.get(self.fact))

    def true_of_value(self, value: object) -> bool:
        raise NotImplementedError

    def fact_names(self) -> set[str]:
        return {self.fact}

    def said(self, labels: Mapping[str, str]) -> str:
        name = labels.get(self.fact) or CHANNEL_LABELS.get(self.fact) or self.fact
        return f"«{name}» {self.predicate(labels)}"

    def predicate(self, labels: Mapping[str, str]) -> str:
        raise NotImplementedError

    def _listed(self, values: tuple[str, ...], labels: Mapping[str, str]) -> str:
        keys = [(f"{self.fact}={value}", value) for value in values]
        return " hoặc ".join(
            f"«{labels.get(key) or CHANNEL_LABELS.get(key) or value}»" for key, value in keys
        )


class _ValuesLeaf(_Leaf):
    values: tuple[str, ...]

    @field_validator("values")
    @classmethod
    def _not_empty(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not values:
            raise PydanticCustomError("condition_values", "Danh sách giá trị của điều kiện đang trống.")
        return values


class Is(_Leaf):
    """The fact is exactly this text."""

    value: str = Field(alias="is")

    def true_of_value(self, value: object) -> bool:
        return is_filled(value) and text_of(value) == self.value

    def predicate(self, labels: Mapping[str, str]) -> str:
        return f"là {self._listed((self.value,), labels)}"


class IsNot(_Leaf):
    """The fact is another text, or missing."""

    value: str = Field(alias="is_not")

    def true_of_value(self, value: object) -> bool:
        return not is_filled(value) or text_of(value) != self.value

    def predicate(self, labels: Mapping[str, str]) -> str:
        return f"không phải là {self._listed((self.value,), labels)}"


class In(_ValuesLeaf):
    """The fact is one of these texts."""

    values: tuple[str, ...] = Field(alias="in")

    def true_of_value(self, value: object) -> bool:
        return is_filled(value) and text_of(value) in self.values

    def predicate(self, labels: Mapping[str, str]) -> str:
        return f"là {self._listed(self.values, labels)}"


class NotIn(_ValuesLeaf):
    """The fact is none of these texts, or missing."""

    values: tuple[str, ...] = Field(alias="not_in")

    def true_of_value(self, value: object) -> bool:
        return not is_filled(value) or text_of(value) not in self.values

    def predicate(self, labels: Mapping[str, str]) -> str:
        return f"không phải là {self._listed(self.values, labels)}"


class AtLeast(_Leaf):
    """The fact is a number and not smaller than this one."""

    number: Decimal = Field(alias="at_least", allow_inf_nan=False)

    def true_of_value(self, value: object) -> bool:
        number = _number_of(value)
        return number is not None and number >= self.number

    def predicate(self, labels: Mapping[str, str]) -> str:
        return f"từ {_vn_number(self.number)} trở lên"


class AtMost(_Leaf):
    """The fact is a number and not greater than this one."""

    number: Decimal = Field(alias="at_most", allow_inf_nan=False)

    def true_of_value(self, value: object) -> bool:
        number = _number_of(value)
        return number is not None and number <= self.number

    def predicate(self, labels: Mapping[str, str]) -> str:
        return f"không quá {_vn_number(self.number)}"


class Filled(_Leaf):
    """The fact is there (`true`) or missing (`false`)."""

    filled: bool

    def true_of_value(self, value: object) -> bool:
        return is_filled(value) is self.filled

    def predicate(self, labels: Mapping[str, str]) -> str:
        return "đã điền" if self.filled else "để trống"


class All(_Part):
    """Every one of the conditions holds."""

    conditions: tuple["Condition", ...] = Field(alias="all", min_length=1)

    def true_of(self, facts: Mapping[str, object]) -> bool:
        return all(part.true_of(facts) for part in self.conditions)

    def fact_names(self) -> set[str]:
        return set().union(*(part.fact_names() for part in self.conditions))

    def said(self, labels: Mapping[str, str]) -> str:
        return " và ".join(_inner(part, labels) for part in self.conditions)


class AnyOf(_Part):
    """At least one of the conditions holds."""

    conditions: tuple["Condition", ...] = Field(alias="any", min_length=1)

    def true_of(self, facts: Mapping[str, object]) -> bool:
        return any(part.true_of(facts) for part in self.conditions)

    def fact_names(self) -> set[str]:
        return set().union(*(part.fact_names() for part in self.conditions))

    def said(self, labels: Mapping[str, str]) -> str:
        return " hoặc ".join(_inner(part, labels) for part in self.conditions)


class Not(_Part):
    """The condition does not hold."""

    condition: "Condition" = Field(alias="not")

    def true_of(self, facts: Mapping[str, object]) -> bool:
        return not self.condition.true_of(facts)

    def fact_names(self) -> set[str]:
        return self.condition.fact_names()

    def said(self, labels: Mapping[str, str]) -> str:
        return f"không phải trường hợp {_inner(self.condition, labels)}"


def _kind(value: object) -> str | None:
    """The one operator or branch word present in a condition as written; None when there is none."""
    if isinstance(value, Mapping):
        return next((word for word in (*_BRANCHES, *_OPERATORS) if word in value), None)
    return next((word for word, model in _KINDS.items() if type(value) is model), None)


_KIND_TEXT: Final = (
    "Điều kiện cần đúng một trong các từ: is, is_not, in, not_in, at_least, at_most, filled, all, any, not."
)

Condition = Annotated[
    Annotated[Is, Tag("is")]
    | Annotated[IsNot, Tag("is_not")]
    | Annotated[In, Tag("in")]
    | Annotated[NotIn, Tag("not_in")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[AtMost, Tag("at_most")]
    | Annotated[Filled, Tag("filled")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(_kind, custom_error_type="condition_kind", custom_error_message=_KIND_TEXT),
]
"""One condition, as a type for pydantic fields: `when: Condition | None = None`."""

_KINDS: Final[Mapping[str, type[_Part]]] = {
    "is": Is,
    "is_not": IsNot,
    "in": In,
    "not_in": NotIn,
    "at_least": AtLeast,
    "at_most": AtMost,
    "filled": Filled,
    "all": All,
    "any": AnyOf,
    "not": Not,
}

for _branch in (All, AnyOf, Not):
    _branch.model_rebuild()


def text_of(value: object) -> str:
    """A fact as the text conditions compare: booleans «yes»/«no», dates ISO, whole numbers without a point.

    >>> text_of(Decimal("2.0")), text_of(True), text_of(None)
    ('2', 'yes', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value.normalize() + 0, "f")
        case float() if isfinite(value):
            return text_of(Decimal(str(value)))
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _number_of(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    text = text_of(value).strip()
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def is_filled(value: object) -> bool:
    """Whether a fact counts as given: not None, not blank text, not an empty collection."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return bool(value)
    return value is not None


def holds(condition: Condition, facts: Mapping[str, object]) -> bool:
    """Whether the condition is true of these facts. Never raises for a missing or oddly typed fact."""
    return condition.true_of(facts)


def holds_or_absent(condition: Condition | None, facts: Mapping[str, object]) -> bool:
    """:func:`holds`, where no condition at all means «always»."""
    return condition is None or holds(condition, facts)


def names(condition: Condition) -> set[str]:
    """The facts a condition speaks of."""
    return condition.fact_names()


def sentence(condition: Condition, labels: Mapping[str, str]) -> str:
    """The condition in plain Vietnamese, for «vì sao tôi phải nộp giấy này».

    `labels` gives the words of a fact under its name (`late`) and of one of its values under `late=yes`; what
    has no label is shown as it stands in the procedure file.
    """
    return condition.said(labels)


def _inner(condition: Condition, labels: Mapping[str, str]) -> str:
    text = condition.said(labels)
    return f"({text})" if isinstance(condition, (All, AnyOf)) and len(condition.conditions) > 1 else text


def _vn_number(number: Decimal) -> str:
    whole, _, fraction = format(number.normalize(), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{fraction}" if fraction else grouped
