"""What is wrong with a procedure file, and where: for its author, in plain Vietnamese."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from motcua.catalogue.finding_codes import Code

Kind = Literal["error", "warning", "hint", "unverified"]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `error` blocks publication, `warning` does not, `hint` says what could be better,
    `unverified` is a number to compare.

    `place` leads to the value inside the file: `("cases", 0, "terms", 1)`; `code` is the same for all
    findings of its sort, whatever the words (docs/reference/procedure-lint.md).
    """

    kind: Kind
    place: Place
    message: str
    code: Code


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with its file and line (1 is the first); line 0 when the procedure has no file."""

    kind: Kind
    file: str
    line: int
    path: str
    message: str
    code: Code

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
    def hints(self) -> tuple[Fault, ...]:
        """Gợi ý: sound, but it could serve people better."""
        return self._of("hint")

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


def error(code: Code, place: Place, message: str) -> Finding:
    return Finding("error", place, message, code)


def warning(code: Code, place: Place, message: str) -> Finding:
    return Finding("warning", place, message, code)


def hint(code: Code, place: Place, message: str) -> Finding:
    return Finding("hint", place, message, code)


def path_text(place: Sequence[str | int]) -> str:
    """`("cases", 0, "terms", 1)` as people count: `cases[1].terms[2]`."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text and part else part
    return text


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """By line, errors before warnings, hints and unverified numbers on the same line; nothing twice."""
    rank = {"error": 0, "warning": 1, "hint": 2, "unverified": 3}
    return tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.line, rank[f.kind], f.path, f.message)))
