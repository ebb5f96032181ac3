"""Reading a procedure file: YAML with every scalar as text, and the line on which each value stands.

YAML's own guesses (`no` becoming false, `1.001193` a number) have no place in a legal text, so every scalar
is read as text and gets its type from `motcua.catalogue.spec`. Only an unquoted `null`, `~` or nothing means
«no value».
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from motcua.catalogue.report import Fault, Finding, Place, error, path_text

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = frozenset({"", "null", "~"})
# Far above any real procedure: aliases of aliases can otherwise grow without end.
_MOST_VALUES = 50_000


@dataclass(slots=True)
class Source:
    """A file as read: its data, the line of every value, and what was wrong with the YAML itself."""

    file: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def fault(self, finding: Finding) -> Fault:
        """The finding with its line: of the value itself, or of the nearest one around it."""
        place = self.known(finding.place)
        line = self.lines.get(place, 0)
        return Fault(finding.kind, self.file, line, path_text(finding.place), finding.message, finding.code)

    def known(self, place: Place) -> Place:
        """The longest beginning of `place` that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return place


def read(path: Path, *, shown_as: str = "") -> Source:
    """Read a file. A file that cannot be opened or is not UTF-8 gives a finding like any other fault."""
    name = shown_as or str(path)
    try:
        return parse(path.read_text(encoding="utf-8"), file=name)
    except UnicodeDecodeError:
        message = "Tệp không phải văn bản UTF-8."
    except OSError as failure:
        message = f"Không mở được tệp ({failure.strerror or failure})."
    return Source(file=name, findings=[error("file-unreadable", (), message)])


def parse(text: str, *, file: str = "") -> Source:
    """Read the text of a procedure file."""
    source = Source(file=file)
    try:
        node = yaml.compose(text, Loader=_LOADER)
        if node is None:
            source.findings.append(error("file-unreadable", (), "Tệp trống."))
        elif not isinstance(node, yaml.MappingNode):
            source.lines[()] = 1
            source.findings.append(
                error("file-unreadable", (), "Tệp phải bắt đầu bằng các mục như «code:», «name:».")
            )
        else:
            source.data = _value(node, (), source, ())
    except yaml.YAMLError as failure:
        mark = getattr(failure, "problem_mark", None)
        source.data = None
        source.lines[()] = mark.line + 1 if mark else 1
        problem = getattr(failure, "problem", None) or str(failure)
        source.findings.append(
            error(
                "file-unreadable", (), f"Không đọc được YAML ở đây ({problem}). Kiểm tra thụt lề và dấu nháy."
            )
        )
    return source


def _value(node: yaml.Node, place: Place, source: Source, around: tuple[int, ...]) -> Any:
    if id(node) in around or len(source.lines) > _MOST_VALUES:
        raise yaml.MarkedYAMLError(problem="tệp lặp vào chính nó hoặc quá lớn", problem_mark=node.start_mark)
    source.lines.setdefault(place, node.start_mark.line + 1)
    inner = (*around, id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, source, inner)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, at), source, inner) for at, item in enumerate(node.value)]
    if "\x00" in node.value:
        # An escape in quotation marks can say NUL, which no database keeps.
        raise yaml.MarkedYAMLError(problem="có ký tự lạ không lưu được", problem_mark=node.start_mark)
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if plain and node.value in _NOTHING else node.value


def _mapping(node: yaml.MappingNode, place: Place, source: Source, around: tuple[int, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        here = (*place, key)
        if not key:
            source.lines.setdefault(here, key_node.start_mark.line + 1)
            source.findings.append(error("key-not-a-word", here, "Khóa phải là một từ."))
        elif key in data:
            first = source.lines[here]
            source.lines[(*here, "")] = key_node.start_mark.line + 1
            source.findings.append(
                error("key-twice", (*here, ""), f"Khóa «{key}» đã có ở dòng {first}; hãy bỏ một chỗ.")
            )
        else:
            source.lines[here] = key_node.start_mark.line + 1
            data[key] = _value(value_node, here, source, around)
    return data
