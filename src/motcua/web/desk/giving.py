"""Who of the unit could do a piece of open work: what a leader chooses from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.queries import assignments_in
from motcua.web.desk.acts import Typed


@dataclass(frozen=True)
class Giving:
    """A piece of work, the people it may be given to, and what was typed when that was refused."""

    item: WorkItem
    people: Sequence[User]
    url: str
    reason: str = ""
    error: str = ""


def givings_of(dossier: Dossier, acting: Actor, typed: Typed | None = None) -> list[Giving]:
    """The open work of a dossier that this leader may give to somebody else."""
    if not acting.has(HEAD, SIGNER):
        return []
    found = []
    for item in dossier.open_items():
        if item.unit_id not in acting.units:
            continue
        sent = typed if typed is not None and typed.act == f"give-{item.pk}" else None
        found.append(
            Giving(
                item,
                able(item),
                reverse("desk:reassign", args=[dossier.pk, item.pk]),
                sent.values.get("reason", "") if sent else "",
                sent.problem.message if sent else "",
            )
        )
    return found


def able(item: WorkItem) -> list[User]:
    """The people who hold the role of this work in its unit today, without its present holder."""
    held = assignments_in(item.unit, item.role, moment.today())
    people = {each.user_id: each.user for each in held}
    return [person for person in people.values() if person.pk != item.assignee_id]
