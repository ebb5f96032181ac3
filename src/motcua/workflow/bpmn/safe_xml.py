"""XML from a stranger: no document type, no entities of its own, not too big, not too deep."""

import xml.etree.ElementTree as ET
from typing import Any, NoReturn
from xml.parsers import expat

from motcua.lib.errors import Refused

MOST_BYTES = 2_000_000
_MOST_ELEMENTS, _DEEPEST = 20_000, 40


def parsed(content: bytes) -> ET.Element:
    """The root element, names as «{namespace}name». Raises Refused for what is no XML or not safe to read."""
    if len(content) > MOST_BYTES:
        raise Refused("Tệp BPMN quá lớn: một quy trình không dài đến thế.", field="bpmn")
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise Refused(
            f"Tệp không phải XML đọc được (dòng {reading.parser.CurrentLineNumber})."
            " Hãy xuất lại tệp BPMN 2.0.",
            field="bpmn",
        ) from problem
    return reading.tree.close()


class _Reading:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.tree = ET.TreeBuilder()
        self.many = self.depth = 0
        # Everything an entity could be declared with is refused before it is.
        self.parser.StartDoctypeDeclHandler = _no_document_type
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.tree.data

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.many += 1
        self.depth += 1
        if self.many > _MOST_ELEMENTS or self.depth > _DEEPEST:
            raise Refused("Tệp BPMN quá rắc rối: một quy trình không có nhiều phần đến thế.", field="bpmn")
        self.tree.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_name(name))


def _name(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _no_document_type(*_: Any) -> NoReturn:
    raise Refused(
        "Tệp có phần khai báo kiểu (DOCTYPE) nên không được đọc, vì an toàn. Hãy bỏ phần ấy.", field="bpmn"
    )
