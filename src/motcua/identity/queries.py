"""Finding people at the counter."""

from uuid import UUID

from motcua.identity.actor import AT_WINDOW, Actor
from motcua.identity.card import Looked
from motcua.identity.models import Person, PersonQuerySet

MOST_FOUND = 10


def people_at_counter(actor: Actor, looked: Looked) -> PersonQuerySet:
    """The people this number, or this name with this birth date, may mean; for those at a window only.

    Staff of the post find nobody but by the number on the card before them.
    """
    if not actor.has(*AT_WINDOW) or not looked.is_enough:
        return Person.objects.none()
    if looked.personal_id:
        return Person.objects.filter(personal_id=looked.personal_id)
    if not actor.sees_content:
        return Person.objects.none()
    named = Person.objects.named(looked.name).filter(birth_date__startswith=looked.birth_date)
    return named.order_by("full_name", "birth_date")[:MOST_FOUND]


def person_at_counter(actor: Actor, person_id: UUID) -> Person | None:
    """A person the officer has before the desk."""
    return Person.objects.filter(pk=person_id).first() if actor.has(*AT_WINDOW) else None
