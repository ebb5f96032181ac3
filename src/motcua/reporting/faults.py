"""What people of a procedure are most often asked to mend: told to the next before it goes wrong again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from motcua.catalogue.reasons import OTHER
from motcua.dossiers.models import SupplementItem
from motcua.reporting.reports.reasons import words_of

LOOKS_BACK = timedelta(days=180)
# Fewer say nothing about the procedure, and could point at one person.
_LEAST = 3


@dataclass(frozen=True)
class Fault:
    """A thing that is often wrong: how often, and what to do so that it is right at once."""

    name: str
    words: str
    hint: str
    count: int


def common_faults(procedure: str, at: datetime, *, most: int = 5) -> list[Fault]:
    """The reasons given most often for this procedure lately, by the thing they were about."""
    rows = (
        SupplementItem.objects.filter(
            supplement__asked_at__gte=at - LOOKS_BACK,
            supplement__asked_at__lte=at,
            supplement__dossier__version__procedure_id=procedure,
        )
        .exclude(reason_key__in=["", OTHER])
        .exclude(kind=SupplementItem.Kind.EXTRA)
        .values("name", "reason_key")
        .annotate(times=Count("pk"), said=Max("hint"))
        .filter(times__gte=_LEAST)
        .order_by("-times", "name", "reason_key")[:most]
    )
    return [Fault(row["name"], words_of(row["reason_key"]), row["said"], row["times"]) for row in rows]
