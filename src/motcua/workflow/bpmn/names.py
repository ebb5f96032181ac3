"""The names of BPMN 2.0 (OMG formal/2011-01-03) that are written and read, and our own beside them."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
# What BPMN has no word for (act, hours, opinions, keys) stands in extension elements under this name.
OURS = "urn:motcua:bpmn:1"
PREFIXES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": DC, "di": DI, "motcua": OURS}


def model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def ours(name: str) -> str:
    return f"{{{OURS}}}{name}"


def local(element: ET.Element) -> str:
    """The name of an element of BPMN; empty for one of another vocabulary."""
    return element.tag.removeprefix(f"{{{MODEL}}}") if element.tag.startswith(f"{{{MODEL}}}") else ""


def said(element: ET.Element, name: str) -> ET.Element | None:
    """What we said of this element ourselves."""
    return element.find(f"{model('extensionElements')}/{ours(name)}")


def children(element: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """The BPMN elements inside, with their names."""
    return ((name, each) for each in element if (name := local(each)))
