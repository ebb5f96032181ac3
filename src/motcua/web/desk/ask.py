"""What a button asks before it does something."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Ask:
    """One thing an act asks for. `options` are pairs of value and words."""

    name: str
    label: str
    kind: Literal["text", "longtext", "date", "choice"] = "longtext"
    required: bool = False
    help: str = ""
    value: str = ""
    error: str = ""
    options: tuple[tuple[str, str], ...] = ()
    when: str = ""


@dataclass(frozen=True)
class Act:
    """A button, with its fields where it has any. `blocked` says why it cannot be done yet."""

    verb: str
    url: str
    label: str
    tone: Literal["primary", "secondary", "danger"] = "secondary"
    hint: str = ""
    asks: tuple[Ask, ...] = ()
    blocked: str = ""
    opened: bool = False
    is_link: bool = False
    errors: tuple[str, ...] = field(default=())
