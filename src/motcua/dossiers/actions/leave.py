"""An officer leaves or is away: put down, stood in for, and the open work handed over, all in one act."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from motcua.dossiers.actions.settle import hold_work, settle
from motcua.identity import accounts
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation import actions as organisation
from motcua.organisation.models import Absence, Assignment, Post


@transaction.atomic
def go_away(
    *,
    actor: Actor,
    user: User,
    kind: str,
    starts: date,
    ends: date,
    note: str = "",
    deputies: Mapping[Post, User] | None = None,
) -> tuple[Absence, int]:
    """An officer is away for some days; `deputies` stand in at each post. From the first day on, open work is
    with them or in the common queue; after the last day it comes back by itself. Returns what moved now.
    """
    held = hold_work([user])
    row = organisation.be_away(actor=actor, user=user, kind=kind, starts=starts, ends=ends, note=note)
    for post, deputy in (deputies or {}).items():
        organisation.stand_in(
            actor=actor,
            post=post,
            user=deputy,
            stands_for=user,
            starts=starts,
            ends=ends,
            ground=note.strip() or str(Absence.Kind(kind).label),
        )
    return row, settle(actor=actor, dossier_ids=held)


@transaction.atomic
def come_back(*, actor: Actor, absence_id: int) -> tuple[Absence, int]:
    """Back before the day: standing in for this officer ends too, and the work comes back."""
    away = Absence.objects.get(pk=absence_id)
    arranged = Assignment.objects.standing_in().filter(stands_for=away.user_id, starts=away.starts)
    ending = list(arranged.filter(ends__gte=moment.today()).select_related("user"))
    held = hold_work([each.user for each in ending])
    row = organisation.be_back(actor=actor, absence_id=absence_id)
    for each in ending:
        organisation.end_stand_in(actor=actor, assignment_id=each.pk)
    return row, settle(actor=actor, dossier_ids=held)


@transaction.atomic
def arrange(
    *, actor: Actor, post: Post, user: User, stands_for: User, starts: date, ends: date, ground: str
) -> Assignment:
    """Somebody stands in at a post, whether or not its holder is away."""
    held = hold_work([stands_for])
    made = organisation.stand_in(
        actor=actor, post=post, user=user, stands_for=stands_for, starts=starts, ends=ends, ground=ground
    )
    settle(actor=actor, dossier_ids=held)
    return made


@transaction.atomic
def give_post_back(*, actor: Actor, assignment_id: int) -> tuple[Assignment, int]:
    """Standing in ends today; what was lent goes back at once."""
    holder = User.objects.filter(assignments=assignment_id)
    held = hold_work(holder)
    row = organisation.end_stand_in(actor=actor, assignment_id=assignment_id)
    return row, settle(actor=actor, dossier_ids=held)


@transaction.atomic
def leave_post(*, actor: Actor, assignment: Assignment, last_day: date) -> int:
    """An officer leaves a post; once the last day is over, be it now or later, the open work goes on."""
    held = hold_work([assignment.user])
    organisation.relieve(actor=actor, assignment=assignment, last_day=last_day)
    return settle(actor=actor, dossier_ids=held)


@transaction.atomic
def lock_out(*, actor: Actor, user_id: int, reason: str) -> tuple[User, int]:
    """An account is locked; nothing it held stays there."""
    held = hold_work(User.objects.filter(pk=user_id))
    user = accounts.lock_account(actor=actor, user_id=user_id, reason=reason)
    return user, settle(actor=actor, dossier_ids=held)
