"""Why something is sent back: a catalogue with stable keys, words for people and what to do about it.

The law wants every request and every refusal with its reason in writing (NĐ 61/2018 Đ17, Đ19); from a list
the reasons can be counted, and what goes wrong most can be told before it goes wrong again.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, TypeAdapter

from motcua.catalogue.base import Key, Part, Text
from motcua.catalogue.spec import ProcedureSpec

Use = Literal["paper", "field", "refuse", "back"]
USES: dict[Use, str] = {
    "paper": "Giấy tờ",
    "field": "Mục trong tờ khai",
    "refuse": "Từ chối tiếp nhận (mẫu 03)",
    "back": "Trả lại bước trước",
}
OTHER = "other"
_FILE = Path(__file__).parent / "reasons.yaml"


class Reason(Part):
    """One reason: `hint` tells the citizen what to do; `own_words` must be said by the officer.

    `wants_original` asks for an original; where a component needs it only at return, that takes a legal
    ground. Days are inclusive; a reason out of force is offered no more and stays known.
    """

    key: Key
    use: Annotated[tuple[Use, ...], Field(min_length=1)]
    words: Text
    hint: str = ""
    fields: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    wants_original: bool = False
    own_words: bool = False
    valid_from: date | None = Field(default=None, alias="from")
    valid_to: date | None = Field(default=None, alias="to")

    @property
    def is_general(self) -> bool:
        return not self.fields and not self.procedures

    def fits(self, spec: ProcedureSpec) -> bool:
        """Whether it is meant for this procedure: for all, for its field, or for itself."""
        return self.is_general or spec.field.code in self.fields or spec.code in self.procedures

    def valid_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def said(self, own: str) -> str:
        """The reason as people read it: the words of the catalogue, and what the officer adds."""
        own = own.strip()
        if self.own_words:
            return own
        return f"{self.words}: {own}" if own and own != self.words else self.words


@cache
def catalogue() -> dict[str, Reason]:
    """Every reason by its key, in the order of the file. Raises ValueError when a key stands twice."""
    rows = TypeAdapter(tuple[Reason, ...]).validate_python(yaml.safe_load(_FILE.read_text("utf-8")))
    found = {row.key: row for row in rows}
    if len(found) != len(rows):
        raise ValueError("A key stands twice in reasons.yaml.")
    return found


def reason(key: str) -> Reason | None:
    return catalogue().get(key)


def offered(use: Use, spec: ProcedureSpec, on: date) -> list[Reason]:
    """What an officer may choose from for this procedure on that day; its own reasons before the general."""
    fitting = [each for each in catalogue().values() if use in each.use and each.fits(spec)]
    return sorted((each for each in fitting if each.valid_on(on)), key=_order)


def _order(each: Reason) -> tuple[bool, bool]:
    return (each.own_words, each.is_general)
