"""Histories made to measure: rows in bulk for the engine, or additions booked straight into the sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from motcua.dossiers.models import Dossier, Movement
from motcua.lib import moment
from motcua.reporting.booking import Totals
from motcua.reporting.fold import Act, additions
from tests.cast import Cast

START = datetime(2026, 10, 5, 9, 0, tzinfo=moment.TZ)
_NUMBER = count(1)

# The status each act leads to; None leaves it. Written down anew here: the engine's table is not asked.
AFTER = {
    "file": 1,
    "take_in": 2,
    "accept": 2,
    "refuse": 3,
    "lapse_before": 3,
    "forward": 4,
    "supply": 4,
    "settle_payment": 4,
    "ask_before": 5,
    "ask_supplement": 5,
    "supply_before": 1,
    "demand_payment": 6,
    "withdraw": 7,
    "stop": 8,
    "lapse": 8,
    "conclude": 9,
    "decline": 9,
    "hand_over": 10,
    "apologise": None,
    "carry_filed": 1,
    "carry_accepted": 2,
    "carry_in_progress": 4,
    "carry_asked": 5,
    "carry_financial": 6,
    "carry_stopped": 8,
    "carry_done": 9,
}
BROUGHT = ("carry_accepted", "carry_in_progress", "carry_asked", "carry_financial")
OVER = ("carry_stopped", "carry_done")
ENDS = ("conclude", "decline", "withdraw", "stop", "lapse")


@dataclass(frozen=True)
class Past:
    """A dossier that was: whose, and what happened to it: (verb, when, due moment after it or None)."""

    unit: str
    code: str
    channel: str
    acts: Sequence[tuple[str, datetime, datetime | None]]


def on(day: int, hour: int = 9) -> datetime:
    """A moment of the story, so many days after its start."""
    return START.replace(hour=hour) + timedelta(days=day)


def make(cast: Cast, pasts: Iterable[Past]) -> list[Dossier]:
    """The rows of these dossiers, as the verbs would have left them."""
    dossiers, movements = [], []
    versions = {}
    for past in pasts:
        if past.code not in versions:
            versions[past.code] = cast.version(past.code)
        accepted = next((at for verb, at, _ in past.acts if verb in ("accept", "take_in")), None)
        first, came, _ = past.acts[0]
        if first in (*BROUGHT, *OVER):
            # Accepted in an earlier system, long before it came.
            accepted = came - timedelta(days=30)
        ended = next((at for verb, at, _ in past.acts if verb in ENDS), None) if accepted else None
        if first in OVER:
            ended = came - timedelta(days=3)
        number = next(_NUMBER)
        dossier = Dossier(
            temporary_number=f"T{number}",
            code=f"H44.99-261001-{number:05d}" if accepted else None,
            version=versions[past.code],
            channel=past.channel,
            submitter=cast.lan,
            owner=cast.lan,
            receiving_unit_id=past.unit,
            competent_unit_id=past.unit,
            created_at=past.acts[0][1],
            touched_at=past.acts[-1][1],
            filed_at=past.acts[0][1],
            old_code=f"CU{number}" if first.startswith("carry_") else "",
            carried_at=came if first.startswith("carry_") else None,
            accepted_at=accepted,
            due_at=past.acts[-1][2],
            finished_at=ended,
            supplement_count=sum(verb.startswith(("ask", "carry_asked")) for verb, _, _ in past.acts),
        )
        status = 0
        for verb, at, due in past.acts:
            after = AFTER[verb]
            row = Movement(
                dossier=dossier,
                at=at,
                verb=verb,
                before=status,
                after=status if after is None else after,
                clock="leave",
                actor="Người thử",
                due_at=due,
            )
            status = row.after
            movements.append(row)
        dossier.__dict__["status"] = status
        dossiers.append(dossier)
    Dossier.objects.bulk_create(dossiers, batch_size=200)
    Movement.objects.bulk_create(movements, batch_size=200)
    return dossiers


def book_many(*rows: tuple[str, str, str, Sequence[tuple[str, date, date | None]], int]) -> None:
    """Book the history of one dossier as often as wanted: (agency, procedure, channel, acts, times)."""
    total = Totals()
    for unit, code, channel, acts, often in rows:
        for (day, metric), number in additions(Act(*act) for act in acts).items():
            total.dossiers[day, unit, code, channel, str(metric)] += number * often
    total.book()
