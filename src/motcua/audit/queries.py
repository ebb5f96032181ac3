"""Reads of the record for those who supervise."""

from motcua.audit.models import Entry, EntryQuerySet


def entries(*, subject_type: str = "", subject_id: str = "", actor: str = "") -> EntryQuerySet:
    """Entries newest first: all of them, about one subject, or by an actor whose label has these letters."""
    # Numbers grow with time inside and across chains, and unlike the moment they are indexed.
    found = Entry.objects.order_by("-pk")
    if subject_id:
        found = found.about(subject_type, subject_id).order_by("-pk")
    if actor:
        found = found.filter(actor__icontains=actor)
    return found
