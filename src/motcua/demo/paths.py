"""Ways through a route: the ordinary one forward, and the shortest one to a certain step or end."""

from collections import deque

from motcua.workflow.spec import Outcome, Route, Step


def forward(step: Step) -> Outcome:
    """The first way out that does not lead back."""
    return next(outcome for outcome in step.outcomes if not outcome.back)


def step_back(step: Step) -> Outcome | None:
    """The way back, where the step has one."""
    return next((outcome for outcome in step.outcomes if outcome.back), None)


def shortest(route: Route, start: str, *, to_act: str = "", to_end: str = "") -> str:
    """The outcome of step `start` with which the shortest way to such a step or end begins.

    Where no way leads there, the ordinary way forward.
    """
    waiting: deque[tuple[str, str]] = deque([(start, "")])
    seen = {start}
    while waiting:
        key, first = waiting.popleft()
        step = route.step(key)
        if step is None:
            continue
        for outcome in step.outcomes:
            following = route.step(outcome.to)
            begun = first or outcome.key
            if outcome.to == to_end or (following is not None and following.act == to_act):
                return begun
            if outcome.to not in seen and not outcome.back:
                seen.add(outcome.to)
                waiting.append((outcome.to, begun))
    step = route.step(start)
    if step is None:
        raise LookupError(f"The route has no step {start}.")
    return forward(step).key
