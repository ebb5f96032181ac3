"""What comes next, and whether a route can be walked at all. Pure: no database, no clock, no dossier.

A *forward* outcome is one without `back: true`. Forward outcomes must never form a cycle, so that the longest
way through a route has a length; a step back is drawn as such and its repeated time is the office's own risk.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from motcua.lib.errors import Refused
from motcua.workflow.spec import DIVISIONS, END, END_REFUSED, ENDS, MINUTES_PER_HOUR, ROLES, Ask, Route, Step

_UNIT = re.compile(rf"^(competent|desk|division:({'|'.join(DIVISIONS)})|unit:[a-z0-9]+(-[a-z0-9]+)*)$")
_SIGNING = {END: frozenset({"sign"}), END_REFUSED: frozenset({"sign", "sign_refusal"})}

Path = tuple[str | int, ...]
FaultCode = Literal[
    "route-key",
    "route-target",
    "route-step",
    "route-assignee",
    "route-unreachable",
    "route-loop",
    "route-back",
    "route-unsigned",
    "route-longer-than-term",
]


@dataclass(frozen=True, slots=True)
class StepRef:
    """The step to work on now; `back` when an earlier step was returned to."""

    step: Step
    back: bool = False

    @property
    def key(self) -> str:
        return self.step.key


@dataclass(frozen=True, slots=True)
class End:
    """The route is finished: a result is issued, or a refusal on the merits is the result.

    Source: NĐ 61/2018 Điều 19(8).
    """

    key: Literal["end", "end_refused"]

    @property
    def refused(self) -> bool:
        return self.key == END_REFUSED


@dataclass(frozen=True, slots=True)
class RouteFault:
    """Something wrong with a route: a sentence, its place in it (`("steps", 2, "outcomes", 0)`), its sort."""

    message: str
    path: Path = ("steps",)
    code: FaultCode = "route-step"

    def __str__(self) -> str:
        return self.message


def first(route: Route) -> StepRef:
    """Where a dossier begins."""
    return StepRef(route.steps[0])


def next_step(route: Route, step_key: str, outcome_key: str) -> StepRef | End:
    """What follows when `outcome_key` is chosen at `step_key`. Raises Refused when there is none such."""
    step = route.step(step_key)
    outcome = step.outcome(outcome_key) if step else None
    if outcome is None:
        raise Refused("Bước này không có lựa chọn đó. Bạn hãy tải lại trang rồi chọn lại.", code="no_outcome")
    if outcome.to == END:
        return End("end")
    if outcome.to == END_REFUSED:
        return End("end_refused")
    target = route.step(outcome.to)
    if target is None:
        raise Refused("Quy trình chưa có bước tiếp theo. Bạn hãy báo quản trị sửa quy trình.", code="no_step")
    return StepRef(target, back=outcome.back)


def straight_way(route: Route) -> tuple[str, ...]:
    """The keys of the steps when nothing goes wrong: at each the first outcome that leads forwards."""
    keys: list[str] = []
    step: Step | None = route.steps[0]
    while step is not None and step.key not in keys:
        keys.append(step.key)
        step = next((route.step(outcome.to) for outcome in step.outcomes if not outcome.back), None)
    return tuple(keys)


def path_minutes(route: Route) -> int:
    """Working minutes of the longest way from the first step to an end, without steps back.

    Parallel opinions count with the longest of them. Raises ValueError when forward outcomes form a cycle.
    """
    return _longest(route, route.steps[0].key, {}, ())


def minutes_from(route: Route, step_key: str) -> int:
    """Working minutes of the longest way forwards from this step (its own included) to an end."""
    return _longest(route, step_key, {}, ())


def path_hours(route: Route) -> float:
    """The same in working hours."""
    return path_minutes(route) / MINUTES_PER_HOUR


def broken(route: Route) -> list[RouteFault]:
    """What leaves open which step is meant: keys that are used twice, steps that are missing."""
    return [*_repeated_keys(route), *_unknown_targets(route)]


def check_route(route: Route, legal_minutes: int | None = None) -> list[RouteFault]:
    """Everything that makes a route unfit for publication, in sentences for people; empty when it is sound.

    `legal_minutes` is the shortest legal term the route has to keep, in working minutes; None for no term.
    """
    unclear = broken(route)
    faults = [*unclear, *(fault for at, step in enumerate(route.steps) for fault in _step_faults(at, step))]
    if unclear:
        # Questions about ways through the route have no answer while its steps cannot be told apart or found.
        return faults
    cycle = _forward_cycle(route)
    faults += [*_unreachable(route), *_no_exit(route), *_wrong_back(route), *_unsigned(route)]
    if cycle:
        names = " → ".join(f"«{_called(route, key)}»" for key in cycle)
        faults.append(
            RouteFault(
                f"Vòng lặp {names} chưa có lối ra: lựa chọn trả về bước trước"
                " phải được đánh dấu là trả về (back: true).",
                code="route-loop",
            )
        )
    elif legal_minutes is not None and path_minutes(route) > legal_minutes:
        faults.append(
            RouteFault(
                f"Đường đi dài nhất của quy trình là {_hours(path_minutes(route))} giờ làm việc,"
                f" vượt thời hạn theo luật là {_hours(legal_minutes)} giờ.",
                code="route-longer-than-term",
            )
        )
    return faults


# One fault each


def _repeated_keys(route: Route) -> Iterator[RouteFault]:
    count = Counter(step.key for step in route.steps)
    for at, step in enumerate(route.steps):
        if step.key in ENDS:
            yield RouteFault(
                f"Khóa bước «{step.key}» dành cho điểm kết thúc, hãy đặt khóa khác.",
                ("steps", at, "key"),
                code="route-key",
            )
        if count[step.key] > 1:
            yield RouteFault(
                f"Khóa bước «{step.key}» bị dùng {count[step.key]} lần.",
                ("steps", at, "key"),
                code="route-key",
            )
        outcomes = Counter(outcome.key for outcome in step.outcomes)
        for position, outcome in enumerate(step.outcomes):
            if outcomes[outcome.key] > 1:
                yield RouteFault(
                    f"Bước «{step.name}» có hai lựa chọn cùng khóa «{outcome.key}».",
                    ("steps", at, "outcomes", position, "key"),
                    code="route-key",
                )


def _unknown_targets(route: Route) -> Iterator[RouteFault]:
    known = {step.key for step in route.steps} | set(ENDS)
    for at, step in enumerate(route.steps):
        for position, outcome in enumerate(step.outcomes):
            if outcome.to not in known:
                yield RouteFault(
                    f"Lựa chọn «{outcome.label}» của bước «{step.name}» dẫn tới «{outcome.to}»,"
                    " là bước không có trong quy trình.",
                    ("steps", at, "outcomes", position, "to"),
                    code="route-target",
                )


def _step_faults(at: int, step: Step) -> Iterator[RouteFault]:
    here: Path = ("steps", at)
    yield from _assignee(f"Bước «{step.name}»", step, here)
    if not step.outcomes:
        yield RouteFault(f"Bước «{step.name}» không có lựa chọn nào để đi tiếp.", here)
    if step.minutes == 0:
        yield RouteFault(f"Bước «{step.name}» chưa ghi số giờ được làm.", here)
    if step.act == "opinions" and not step.ask:
        yield RouteFault(f"Bước lấy ý kiến «{step.name}» chưa ghi hỏi ai (ask).", here)
    if step.act != "opinions" and step.ask:
        yield RouteFault(
            f"Bước «{step.name}» có ghi hỏi ý kiến (ask) nhưng không phải bước lấy ý kiến (act: opinions).",
            here,
        )
    for position, ask in enumerate(step.ask):
        yield from _assignee(
            f"Ý kiến thứ {position + 1} của bước «{step.name}»", ask, (*here, "ask", position)
        )


def _assignee(who: str, part: Step | Ask, path: Path) -> Iterator[RouteFault]:
    if not part.role:
        yield RouteFault(f"{who} chưa ghi vai trò người làm (role).", path, code="route-assignee")
    elif part.role not in ROLES:
        yield RouteFault(
            f"{who} có vai trò «{part.role}» không có trong hệ thống.", (*path, "role"), code="route-assignee"
        )
    if not part.unit:
        yield RouteFault(f"{who} chưa ghi đơn vị làm (unit).", path, code="route-assignee")
    elif not _UNIT.match(part.unit):
        yield RouteFault(
            f"{who} có đơn vị «{part.unit}» không hiểu được: hãy dùng competent, desk,"
            f" division:{'|'.join(DIVISIONS)} hoặc unit:<mã đơn vị>.",
            (*path, "unit"),
            code="route-assignee",
        )


def _unreachable(route: Route) -> Iterator[RouteFault]:
    reached = _reached(route, route.steps[0].key)
    for at, step in enumerate(route.steps):
        if step.key not in reached:
            yield RouteFault(
                f"Không có cách nào đi từ bước đầu tới bước «{step.name}».",
                ("steps", at),
                code="route-unreachable",
            )
    if END not in reached:
        yield RouteFault(
            "Không có cách nào đi từ bước đầu tới lúc phát hành kết quả (end).", code="route-unreachable"
        )


def _no_exit(route: Route) -> Iterator[RouteFault]:
    for at, step in enumerate(route.steps):
        if step.outcomes and _reached(route, step.key).isdisjoint(ENDS):
            yield RouteFault(
                f"Từ bước «{step.name}» không bao giờ kết thúc được: vòng lặp không có lối ra.",
                ("steps", at),
                code="route-loop",
            )


def _wrong_back(route: Route) -> Iterator[RouteFault]:
    for at, step in enumerate(route.steps):
        for position, outcome in enumerate(step.outcomes):
            if not outcome.back:
                continue
            earlier = outcome.to not in ENDS and step.key in _reached(route, outcome.to, forward_only=True)
            if not earlier or outcome.to == step.key:
                yield RouteFault(
                    f"Lựa chọn «{outcome.label}» của bước «{step.name}» được đánh dấu là trả về (back: true)"
                    f" nhưng «{_called(route, outcome.to)}» không phải bước đứng trước.",
                    ("steps", at, "outcomes", position),
                    code="route-back",
                )


def _unsigned(route: Route) -> Iterator[RouteFault]:
    for end, acts in _SIGNING.items():
        signed = {step.key for step in route.steps if step.act in acts}
        if end in _reached(route, route.steps[0].key, without=frozenset(signed)):
            yield RouteFault(
                f"Có cách đi tới «{ENDS[end].lower()}» ({end}) mà không qua bước ký nào.",
                code="route-unsigned",
            )


# Ways through a route


def _targets(step: Step, *, forward_only: bool = False) -> list[str]:
    return [outcome.to for outcome in step.outcomes if not (forward_only and outcome.back)]


def _reached(
    route: Route, start: str, *, forward_only: bool = False, without: frozenset[str] = frozenset()
) -> set[str]:
    """Every step and end that can be reached from `start` (itself included), not through `without`."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in reached or key in without:
            continue
        reached.add(key)
        step = route.step(key)
        waiting += _targets(step, forward_only=forward_only) if step else []
    return reached


def _forward_cycle(route: Route) -> list[str]:
    """The steps of one cycle of forward outcomes, the first repeated at the end; empty when there is none."""
    done: set[str] = set()

    def search(key: str, trail: list[str]) -> list[str]:
        if key in trail:
            return [*trail[trail.index(key) :], key]
        step = route.step(key)
        if key in done or step is None:
            return []
        for to in _targets(step, forward_only=True):
            if found := search(to, [*trail, key]):
                return found
        done.add(key)
        return []

    return next((found for step in route.steps if (found := search(step.key, []))), [])


def _longest(route: Route, key: str, known: dict[str, int], trail: tuple[str, ...]) -> int:
    if key in trail:
        raise ValueError(f"The route has a cycle of forward outcomes through {key}.")
    step = route.step(key)
    if step is None:
        return 0
    if key not in known:
        following = (_longest(route, to, known, (*trail, key)) for to in _targets(step, forward_only=True))
        known[key] = step.minutes + max(following, default=0)
    return known[key]


# Wording


def _called(route: Route, key: str) -> str:
    step = route.step(key)
    return step.name if step else ENDS.get(key, key)


def _hours(minutes: int) -> str:
    return f"{minutes / MINUTES_PER_HOUR:g}".replace(".", ",")
