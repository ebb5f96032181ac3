"""What an example of a case must come to: written by the author of a procedure, computed by the check."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from motcua.catalogue.base import Amount, Channel, Key, Part
from motcua.catalogue.fee_rows import Group, ProvinceCode
from motcua.lib.moment import TZ

_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")


def _moment(text: str) -> str:
    """The text, if it is a moment as people write it."""
    try:
        if _MOMENT.match(text):
            datetime.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise ValueError(f"«{text}» không phải thời điểm: hãy viết như 2026-11-20 10:00.")


MomentText = Annotated[str, AfterValidator(_moment)]


class Expect(Part):
    """How the example is filed (`channel`, `filed`, `groups`, `province`), and what must come of it.

    What is not said is not compared. Without `province` only national prices count.
    """

    channel: Channel | None = None
    filed: MomentText | None = None
    groups: tuple[Group, ...] = ()
    province: ProvinceCode | None = None
    papers: tuple[Key, ...] | None = None
    fees: dict[Key, Amount] | None = None
    due: MomentText | None = None
    route: tuple[Key, ...] | None = None
    result: Key | None = None

    @model_validator(mode="after")
    def _due_needs_a_beginning(self) -> Self:
        if self.due is not None and self.filed is None:
            raise ValueError("Muốn ghi hạn trả (due) thì phải ghi lúc nhận hồ sơ (filed).")
        return self

    def filed_at(self, first_day: date) -> datetime:
        """When it is filed; if the author does not say, in the morning of the first day of the version."""
        said = self.filed or f"{first_day.isoformat()} 08:00"
        return datetime.fromisoformat(said).replace(tzinfo=TZ)

    @property
    def due_at(self) -> datetime | None:
        return datetime.fromisoformat(self.due).replace(tzinfo=TZ) if self.due else None


class Example(Part):
    """One person's dossier of a case: answers and, where it matters, form values. For tests and the demo."""

    answers: dict[str, str] = Field(default_factory=dict)
    values: dict[str, Any] = Field(default_factory=dict)
    expect: Expect | None = None

    def of_province(self, code: str) -> Self:
        """The example without an expectation about another province."""
        elsewhere = self.expect is not None and self.expect.province not in (None, code)
        return self.model_copy(update={"expect": None}) if elsewhere else self
