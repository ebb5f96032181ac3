"""Filling an empty database with the places and the organisation of the province."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import models, transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.organisation import seed
from motcua.organisation.actions.calendar import calendar_changed
from motcua.organisation.models import AdminUnit, CalendarDay, OpeningSpan, Succession, Unit, UnitAlias
from motcua.organisation.rules import check_may_organise

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def load_province(*, actor: Actor) -> dict[str, int]:
    """Load everything there is in the data files: places of the country, then units and calendar.

    Returns how many rows of each kind were added. Safe to repeat: what is there stays as it was made.
    """
    return load_places(actor=actor) | load_units(actor=actor)


@transaction.atomic
def load_places(*, actor: Actor) -> dict[str, int]:
    """Load the provinces and communes of the country, for address fields."""
    check_may_organise(actor)
    added = {"admin_units": _add(AdminUnit, seed.admin_units())}
    _record(actor, "load_places", added)
    return added


@transaction.atomic
def load_units(*, actor: Actor) -> dict[str, int]:
    """Load units, successors, identifiers, opening hours and days off.

    Opening hours are loaded only when there are none, days off only for years that have none, so that a draft
    day removed by the administrator does not come back.
    """
    check_may_organise(actor)
    added = {
        "units": _add(Unit, seed.units()),
        "successions": _add(Succession, seed.successions()),
        "aliases": _add(UnitAlias, seed.aliases()),
        "opening_spans": _add_opening_spans(),
        "calendar_days": _add_calendar_days(),
    }
    if added["opening_spans"] or added["calendar_days"]:
        calendar_changed()
    _record(actor, "load_units", added)
    return added


def _add(model: type[M], rows: Sequence[M]) -> int:
    before = model._default_manager.count()
    model._default_manager.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return model._default_manager.count() - before


def _add_opening_spans() -> int:
    if OpeningSpan.objects.filter(unit=None).exists():
        return 0
    return _add(OpeningSpan, seed.opening_spans())


def _add_calendar_days() -> int:
    known = {day.year for day in CalendarDay.objects.filter(unit=None).values_list("day", flat=True)}
    return _add(CalendarDay, [row for row in seed.calendar_days() if row.day.year not in known])


def _record(actor: Actor, verb: str, added: dict[str, int]) -> None:
    if any(added.values()):
        record(
            actor=actor.label,
            user_id=actor.user_id,
            verb=verb,
            subject_type="province",
            subject_id=seed.PROVINCE,
            content=added,
        )
