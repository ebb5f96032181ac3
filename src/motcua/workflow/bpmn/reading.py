"""A BPMN 2.0 file read as a route: all of it when we wrote it, what a drawing says when others did."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from motcua.lib.errors import Refused
from motcua.lib.text import fold, free_key, neat
from motcua.workflow.bpmn.graph import Flow, Graph, graph
from motcua.workflow.bpmn.names import children, local, model, ours, said
from motcua.workflow.bpmn.refusals import TASKS, refused_parts
from motcua.workflow.bpmn.safe_xml import parsed
from motcua.workflow.spec import END, END_REFUSED, ENDS

Offices = Mapping[str, tuple[str, str]]
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_MOST_SENTENCES = 5
_REFUSING = ("khong du dieu kien", "tu choi", "khong giai quyet")


@dataclass(frozen=True)
class Read:
    """The route as a procedure file would say it, and what has to be looked at in it."""

    data: dict[str, Any]
    remarks: tuple[str, ...]


def read(content: bytes, *, offices: Offices) -> Read:
    """The route in a file. `offices` says which unit and role a lane means, by its folded name.

    What the drawing does not say stays empty and is found by the check. Raises Refused for what is no
    BPMN, and for every part that a route has no place for.
    """
    root = parsed(content)
    if local(root) != "definitions":
        raise Refused("Đây không phải tệp BPMN 2.0 (không có «definitions»).", field="bpmn")
    processes = [each for name, each in children(root) if name == "process" and len(each)]
    if len(processes) != 1:
        raise Refused(
            f"Tệp có {len(processes)} quy trình (process); cần đúng một quy trình cho một thủ tục.",
            field="bpmn",
        )
    parts = list(dict.fromkeys(refused_parts(root, processes[0])))
    if parts:
        more = f" (và {len(parts) - _MOST_SENTENCES} phần khác)" if len(parts) > _MOST_SENTENCES else ""
        raise Refused(" ".join(parts[:_MOST_SENTENCES]) + more, field="bpmn")
    return _Reader(processes[0], graph(processes[0]), offices).read()


class _Reader:
    def __init__(self, process: ET.Element, found: Graph, offices: Offices) -> None:
        self.process, self.graph, self.offices = process, found, offices
        self.remarks = found.remarks

    def read(self) -> Read:
        first = self.graph.first()
        tasks = sorted(self.graph.tasks, key=lambda each: each != first)
        steps = [self._step(task) for task in tasks]
        return Read({"steps": steps}, tuple(dict.fromkeys(self.remarks)))

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of each task: its own where it has one that nobody else has, otherwise made of its name."""
        keys: dict[str, str] = {}
        for task in self.graph.tasks:
            facts = said(self.graph.nodes[task], "step")
            own = facts.get("key", "") if facts is not None else ""
            if _KEY.fullmatch(own) and own not in keys.values() and own not in ENDS:
                keys[task] = own
        for task in self.graph.tasks:
            if task not in keys:
                name = self.graph.nodes[task].get("name", "") or "buoc"
                keys[task] = free_key(name, [*keys.values(), *ENDS], otherwise="buoc")
        return keys

    @cached_property
    def lanes(self) -> dict[str, tuple[str, str]]:
        """Unit and role of each task, by the innermost lane it stands in."""
        found: dict[str, tuple[str, str]] = {}
        for lane in self.process.iter(model("lane")):
            members = [(ref.text or "").strip() for ref in lane.findall(model("flowNodeRef"))]
            office = self._office(lane, any(self._is_task(each) for each in members))
            found |= dict.fromkeys(members, office)
        return found

    def _is_task(self, node: str) -> bool:
        return node in self.graph.nodes and local(self.graph.nodes[node]) in TASKS

    def _office(self, lane: ET.Element, used: bool) -> tuple[str, str]:
        facts, name = said(lane, "office"), lane.get("name", "")
        if facts is not None:
            return facts.get("unit", ""), facts.get("role", "")
        known = self.offices.get(fold(name))
        if known is None and used:
            self.remarks.append(
                f"Làn «{neat(name)}» chưa khớp bộ phận nào: hãy chọn bộ phận, người thực hiện cho bước ở đó."
            )
        return known or ("", "")

    def _step(self, task: str) -> dict[str, Any]:
        element = self.graph.nodes[task]
        facts = said(element, "step")
        unit, role = self.lanes.get(task, ("", ""))
        step: dict[str, Any] = {"key": self.keys[task], "name": _name(element, exact=facts is not None)}
        if facts is None:
            self.remarks.append(
                f"Bước «{step['name'] or step['key']}»: bản vẽ không ghi loại việc và số giờ, hãy bổ sung."
            )
        else:
            step |= {"act": facts.get("act", ""), "hours": facts.get("hours", "")}
            step["ask"] = [
                _filled({key: ask.get(key, "") for key in ("unit", "role", "hours")})
                for ask in facts.findall(ours("ask"))
            ]
        outcomes = self._outcomes(task)
        return _filled({**step, "role": role, "unit": unit, "outcomes": outcomes})

    def _outcomes(self, task: str) -> list[dict[str, Any]]:
        flows = self.graph.ways_out(task)
        used: list[str] = []
        outcomes = []
        for flow in flows:
            facts = said(flow.element, "outcome")
            label = flow.label if facts is not None else neat(flow.label)
            own = facts.get("key", "") if facts is not None else ""
            key = own if _KEY.fullmatch(own) and own not in used else free_key(label or "tiep", used)
            used.append(key)
            # Where there is only one way on, nothing is asked that a label could answer.
            shown = label or ("Chuyển tiếp" if len(flows) == 1 else "")
            outcome = {"key": key, "label": shown, "to": self._target(flow)}
            if self.graph.goes_back(flow):
                outcome["back"] = "true"
            outcomes.append(_filled(outcome))
        return outcomes

    def _target(self, flow: Flow) -> str:
        if flow.target in self.keys:
            return self.keys[flow.target]
        element = self.graph.nodes[flow.target]
        facts = said(element, "end")
        if facts is not None and facts.get("key") in ENDS:
            return str(facts.get("key"))
        name = fold(element.get("name", ""))
        return END_REFUSED if any(words in name for words in _REFUSING) else END


def _name(element: ET.Element, *, exact: bool) -> str:
    name = element.get("name", "")
    return name if exact else neat(name)


def _filled(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value not in ("", [])}
