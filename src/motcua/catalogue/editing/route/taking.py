"""The steps as somebody sent them. What makes no sense is kept as typed; the check names it."""

from collections.abc import Callable, Iterator
from typing import Any

from motcua.catalogue.editing.taking import Sent
from motcua.catalogue.editing.tree import Data
from motcua.lib.text import free_key
from motcua.workflow.spec import ENDS, MOST_STEPS

MOST_WAYS, MOST_ASKED = 12, 12
# A step begun on the page is called so until it has a name to make a key of.
NEW_KEY = "buoc"
_STEP_KEYS = ("key", "name", "act", "role", "unit", "hours", "ask", "outcomes")
_OUTCOME_KEYS = ("key", "label", "to", "back")
_ASK_KEYS = ("unit", "role", "hours")


def is_table(route: Any) -> bool:
    """Whether the steps can be shown as rows; what somebody wrote as text may be anything."""
    if route is None:
        return True
    steps = route.get("steps") if isinstance(route, dict) else None
    return (
        isinstance(steps, list)
        and len(steps) <= MOST_STEPS
        and all(isinstance(step, dict) for step in steps)
        and all(_are_rows(step.get(key)) for step in steps for key in ("ask", "outcomes"))
    )


def steps_of(route: Any) -> list[Data]:
    """The rows of a route that is a table."""
    return list(route.get("steps") or ()) if isinstance(route, dict) else []


def taken(before: Any, sent: Sent) -> Data:
    """The route as sent. A step that had a name keeps its key; the others get one made of their name."""
    old = steps_of(before)
    rows = [row for at in range(MOST_STEPS) if (row := _row(old, at, sent)) is not None]
    kept = [key for key, _, fresh in rows if not fresh]
    keys: list[str] = []
    renamed: dict[str, str] = {}
    for key, step, fresh in rows:
        name = str(step.get("name") or "")
        if fresh:
            found = free_key(name or NEW_KEY, [*kept, *keys, *ENDS], otherwise=NEW_KEY)
            renamed[key], key = found, found
        keys.append(key)
    steps = [{"key": key, **_led(step, renamed)} for key, (_, step, _) in zip(keys, rows, strict=True)]
    around = before if isinstance(before, dict) else {}
    return {**around, "steps": steps}


def changed(route: Data, act: str) -> tuple[Data, int | None]:
    """The route after a press of a button in it («them.2», «len.2», «bo-ra.2.0»), and the row to look at."""
    verb, *numbers = act.split(".")
    if verb not in _ACTS or not all(each.isdecimal() and len(each) < 4 for each in numbers):
        return route, None
    steps = [dict(step) for step in steps_of(route)]
    at = _ACTS[verb](steps, *(int(each) for each in numbers[:2]), *([0] * (2 - len(numbers))))
    return {**route, "steps": steps}, at


def _row(old: list[Data], at: int, sent: Sent) -> tuple[str, Data, bool] | None:
    """The key a row had on the page, what it says, and whether its key is still to be made."""
    if sent.get(f"s.{at}.here", "") == "":
        return None
    key = sent.get(f"s.{at}.key", "").strip()
    beside = old[at] if at < len(old) and old[at].get("key") == key else {}
    before = beside or next((step for step in old if step.get("key") == key), {})
    step = {name: value for name, value in before.items() if name not in _STEP_KEYS}
    for name in ("name", "act", "role", "unit"):
        step[name] = " ".join(sent.get(f"s.{at}.{name}", "").split())
    step["hours"] = _number(sent.get(f"s.{at}.hours", ""))
    step["ask"] = list(_asked(sent, f"s.{at}.a"))
    step["outcomes"] = list(_ways(sent, f"s.{at}.o"))
    said = {name: value for name, value in step.items() if value not in ("", [])}
    if not said and not before:
        return None
    return key, said, not (key and str(before.get("name") or "").strip())


def _asked(sent: Sent, prefix: str) -> Iterator[Data]:
    for at in range(MOST_ASKED):
        row = {key: sent.get(f"{prefix}.{at}.{key}", "").strip() for key in _ASK_KEYS}
        row["hours"] = _number(row["hours"])
        if any(row.values()):
            yield {key: value for key, value in row.items() if value}


def _ways(sent: Sent, prefix: str) -> Iterator[Data]:
    used: list[str] = []
    for at in range(MOST_WAYS):
        row = {key: " ".join(sent.get(f"{prefix}.{at}.{key}", "").split()) for key in _OUTCOME_KEYS}
        if not (row["label"] or row["to"]):
            continue
        row["key"] = row["key"] or free_key(row["label"] or "tiep", used)
        row["back"] = "true" if row["back"] else ""
        used.append(row["key"])
        yield {key: value for key, value in row.items() if value}


def _led(step: Data, renamed: dict[str, str]) -> Data:
    """The step with its outcomes leading to the keys as they are now called."""
    outcomes = [
        {**outcome, "to": renamed.get(outcome["to"], outcome["to"])} if "to" in outcome else outcome
        for outcome in step.get("outcomes", ())
    ]
    return {**step, "outcomes": outcomes} if outcomes else step


def _number(typed: str) -> str:
    return typed.strip().replace(",", ".")


def _are_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(each, dict) for each in value))


# What the buttons of the table do to its steps; each answers with the row to look at then.


def _add(steps: list[Data], after: int, _: int) -> int | None:
    if len(steps) >= MOST_STEPS:
        return None
    at = min(after, len(steps))
    used = [str(step.get("key")) for step in steps]
    steps.insert(at, {"key": free_key(NEW_KEY, [*used, *ENDS])})
    return at


def _up(steps: list[Data], at: int, _: int) -> int | None:
    return _moved(steps, at, at - 1)


def _down(steps: list[Data], at: int, _: int) -> int | None:
    return _moved(steps, at, at + 1)


def _moved(steps: list[Data], at: int, to: int) -> int | None:
    if 0 <= at < len(steps) and 0 <= to < len(steps):
        steps.insert(to, steps.pop(at))
        return to
    return None


def _out(steps: list[Data], at: int, _: int) -> int | None:
    if at < len(steps):
        del steps[at]
    return max(0, at - 1) if steps else None


def _without(key: str) -> Callable[[list[Data], int, int], int | None]:
    def act(steps: list[Data], at: int, number: int) -> int | None:
        rows = steps[at].get(key, []) if at < len(steps) else []
        left = [row for place, row in enumerate(rows) if place != number]
        if len(left) < len(rows):
            steps[at][key] = left
            if not left:
                del steps[at][key]
        return at

    return act


_ACTS: dict[str, Callable[[list[Data], int, int], int | None]] = {
    "them": _add,
    "len": _up,
    "xuong": _down,
    "bo": _out,
    "bo-ra": _without("outcomes"),
    "bo-hoi": _without("ask"),
}
