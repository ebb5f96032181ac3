"""What one procedure looks like in the open data. The published schema is made from these models.

A value nobody has compared with its source says `verified: false`; what is not known is null, not a guess.
"""

import json
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from motcua.catalogue.base import Channel
from motcua.catalogue.fee_rows import FeeKind
from motcua.catalogue.spec import LifeEvent, ServiceLevel

# Grows when a meaning changes or a key goes; a new key alone does not make a new number.
SCHEMA = "1"

Level = Literal["ministry", "province", "commune", "other"]
TermUnit = Literal[
    "working-days", "calendar-days", "months", "years", "weeks", "hours", "minutes", "same-day"
]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OpenField(Shape):
    """Lĩnh vực."""

    code: str
    name: str


class OpenAgency(Shape):
    """An agency that decides: `code` is a kind or `unit:<slug>`, null where only the words are known."""

    code: str | None
    name: str


class OpenTerm(Shape):
    """Thời hạn giải quyết. `channel` null: for every channel; `conditional`: only in some circumstances."""

    case: str | None
    channel: Channel | None
    amount: int | None
    unit: TermUnit | None
    conditional: bool
    basis: str
    verified: bool


class OpenTiers(Shape):
    """In đồng, by pages: `price` for each of the first `first`, `then` for each more, `cap` at most."""

    first: int
    price: int
    then: int
    cap: int | None


class OpenExemption(Shape):
    """Miễn, giảm: `percent` off for a group of people, between two days inclusive."""

    group: str
    percent: int
    valid_from: date | None
    valid_to: date | None
    basis: str
    verified: bool


class OpenFee(Shape):
    """Phí (`fee`) or lệ phí (`charge`), in đồng. `text`: the words of a record that are no certain sum;
    `each`: for each copy, page or case. `council`: the provincial council whose price this is; where there is
    one for a day and a channel, the national price (empty) is not charged."""

    kind: FeeKind | None
    name: str
    amount: int | None
    text: str
    tiers: OpenTiers | None
    each: bool
    council: str
    channel: Channel | None
    conditional: bool
    valid_from: date | None
    valid_to: date | None
    exemptions: tuple[OpenExemption, ...]
    basis: str
    verified: bool


class OpenComponent(Shape):
    """Thành phần hồ sơ. `held_by_state`: the database it is looked up in, so that nobody brings it."""

    case: str | None
    name: str
    kind: Literal["submit", "show"]
    required: bool | None
    conditional: bool
    alternatives: str | None
    originals: int | None
    copies: int | None
    from_form: bool
    held_by_state: str | None
    verified: bool


class OpenResult(Shape):
    """Kết quả."""

    name: str
    code: str


class OpenBasis(Shape):
    """Căn cứ pháp lý."""

    number: str
    title: str
    article: str


class OpenProcedure(Shape):
    """One procedure. `state` «in_force»: it can be filed here, `version` and its days say under what;
    «information»: known from the national catalogue only. `changed` is the day this last said something new.
    """

    code: str
    name: str
    summary: str
    field: OpenField
    state: Literal["in_force", "information"]
    source: Literal["province", "national"]
    version: int | None
    effective_from: date | None
    effective_to: date | None
    changed: date | None
    decision: str
    service_level: ServiceLevel
    service_level_reason: str
    channels: tuple[Channel, ...]
    levels: tuple[Level, ...]
    audience: tuple[str, ...]
    life_events: tuple[LifeEvent, ...]
    reach: Literal["none", "province", "nationwide"]
    agencies: tuple[OpenAgency, ...]
    terms: tuple[OpenTerm, ...]
    fees: tuple[OpenFee, ...]
    components: tuple[OpenComponent, ...]
    results: tuple[OpenResult, ...]
    conditions: tuple[str, ...]
    legal_basis: tuple[OpenBasis, ...]
    page: str


class OpenCatalogue(Shape):
    """The whole file: `day` is the day it is true of, `state` changes with every change of the catalogue."""

    schema_version: Literal["1"]
    day: date
    state: str
    procedures: tuple[OpenProcedure, ...]
    count: int


def schema_text() -> str:
    """The JSON Schema of the file, always in the same order."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **OpenCatalogue.model_json_schema(mode="serialization"),
        "title": "Dữ liệu mở của danh mục thủ tục hành chính",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
