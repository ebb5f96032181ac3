"""What another agency does in the same matter, as a procedure file says it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from motcua.catalogue.base import CODE_PATTERN, Basis, Key, Name, Part
from motcua.lib.conditions import Condition


class Child(Part):
    """Thủ tục liên thông: what another agency does in the same matter, as a dossier of its own.

    `begins`: when the route reaches the step `at`, when this dossier has its `result`, or when the child `at`
    has its own. `by` the system at once, or by the applicant, to whom it is offered with everything known
    filled in. `waits`: the step is not left before the child is decided. `carry` takes inputs of the child
    from inputs here, `write` makes them from a sentence, `papers` hands on the papers of a component.
    """

    key: Key
    name: Name
    procedure: Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
    begins: Literal["step", "result", "child"]
    at: Key | None = None
    by: Literal["system", "applicant"]
    waits: bool = False
    when: Condition | None = None
    answers: dict[str, str] = Field(default_factory=dict)
    carry: dict[str, str] = Field(default_factory=dict)
    write: dict[str, str] = Field(default_factory=dict)
    papers: dict[str, str] = Field(default_factory=dict)
    if_parent_ends: Literal["end", "continue"]
    basis: Basis
    unverified: str = ""
