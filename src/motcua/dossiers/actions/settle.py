"""Work whose holder is not there any more, or not yet back: to who stands in, back again, or to everybody.

Nothing waits for somebody who has left, is away, is locked out, or stood in until yesterday: the term of a
dossier runs on, whoever is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from motcua.dossiers import notices
from motcua.dossiers.actions.move import lock, lock_all
from motcua.dossiers.actions.tasks import actors_of, give, reaches
from motcua.dossiers.models import WorkItem, WorkItemQuerySet
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.ids import Id
from motcua.organisation.models import Absence, Assignment
from motcua.organisation.queries import is_away, stand_ins_for

_WHY = {
    "lent": "người giữ việc vắng mặt, chuyển người làm thay",
    "back": "hết thời gian làm thay, việc trở về người giữ trước",
    "common": "người giữ việc không còn ở vị trí hoặc đang vắng, trả về hàng chung",
}


def hold_work(users: Iterable[User]) -> set[Id]:
    """Lock the dossiers of all open work these officers hold, in the one order everybody locks in.

    Whoever is about to change what an officer may do does this first: dossiers are locked before the record,
    never after it, or two leaders could wait for each other. Returns the dossiers.
    """
    held = WorkItem.objects.open().filter(assignee__in=[user.pk for user in users])
    return set(lock_all(set(held.values_list("dossier_id", flat=True))))


def settle(*, actor: Actor = SYSTEM_ACTOR, dossier_ids: Iterable[Id] | None = None) -> int:
    """Find every open piece of work whose holder cannot do it today and put it where it will be done.

    Safe to run at any time and in several workers; `dossier_ids` narrows it to dossiers held already. Returns
    how many pieces moved.
    """
    on = moment.today()
    found = _suspect(on)
    if dossier_ids is not None:
        found = found.filter(dossier__in=list(dossier_ids))
    people = _People(on)
    rows = found.order_by("dossier__receiving_unit_id", "dossier_id", "pk")
    moved = 0
    for item_id, dossier_id in list(rows.values_list("pk", "dossier_id")):
        with transaction.atomic():
            dossier = lock(dossier_id)
            item = (
                WorkItem.objects.open()
                .select_related("unit", "assignee", "lent_by", "dossier__version__procedure")
                .filter(pk=item_id)
                .first()
            )
            verdict = _verdict(item, people) if item is not None and item.assignee is not None else None
            if item is None or verdict is None:
                continue
            why, to, lent_by = verdict
            give(
                actor=actor,
                dossier=dossier,
                item=item,
                to=to,
                lent_by=lent_by,
                reason=_WHY[why],
                verb="settle",
            )
            if to is not None:
                notices.to_officer(dossier=dossier, user=to, text=why, name=item.name)
            moved += 1
    return moved


def _suspect(on: date) -> WorkItemQuerySet:
    """What may have to move, in one query: few rows on an ordinary day."""
    of_holder = Assignment.objects.filter(user=OuterRef("assignee_id"))
    return (
        WorkItem.objects.open()
        .filter(assignee__isnull=False)
        .filter(
            Q(lent_by__isnull=False)
            | Q(assignee__is_active=False)
            | Exists(Absence.objects.filter(user=OuterRef("assignee_id")).in_force(on))
            | Exists(of_holder.filter(ends__lt=on))
            | ~Exists(of_holder.in_force(on))
        )
    )


@dataclass
class _People:
    """What officers may do today, each looked up once."""

    on: date
    _actors: dict[int, list[Actor]] = field(default_factory=dict)
    _deputies: dict[int, list[User]] = field(default_factory=dict)

    def can(self, user: User, item: WorkItem) -> bool:
        if user.pk not in self._actors:
            self._actors[user.pk] = [] if is_away(user.pk, self.on) else actors_of(user)
        return any(reaches(each, item, item.dossier) for each in self._actors[user.pk])

    def deputies(self, user_id: int) -> list[User]:
        if user_id not in self._deputies:
            self._deputies[user_id] = [each.user for each in stand_ins_for(user_id, self.on)]
        return self._deputies[user_id]

    def deputy(self, user_id: int, item: WorkItem) -> User | None:
        return next((each for each in self.deputies(user_id) if self.can(each, item)), None)


def _verdict(item: WorkItem, people: _People) -> tuple[str, User | None, User | None] | None:
    """Why, to whom, and for whom; None when it stays where it is."""
    holder, owner = item.assignee, item.lent_by
    if holder is None:
        return None
    able = people.can(holder, item)
    if owner is None:
        if able:
            return None
        deputy = people.deputy(holder.pk, item)
        return ("lent", deputy, holder) if deputy is not None else ("common", None, None)
    if people.can(owner, item) and holder not in people.deputies(owner.pk):
        return "back", owner, None
    if able and holder in people.deputies(owner.pk):
        return None
    deputy = people.deputy(owner.pk, item)
    if deputy is not None:
        return "lent", deputy, owner
    return ("back", owner, None) if people.can(owner, item) else ("common", None, None)
