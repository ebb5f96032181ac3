"""Where the paper of a dossier is, as its page says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from motcua.dossiers import transfers
from motcua.dossiers.models import Dossier, TransferLine
from motcua.lib import moment
from motcua.organisation.queries import calendars_for
from motcua.web.desk.rows import due_of
from motcua.web.ui import parts


@dataclass(frozen=True)
class Place:
    """One thing on paper: who holds it, and the list it stands on when it is on its way."""

    label: str
    holder: str
    person: str
    since: datetime
    due: parts.Due | None
    going: str = ""
    receiver: str = ""
    url: str = ""


def places_of(dossier: Dossier, lines: Sequence[TransferLine]) -> list[Place]:
    """Papers first, then the result; nothing for what is electronic."""
    held = list(dossier.custodies.select_related("holder").order_by("what"))
    calendars = calendars_for({custody.holder_id for custody in held}) if held else {}
    waiting = {line.what: line.transfer for line in lines if line.is_waiting}
    places = []
    for custody in held:
        made = waiting.get(custody.what)
        due = None
        if not dossier.has_ended or made is not None:
            due = due_of(custody.due_at, calendars[custody.holder_id], moment.now(), label="Giao trước")
        places.append(
            Place(
                label=custody.label,
                holder=custody.holder.name,
                person=custody.person,
                since=custody.since,
                due=due,
                going=made.number if made else "",
                receiver=made.receiver.name if made else "",
                url=reverse("desk:transfer", args=[made.pk]) if made else "",
            )
        )
    return places


def custody_context(dossier: Dossier) -> dict[str, object]:
    """What `desk/_custody.html` shows."""
    lines = transfers.of_dossier(dossier)
    return {"custodies": places_of(dossier, lines), "handings": lines}
