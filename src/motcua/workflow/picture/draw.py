"""A route as boxes and arrows: from the top downwards for people, to the right for other programs."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from motcua.workflow.picture import wrapping
from motcua.workflow.picture.places import START, Link, Place, Plan, plan
from motcua.workflow.picture.shapes import Arrow, Lane, Node, Picture, Point, Text
from motcua.workflow.picture.tracks import Sizes, Tracks, tracks
from motcua.workflow.spec import ENDS, MINUTES_PER_HOUR, Route, Step

NAME_PIXELS, NOTE_PIXELS, LINE = 13, 12, 18
_BOX, _EDGE, _PAD = 172, 14, 10
_LABEL_ROOM, _LABEL_LINE = 156, 16
_BAND = 40
# What a program that draws processes expects: tasks, events and choices of these sizes.
_TASK, _EVENT, _GATE, _BEFORE_GATE, _NAMES = (140, 80), (36, 36), 50, 30, 60

Box = tuple[int, int]
Office = Callable[[str, str], str]


def _office(unit: str, role: str) -> str:
    return ", ".join(filter(None, (role, unit)))


def draw(route: Route, *, office: Office = _office) -> Picture:
    """The picture for people; `office` names a unit and role in words."""
    found = plan(route)
    texts = {key: _words(route, place) for key, place in found.places.items()}
    boxes = {key: (_BOX, 2 * _PAD + LINE * len(lines)) for key, lines in texts.items()}
    labels = {
        at: wrapping.lines(link.label, NOTE_PIXELS, _LABEL_ROOM)
        for at, link in enumerate(found.links)
        if link.label
    }
    measured = {
        at: (max(wrapping.width(each, NOTE_PIXELS) for each in lines), _LABEL_LINE * len(lines) + 6)
        for at, lines in labels.items()
    }
    ways = tracks(found, Sizes(_BOX, _EDGE, 28, 12, False, measured))
    names = [
        wrapping.lines(office(*each) or "Chưa ghi ai làm", NAME_PIXELS, wide - _EDGE)
        for each, (_, wide) in zip(found.offices, ways.lanes, strict=True)
    ]
    head = 2 * _PAD + LINE * max(len(lines) for lines in names)
    return _Drawing(found, ways, boxes, texts, labels, names, head, downwards=True).picture()


def draw_rightwards(route: Route) -> Picture:
    """The same with events, tasks and choices of fixed sizes, without words of its own."""
    found = plan(route)
    boxes = {key: _TASK if place.kind == "step" else _EVENT for key, place in found.places.items()}
    ways = tracks(found, Sizes(_TASK[1], 20, 24, 26, True, {}))
    names: list[list[str]] = [[] for _ in found.offices]
    return _Drawing(found, ways, boxes, {}, {}, names, _NAMES, downwards=False).picture()


def _words(route: Route, place: Place) -> list[str]:
    room = _BOX - 2 * _PAD
    if place.kind == "start":
        return wrapping.lines("Tiếp nhận hồ sơ", NAME_PIXELS, room)
    if place.kind == "unknown":
        return wrapping.lines("Không có bước này trong quy trình", NAME_PIXELS, room)
    if place.step is None:
        return wrapping.lines(ENDS[place.kind], NAME_PIXELS, room)
    step = route.steps[place.step]
    return [*wrapping.lines(f"{place.step + 1}. {step.name}", NAME_PIXELS, room), _note(step)]


def _note(step: Step) -> str:
    hours = f"{step.minutes / MINUTES_PER_HOUR:g}".replace(".", ",") + " giờ"
    return f"{hours}, hỏi ý kiến {len(step.ask)} nơi" if step.ask else hours


@dataclass(frozen=True)
class _Drawing:
    """Turns ranks and columns into pixels; downwards x is across, to the right it is along."""

    plan: Plan
    ways: Tracks
    boxes: dict[str, Box]
    texts: dict[str, list[str]]
    labels: dict[int, list[str]]
    names: list[list[str]]
    head: int
    downwards: bool

    def picture(self) -> Picture:
        tops = self._tops()
        end = tops[self.plan.ranks]
        nodes = {key: self._node(place, tops) for key, place in self.plan.places.items()}
        gates = {} if self.downwards else self._gates(nodes)
        arrows = [
            *(self._arrow(at, link, tops, nodes, gates) for at, link in enumerate(self.plan.links)),
            *(self._to_gate(nodes[key], gate) for key, gate in gates.items()),
        ]
        width, height = self._point(self.ways.width, end)
        return Picture(
            width,
            height,
            tuple(self._lane(at, end) for at in range(len(self.names))),
            (*nodes.values(), *gates.values()),
            tuple(arrows),
            self.head,
            None if self.plan.apart_from is None else tops[self.plan.apart_from] - _BAND // 2,
        )

    def _point(self, across: int, along: int) -> Point:
        return (across, along) if self.downwards else (along, across)

    def _long(self, key: str) -> int:
        wide, high = self.boxes[key]
        if self.downwards:
            return high
        gated = sum(link.source == key for link in self.plan.links) > 1
        return wide + (_BEFORE_GATE + _GATE if gated else 0)

    def _tops(self) -> list[int]:
        """Where each rank begins, and after the last where the picture ends."""
        tops = [self.head + _EDGE]
        for rank in range(self.plan.ranks):
            deep = max(self._long(key) for key, place in self.plan.places.items() if place.rank == rank)
            apart = _BAND if rank + 1 == self.plan.apart_from else 0
            tops.append(tops[-1] + deep + self.ways.gaps[rank] + apart)
        return tops

    def _gap(self, rank: int, tops: list[int]) -> int:
        """Where the gap after a rank begins."""
        apart = _BAND if rank + 1 == self.plan.apart_from else 0
        return tops[rank + 1] - self.ways.gaps[rank] - apart

    def _node(self, place: Place, tops: list[int]) -> Node:
        wide, high = self.boxes[place.id]
        broad = wide if self.downwards else high
        column = self.ways.begins[place.column]
        across = column + (self._breadth() - broad) // 2
        x, y = self._point(across, tops[place.rank])
        lines = self.texts.get(place.id, [])
        texts = tuple(
            Text(
                line,
                x + wide // 2,
                y + _PAD + LINE * at + 13,
                "note" if place.kind == "step" and at == len(lines) - 1 else "name",
            )
            for at, line in enumerate(lines)
        )
        return Node(place.id, place.kind, x, y, wide, high, place.step, place.apart, texts)

    def _breadth(self) -> int:
        return _BOX if self.downwards else _TASK[1]

    def _gates(self, nodes: dict[str, Node]) -> dict[str, Node]:
        branching = [
            key for key in nodes if key != START and sum(each.source == key for each in self.plan.links) > 1
        ]
        return {
            key: Node(
                f"g{key}",
                "gate",
                node.x + node.width + _BEFORE_GATE,
                node.y + node.height // 2 - _GATE // 2,
                _GATE,
                _GATE,
                node.step,
                node.apart,
            )
            for key in branching
            for node in [nodes[key]]
        }

    def _to_gate(self, node: Node, gate: Node) -> Arrow:
        y = node.y + node.height // 2
        return Arrow(node.id, gate.id, ((node.x + node.width, y), (gate.x, y)))

    def _arrow(
        self, at: int, link: Link, tops: list[int], nodes: dict[str, Node], gates: dict[str, Node]
    ) -> Arrow:
        source, target = gates.get(link.source, nodes[link.source]), nodes[link.target]
        out, into = self.ways.leaving[at], self.ways.arriving.get(at)
        place = self.plan.places
        begin = source.y + source.height if self.downwards else source.x + source.width
        deep = self._gap(place[link.source].rank, tops) + out.depth
        turns = [(out.start, begin), (out.start, deep), (out.end, deep)]
        if into is not None:
            turning = self._gap(place[link.target].rank - 1, tops) + into.depth
            turns += [(into.start, turning), (into.end, turning)]
        end = into.end if into is not None else out.end
        turns.append((end, target.y if self.downwards else target.x))
        points = _straightened([self._point(*each) for each in turns])
        lines = self.labels.get(at, [])
        texts = tuple(
            Text(line, out.label or 0, deep - 5 - _LABEL_LINE * (len(lines) - 1 - number), "note")
            for number, line in enumerate(lines)
        )
        return Arrow(source.id, target.id, points, link.outcome, link.back, texts)

    def _lane(self, at: int, end: int) -> Lane:
        begin, wide = self.ways.lanes[at]
        # The last lane goes on to the edge of the picture, also where a label made it wider.
        wide = self.ways.width - begin if at == len(self.names) - 1 else wide
        x, y = self._point(begin, 0)
        width, height = self._point(wide, end)
        texts = tuple(
            Text(line, x + _EDGE, _PAD + LINE * number + 13, "lane")
            for number, line in enumerate(self.names[at])
        )
        return Lane(*self.plan.offices[at], x, y, width, height, texts)


def _straightened(points: list[Point]) -> tuple[Point, ...]:
    """Without points that turn nowhere."""
    kept = points[:1]
    for before, here in pairwise(points):
        if here == before:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == here[0] or kept[-2][1] == kept[-1][1] == here[1]):
            kept.pop()
        kept.append(here)
    return tuple(kept)
