"""The part of the sheet for what was taken in on paper during an outage: day, time, ground."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.http import QueryDict

from motcua.dossiers.actions.late_entry import drop_late_entry, note_late_entry
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import PartialDate, vn_date
from motcua.lib.errors import Refused

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:hg.]([0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class Late:
    """The three inputs as they stand; `field` is the one that is wrong."""

    day: str = ""
    clock: str = ""
    ground: str = ""
    field: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.day or self.clock or self.ground)


def shown(dossier: Dossier, posted: QueryDict, field: str = "") -> Late:
    """What was typed, or what the draft knows."""
    if "late-day" in posted:
        return Late(
            posted.get("late-day", ""), posted.get("late-time", ""), posted.get("late-ground", ""), field
        )
    if dossier.paper_received_at is None:
        return Late()
    at = dossier.paper_received_at.astimezone(moment.TZ)
    return Late(f"{at:%d/%m/%Y}", f"{at:%H:%M}", dossier.late_ground)


def note(actor: Actor, dossier_id: UUID, posted: QueryDict) -> None:
    """Keep what was typed, or take it back when all of it was emptied. Raises Refused at the wrong field."""
    if "late-day" not in posted:
        return
    typed = shown(Dossier(), posted)
    if not typed.is_open:
        drop_late_entry(actor=actor, dossier_id=dossier_id)
        return
    note_late_entry(actor=actor, dossier_id=dossier_id, received_at=_moment(typed), ground=typed.ground)


def _moment(typed: Late) -> datetime:
    try:
        day = PartialDate.parse(typed.day)
    except ValueError as problem:
        raise Refused(str(problem), field="late-day") from problem
    if not day.is_full:
        raise Refused(f"Hãy ghi đủ ngày thực nhận, ví dụ {vn_date(moment.today())}.", field="late-day")
    found = _CLOCK.fullmatch(typed.clock.strip())
    if found is None:
        raise Refused("Hãy ghi giờ thực nhận như 08:30.", field="late-time")
    return datetime.combine(day.earliest, time(int(found[1]), int(found[2])), moment.TZ)
