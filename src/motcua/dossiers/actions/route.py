"""Walking a dossier along the route of its procedure. A finished route triggers a verb; it never writes a
status.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from motcua.dossiers import clock, notices, places
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.conclude import conclude
from motcua.dossiers.actions.result import (
    check_drafted,
    check_refusal_drafted,
    issue,
    leads_to_refusal,
    sign,
    sign_refusal,
    void_signatures,
)
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for
from motcua.workflow.routes import End, first, next_step
from motcua.workflow.spec import MINUTES_PER_HOUR, Outcome, Step

Before = Callable[..., None]

# What must happen for a step to be left forwards; a step back needs none of it.
_BEFORE: dict[str, Before] = {
    "draft": check_drafted,
    "sign": sign,
    "number": issue,
    "sign_refusal": sign_refusal,
}


def begin(*, dossier: Dossier) -> None:
    """Open the first step."""
    _open(dossier, first(dossier.spec.route).step)


def _open(dossier: Dossier, step: Step) -> WorkItem:
    unit = places.step_unit(dossier, step.unit)
    item = tasks.open_task(
        dossier=dossier,
        kind=WorkItem.Kind.STEP,
        step_key=step.key,
        name=step.name,
        role=step.role,
        unit=unit,
        due_at=_due(unit, Decimal(step.minutes) / MINUTES_PER_HOUR),
    )
    _assign_to_last(dossier, item)
    for number, ask in enumerate(step.ask):
        asked = places.step_unit(dossier, ask.unit)
        tasks.open_task(
            dossier=dossier,
            kind=WorkItem.Kind.OPINION,
            step_key=f"{step.key}.{number}",
            name=f"Cho ý kiến: {step.name}",
            role=ask.role,
            unit=asked,
            due_at=_due(asked, ask.hours),
            asked_by=item,
        )
    return item


def _due(unit: Unit, hours: Decimal) -> datetime | None:
    return clock.step_due(moment.now(), hours, calendar_for(unit)) if hours else None


def _assign_to_last(dossier: Dossier, item: WorkItem) -> None:
    """A step that comes back goes to whoever did it before, not into the common
    queue, if still in that post.
    """
    before = (
        dossier.work_items.filter(step_key=item.step_key, unit_id=item.unit_id, done_at__isnull=False)
        .exclude(pk=item.pk)
        .select_related("assignee")
        .order_by("-done_at")
        .first()
    )
    if before is not None and before.assignee is not None and tasks.can_do(before.assignee, item):
        item.assignee = before.assignee
        item.taken_at = moment.now()
        item.save(update_fields=["assignee", "taken_at"])
        notices.to_officer(dossier=dossier, user=before.assignee, text="returned", name=item.name)


def outcomes_of(item: WorkItem) -> tuple[Outcome, ...]:
    """The ways out of a step: its buttons."""
    step = item.dossier.spec.route.step(item.step_key)
    return step.outcomes if step is not None else ()


@transaction.atomic
def finish_step(*, actor: Actor, item_id: Id, outcome: str, note: str = "") -> Dossier:
    """Leave a step by one of its outcomes: do what the step demands, open what comes next, or end the route.

    Going back needs a reason. An opinion counts when given; silence is never consent (NĐ 61/2018 Đ19 kh.5).
    """
    dossier, item = tasks.held_item(actor=actor, item_id=item_id)
    if item.kind == WorkItem.Kind.OPINION:
        _give_opinion(actor, dossier, item, note)
        return dossier
    if item.kind != WorkItem.Kind.STEP:
        raise Refused("Việc này không phải một bước của quy trình.", code="no-step")
    route = dossier.spec.route
    step = route.step(item.step_key)
    chosen = step.outcome(outcome) if step is not None else None
    if step is None or chosen is None:
        raise Refused("Hãy chọn một trong các kết quả của bước này.", field="outcome", code="outcome")
    if chosen.back and not note.strip():
        raise Refused("Trả lại bước trước phải ghi rõ lý do.", field="note", code="reason")
    if chosen.back:
        tasks.recall(actor=actor, item=item)
        void_signatures(actor=actor, dossier=dossier, reason=note)
    else:
        _check_opinions(item)
        if step.act in _BEFORE:
            _BEFORE[step.act](actor=actor, dossier=dossier, outcome=chosen, note=note)
        elif leads_to_refusal(dossier, chosen):
            check_refusal_drafted(actor=actor, dossier=dossier, note=note)
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome=outcome, note=note)
    following = next_step(route, step.key, outcome)
    if isinstance(following, End):
        conclude(dossier=dossier, refused=following.refused, reason=note)
    else:
        _open(dossier, following.step)
    return dossier


def _check_opinions(item: WorkItem) -> None:
    if item.opinions.filter(done_at__isnull=True).exists():
        raise Refused("Còn đơn vị chưa cho ý kiến; im lặng không phải là đồng ý.", code="opinions")


def _give_opinion(actor: Actor, dossier: Dossier, item: WorkItem, note: str) -> None:
    if not note.strip():
        raise Refused("Hãy ghi ý kiến của đơn vị.", field="note", code="reason")
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome="opinion", note=note)
    asker = item.asked_by
    if asker is not None and asker.assignee is not None and not asker.opinions.filter(done_at=None).exists():
        notices.to_officer(dossier=dossier, user=asker.assignee, text="opinions", name=asker.name)


def pause_work(dossier: Dossier) -> None:
    """The applicant has the word: the open steps stand still, and so do their budgets."""
    dossier.work_items.filter(done_at__isnull=True).update(paused_at=moment.now())


def resume_work(dossier: Dossier) -> None:
    """The agency has the word again; every open step gets back the working time it waited."""
    at = moment.now()
    for item in dossier.work_items.filter(done_at__isnull=True, paused_at__isnull=False).select_related(
        "unit", "assignee"
    ):
        if item.due_at is not None and item.paused_at is not None:
            calendar = calendar_for(item.unit)
            waited = calendar.working_minutes_between(
                item.paused_at.astimezone(moment.TZ), at.astimezone(moment.TZ)
            )
            item.due_at = calendar.add_working_minutes(item.due_at.astimezone(moment.TZ), waited)
        item.paused_at = None
        item.save(update_fields=["due_at", "paused_at"])
        if item.assignee is not None:
            notices.to_officer(dossier=dossier, user=item.assignee, text="resumed", name=item.name)
