"""How arrows run between the boxes: along tracks in the gaps between ranks and in the gutters beside columns.

No arrow crosses a box, because neither a gap nor a gutter ever holds one. *Across* counts over the columns,
*along* over the ranks; which of them is x is decided when the picture is drawn.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from motcua.workflow.picture.places import Link, Plan

_APART = 10


@dataclass(frozen=True, slots=True)
class Sizes:
    """Distances of one manner of drawing. `label` are the width and height of a link's label, by link."""

    across: int
    lane_edge: int
    gutter: int
    track: int
    one_port: bool
    labels: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """The part of an arrow that passes ranks, in the gutter after a column; -1 is before the first."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Track:
    """A stretch across in a gap; `depth` is how far into the gap. `label` is where its words begin."""

    link: int
    start: int
    end: int
    depth: int = 0
    label: int | None = None


@dataclass(frozen=True)
class Tracks:
    """Where everything lies across, and how deep each gap has to be."""

    begins: tuple[int, ...]
    lanes: tuple[tuple[int, int], ...]
    width: int
    leaving: Mapping[int, Track]
    arriving: Mapping[int, Track]
    gaps: Mapping[int, int]


def tracks(plan: Plan, sizes: Sizes) -> Tracks:
    """Every link's way. The keys of `leaving` and `arriving` are the numbers of the links."""
    runs = {at: run for at, link in enumerate(plan.links) if (run := _run(plan, link)) is not None}
    slots = {
        at: slot for column in set(_by_column(runs)) for at, slot in _spread(_by_column(runs)[column]).items()
    }
    begins, lanes, width = _across(plan, sizes, runs, slots)
    gutters = {
        at: begins[run.column] + sizes.across + sizes.gutter // 2 + slots[at] * sizes.track
        for at, run in runs.items()
    }
    ports = _ports(plan, sizes, begins, gutters)
    entries = {at: _entry(plan, link, sizes, begins, gutters.get(at)) for at, link in enumerate(plan.links)}
    out, into = defaultdict(list), defaultdict(list)
    for at, link in enumerate(plan.links):
        rank = plan.places[link.source].rank
        out[rank].append(_leaving(at, ports[at], gutters.get(at, entries[at]), sizes))
        if at in gutters:
            into[plan.places[link.target].rank - 1].append(Track(at, gutters[at], entries[at]))
    gaps: dict[int, int] = {}
    leaving: dict[int, Track] = {}
    arriving: dict[int, Track] = {}
    for gap in range(plan.ranks):
        deep = sizes.track // 2
        for found, listed in ((leaving, out[gap]), (arriving, into[gap])):
            settled, deep = _settled(listed, sizes, deep)
            found.update(settled)
        gaps[gap] = deep + sizes.track
    widest = max([width, *(_span(each, sizes)[1] for each in leaving.values())])
    return Tracks(begins, lanes, widest, leaving, arriving, gaps)


def _run(plan: Plan, link: Link) -> Run | None:
    source, target = plan.places[link.source], plan.places[link.target]
    if target.rank == source.rank + 1:
        return None
    gaps = sorted((source.rank, target.rank - 1))
    column = source.column - 1 if target.column < source.column else source.column
    return Run(column, *gaps)


def _by_column(runs: Mapping[int, Run]) -> dict[int, dict[int, tuple[int, int]]]:
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for at, run in runs.items():
        found[run.column][at] = (run.first, run.last)
    return found


def _spread(spans: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """A place for each span so that no two that overlap share one; short ones first."""
    taken: list[list[tuple[int, int]]] = []
    found = {}
    for at, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item)):
        free = (n for n, row in enumerate(taken) if all(high < begin or end < low for begin, end in row))
        slot = next(free, len(taken))
        if slot == len(taken):
            taken.append([])
        taken[slot].append((low, high))
        found[at] = slot
    return found


