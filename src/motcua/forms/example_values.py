"""One invented value for one field."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final

from motcua.forms import personal_id
from motcua.forms.fields import (
    AdminUnitField,
    ChoiceField,
    EmailField,
    FileField,
    LongTextField,
    MoneyField,
    NumberField,
    PersonalIdField,
    PhoneField,
    SimpleField,
    TextField,
    YesNoField,
)
from motcua.forms.values import Setting, Unreadable, read
from motcua.lib.conditions import text_of
from motcua.lib.text import fold

DEFAULT_UNITS: Final = ("04792", "04795", "04828")
"""Wards of the province, for callers who do not care."""

_FAMILIES: Final = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đinh",
    "Hà",
    "Quách",
    "Phùng",
)
_GIVEN: Final = {
    "male": (
        "Văn Hùng",
        "Đức Minh",
        "Quang Huy",
        "Hữu Phước",
        "Xuân Trường",
        "Mạnh Dũng",
        "Công Thành",
        "Bá Lộc",
    ),
    "female": (
        "Thị Lan",
        "Thu Hà",
        "Thị Hường",
        "Ngọc Ánh",
        "Thị Mận",
        "Phương Thảo",
        "Bích Ngọc",
        "Thị Thêu",
    ),
}
_NAME_WORDS: Final = ("ho, chu dem", "ho va ten", "ho ten", "ten nguoi")
_FILLING: Final = "Nội dung khai thử"
_YEARS: Final = (1960, 1999)
_STEP: Final = 9
_MONEY_CHOICES: Final = 500


class Inventor:
    """Draws values; the same seed draws the same ones in the same order."""

    def __init__(self, seed: int | str, units: Sequence[str]) -> None:
        self.chance = random.Random(seed)  # noqa: S311  invented people, no secret
        self.units = tuple(units)

    def value(self, field: SimpleField, attempt: int = 0) -> object:
        """A value the field accepts. Later attempts look for another one than the first."""
        return _INVENTIONS[field.type](self, field, attempt)

    def day(self, first: date, last: date) -> date:
        """A day from the first to the last, both included."""
        return first + timedelta(days=self.chance.randint(0, (last - first).days))

    def name(self, sex: str = "") -> str:
        """A person's name; any sex but `male` and `female` means either."""
        given = _GIVEN.get(sex) or _GIVEN[self.chance.choice(("male", "female"))]
        return f"{self.chance.choice(_FAMILIES)} {self.chance.choice(given)}"

    def personal_id(self, person: Mapping[str, object]) -> str:
        """A number that agrees with the birth date and sex of a person, as far as they are known."""
        born = text_of(person.get("birth_date"))
        year = int(born[:4]) if born else self.chance.randint(*_YEARS)
        sex = text_of(person.get("sex")) or self.chance.choice(("male", "female"))
        return personal_id.example(year=year, sex_given=sex, chance=self.chance)


def _line(inventor: Inventor, field: TextField, attempt: int) -> str:
    label = fold(field.label)
    if field.key.endswith("name") and any(word in label for word in _NAME_WORDS):
        return _fitted(inventor.name(), field.min_length, field.max_length)
    return _said(inventor, field, attempt)


def _said(inventor: Inventor, field: TextField | LongTextField, attempt: int) -> str:
    if field.example and attempt == 0:
        try:
            return text_of(read(field, [field.example], Setting(date.min)))
        except Unreadable:
            pass  # an example may explain instead of being one: then words are invented
    number = inventor.chance.randint(1, 999)
    return _fitted(
        f"{number} {_FILLING.lower()}" if attempt else _FILLING, field.min_length, field.max_length
    )


def _fitted(text: str, least: int, most: int) -> str:
    padded = text if len(text) >= least else (f"{text}, " * (least // len(text) + 1)).strip()
    cut = padded[:most].strip()
    return cut if len(cut) >= least else padded[:most].replace(" ", "-")


def _number(inventor: Inventor, field: NumberField, attempt: int) -> int | float:
    least = field.min if field.min is not None else min(Decimal(1), field.max or Decimal(1))
    first = int(least.to_integral_value(ROUND_CEILING))
    most = field.max if field.max is not None else Decimal(first + _STEP)
    if first <= most:
        return inventor.chance.randint(first, min(int(most), first + _STEP)) if first < int(most) else first
    # No whole number between the bounds.
    exact = least.quantize(Decimal(1).scaleb(-field.decimals), ROUND_CEILING)
    return float(exact)


def _money(inventor: Inventor, field: MoneyField, attempt: int) -> int:
    thousands = range(-(-field.min // 1000), field.max // 1000 + 1)
    return 1000 * inventor.chance.choice(thousands[:_MONEY_CHOICES]) if thousands else field.min


def _personal_id(inventor: Inventor, field: PersonalIdField, attempt: int) -> str:
    return inventor.personal_id({})


def _phone(inventor: Inventor, field: PhoneField, attempt: int) -> str:
    return f"0900000{inventor.chance.randrange(1000):03d}"


def _email(inventor: Inventor, field: EmailField, attempt: int) -> str:
    return f"nguoi.dan.{inventor.chance.randrange(10000)}@vidu.example"


def _unit(inventor: Inventor, field: AdminUnitField, attempt: int) -> str:
    return inventor.chance.choice(inventor.units)


def _choice(inventor: Inventor, field: ChoiceField, attempt: int) -> str:
    return inventor.chance.choice(field.options).value


def _yes_no(inventor: Inventor, field: YesNoField, attempt: int) -> str:
    return inventor.chance.choice(("yes", "no"))


def _files(inventor: Inventor, field: FileField, attempt: int) -> list[str]:
    return [f"{inventor.chance.getrandbits(128):032x}"]


# Any: every invention takes only the kind of field whose `type` it stands under. Dates come from windows.
_INVENTIONS: Final[Mapping[str, Callable[[Inventor, Any, int], object]]] = {
    "text": _line,
    "longtext": _said,
    "number": _number,
    "money": _money,
    "personal_id": _personal_id,
    "phone": _phone,
    "email": _email,
    "admin_unit": _unit,
    "choice": _choice,
    "yes_no": _yes_no,
    "file": _files,
}
