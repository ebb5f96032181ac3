"""A procedure as its file says it: questions, cases, components, fees, form, route. A value, never changed.

These models only give the text of a file its types and refuse unknown keys; whether a procedure may be
published is asked of `motcua.catalogue.check`. The layout is described in docs/reference/procedure-file.md.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints

from motcua.catalogue.base import CODE_PATTERN, Basis, Channel, Key, LongName, Part, Text
from motcua.catalogue.expect import Example
from motcua.catalogue.fee_rows import Fee
from motcua.catalogue.linked import Child
from motcua.forms.spec import Form
from motcua.lib.conditions import Condition
from motcua.workflow.spec import Route

Level = Literal["province", "commune"]
ServiceLevel = Literal["full", "partial", "information"]
Audience = Literal[
    "citizen",
    "overseas_vietnamese",
    "foreigner",
    "enterprise",
    "organisation",
    "cooperative",
    "household_business",
]
LifeEvent = Literal[
    "birth", "marriage", "death", "home", "residence", "business", "vehicle", "papers", "support", "work"
]
TermUnit = Literal["working-days", "calendar-days", "months", "hours", "same-day"]
SupplementMode = Literal["pause", "restart"]
FileKind = Literal["pdf", "image", "docx", "xlsx", "dwg"]
Template = Literal["certificate", "decision", "notice", "extract", "update"]

RESULT_CODE_PATTERN = r"^KQ\.[A-Z]\d{2}\.\d{6}$"

MINUTES_PER_DAY = 8 * 60
# Working days in one unit, as a fraction. A calendar day is held to be five sevenths of a working day, a
# month to have thirty of them: a route must fit even when its term falls badly.
_DAYS = {
    "working-days": (1, 1),
    "calendar-days": (5, 7),
    "months": (30 * 5, 7),
    "hours": (1, 8),
    "same-day": (1, 1),
}


class Sector(Part):
    """Lĩnh vực: the field of state management a procedure belongs to."""

    code: Key
    name: Text


class CompetenceRow(Part):
    """Which agency is competent if `when` holds; `at` says in which commune."""

    agency: Text
    at: str | None = None
    when: Condition | None = None
    basis: str = ""
    unverified: str = ""


class Option(Part):
    value: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    label: Text


class Question(Part):
    """A question that picks the case, the components and the fees."""

    key: Key
    ask: Text
    why: str = ""
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    when: Condition | None = None

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)

    def label(self, value: str) -> str:
        """The words of an answer; the value itself when it is not an option."""
        return next((option.label for option in self.options if option.value == value), value)


class Term(Part):
    """Thời hạn giải quyết: an amount and its unit, for one channel or all, by law `basis`."""

    amount: Annotated[int, Field(ge=1, le=1000)] = 1
    unit: TermUnit
    channel: Channel | None = None
    when: Condition | None = None
    basis: str = ""
    unverified: str = ""

    @property
    def minutes(self) -> int:
        """The least working time the term can hold, in whole minutes (8 hours a day; see `_DAYS`)."""
        days, out_of = _DAYS[self.unit]
        return self.amount * MINUTES_PER_DAY * days // out_of


class Case(Part):
    """Trường hợp: one way a procedure can go, with its own terms and results.

    `supplement_window` is in calendar days.
    """

    key: Key
    name: Text
    when: Condition | None = None
    terms: tuple[Term, ...] = ()
    supplement_mode: SupplementMode = "pause"
    supplement_window: Annotated[int, Field(ge=1, le=365)] = 30
    results: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    def of_province(self, code: str) -> Self:
        """The case with no expectation about another province."""
        examples = tuple(example.of_province(code) for example in self.examples)
        return self.model_copy(update={"examples": examples})


class HeldByState(Part):
    """The database in which the officer looks the paper up, so that nobody is asked for it."""

    source: Key
    label: Text


class Component(Part):
    """Thành phần hồ sơ: a paper to hand in (`submit`) or only to show.

    `original_at_return`: a picture or copy is enough for filing; the original is looked at when the result is
    fetched, and nobody may ask for it before without a legal ground.
    """

    key: Key
    name: Text
    why: str = ""
    help: str = ""
    kind: Literal["submit", "show"] = "submit"
    required: bool = True
    originals: Annotated[int, Field(ge=0, le=20)] = 0
    copies: Annotated[int, Field(ge=0, le=20)] = 0
    when: Condition | None = None
    alternatives: Key | None = None
    held_by_state: HeldByState | None = None
    from_form: bool = False
    original_at_return: bool = False
    accept: Annotated[tuple[FileKind, ...], Field(min_length=1)] = ("pdf", "image")
    max_mb: Annotated[int, Field(ge=1, le=500)] = 20
    unverified: str = ""

    @property
    def guide(self) -> str:
        """What to do about this paper, and when its original is wanted."""
        later = "Nộp trực tuyến chỉ cần ảnh chụp; bản chính mang theo khi đến nhận kết quả."
        return f"{self.help} {later}".strip() if self.original_at_return else self.help


def _paragraphs(value: object) -> object:
    """A text block is read as its paragraphs, which blank lines keep apart."""
    if isinstance(value, str):
        return [" ".join(part.split()) for part in value.split("\n\n") if part.strip()]
    return value


class Result(Part):
    """Kết quả: a paper or an entry the procedure ends in."""

    key: Key
    name: Text
    code: str = ""
    originals: Annotated[int, Field(ge=0, le=20)] = 1
    template: Template
    validity_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    body: Annotated[tuple[str, ...], BeforeValidator(_paragraphs)] = ()
    unverified: str = ""


class Presence(Part):
    """Có mặt trực tiếp: somebody has to come, at a `step` of the route or (without one) for the result.

    Some rules still want a signature in the register or the original seen; what is not online is said so.
    """

    key: Key
    name: LongName
    who: Text = "Người nộp hồ sơ"
    bring: str = ""
    step: str = ""
    when: Condition | None = None
    basis: Basis
    unverified: str = ""


class LegalBasis(Part):
    number: Text
    title: Text
    article: str = ""
    unverified: str = ""


class Boundary(Part):
    """Phi địa giới: how far from the competent agency's desk the procedure is taken in, and by which text.

    `nationwide` only for what is on the published list (NĐ 309/2026 Đ7); its `basis` names the publication.
    """

    reach: Literal["province", "nationwide"]
    basis: Text
    unverified: str = ""


# What holds for every procedure marked `boundary_free` that says no more.
IN_PROVINCE = "NĐ 309/2026/NĐ-CP Điều 7"


class ProcedureSpec(Part):
    """The whole file of one procedure."""

    code: Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
    name: LongName
    also_known_as: tuple[Text, ...] = ()
    field: Sector
    life_events: tuple[LifeEvent, ...] = ()
    decision: str = ""
    effective_from: date
    effective_to: date | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    service_level: ServiceLevel
    service_level_reason: str = ""
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    boundary_free: bool = False
    boundary: Boundary | None = None
    summary: Text
    guide: tuple[Text, ...] = ()
    conditions: tuple[Text, ...] = ()
    competence: Annotated[tuple[CompetenceRow, ...], Field(min_length=1)]
    questions: tuple[Question, ...] = ()
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    components: tuple[Component, ...] = ()
    fees: tuple[Fee, ...] = ()
    results: Annotated[tuple[Result, ...], Field(min_length=1)]
    children: tuple[Child, ...] = ()
    presences: tuple[Presence, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    form: Form
    route: Route
    unverified: str = ""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The procedure kept as JSON by `data()`."""
        return cls.model_validate(data)

    def data(self) -> dict[str, Any]:
        """The procedure as plain JSON, with the keys of the file."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def of_province(self, code: str) -> Self:
        """The procedure as it is charged in one province: without the rows of other provinces' councils and
        what is expected of them.
        """
        fees = tuple(fee.of_province(code) for fee in self.fees)
        cases = tuple(case.of_province(code) for case in self.cases)
        return self.model_copy(update={"fees": fees, "cases": cases})

    @property
    def reach(self) -> Literal["none", "province", "nationwide"]:
        """How far it is taken in outside the boundary."""
        if not self.boundary_free:
            return "none"
        return self.boundary.reach if self.boundary is not None else "province"

    @property
    def reach_basis(self) -> str:
        """By which text; nothing where it is taken in at the competent agency's desk only."""
        if not self.boundary_free:
            return ""
        return self.boundary.basis if self.boundary is not None else IN_PROVINCE

    @property
    def digest(self) -> str:
        """SHA-256 of the content: two files that say the same have the same digest, whatever their layout.

        What is left at its default does not count: a new optional key here then makes no new versions.
        """
        said = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def question(self, key: str) -> Question | None:
        return _keyed(self.questions, key)

    def case(self, key: str) -> Case | None:
        return _keyed(self.cases, key)

    def component(self, key: str) -> Component | None:
        return _keyed(self.components, key)

    def fee(self, key: str) -> Fee | None:
        return _keyed(self.fees, key)

    def result(self, key: str) -> Result | None:
        return _keyed(self.results, key)

    def child(self, key: str) -> Child | None:
        return _keyed(self.children, key)


Keyed = TypeVar("Keyed", Question, Case, Component, Fee, Result, Child)


def _keyed(parts: Iterable[Keyed], key: str) -> Keyed | None:
    return next((part for part in parts if part.key == key), None)
