"""The pieces of work of one life: the desk's, the steps of the route, the handing over."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bench.steering import cells
from bench.steering.cells import Slot
from motcua.dossiers import clock
from motcua.dossiers.lifecycle import WAITING, Status
from motcua.workflow.spec import MINUTES_PER_HOUR, Step

if TYPE_CHECKING:
    from bench.steering.lives import Written

_DESK_ROLE = "desk_officer"


def place(named: str) -> str:
    """The slots of the place a step names; what is none of them is done by the agency itself."""
    return (
        named if named in ("desk", "division:social", "division:economy", "division:office") else "competent"
    )


def items(life: "Written") -> None:
    """Add every piece of work of the life."""
    desk = ("desk", _DESK_ROLE)
    number = 0x10
    filed = life.at.get("file")
    if filed is not None:
        again = life.at.get("supply_before")
        answered = next(
            (life.at[verb] for verb in ("ask_before", "refuse", "accept") if verb in life.at), None
        )
        rounds = [(filed, answered, "supplement" if "ask_before" in life.at else "done")]
        if again is not None:
            rounds.append((again, life.at.get("accept"), "done"))
        for opened, done, outcome in rounds:
            due = clock.acceptance_due(opened, life.calendar)
            _add(life, number, "check", "", "Kiểm tra hồ sơ mới", desk, opened, due, done, outcome)
            number += 1
    taken = life.at.get("take_in")
    if taken is not None:
        due, done = clock.transfer_due(taken, life.calendar), life.at.get("forward")
        _add(life, number, "transfer", "", "Chuyển hồ sơ giấy", desk, taken, due, done, "done")
        number += 1
    if "forward" in life.at:
        number = _steps(life, number)
    finished = life.at.get("conclude") or life.at.get("decline")
    if finished is not None and not life.online:
        done = life.at.get("hand_over")
        _add(life, number, "return", "", "Trả kết quả", desk, finished, life.way.due, done, "done")


def _steps(life: "Written", number: int) -> int:
    """The steps between forwarding and the end, each with its part of the time; the last may be open."""
    begun = life.at["forward"]
    finished = life.at.get("conclude") or life.at.get("decline")
    steps = life.kind.steps(refused="decline" in life.at)
    if finished is None:
        ended = life.done[-1].at if life.state in (Status.WITHDRAWN, Status.STOPPED) else None
        step = steps[0]
        due = _due(life, step, begun)
        paused = life.done[-1].at if life.state in WAITING else None
        _add(
            life, number, "step", step.key, step.name, (place(step.unit), step.role), begun, due, ended,
            "ended", paused=paused, taken=life.draw.random() < 0.7,
        )  # fmt: skip
        return number + 1
    for step, opened, done in _spread(life, steps, begun, finished):
        due = _due(life, step, opened)
        outcome = step.outcomes[0].key if step.outcomes else "done"
        who = (place(step.unit), step.role)
        _add(life, number, "step", step.key, step.name, who, opened, due, done, outcome)
        number += 1
    return number


def _spread(
    life: "Written", steps: list[Step], begun: datetime, finished: datetime
) -> Iterator[tuple[Step, datetime, datetime]]:
    """The working time between, in the proportions of the steps; nothing was done while the applicant had the
    word, which was in the first of them.
    """
    since = max([begun, *(pause.end for pause in life.way.pauses if pause.end is not None)])
    minutes = life.calendar.working_minutes_between(since, finished)
    total = sum(step.minutes for step in steps) or 1
    opened, passed = begun, 0
    for step in steps:
        passed += step.minutes
        done = finished
        if step is not steps[-1]:
            done = min(life.calendar.add_working_minutes(since, minutes * passed // total), finished)
        yield step, opened, done
        opened = done


def _due(life: "Written", step: Step, opened: datetime) -> datetime | None:
    """As `steps.open_step` sets it; what was waited for the applicant while it was open comes to it."""
    hours = Decimal(step.minutes) / MINUTES_PER_HOUR
    if not hours:
        return None
    due = clock.step_due(opened, hours, life.calendar)
    for pause in life.way.pauses:
        if pause.end is not None and opened <= pause.start:
            waited = life.calendar.working_minutes_between(pause.start, pause.end)
            due = life.calendar.add_working_minutes(due, waited)
    return due


def _add(
    life: "Written", number: int, kind: str, key: str, name: str, who: tuple[str, str], opened: datetime,
    due: datetime | None, done: datetime | None, outcome: str, *, paused: datetime | None = None,
    taken: bool = False,
) -> None:  # fmt: skip
    where, role = who
    held = done is not None or taken
    life.add(
        cells.WORK,
        id=life.id(number),
        dossier_id=life.id(0),
        kind=kind,
        step_key=key,
        name=name,
        role=role,
        unit_id=Slot(where),
        assignee_id=Slot(f"{where}/{role}") if held else None,
        opened_at=life.moment(opened),
        due_at=due,
        paused_at=life.moment(paused),
        taken_at=life.moment(opened) if held else None,
        done_at=life.moment(done),
        done_by=Slot(f"{where}/{role}/name") if done is not None else "",
        outcome=outcome if done is not None else "",
    )
