"""What a picture of a route consists of. Whole pixels; x grows to the right, y downwards."""

from dataclasses import dataclass
from typing import Literal

Point = tuple[int, int]
Kind = Literal["start", "step", "gate", "end", "end_refused", "unknown"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; `y` is its base line. `size` names how it is set: name, note or lane."""

    words: str
    x: int
    y: int
    size: Literal["name", "note", "lane"] = "name"


@dataclass(frozen=True, slots=True)
class Node:
    """A box: where every dossier begins, a step, a choice, an end, or the place of a step that is missing.

    `step` is the number of the step in the route, from 0; for a missing one, of the step that leads there.
    `apart` is true where no way leads from the beginning.
    """

    id: str
    kind: Kind
    x: int
    y: int
    width: int
    height: int
    step: int | None = None
    apart: bool = False
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """The part of the picture that belongs to one office and role."""

    unit: str
    role: str
    x: int
    y: int
    width: int
    height: int
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way from one box to another. `outcome` are the numbers of the step and of its outcome, if any."""

    source: str
    target: str
    points: tuple[Point, ...]
    outcome: tuple[int, int] | None = None
    back: bool = False
    texts: tuple[Text, ...] = ()

    @property
    def line(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw. `apart_at` is where the steps begin to which no way leads."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    head: int
    apart_at: int | None = None

    @property
    def told(self) -> str:
        """What it shows, for those who hear the page instead of seeing it."""
        steps = sum(node.kind == "step" for node in self.nodes)
        return (
            f"{steps} bước ở {len(self.lanes)} bộ phận, đi từ trên xuống. Mũi tên chấm là trả về bước trước."
            " Các bước và đường đi được ghi đủ bằng chữ ở cùng trang."
        )
