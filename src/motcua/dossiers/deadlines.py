"""Joining the pure clock to a dossier: its term, its agency's calendar, its history."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from motcua.dossiers import clock
from motcua.dossiers.kept_due import kept_due
from motcua.dossiers.lifecycle import Clock
from motcua.dossiers.models import Dossier, Movement
from motcua.lib import moment
from motcua.lib.calendars import Calendar
from motcua.lib.dates import short_moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for

_GROUNDS = {
    "ask_supplement": "chờ người dân bổ sung hồ sơ",
    "demand_payment": "chờ người dân thực hiện nghĩa vụ tài chính",
    "carry_asked": "chờ người dân bổ sung hồ sơ, từ khi còn ở hệ thống trước",
    "carry_financial": "chờ người dân thực hiện nghĩa vụ tài chính, từ khi còn ở hệ thống trước",
}
# A wait that had begun in an earlier system is older than the row that tells of it.
WAITING_SINCE = "waiting_since"
PROMISED = "promised"
"""In a term: those of the versions before, each with the unit whose calendar counts. What was promised is
kept (docs/decisions/0022-moving-running-dossiers.md).
"""

Calendars = Callable[[Unit | str | None], Calendar]


def calendar_of(dossier: Dossier, calendars: Calendars = calendar_for) -> Calendar:
    """The calendar of the agency that decides: its closed days move the due date."""
    return calendars(dossier.competent_unit or dossier.receiving_unit)


def pauses_of(movements: list[Movement]) -> tuple[clock.Pause, ...]:
    """The intervals in which the clock stood still, out of the history; the last may still be open."""
    pauses: list[clock.Pause] = []
    since: Movement | None = None
    for movement in movements:
        if movement.clock == Clock.PAUSE.value:
            since = movement
        elif movement.clock in (Clock.RESUME.value, Clock.STOP.value) and since is not None:
            pauses.append(_pause(since, _local(movement.at)))
            since = None
    if since is not None:
        pauses.append(_pause(since, None))
    return tuple(pauses)


def _pause(since: Movement, end: datetime | None) -> clock.Pause:
    """Only a supplement can restart a term; a wait for a financial obligation is taken off."""
    restarts = since.verb == "ask_supplement"
    earlier = since.details.get(WAITING_SINCE)
    begins = datetime.fromisoformat(earlier) if earlier else since.at
    return clock.Pause(_local(begins), end, _GROUNDS[since.verb], restarts=restarts)


def _local(at: datetime) -> datetime:
    return at.astimezone(moment.TZ)


def deadline_of(
    dossier: Dossier, newest: Movement | None = None, calendars: Calendars = calendar_for
) -> clock.Deadline | None:
    """The due moment with its explanation, recomputed from the history; None before the clock starts.

    `newest` is a movement that is about to be added to the history. What an earlier system had promised is
    kept, whatever the term would be here; what an earlier version had promised, where it ends sooner.
    """
    pauses = pauses_of([*dossier.movements.all(), *([newest] if newest else [])])
    if dossier.due_kept is not None:
        return kept_due(
            _local(dossier.due_kept), calendar_of(dossier, calendars), pauses, dossier.extended_to
        )
    if dossier.clock_from is None:
        return None
    found = _by(dossier, dossier.term, calendar_of(dossier, calendars), pauses)
    for term in dossier.term.get(PROMISED, ()):
        before = _by(dossier, term, calendars(term["calendar"] or None), pauses)
        if before is not None and (found is None or _sooner(before, found)):
            found = replace(before, explanation=(*before.explanation, _kept(before, dossier)))
    return replace(found, explanation=(*_places(dossier), *found.explanation)) if found is not None else None


def _by(
    dossier: Dossier, term: Mapping[str, Any], calendar: Calendar, pauses: tuple[clock.Pause, ...]
) -> clock.Deadline | None:
    """When one term ends; None for a case without a term."""
    if dossier.clock_from is None or "amount" not in term:
        return None
    return clock.due(
        _local(dossier.clock_from),
        clock.Term(Decimal(term["amount"]), clock.Unit(term["unit"])),
        calendar,
        pauses=pauses,
        mode=clock.Mode(term.get("mode", clock.Mode.PAUSE.value)),
        extension=dossier.extended_to,
    )


def promises_of(dossier: Dossier) -> list[dict[str, Any]]:
    """What was promised under the versions so far, to be kept under a newer one."""
    own = {key: value for key, value in dossier.term.items() if key != PROMISED}
    unit = dossier.competent_unit or dossier.receiving_unit
    now = [{**own, "calendar": unit.pk if unit is not None else ""}] if "amount" in own else []
    return [*dossier.term.get(PROMISED, ()), *now]


def _sooner(before: clock.Deadline, after: clock.Deadline) -> bool:
    """While it waits there is no due moment, unless it was overdue already: then that one stands."""
    if before.due is None:
        return False
    return after.due is None or before.due < after.due


def _kept(before: clock.Deadline, dossier: Dossier) -> clock.Line:
    at = before.due or _local(dossier.clock_from or moment.now())
    return clock.Line(at, "Hồ sơ đã chuyển sang bản mới của thủ tục; hạn đã hẹn trước đó được giữ nguyên.")


def _places(dossier: Dossier) -> tuple[clock.Line, ...]:
    """Received in one place, decided in another: both moments, and from which the term is counted."""
    desk, agency = dossier.receiving_unit, dossier.competent_unit
    if not dossier.outside_boundary or desk is None or agency is None or dossier.accepted_at is None:
        return ()
    accepted, start = _local(dossier.accepted_at), _local(dossier.clock_from or dossier.accepted_at)
    received = clock.Line(
        accepted, f"{desk.name} nhận hồ sơ lúc {short_moment(accepted)}, ngoài địa giới.", clock.BOUNDARY_LAW
    )
    if dossier.arrived_at is not None:
        arrived = _local(dossier.arrived_at)
        text = f"{agency.name} nhận được hồ sơ lúc {short_moment(arrived)}: thời hạn tính từ đây."
        return received, clock.Line(arrived, text, clock.ARRIVAL_LAW)
    if start == accepted:
        text = f"Hồ sơ điện tử đến {agency.name} ngay khi tiếp nhận: thời hạn tính từ đây."
        return received, clock.Line(start, text, clock.ARRIVAL_LAW)
    text = f"Hồ sơ giấy phải đến {agency.name} chậm nhất {short_moment(start)}; dự kiến tính thời hạn từ đó."
    return received, clock.Line(start, text, clock.TRANSFER_LAW)


def acceptance_due_from(dossier: Dossier, filed: datetime) -> datetime:
    """Until when the desk answers: eight of its working hours after filing, or
    after a complete supplement.
    """
    return acceptance_due_at(dossier.receiving_unit, filed)


def acceptance_due_at(desk: Unit | None, filed: datetime) -> datetime:
    """The same of a desk and a moment."""
    return clock.acceptance_due(_local(filed), calendar_for(desk))
