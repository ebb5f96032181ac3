"""Opening, taking, closing pieces of work. Anything with a number is in somebody's queue."""

from datetime import datetime

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import rules
from motcua.dossiers.actions.move import lock, touch
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import HEAD, OFFICER, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.actors import actor_at, posts_today
from motcua.organisation.models import Unit
from motcua.organisation.queries import is_away


def open_task(
    *,
    dossier: Dossier,
    kind: str,
    role: str,
    unit: Unit | None,
    due_at: datetime | None,
    name: str = "",
    step_key: str = "",
    asked_by: WorkItem | None = None,
) -> WorkItem:
    """Put a piece of work in the queue of a unit's role."""
    if unit is None:
        raise Refused("Hồ sơ chưa có nơi tiếp nhận.")
    return WorkItem.objects.create(
        dossier=dossier,
        kind=kind,
        step_key=step_key,
        name=name or WorkItem.Kind(kind).label,
        role=role,
        unit=unit,
        asked_by=asked_by,
        opened_at=moment.now(),
        due_at=due_at,
    )


def close_tasks(*, actor: Actor, dossier: Dossier, kind: str, outcome: str = "done") -> None:
    """The open work of this kind is done by this actor, to whom it then counts."""
    open_work = dossier.work_items.filter(kind=kind, done_at__isnull=True)
    if actor.kind == OFFICER:
        open_work.filter(assignee__isnull=True).update(assignee_id=actor.user_id, taken_at=moment.now())
    open_work.update(done_at=moment.now(), done_by=actor.label, outcome=outcome, paused_at=None)


def close_all(*, actor: Actor, dossier: Dossier) -> None:
    """The dossier has ended: nobody has anything left to do on it."""
    dossier.work_items.filter(done_at__isnull=True).update(
        done_at=moment.now(), done_by=actor.label, outcome="ended", paused_at=None
    )


def _locked_by(item_id: Id) -> Dossier:
    """The dossier of a piece of work, locked; what the work is like is asked after that only."""
    dossier_id = WorkItem.objects.filter(pk=item_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise Refused("Không tìm thấy việc này. Hãy tải lại danh sách việc.", code="no-item")
    return lock(dossier_id)


def held_item(*, actor: Actor, item_id: Id) -> tuple[Dossier, WorkItem]:
    """The dossier, locked, and an open piece of work on it that this actor may do."""
    dossier = _locked_by(item_id)
    item = WorkItem.objects.select_related("unit", "assignee", "asked_by").get(pk=item_id)
    if not reaches(actor, item, dossier):
        raise Forbidden("Việc này thuộc đơn vị hoặc vai trò khác.", code="not-yours")
    if not item.is_open:
        raise Refused(f"Việc này đã được {item.done_by or 'người khác'} làm xong.", code="done")
    if item.assignee_id is not None and item.assignee_id != actor.user_id:
        holder = item.assignee.name if item.assignee else "người khác"
        raise Refused(f"Việc này {holder} đã nhận. Nếu cần, hãy trao đổi với người đó.", code="taken")
    if item.paused_at is not None:
        raise Refused("Hồ sơ đang chờ người dân, việc này tạm dừng.", code="paused")
    return dossier, item


def _note(actor: Actor, dossier: Dossier, item: WorkItem, verb: str) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"item": str(item.pk), "name": item.name, "outcome": item.outcome, "note": item.note},
        chain=dossier.receiving_unit_id or "system",
    )


@transaction.atomic
def take(*, actor: Actor, item_id: Id) -> WorkItem:
    """Take a piece of work from the common queue. Two people cannot take the same."""
    dossier, item = held_item(actor=actor, item_id=item_id)
    if item.assignee_id is None:
        item.assignee_id = actor.user_id
        item.taken_at = moment.now()
        item.save(update_fields=["assignee", "taken_at"])
        _note(actor, dossier, item, "take")
        touch(dossier)
    return item


@transaction.atomic
def give_back(*, actor: Actor, item_id: Id) -> WorkItem:
    """Put a taken piece of work back into the common queue."""
    dossier, item = held_item(actor=actor, item_id=item_id)
    item.assignee, item.lent_by, item.taken_at = None, None, None
    item.save(update_fields=["assignee", "lent_by", "taken_at"])
    _note(actor, dossier, item, "give_back")
    return item


def reaches(actor: Actor, item: WorkItem, dossier: Dossier) -> bool:
    """Whether the work is of the actor's units and roles, and of what a narrow post is there for."""
    if item.unit_id not in actor.units or item.role not in actor.roles:
        return False
    return rules.within(dossier, actor)


def actors_of(user: User) -> list[Actor]:
    """The officer at every post held today; nobody where the account is locked."""
    return [actor_at(user, post) for post in posts_today(user)] if user.is_active else []


def can_do(user: User, item: WorkItem) -> bool:
    """Whether one of the posts this account holds today reaches this work, and the officer is there."""
    if is_away(user.pk, moment.today()):
        return False
    return any(reaches(each, item, item.dossier) for each in actors_of(user))


@transaction.atomic
def reassign(*, actor: Actor, item_id: Id, to: User | None, reason: str) -> WorkItem:
    """Who leads the unit gives work to somebody else, or back into the queue:
    nothing waits for who has left.
    """
    dossier = _locked_by(item_id)
    item = WorkItem.objects.select_related("unit", "assignee").get(pk=item_id)
    if not actor.has(HEAD, SIGNER) or item.unit_id not in actor.units:
        raise Forbidden("Chỉ lãnh đạo đơn vị mới giao lại việc của đơn vị.", code="not-yours")
    if not item.is_open:
        raise Refused(f"Việc này đã được {item.done_by or 'người khác'} làm xong.", code="done")
    if not reason.strip():
        raise Refused("Hãy ghi rõ vì sao giao lại việc này.", field="reason", code="reason")
    if to is not None and not can_do(to, item):
        raise Refused(f"{to.name} không giữ vai trò làm được việc này.", field="to", code="not-able")
    give(actor=actor, dossier=dossier, item=item, to=to, reason=reason)
    return item


def give(
    *,
    actor: Actor,
    dossier: Dossier,
    item: WorkItem,
    to: User | None,
    reason: str,
    verb: str = "reassign",
    lent_by: User | None = None,
) -> None:
    """Put open work of a locked dossier into somebody's hands, or into the common queue, on record."""
    item.assignee, item.lent_by = to, lent_by
    item.taken_at = moment.now() if to is not None else None
    item.save(update_fields=["assignee", "lent_by", "taken_at"])
    item.outcome, item.note = to.name if to is not None else "hàng chung", reason.strip()
    _note(actor, dossier, item, verb)


def recall(*, actor: Actor, item: WorkItem) -> None:
    """The step goes back: nobody has to answer any more what it had asked."""
    item.opinions.filter(done_at__isnull=True).update(
        done_at=moment.now(), done_by=actor.label, outcome="recalled", paused_at=None
    )


def finish(*, actor: Actor, dossier: Dossier, item: WorkItem, outcome: str, note: str = "") -> None:
    """Close one piece of work with what came of it."""
    at = moment.now()
    item.assignee_id = item.assignee_id or actor.user_id
    item.taken_at = item.taken_at or at
    item.done_at = at
    item.done_by = actor.label
    item.outcome = outcome
    item.note = note.strip()
    item.save(update_fields=["assignee", "taken_at", "done_at", "done_by", "outcome", "note"])
    _note(actor, dossier, item, "finish")
    touch(dossier)
