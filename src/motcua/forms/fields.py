"""The fields an e-form may have, as a procedure file describes them.

The models only hold and check what was written. Messages of the checks are Vietnamese, because the author
of a procedure file reads them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from motcua.lib.conditions import Condition

PREFILL_SOURCES: Final = (
    "person",
    "person.full_name",
    "person.personal_id",
    "person.birth_date",
    "person.sex",
    "person.phone",
    "person.email",
    "person.residence",
    "person.residence_unit",
    "today",
)
"""Where a value may be taken from without asking. `person` alone fills every part of a person field."""

PERSON_PARTS: Final = (
    "full_name",
    "personal_id",
    "other_paper",
    "birth_date",
    "sex",
    "ethnicity",
    "nationality",
    "birth_place",
    "hometown",
    "residence",
    "residence_unit",
    "occupation",
    "relation",
    "phone",
    "email",
)
"""What may be asked about a person, in the order it is always asked."""

ALWAYS_ASKED: Final = frozenset(
    {
        "full_name",
        "personal_id",
        "birth_date",
        "sex",
        "nationality",
        "residence",
        "residence_unit",
        "relation",
    }
)
"""Parts that must be filled when their person is, unless the procedure file names `required_parts` itself."""

MOST_MONEY: Final = 10**15 - 1
"""Fifteen digits: what a JSON number holds exactly everywhere."""

KeyText = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
PageKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
OptionValue = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]
LabelText = Annotated[str, Field(min_length=1, max_length=300)]


def wrong(code: str, sentence: str) -> PydanticCustomError:
    """A mistake in a procedure file, in a sentence; the sentence may hold braces."""
    return PydanticCustomError(code, "{sentence}", {"sentence": sentence})


def repeated(values: Sequence[str]) -> list[str]:
    """The values that occur more than once."""
    return sorted({value for value in values if values.count(value) > 1})


class Part(BaseModel):
    """Base of everything read from a procedure file: never changed after reading, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Option(Part):
    """One answer of a choice."""

    value: OptionValue
    label: LabelText
    help: str = ""


class _Field(Part):
    key: KeyText
    label: LabelText
    help: str = ""
    example: str = ""
    why: str = ""
    required: bool = False
    when: Condition | None = None
    prefill: str = ""

    @field_validator("prefill")
    @classmethod
    def _known_source(cls, source: str) -> str:
        if source and source not in PREFILL_SOURCES:
            known = ", ".join(PREFILL_SOURCES)
            raise wrong("prefill", f"Nguồn điền sẵn «{source}» không có. Các nguồn dùng được: {known}.")
        return source

    @model_validator(mode="after")
    def _whole_person(self) -> Self:
        person_field = getattr(self, "type", "") == "person"
        if self.prefill and (self.prefill == "person") != person_field:
            raise wrong(
                "prefill_kind",
                f"Trường «{self.key}»: nguồn «person» dùng cho trường kiểu person và chỉ cho trường đó.",
            )
        return self


F = TypeVar("F", bound="_Field")


def _ordered(field: F, least: Decimal | int | None, most: Decimal | int | None) -> F:
    if least is not None and most is not None and least > most:
        raise wrong("bounds", f"Trường «{field.key}»: mức thấp nhất ({least}) lớn hơn mức cao nhất ({most}).")
    return field


class TextField(_Field):
    """One line of text. Lengths are characters."""

    type: Literal["text"]
    min_length: Annotated[int, Field(ge=0)] = 0
    max_length: Annotated[int, Field(ge=1, le=1000)] = 200

    @model_validator(mode="after")
    def _lengths(self) -> Self:
        return _ordered(self, self.min_length, self.max_length)


class LongTextField(_Field):
    """Several lines of text. Lengths are characters."""

    type: Literal["longtext"]
    min_length: Annotated[int, Field(ge=0)] = 0
    max_length: Annotated[int, Field(ge=1, le=20000)] = 4000

    @model_validator(mode="after")
    def _lengths(self) -> Self:
        return _ordered(self, self.min_length, self.max_length)


class NumberField(_Field):
    """A number, with at most `decimals` digits after the comma. `unit` is shown behind it («m²», «bản»)."""

    type: Literal["number"]
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    unit: str = ""

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        return _ordered(self, self.min, self.max)


