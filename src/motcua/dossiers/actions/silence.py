"""A consulted agency is silent after its time: the head of the desk gets a task and a notice. Silence
is never consent (NĐ 61/2018 Đ19 kh.5); the step goes on waiting.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from motcua.dossiers import alarms, deadlines, notices
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.alarm import note
from motcua.dossiers.actions.move import lock
from motcua.dossiers.lifecycle import RUNNING
from motcua.dossiers.models import Alarm, Dossier, WorkItem
from motcua.identity.actor import HEAD, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit
from motcua.organisation.queries import leaders_of

_CHILD = "child:"


def escalate(*, most: int = 200) -> int:
    """Bring every consulted agency that is silent after its deadline before the head of the desk that
    received the dossier, each once; returns how many. Run by the worker.
    """
    return _opinions(most) + _children(most)


def _opinions(most: int) -> int:
    told = Alarm.objects.filter(item=OuterRef("pk"), kind=Alarm.Kind.SILENCE)
    silent = WorkItem.objects.open().filter(asked_by__isnull=False, paused_at=None, due_at__lt=moment.now())
    found = silent.filter(~Exists(told)).order_by("due_at", "pk").values_list("pk", "dossier_id")[:most]
    return sum(_of_opinion(item_id, dossier_id) for item_id, dossier_id in list(found))


@transaction.atomic
def _of_opinion(item_id: Id, dossier_id: Id) -> int:
    dossier = lock(dossier_id)
    item = WorkItem.objects.open().filter(pk=item_id, paused_at=None).select_related("unit").first()
    if item is None or item.due_at is None:
        return 0
    return _bring(dossier, item.unit, item.step_key, item.due_at, item)


def _children(most: int) -> int:
    """A child dossier that its agency has not decided in time: the same, for the desk of the parent."""
    told = Alarm.objects.filter(
        dossier=OuterRef("parent"), kind=Alarm.Kind.SILENCE, item=None, since=OuterRef("due_at")
    )
    late = Dossier.objects.filter(parent__isnull=False, due_at__lt=moment.now(), status__in=RUNNING)
    late = late.filter(parent__status__in=RUNNING).filter(~Exists(told))
    found = late.order_by("due_at", "pk").values_list("pk", "parent_id")[:most]
    return sum(_of_child(child_id, parent_id) for child_id, parent_id in list(found))


@transaction.atomic
def _of_child(child_id: Id, parent_id: Id | None) -> int:
    if parent_id is None:
        return 0
    parent = lock(parent_id)
    child = Dossier.objects.select_related("competent_unit").get(pk=child_id)
    if child.due_at is None or child.competent_unit is None or child.state not in RUNNING:
        return 0
    return _bring(parent, child.competent_unit, f"{_CHILD}{child.child_key}", child.due_at, None)


def _bring(dossier: Dossier, asked: Unit, key: str, since: datetime, item: WorkItem | None) -> int:
    desk = dossier.receiving_unit
    if desk is None or dossier.state not in RUNNING:
        return 0
    alarm, new = Alarm.objects.get_or_create(
        dossier=dossier,
        kind=Alarm.Kind.SILENCE,
        level=Alarm.Level.HEAD,
        since=since,
        item=item,
        defaults={
            "hours": alarms.hours_since(dossier, since),
            "told": f"lãnh đạo {desk.name}",
            "at": moment.now(),
        },
    )
    if not new:
        return 0
    open_already = dossier.work_items.filter(kind=WorkItem.Kind.SILENCE, step_key=key, done_at=None)
    if not open_already.exists():
        tasks.open_task(
            dossier=dossier,
            kind=WorkItem.Kind.SILENCE,
            step_key=key,
            name=f"Đôn đốc {asked.short_name} trả lời",
            role=HEAD,
            unit=desk,
            due_at=deadlines.acceptance_due_from(dossier, moment.now()),
        )
    people = [each.user for each in leaders_of(desk, moment.today())]
    for person in people:
        notices.alarm(dossier=dossier, user=person, text="silence", hours=alarm.hours, unit=asked.name)
    note(dossier, alarm, people)
    return 1


def answer(*, actor: Actor, dossier: Dossier, item: WorkItem, note: str) -> None:
    """The head of the desk says what was done about the silence. The agency still owes its answer."""
    if not note.strip():
        raise Refused("Hãy ghi đã làm gì với đơn vị chưa trả lời.", field="note", code="reason")
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome="urged", note=note)


def over(dossier: Dossier, key: str) -> None:
    """The agency has answered, or need not any more: nothing is left to be urged."""
    dossier.work_items.filter(kind=WorkItem.Kind.SILENCE, step_key=key, done_at=None).update(
        done_at=moment.now(), done_by=SYSTEM_ACTOR.label, outcome="answered", paused_at=None
    )


def over_for_child(child: Dossier, parent: Dossier) -> None:
    """The same for a child dossier that is decided."""
    over(parent, f"{_CHILD}{child.child_key}")
