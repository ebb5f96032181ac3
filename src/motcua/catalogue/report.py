"""What is wrong with a procedure file, and where: for its author, in plain Vietnamese."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["error", "warning", "unverified"]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `error` blocks publication, `warning` does not, `unverified` is a number to compare.

    `place` leads to the value inside the file: `("cases", 0, "terms", 1)`.
    """

    kind: Kind
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with its file and line (1 is the first); line 0 when the procedure has no file."""

    kind: Kind
    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ", ".join(part for part in (where, self.path) if part) + f": {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in one file."""

    file: str
    faults: tuple[Fault, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        return self._of("error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self._of("warning")

    @property
    def unverified(self) -> tuple[Fault, ...]:
        """Số liệu cần đối chiếu."""
        return self._of("unverified")

    @property
    def publishable(self) -> bool:
        return not self.errors

    def _of(self, kind: Kind) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.kind == kind)

    def data(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return {
            "file": self.file,
            "publishable": self.publishable,
            "faults": [asdict(f) for f in self.faults],
        }


def error(place: Place, message: str) -> Finding:
    return Finding("error", place, message)


def warning(place: Place, message: str) -> Finding:
    return Finding("warning", place, message)


def path_text(place: Sequence[str | int]) -> str:
    """`("cases", 0, "terms", 1)` as people count: `cases[1].terms[2]`."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text and part else part
    return text


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """By line, errors before warnings before unverified numbers on the same line; nothing twice."""
    rank = {"error": 0, "warning": 1, "unverified": 2}
    return tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.line, rank[f.kind], f.path, f.message)))
