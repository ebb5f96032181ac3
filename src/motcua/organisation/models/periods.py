"""Days from and to which something holds; both ends are days on which it still holds."""

from datetime import date

from django.db.models import Q


def in_force(first: str, last: str, day: date) -> Q:
    """Rows whose inclusive period, open where it is null, contains `day`."""
    begun = Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": day})
    return begun & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))
