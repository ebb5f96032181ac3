"""A route: the steps inside the agencies that lead from acceptance to a result.

Status is law, the same for every procedure; steps are practice, one route per procedure. A route has never
heard of a dossier. The models here only hold what a procedure file says; whether a route makes sense is asked
of `motcua.workflow.routes.check_route`, which answers in sentences for people.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

END, END_REFUSED = "end", "end_refused"
ENDS = {END: "Phát hành kết quả", END_REFUSED: "Trả kết quả không đủ điều kiện"}

ROLES = ("desk_officer", "handler", "head", "signer", "clerk", "accountant", "admin", "inspector")
DIVISIONS = ("social", "economy", "office")

Act = Literal["check", "draft", "opinions", "sign", "number", "sign_refusal", "field_visit"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Hours = Annotated[Decimal, Field(ge=0, le=4000, max_digits=6, decimal_places=2)]
MINUTES_PER_HOUR = 60
# No practice is longer, and what walks a route may rely on it.
MOST_STEPS = 100


class Part(BaseModel):
    """Base of everything read from a procedure file: never changed after reading, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Outcome(Part):
    """One way out of a step: a button for the officer and where it leads (a step, or an end)."""

    key: Key
    label: Annotated[str, Field(min_length=1, max_length=80)]
    to: Annotated[str, Field(min_length=1)]
    back: bool = False


class Ask(Part):
    """One opinion asked of a unit, in parallel with the others of its step. `hours` are working hours."""

    unit: str = ""
    role: str = ""
    hours: Hours = Decimal(0)


class Step(Part):
    """One piece of work of one role in one unit, with the working hours it may take.

    `unit` is `competent`, `desk`, `division:<kind>` (a division of the competent unit) or `unit:<slug>`.
    """

    key: Key
    name: Annotated[str, Field(min_length=1, max_length=120)]
    act: Act
    role: str = ""
    unit: str = ""
    hours: Hours = Decimal(0)
    ask: tuple[Ask, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def minutes(self) -> int:
        """Working minutes the step takes: for parallel opinions the longest, at least the step's own."""
        hours = max([self.hours, *(ask.hours for ask in self.ask)])
        return int(hours * MINUTES_PER_HOUR)

    def outcome(self, key: str) -> Outcome | None:
        """The outcome with this key, if the step has it."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


class Route(Part):
    """The steps of a procedure; the first one listed is where every dossier begins."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_STEPS)]

    def step(self, key: str) -> Step | None:
        """The step with this key, if the route has it."""
        return next((step for step in self.steps if step.key == key), None)
