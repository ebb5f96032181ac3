"""A route as a BPMN 2.0 file that common programs open: lanes, tasks, choices, ends, and where they stand."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

from motcua.lib.errors import Refused
from motcua.workflow.bpmn.names import DC, DI, DIAGRAM, OURS, PREFIXES, model, ours
from motcua.workflow.picture.draw import draw_rightwards
from motcua.workflow.picture.shapes import Arrow, Node, Picture
from motcua.workflow.routes import broken
from motcua.workflow.spec import ENDS, Route, Step

Office = Callable[[str, str], str]
# What XML cannot say at all; no keyboard types it.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def exported(route: Route, *, name: str, office: Office) -> bytes:
    """The file; `name` is that of the procedure, `office` names a unit and role in words.

    Raises Refused where a step is missing or two share a key: a drawing cannot say that.
    """
    faults = broken(route)
    if faults:
        raise Refused(f"Chưa xuất được BPMN: {faults[0].message}", code="broken")
    return _Export(route, draw_rightwards(route), name, office).file()


@dataclass(frozen=True)
class _Export:
    route: Route
    picture: Picture
    name: str
    office: Office

    def file(self) -> bytes:
        for prefix, uri in PREFIXES.items():
            ET.register_namespace(prefix, uri)
        root = ET.Element(
            model("definitions"),
            {"id": "definitions", "targetNamespace": OURS, "exporter": "Một Cửa"},
        )
        collaboration = _add(root, "collaboration", id="collaboration")
        _add(collaboration, "participant", id="office", name=self.name, processRef="route")
        process = _add(root, "process", id="route", name=self.name, isExecutable="false")
        self._lanes(process)
        for node in self._in_order():
            self._node(process, node)
        for arrow in self.picture.arrows:
            self._flow(process, arrow)
        self._diagram(root)
        ET.indent(root)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))

    def _in_order(self) -> list[Node]:
        """The steps first, in their order: it says which begins."""
        return sorted(self.picture.nodes, key=lambda node: (node.kind != "step", node.step or 0))

    def _lanes(self, process: ET.Element) -> None:
        lanes = _add(process, "laneSet", id="lanes")
        for at, lane in enumerate(self.picture.lanes):
            shown = _add(lanes, "lane", id=f"lane_{at}", name=self.office(lane.unit, lane.role))
            _say(shown, "office", unit=lane.unit, role=lane.role)
            for node in self.picture.nodes:
                if lane.y <= node.y < lane.y + lane.height:
                    _add(shown, "flowNodeRef").text = self._id(node)

    def _node(self, process: ET.Element, node: Node) -> None:
        tags = {"start": "startEvent", "step": "userTask", "gate": "exclusiveGateway"}
        shown = _add(process, tags.get(node.kind, "endEvent"), id=self._id(node))
        if node.kind == "start":
            shown.set("name", "Tiếp nhận hồ sơ")
        elif node.kind == "step" and node.step is not None:
            self._step(shown, self.route.steps[node.step])
        elif node.kind in ENDS:
            shown.set("name", ENDS[node.kind])
            _say(shown, "end", key=node.kind)
        for arrow in self.picture.arrows:
            if arrow.target == node.id:
                _add(shown, "incoming").text = self._flow_id(arrow)
        for arrow in self.picture.arrows:
            if arrow.source == node.id:
                _add(shown, "outgoing").text = self._flow_id(arrow)

    def _step(self, shown: ET.Element, step: Step) -> None:
        shown.set("name", _sayable(step.name))
        facts = _say(shown, "step", key=step.key, act=step.act, hours=str(step.hours))
        for ask in step.ask:
            ET.SubElement(facts, ours("ask"), unit=ask.unit, role=ask.role, hours=str(ask.hours))

    def _flow(self, process: ET.Element, arrow: Arrow) -> None:
        ends = {"sourceRef": self._ref(arrow.source), "targetRef": self._ref(arrow.target)}
        shown = _add(process, "sequenceFlow", id=self._flow_id(arrow), **ends)
        if arrow.outcome is not None:
            step, number = arrow.outcome
            outcome = self.route.steps[step].outcomes[number]
            shown.set("name", _sayable(outcome.label))
            back = "true" if outcome.back else "false"
            _say(shown, "outcome", key=outcome.key, number=str(number), back=back)

    def _diagram(self, root: ET.Element) -> None:
        diagram = ET.SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", id="diagram")
        plane = ET.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", id="plane", bpmnElement="collaboration")
        _shape(plane, "office", 0, 0, self.picture.width, self.picture.height, isHorizontal="true")
        # Half of the head for the name of the pool, half for those of the lanes.
        inner = self.picture.head // 2
        for at, lane in enumerate(self.picture.lanes):
            _shape(plane, f"lane_{at}", inner, lane.y, lane.width - inner, lane.height, isHorizontal="true")
        for node in self.picture.nodes:
            more = {"isMarkerVisible": "true"} if node.kind == "gate" else {}
            _shape(plane, self._id(node), node.x, node.y, node.width, node.height, **more)
        for arrow in self.picture.arrows:
            flow = self._flow_id(arrow)
            edge = ET.SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", id=f"edge_{flow}", bpmnElement=flow)
            for x, y in arrow.points:
                ET.SubElement(edge, f"{{{DI}}}waypoint", x=str(x), y=str(y))

    def _ref(self, node: str) -> str:
        return self._id(next(each for each in self.picture.nodes if each.id == node))

    def _id(self, node: Node) -> str:
        key = "" if node.step is None else self.route.steps[node.step].key
        return {"step": f"step_{key}", "gate": f"choice_{key}"}.get(node.kind, node.kind)

    def _flow_id(self, arrow: Arrow) -> str:
        if arrow.outcome is None:
            return f"flow_{self._ref(arrow.source)}"
        step, number = arrow.outcome
        # A full stop is in no key, so that no two flows can have the same name.
        return f"flow_{self.route.steps[step].key}.{self.route.steps[step].outcomes[number].key}"


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    said = {key: _sayable(value) for key, value in attributes.items()}
    return ET.SubElement(parent, model(tag), said)


def _say(element: ET.Element, tag: str, **facts: str) -> ET.Element:
    around = ET.SubElement(element, model("extensionElements"))
    return ET.SubElement(around, ours(tag), {key: _sayable(value) for key, value in facts.items()})


def _shape(plane: ET.Element, element: str, x: int, y: int, width: int, height: int, **more: str) -> None:
    tag = f"{{{DIAGRAM}}}BPMNShape"
    shape = ET.SubElement(plane, tag, {"id": f"shape_{element}", "bpmnElement": element, **more})
    ET.SubElement(shape, f"{{{DC}}}Bounds", x=str(x), y=str(y), width=str(width), height=str(height))


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("", text)
