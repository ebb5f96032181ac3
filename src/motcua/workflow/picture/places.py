"""Which box stands in which rank and column. Ranks follow the longest way forward, columns the offices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from motcua.workflow.picture.shapes import Kind
from motcua.workflow.spec import ENDS, Route

START = "start"
Office = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A box and where it stands. `column` counts through all lanes from the first."""

    id: str
    kind: Kind
    step: int | None = None
    rank: int = 0
    lane: int = 0
    column: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """From one box to another."""

    source: str
    target: str
    label: str = ""
    back: bool = False
    outcome: tuple[int, int] | None = None


@dataclass(frozen=True)
class Plan:
    """All boxes with their places, all links; `columns` says to which lane each column belongs."""

    places: dict[str, Place]
    links: tuple[Link, ...]
    offices: tuple[Office, ...]
    columns: tuple[int, ...]
    ranks: int
    apart_from: int | None


@dataclass
class _Graph:
    places: dict[str, Place] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)


def plan(route: Route) -> Plan:
    """Every step, end and missing step in its place, whatever may be wrong with the route."""
    graph = _graph(route)
    forward = _forward(graph)
    reached = _reached(graph.links, START)
    ranks = _ranks([each for each in graph.places if each in reached], forward)
    offset = max(ranks.values()) + 1
    apart = [each for each in graph.places if each not in reached]
    ranks |= {key: offset + rank for key, rank in _ranks(apart, forward).items()}
    offices = tuple(dict.fromkeys((step.unit, step.role) for step in route.steps))
    placed = {
        key: replace(place, rank=ranks[key], apart=key not in reached) for key, place in graph.places.items()
    }
    placed, columns = _columns(_with_lanes(placed, graph.links, route, offices), graph.links, len(offices))
    return Plan(
        placed,
        tuple(graph.links),
        offices,
        columns,
        max(ranks.values()) + 1,
        offset if apart else None,
    )


def _graph(route: Route) -> _Graph:
    graph = _Graph({START: Place(START, "start")}, [Link(START, "s0")])
    ids: dict[str, str] = {}
    for at, step in enumerate(route.steps):
        ids.setdefault(step.key, f"s{at}")
        graph.places[f"s{at}"] = Place(f"s{at}", "step", at)
    kinds: dict[str, Kind] = {"end": "end", "end_refused": "end_refused"}
    for at, step in enumerate(route.steps):
        for number, outcome in enumerate(step.outcomes):
            if outcome.to in ENDS:
                target = outcome.to
                graph.places.setdefault(target, Place(target, kinds[target]))
            elif outcome.to in ids:
                target = ids[outcome.to]
            else:
                target = f"x{at}-{number}"
                graph.places[target] = Place(target, "unknown", at)
            graph.links.append(Link(f"s{at}", target, outcome.label, outcome.back, (at, number)))
    return graph


def _reached(links: Iterable[Link], start: str) -> set[str]:
    following = _following(links)
    reached, waiting = {start}, [start]
    while waiting:
        for each in following[waiting.pop()]:
            if each not in reached:
                reached.add(each)
                waiting.append(each)
    return reached


def _following(links: Iterable[Link]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = defaultdict(list)
    for link in links:
        following[link.source].append(link.target)
    return following


def _forward(graph: _Graph) -> dict[str, list[str]]:
    """Where it goes on from each box; of a loop nobody marked, the link that closes it is left out."""
    following = _following(link for link in graph.links if not link.back)
    kept: dict[str, list[str]] = defaultdict(list)
    done: set[str] = set()
    for root in graph.places:
        trail = [] if root in done else [(root, iter(following[root]))]
        on_trail = {root}
        while trail:
            here, rest = trail[-1]
            step = next(rest, None)
            if step is None:
                trail.pop()
                on_trail.discard(here)
                done.add(here)
            elif step not in on_trail:
                kept[here].append(step)
                if step not in done:
                    trail.append((step, iter(following[step])))
                    on_trail.add(step)
    return kept


def _ranks(keys: list[str], forward: dict[str, list[str]]) -> dict[str, int]:
    """How many steps lie before each box on the longest way; only the beginning has rank 0."""
    among = set(keys)
    before = dict.fromkeys(keys, 0)
    for key in keys:
        for each in forward[key]:
            if each in among:
                before[each] += 1
    first = 1 if START in among else 0
    ranks = {key: 0 if key == START else first for key in keys}
    ready = [key for key in keys if before[key] == 0]
    while ready:
        key = ready.pop()
        for each in forward[key]:
            if each in among:
                ranks[each] = max(ranks[each], ranks[key] + 1)
                before[each] -= 1
                if before[each] == 0:
                    ready.append(each)
    return ranks


def _with_lanes(
    placed: dict[str, Place], links: list[Link], route: Route, offices: tuple[Office, ...]
) -> dict[str, Place]:
    """A step stands with its office, the beginning with the first step, an end with the last before it."""
    numbers = {office: at for at, office in enumerate(offices)}
    lanes = {
        key: numbers[route.steps[place.step].unit, route.steps[place.step].role]
        for key, place in placed.items()
        if place.step is not None
    }
    lanes[START] = lanes["s0"]
    for link in sorted(links, key=lambda link: placed[link.source].rank):
        if placed[link.target].kind in ENDS:
            lanes[link.target] = lanes[link.source]
    return {key: replace(place, lane=lanes[key]) for key, place in placed.items()}


def _columns(
    placed: dict[str, Place], links: list[Link], lanes: int
) -> tuple[dict[str, Place], tuple[int, ...]]:
    """Boxes of one rank and lane stand beside each other, under what leads to them where that is free."""
    beside: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key, place in sorted(placed.items(), key=lambda item: item[1].rank):
        beside[place.rank, place.lane].append(key)
    wide = [
        max((len(keys) for (_, at), keys in beside.items() if at == lane), default=1) for lane in range(lanes)
    ]
    begins = [sum(wide[:lane]) for lane in range(lanes)]
    before = {link.target: link.source for link in reversed(links) if not link.back}
    columns: dict[str, int] = {}
    for (_, lane), keys in beside.items():
        free = list(range(begins[lane], begins[lane] + wide[lane]))
        wished = {key: columns[before[key]] for key in keys if before.get(key) in columns}
        for key in sorted(keys, key=lambda key: wished.get(key) not in free):
            columns[key] = wished[key] if wished.get(key) in free else free[0]
            free.remove(columns[key])
    found = {key: replace(place, column=columns[key]) for key, place in placed.items()}
    return found, tuple(lane for lane, many in enumerate(wide) for _ in range(many))
