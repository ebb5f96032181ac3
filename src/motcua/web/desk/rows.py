"""One line of a list: everything to decide without opening the dossier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from motcua.dossiers import clock
from motcua.dossiers.lifecycle import ENDED, WAITING, Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.queries import OPEN_WORK
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.calendars import Calendar
from motcua.organisation.queries import calendars_for
from motcua.web.ui import parts

_SOON = timedelta(hours=clock.HOURS_PER_DAY)
NOBODY = "Chưa ai nhận"


@dataclass(frozen=True)
class Row:
    """`due` is that of the work where there is one; `take_url` puts common work into the officer's hands."""

    url: str
    number: str
    procedure: str
    owner: str
    status: Status
    step: str
    holder: str
    unit: str
    due: parts.Due | None
    dossier_due: datetime | None
    take_url: str = ""
    give_back_url: str = ""
    note: str = ""
    entered_late: bool = False

    @property
    def state(self) -> str:
        """late, soon or nothing: the mark at the edge of the line."""
        return self.due.state if self.due else ""


def due_of(at: datetime | None, calendar: Calendar, now: datetime, *, label: str = "") -> parts.Due | None:
    """A due moment with its rest in working time; soon is less than one working day."""
    if at is None:
        return None
    left = clock.working_time_left(now, at, calendar)
    state = "late" if now > at else "soon" if left <= _SOON else ""
    return parts.Due(at, clock.remaining_text(now, at, calendar), state, label)  # type: ignore[arg-type]


def rows_of_work(items: Iterable[WorkItem], acting: Actor) -> list[Row]:
    """Lines of a work list, with a button on what this officer could take or give back."""
    items = list(items)
    calendars, now = calendars_for(item.unit_id for item in items), moment.now()
    return [_row_of_work(item, calendars, now, acting) for item in items]


def _row_of_work(item: WorkItem, calendars: Mapping[str, Calendar], now: datetime, acting: Actor) -> Row:
    dossier = item.dossier
    mine = item.assignee_id is not None and item.assignee_id == acting.user_id
    common = item.assignee_id is None and item.role in acting.roles and item.unit_id in acting.units
    return Row(
        url=reverse("desk:case", args=[dossier.pk]),
        number=dossier.number,
        procedure=dossier.version.procedure.name,
        owner=dossier.owner_name,
        entered_late=dossier.entered_late,
        status=dossier.state,
        step=item.name,
        holder=item.assignee.name if item.assignee else NOBODY,
        unit=item.unit.short_name,
        due=due_of(item.due_at, calendars[item.unit_id], now),
        dossier_due=dossier.due_at,
        take_url=reverse("desk:take", args=[item.pk]) if common else "",
        give_back_url=reverse("desk:give-back", args=[item.pk]) if mine else "",
    )


def rows_of_dossiers(dossiers: Iterable[Dossier]) -> list[Row]:
    """Lines of a list of dossiers read with `queries.with_lines`."""
    dossiers = list(dossiers)
    units = {dossier.competent_unit_id or dossier.receiving_unit_id or "" for dossier in dossiers}
    desks = {dossier.receiving_unit_id for dossier in dossiers if dossier.status == Status.FILED}
    calendars, now = calendars_for({unit for unit in units | desks if unit is not None}), moment.now()
    return [_row_of_dossier(dossier, calendars, now) for dossier in dossiers]


def _row_of_dossier(dossier: Dossier, calendars: Mapping[str, Calendar], now: datetime) -> Row:
    work: list[WorkItem] = getattr(dossier, OPEN_WORK)
    first = work[0] if work else None
    holders = [item.assignee.name if item.assignee else NOBODY for item in work]
    return Row(
        url=reverse("desk:case", args=[dossier.pk]),
        number=dossier.number,
        procedure=dossier.version.procedure.name,
        owner=dossier.owner_name,
        entered_late=dossier.entered_late,
        status=dossier.state,
        step=first.name if first else "",
        holder=", ".join(dict.fromkeys(holders)),
        unit=first.unit.short_name if first else "",
        due=_due_of_dossier(dossier, calendars, now),
        dossier_due=dossier.due_at,
        note=_note(dossier),
    )


def _due_of_dossier(dossier: Dossier, calendars: Mapping[str, Calendar], now: datetime) -> parts.Due | None:
    if dossier.state in ENDED | WAITING:
        return None
    if dossier.state == Status.FILED:
        return due_of(dossier.acceptance_due_at, calendars[dossier.receiving_unit_id or ""], now)
    return due_of(
        dossier.due_at, calendars[dossier.competent_unit_id or dossier.receiving_unit_id or ""], now
    )


def _note(dossier: Dossier) -> str:
    """What takes the place of a due moment when none runs."""
    if dossier.state == Status.SUPPLEMENT and dossier.supplement_until:
        return f"Chờ đến hết {dossier.supplement_until:%d/%m/%Y}"
    if dossier.state in WAITING:
        return "Chờ người dân, thời hạn tạm dừng"
    if dossier.finished_at and dossier.due_at:
        word = "Quá hạn" if dossier.finished_at > dossier.due_at else "Đúng hạn"
        return f"{word}, xong {dossier.finished_at.astimezone(moment.TZ):%d/%m/%Y}"
    return ""
