"""Who answers for what: agencies and their successors, opening days, posts and the people in them.

A unit is never renamed or deleted: it ends on a day and names its successors (see `Succession`). Days are
inclusive on both ends everywhere: `valid_to` and `ends` are the last day, `Succession.on` is the first day of
the successor.
"""

from motcua.organisation.models.absence import Absence, AbsenceQuerySet
from motcua.organisation.models.authority import SigningAuthority, SigningAuthorityQuerySet
from motcua.organisation.models.calendar import CalendarDay, CalendarState, OpeningSpan
from motcua.organisation.models.post import Assignment, AssignmentQuerySet, Post, PostQuerySet
from motcua.organisation.models.unit import (
    AdminUnit,
    AdminUnitQuerySet,
    Succession,
    SuccessionQuerySet,
    Unit,
    UnitAlias,
    UnitQuerySet,
)

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "AdminUnit",
    "AdminUnitQuerySet",
    "Assignment",
    "AssignmentQuerySet",
    "CalendarDay",
    "CalendarState",
    "OpeningSpan",
    "Post",
    "PostQuerySet",
    "SigningAuthority",
    "SigningAuthorityQuerySet",
    "Succession",
    "SuccessionQuerySet",
    "Unit",
    "UnitAlias",
    "UnitQuerySet",
]
