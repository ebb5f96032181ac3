"""The quality index of QĐ 766/QĐ-TTg as arithmetic: pure, with its points and targets as dated configuration.

points = max × min(1, ratio / target); ratios are percentages rounded to two decimals, points too. What
sources dispute is a question with options (`data/index766.yaml`), never a number hidden in code.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from motcua.lib.errors import Refused
from motcua.lib.money import percent

DATA = Path(__file__).resolve().parent / "data" / "index766.yaml"
OUT_OF = Decimal(100)
_CENT = Decimal("0.01")

# Excellent, good, fair, average, weak (general knowledge: unverified for this index).
BANDS = (
    (Decimal(90), "Xuất sắc"),
    (Decimal(80), "Tốt"),
    (Decimal(70), "Khá"),
    (Decimal(50), "Trung bình"),
    (Decimal(0), "Yếu"),
)

Zero = Literal["full", "zero", "none"]


def points(
    maximum: Decimal, numerator: int, denominator: int, *, target: Decimal = OUT_OF, zero: Zero = "none"
) -> Decimal | None:
    """The points of a ratio; `target` in percent. With an empty denominator: all, none, or no points at all
    (None), as `zero` says.
    """
    ratio = percent(numerator, denominator)
    if ratio is None:
        return {"full": maximum, "zero": Decimal(0), "none": None}[zero]
    return min(maximum, maximum * ratio / target).quantize(_CENT, ROUND_HALF_UP)


def missing(numerator: int, denominator: int, target: Decimal) -> int:
    """How many more of the denominator would have to count for the target to be reached; 0 when it is."""
    return max(0, ceil(Decimal(denominator) * target / 100) - numerator)


def band(total: Decimal) -> str:
    """The grade of a total out of 100."""
    return next(words for least, words in BANDS if total >= least)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Part):
    key: str
    name: str
    max: Decimal


class Component(_Part):
    """One component: its points, its target, which measure of ours it is computed from."""

    key: str
    group: str
    name: str
    max: Decimal
    target: Decimal = OUT_OF
    zero: Zero = "none"
    measure: str = ""
    reason: str = ""
    note: str = ""
    unverified: str = ""


class Option(_Part):
    """One way to settle a question: which fields of which components change."""

    key: str
    name: str
    default: bool = False
    source: str = ""
    unverified: str = ""
    changes: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)


class Question(_Part):
    """Something on which sources dispute."""

    key: str
    ask: str
    options: Sequence[Option]

    def option(self, key: str) -> Option:
        """The option of this key, the default one for an empty key. Raises Refused for an unknown one."""
        for each in self.options:
            if each.key == key or (not key and each.default):
                return each
        known = ", ".join(each.key for each in self.options)
        raise Refused(f"Cách tính «{self.key}» có các lựa chọn: {known}.", field=self.key, code="option")


class Edition(_Part):
    """The index as it holds from a day on."""

    valid_from: date = Field(alias="from")
    decision: str
    groups: Sequence[Group]
    components: Sequence[Component]
    questions: Sequence[Question]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        """The points of every group add up to its maximum, whichever options are chosen one at a time."""
        for question in self.questions:
            for option in question.options:
                found = self.settled({question.key: option.key})
                for group in self.groups:
                    total = sum((each.max for each in found if each.group == group.key), Decimal(0))
                    if total != group.max:
                        raise ValueError(f"{group.key}, {option.key}: {total} ≠ {group.max}")
        return self

    def settled(self, choices: Mapping[str, str]) -> list[Component]:
        """The components under these choices (question → option; what is not named takes its default)."""
        unknown = set(choices) - {question.key for question in self.questions}
        if unknown:
            known = ", ".join(question.key for question in self.questions)
            raise Refused(f"Không có cách tính «{min(unknown)}». Có: {known}.", code="question")
        found = {each.key: each for each in self.components}
        for question in self.questions:
            option = question.option(choices.get(question.key, ""))
            for key, change in option.changes.items():
                found[key] = Component.model_validate(found[key].model_dump() | dict(change))
        return list(found.values())

    def chosen(self, choices: Mapping[str, str]) -> dict[str, str]:
        """Which option of each question holds under these choices."""
        return {each.key: each.option(choices.get(each.key, "")).key for each in self.questions}


@cache
def _editions() -> tuple[Edition, ...]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    found = [Edition.model_validate(each) for each in data["editions"]]
    return tuple(sorted(found, key=lambda each: each.valid_from))


def edition(on: date) -> Edition:
    """The edition in force on a day; the first one for days before all."""
    return next((each for each in reversed(_editions()) if each.valid_from <= on), _editions()[0])
