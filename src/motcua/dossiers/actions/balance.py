"""Giving many pieces of work to somebody, to several evenly, or back into the common queue: one act."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from motcua.dossiers.actions.move import lock_all
from motcua.dossiers.actions.tasks import actors_of, give, reaches
from motcua.dossiers.models import WorkItem
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.actions import tell
from motcua.organisation.queries import is_away

MOST = 200
GIVEN, TAKEN = "given", "taken-away"


@dataclass(frozen=True)
class Balanced:
    """What came of it: how many went to whom, how many were done meanwhile, how many nobody chosen can do."""

    given: dict[str, int]
    done: int = 0
    unable: int = 0

    @property
    def moved(self) -> int:
        return sum(self.given.values())


@transaction.atomic
def balance(*, actor: Actor, item_ids: Iterable[Id], among: Sequence[User], reason: str) -> Balanced:
    """Share pieces of work among officers so that their open work grows even; among nobody: common queue.

    All in one transaction: dossiers are locked in one order, so two leaders never wait for each other, and an
    officer who finishes a piece at the same moment keeps it (it is counted as `done`). What nobody chosen can
    do stays where it is. Raises Forbidden when one piece is of another unit.
    """
    if not actor.has(HEAD, SIGNER):
        raise Forbidden("Chỉ lãnh đạo đơn vị mới chia lại việc của đơn vị.", code="not-yours")
    if not reason.strip():
        raise Refused("Hãy ghi rõ vì sao chia lại việc.", field="reason", code="reason")
    items, asked = _locked(item_ids)
    if any(item.unit_id not in actor.units for item in items):
        raise Forbidden("Có việc không thuộc đơn vị bạn phụ trách.", code="not-yours")
    open_items = [item for item in items if item.is_open]
    plan, unable = _plan(open_items, among)
    before = Counter(item.assignee for item, _ in plan if item.assignee is not None)
    for item, to in plan:
        give(actor=actor, dossier=item.dossier, item=item, to=to, reason=reason)
    _tell(actor, before, Counter(to for _, to in plan if to is not None), reason)
    given = Counter(to.name if to is not None else "hàng chung" for _, to in plan)
    return Balanced(dict(given), asked - len(open_items), unable)


def _tell(actor: Actor, before: Counter[User], after: Counter[User], reason: str) -> None:
    """One notice each, however many pieces: to who got work, and to who was relieved of it."""
    for person, number in after.items():
        body = f"{actor.label} giao cho bạn {number} việc. Lý do: {reason.strip()}"
        tell(kind=GIVEN, title=f"Bạn được giao {number} việc", body=body, link="/can-bo/", user=person)
    for person, number in before.items():
        body = f"{actor.label} chuyển {number} việc bạn đang giữ. Lý do: {reason.strip()}"
        tell(
            kind=TAKEN, title=f"{number} việc của bạn đã được chuyển", body=body, link="/can-bo/", user=person
        )


def _locked(item_ids: Iterable[Id]) -> tuple[list[WorkItem], int]:
    """The pieces of work with their dossiers locked, read after that; and how many were asked for."""
    ids = {str(each) for each in item_ids}
    if not ids:
        raise Refused("Hãy chọn ít nhất một việc.", field="items", code="no-items")
    if len(ids) > MOST:
        raise Refused(f"Mỗi lần chia nhiều nhất {MOST} việc. Hãy bỏ bớt.", field="items", code="many")
    dossier_ids = set(WorkItem.objects.filter(pk__in=ids).values_list("dossier_id", flat=True))
    locked = lock_all(dossier_ids)
    items = list(WorkItem.objects.filter(pk__in=ids).select_related("unit", "assignee"))
    for item in items:
        item.dossier = locked[item.dossier_id]
    # The record is kept in chains by desk; everybody goes along them in the same order.
    items.sort(key=lambda item: (item.dossier.receiving_unit_id or "", str(item.dossier_id), str(item.pk)))
    return items, len(ids)


def _plan(items: Sequence[WorkItem], among: Sequence[User]) -> tuple[list[tuple[WorkItem, User | None]], int]:
    """Each piece with its new holder, the most pressing first; and how many nobody chosen can do."""
    if not among:
        return [(item, None) for item in items if item.assignee_id is not None], 0
    today = moment.today()
    able = {user: [] if is_away(user.pk, today) else actors_of(user) for user in among}
    load = _load_without(items, among)
    chosen: dict[Id, User] = {}
    for item in sorted(items, key=lambda each: (each.due_at is None, each.due_at, str(each.pk))):
        fit = [user for user in among if any(reaches(each, item, item.dossier) for each in able[user])]
        if fit:
            person = min(fit, key=lambda user: (load[user.pk], among.index(user)))
            load[person.pk] += 1
            chosen[item.pk] = person
    plan = [(item, chosen[item.pk]) for item in items if item.pk in chosen]
    return [(item, to) for item, to in plan if item.assignee_id != to.pk], len(items) - len(plan)


def _load_without(items: Sequence[WorkItem], among: Sequence[User]) -> Counter[int]:
    """The open work of each without what is being shared out."""
    rows = (
        WorkItem.objects.open()
        .filter(assignee__in=[user.pk for user in among])
        .exclude(pk__in=[item.pk for item in items])
        .values("assignee_id")
        .annotate(number=Count("pk"))
    )
    return Counter({row["assignee_id"]: row["number"] for row in rows})