def _across(
    plan: Plan, sizes: Sizes, runs: Mapping[int, Run], slots: Mapping[int, int]
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...], int]:
    many = {
        column: 1 + max((slots[at] for at, run in runs.items() if run.column == column), default=-1)
        for column in range(len(plan.columns))
    }
    begins: list[int] = []
    lanes: dict[int, tuple[int, int]] = {}
    here = 0
    for column, lane in enumerate(plan.columns):
        begin = lanes.get(lane, (here, 0))[0]
        here += sizes.lane_edge if lane not in lanes else 0
        begins.append(here)
        here += sizes.across + sizes.gutter + many[column] * sizes.track
        lanes[lane] = (begin, here - begin)
    return tuple(begins), tuple(lanes[lane] for lane in range(len(plan.offices))), here


def _ports(plan: Plan, sizes: Sizes, begins: tuple[int, ...], gutters: Mapping[int, int]) -> dict[int, int]:
    """Where each link leaves its box: straight on in the middle, the others to the side they turn to."""
    leaving: dict[str, list[int]] = defaultdict(list)
    for at, link in enumerate(plan.links):
        leaving[link.source].append(at)
    ports: dict[int, int] = {}
    for source, links in leaving.items():
        middle = begins[plan.places[source].column] + sizes.across // 2
        if sizes.one_port or len(links) == 1:
            ports |= dict.fromkeys(links, middle)
            continue
        aims = {
            at: gutters.get(at, begins[plan.places[plan.links[at].target].column] + sizes.across // 2)
            for at in links
        }
        straight = next((at for at in links if aims[at] == middle), None)
        sides = (
            [at for at in links if at != straight and aims[at] < middle],
            [at for at in links if at != straight and aims[at] >= middle],
        )
        if straight is not None:
            ports[straight] = middle
        for side, way in zip(sides, (-1, 1), strict=True):
            nearest = sorted(side, key=lambda at: abs(aims[at] - middle))
            for number, at in enumerate(nearest, start=1):
                ports[at] = middle + way * (sizes.across // 2) * number // (len(side) + 1)
    return ports


def _entry(plan: Plan, link: Link, sizes: Sizes, begins: tuple[int, ...], gutter: int | None) -> int:
    """Where a link comes in: in the middle, or (with room for it) on the side a way back comes from."""
    middle = begins[plan.places[link.target].column] + sizes.across // 2
    if sizes.one_port or not link.back or gutter is None:
        return middle
    return middle + (sizes.across // 4 if gutter > middle else -sizes.across // 4)


def _leaving(at: int, port: int, aim: int, sizes: Sizes) -> Track:
    if at not in sizes.labels:
        return Track(at, port, aim)
    wide, _ = sizes.labels[at]
    return Track(at, port, aim, label=port + 5 if aim >= port else max(0, port - 5 - wide))


def _span(track: Track, sizes: Sizes) -> tuple[int, int]:
    ends = [track.start, track.end]
    if track.label is not None:
        ends += [track.label, track.label + sizes.labels[track.link][0] + _APART]
    return min(ends), max(ends)


def _settled(listed: Iterable[Track], sizes: Sizes, deep: int) -> tuple[dict[int, Track], int]:
    """Each stretch on a track of its own or beside others it does not touch; the longest nearest the box."""
    longest = sorted(listed, key=lambda each: (-abs(each.end - each.start), each.link))
    rows: list[list[Track]] = []
    for each in longest:
        low, high = _span(each, sizes)
        free = (
            row
            for row in rows
            if all(
                high + _APART < begin or end + _APART < low
                for begin, end in (_span(other, sizes) for other in row)
            )
        )
        row = next(free, None)
        if row is None:
            row = []
            rows.append(row)
        row.append(each)
    found: dict[int, Track] = {}
    for row in rows:
        deep += max([sizes.track, *(sizes.labels[each.link][1] for each in row if each.label is not None)])
        found |= {each.link: replace(each, depth=deep) for each in row}
    return found, deep