class MoneyField(_Field):
    """An amount in whole đồng."""

    type: Literal["money"]
    min: Annotated[int, Field(ge=0)] = 0
    max: Annotated[int, Field(ge=0, le=MOST_MONEY)] = MOST_MONEY

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        return _ordered(self, self.min, self.max)


class DateField(_Field):
    """A day; with `partial` also only a month or a year, as in old papers."""

    type: Literal["date"]
    partial: bool = False
    not_future: bool = False
    not_past: bool = False


class PersonalIdField(_Field):
    """A personal id number of 12 digits."""

    type: Literal["personal_id"]


class PhoneField(_Field):
    """A Vietnamese telephone number."""

    type: Literal["phone"]


class EmailField(_Field):
    """An e-mail address."""

    type: Literal["email"]


class AdminUnitField(_Field):
    """A commune or province, held as its code."""

    type: Literal["admin_unit"]


class ChoiceField(_Field):
    """One of a few answers."""

    type: Literal["choice"]
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _has_options(self) -> Self:
        if len(self.options) < 2:
            raise wrong("options", f"Trường «{self.key}» cần ít nhất hai phương án (options).")
        if twice := repeated([option.value for option in self.options]):
            raise wrong("options", f"Trường «{self.key}» có hai phương án cùng giá trị «{twice[0]}».")
        return self


class YesNoField(_Field):
    """Có or không, held as «yes» and «no»."""

    type: Literal["yes_no"]


class FileField(_Field):
    """Files belonging to the form itself (a portrait, a sketch), held as their ids; `max_mb` is per file."""

    type: Literal["file"]
    accept: tuple[Literal["pdf", "image", "docx", "xlsx", "dwg"], ...] = ("pdf", "image")
    max_mb: Annotated[int, Field(ge=1, le=200)] = 20
    max_files: Annotated[int, Field(ge=1, le=50)] = 1


class PersonField(_Field):
    """What is asked about one person. `required_parts` defaults to those of `ALWAYS_ASKED` that are asked.

    A person's birth date may be a year or a month alone: papers of older people hold no more.
    """

    type: Literal["person"]
    parts: tuple[str, ...] = ("full_name", "personal_id", "birth_date")
    required_parts: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _known_parts(self) -> Self:
        for part in (*self.parts, *(self.required_parts or ())):
            if part not in PERSON_PARTS:
                known = ", ".join(PERSON_PARTS)
                raise wrong("parts", f"Trường «{self.key}»: không có phần «{part}». Chỉ có: {known}.")
        if not self.parts or repeated(self.parts):
            raise wrong("parts", f"Trường «{self.key}»: danh sách phần (parts) trống hoặc bị lặp.")
        if unasked := set(self.required_parts or ()) - set(self.parts):
            raise wrong("parts", f"Trường «{self.key}»: phần bắt buộc «{min(unasked)}» không có trong parts.")
        return self

    @property
    def needed(self) -> frozenset[str]:
        """The parts that must be filled once the person is required or begun."""
        if self.required_parts is not None:
            return frozenset(self.required_parts)
        return ALWAYS_ASKED.intersection(self.parts)


SimpleField = (
    TextField
    | LongTextField
    | NumberField
    | MoneyField
    | DateField
    | PersonalIdField
    | PhoneField
    | EmailField
    | AdminUnitField
    | ChoiceField
    | YesNoField
    | FileField
)
"""A field with a single value (a file field: with a list of file ids)."""

ItemField = SimpleField | PersonField
"""What may stand in a repeating group: everything but another group."""


class GroupField(_Field):
    """A part of the form that repeats: members, heirs, plots of land. `item` names one of them on buttons."""

    type: Literal["group"]
    fields: Annotated[tuple[Annotated[ItemField, Field(discriminator="type")], ...], Field(min_length=1)]
    min_items: Annotated[int, Field(ge=0)] = 0
    max_items: Annotated[int, Field(ge=1, le=100)] = 20
    item: str = "mục"

    @model_validator(mode="after")
    def _items(self) -> Self:
        if twice := repeated([field.key for field in self.fields]):
            raise wrong("group", f"Nhóm «{self.key}» có hai trường cùng khóa «{twice[0]}».")
        return _ordered(self, self.min_items, self.max_items)

    @property
    def least(self) -> int:
        """How many entries must be there: a required group has at least one."""
        return max(self.min_items, 1 if self.required else 0)


AnyField = SimpleField | PersonField | GroupField
"""Any field that may stand on a page."""
