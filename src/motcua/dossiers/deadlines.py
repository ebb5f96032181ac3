"""Joining the pure clock to a dossier: its term, its agency's calendar, its history."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

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


def calendar_of(dossier: Dossier) -> Calendar:
    """The calendar of the agency that decides: its closed days move the due date."""
    unit = dossier.competent_unit or dossier.receiving_unit
    return calendar_for(unit)


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


def deadline_of(dossier: Dossier, newest: Movement | None = None) -> clock.Deadline | None:
    """The due moment with its explanation, recomputed from the history; None before the clock starts.

    `newest` is a movement that is about to be added to the history. What an earlier system had promised is
    kept, whatever the term would be here.
    """
    pauses = pauses_of([*dossier.movements.all(), *([newest] if newest else [])])
    if dossier.due_kept is not None:
        return kept_due(_local(dossier.due_kept), calendar_of(dossier), pauses, dossier.extended_to)
    if dossier.clock_from is None or not dossier.term:
        return None
    term = clock.Term(Decimal(dossier.term["amount"]), clock.Unit(dossier.term["unit"]))
    found = clock.due(
        _local(dossier.clock_from),
        term,
        calendar_of(dossier),
        pauses=pauses,
        mode=clock.Mode(dossier.term.get("mode", clock.Mode.PAUSE.value)),
        extension=dossier.extended_to,
    )
    return replace(found, explanation=(*_places(dossier), *found.explanation))


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
