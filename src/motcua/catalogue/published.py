"""What is published, in the order of codes and a piece at a time: for what reads the whole catalogue."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from motcua.catalogue.models import NationalRecord, Procedure, Version
from motcua.lib import moment


class Listed(NamedTuple):
    """A listed procedure and the day its page last said something new."""

    code: str
    changed: date | None


def listed_page(on: date, *, number: int, size: int) -> list[Listed]:
    """The listed procedures of one piece, counted from 1; one query."""
    versions = Version.objects.in_force(on).filter(procedure=OuterRef("pk")).latest_first()
    records = NationalRecord.objects.filter(code=OuterRef("pk")).order_by("-number")
    rows = (
        Procedure.objects.listed(on)
        .order_by("code")
        .annotate(
            began=Subquery(versions.values("effective_from")[:1]),
            published=Subquery(versions.values("published_at")[:1]),
            imported=Subquery(records.values("imported_at")[:1]),
        )
        .values_list("code", "state", "began", "published", "imported")
    )
    first = (number - 1) * size
    return [
        Listed(code, _later(began, published) if state == Procedure.State.IN_FORCE else _day(imported))
        for code, state, began, published, imported in rows[first : first + size]
    ]


def listed_count(on: date) -> int:
    """How many procedures people may read about that day."""
    return Procedure.objects.listed(on).count()


def _later(began: date | None, published: datetime | None) -> date | None:
    """A version is new on the day it begins, or when it was published late for it."""
    days = [day for day in (began, _day(published)) if day is not None]
    return max(days, default=None)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(moment.TZ).date() if at is not None else None
