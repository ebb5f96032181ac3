"""The tasks of a BPMN process and the ways between them, with the choices (gateways) taken out."""

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from motcua.lib.errors import Refused
from motcua.lib.text import neat
from motcua.workflow.bpmn.names import children, local, said
from motcua.workflow.bpmn.refusals import TASKS

_NODES = TASKS | {"exclusiveGateway", "startEvent", "endEvent"}
# Nobody chooses among more ways, or through more choices one behind the other.
_MOST_WAYS, _MOST_CHOICES = 40, 10


@dataclass(frozen=True)
class Flow:
    """A way from a task to a task or an end, through any choices; `element` is its last stretch."""

    source: str
    target: str
    label: str
    element: ET.Element


@dataclass(frozen=True)
class Graph:
    """What the process says, by the ids of its elements."""

    nodes: dict[str, ET.Element]
    following: dict[str, list[ET.Element]]
    remarks: list[str] = field(default_factory=list)

    @cached_property
    def tasks(self) -> list[str]:
        """In the order of the file."""
        return [key for key, node in self.nodes.items() if local(node) in TASKS]

    def first(self) -> str:
        """The task every dossier begins with. Raises Refused where that is not clear."""
        starts = [key for key, node in self.nodes.items() if local(node) == "startEvent"]
        if not self.tasks:
            raise Refused("Quy trình trong tệp không có bước nào.", field="bpmn")
        if len(starts) > 1:
            raise Refused(
                f"Quy trình có {len(starts)} điểm bắt đầu; mọi hồ sơ phải bắt đầu ở một bước.", field="bpmn"
            )
        if not starts:
            self.remarks.append("Bản vẽ không có điểm bắt đầu: bước ghi trước nhất được coi là bước đầu.")
            return self.tasks[0]
        ways = self.ways_out(starts[0])
        if len(ways) != 1 or ways[0].target not in self.tasks:
            raise Refused("Sau điểm bắt đầu phải là đúng một bước.", field="bpmn")
        return ways[0].target

    def ways_out(self, node: str) -> list[Flow]:
        """Where it goes on from here, in order."""
        flows = self.following.get(node, [])
        if len(flows) > 1 and local(self.nodes[node]) in TASKS:
            self.remarks.append(
                f"Bước «{self._called(node)}» có {len(flows)} đường ra mà không có cổng chọn:"
                " đã đọc như các lựa chọn, mỗi lần đi một đường."
            )
        every = (way for flow in flows for way in self._through(node, flow, "", ()))
        ways = list(islice(every, _MOST_WAYS + 1))
        if len(ways) > _MOST_WAYS:
            raise Refused(f"Bước «{self._called(node)}» có quá nhiều đường ra để chọn.", field="bpmn")
        return sorted(ways, key=_number)

    def _through(self, source: str, flow: ET.Element, label: str, passed: tuple[str, ...]) -> Iterator[Flow]:
        target = flow.get("targetRef", "")
        named = flow.get("name", "") or label
        if local(self.nodes[target]) != "exclusiveGateway":
            yield Flow(source, target, named, flow)
            return
        if target in passed or len(passed) == _MOST_CHOICES or not self.following.get(target):
            raise Refused(f"Từ cổng chọn «{self._called(target)}» không đi tới bước nào.", field="bpmn")
        for after in self.following[target]:
            yield from self._through(source, after, named, (*passed, target))

    def goes_back(self, flow: Flow) -> bool:
        """Whether it returns to a step that comes before: as we wrote it, or because it closes a loop."""
        facts = said(flow.element, "outcome")
        if facts is not None:
            return facts.get("back") == "true"
        return (flow.source, flow.target) in self._closing

    @cached_property
    def _closing(self) -> set[tuple[str, str]]:
        """The ways that close a loop, seen from the first step."""
        ways = {task: self._forward(task) for task in self.tasks}
        closing: set[tuple[str, str]] = set()
        done: set[str] = set()
        for root in (self.first(), *self.tasks):
            trail = [] if root in done else [(root, iter(ways[root]))]
            while trail:
                here, rest = trail[-1]
                target = next(rest, None)
                if target is None:
                    done.add(here)
                    trail.pop()
                elif any(target == key for key, _ in trail):
                    closing.add((here, target))
                elif target not in done:
                    trail.append((target, iter(ways[target])))
        return closing

    def _forward(self, task: str) -> list[str]:
        found = []
        for way in self.ways_out(task):
            facts = said(way.element, "outcome")
            if way.target in self.tasks and (facts is None or facts.get("back") != "true"):
                found.append(way.target)
        return found

    def _called(self, node: str) -> str:
        return neat(self.nodes[node].get("name", "")) or node


def graph(process: ET.Element) -> Graph:
    """The tasks, events, choices and flows. Raises Refused where one leads to something that is not there."""
    nodes: dict[str, ET.Element] = {}
    for name, each in children(process):
        key = each.get("id", "")
        if name in _NODES:
            if not key or key in nodes:
                raise Refused(f"Tệp BPMN hỏng: mã phần tử «{key}» trống hoặc trùng.", field="bpmn")
            nodes[key] = each
    following: dict[str, list[ET.Element]] = defaultdict(list)
    for name, flow in children(process):
        if name != "sequenceFlow":
            continue
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        if source not in nodes or target not in nodes:
            called = neat(flow.get("name", "")) or flow.get("id", "")
            raise Refused(f"Đường đi «{called}» nối tới phần không có trong tệp.", field="bpmn")
        following[source].append(flow)
    return Graph(nodes, dict(following))


def _number(way: Flow) -> int:
    """The place it had when we wrote it; what was drawn since comes after."""
    facts = said(way.element, "outcome")
    number = facts.get("number", "") if facts is not None else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 10**6
