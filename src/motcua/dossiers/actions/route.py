"""Walking a dossier along the route of its procedure. A finished route triggers a verb; it never writes a status."""

from collections.abc import Callable

from django.db import transaction

from motcua.dossiers import clock, places
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.conclude import conclude
from motcua.dossiers.actions.result import check_drafted, issue, sign, sign_refusal
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for
from motcua.workflow.routes import End, first, next_step
from motcua.workflow.spec import Outcome, Step

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
        due_at=_due(unit, float(step.minutes) / 60),
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
            due_at=_due(asked, float(ask.hours)),
            asked_by=item,
        )
    return item


def _due(unit: Unit, hours: float) -> object:
    return clock.step_due(moment.now(), hours, calendar_for(unit)) if hours else None


def _assign_to_last(dossier: Dossier, item: WorkItem) -> None:
    """A step that comes back goes to whoever did it before, not into the common queue."""
    before = (
        dossier.work_items.filter(step_key=item.step_key, unit_id=item.unit_id, done_at__isnull=False)
        .exclude(pk=item.pk)
        .order_by("-done_at")
        .first()
    )
    if before is not None and before.assignee_id is not None:
        item.assignee_id = before.assignee_id
        item.taken_at = moment.now()
        item.save(update_fields=["assignee", "taken_at"])


def outcomes_of(item: WorkItem) -> tuple[Outcome, ...]:
    """The ways out of a step: its buttons."""
    step = item.dossier.spec.route.step(item.step_key)
    return step.outcomes if step is not None else ()


@transaction.atomic
def finish_step(*, actor: Actor, item_id: object, outcome: str, note: str = "") -> Dossier:
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
    if step.ask and item.opinions.filter(done_at__isnull=True).exists():
        raise Refused("Còn đơn vị chưa cho ý kiến; im lặng không phải là đồng ý.", code="opinions")
    if not chosen.back and step.act in _BEFORE:
        _BEFORE[step.act](actor=actor, dossier=dossier, outcome=chosen, note=note)
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome=outcome, note=note)
    following = next_step(route, step.key, outcome)
    if isinstance(following, End):
        conclude(dossier=dossier, refused=following.refused, reason=note)
    else:
        _open(dossier, following.step)
    return dossier


def _give_opinion(actor: Actor, dossier: Dossier, item: WorkItem, note: str) -> None:
    if not note.strip():
        raise Refused("Hãy ghi ý kiến của đơn vị.", field="note", code="reason")
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome="opinion", note=note)


def pause_work(dossier: Dossier) -> None:
    """The applicant has the word: the open steps stand still, and so do their budgets."""
    dossier.work_items.filter(done_at__isnull=True).update(paused_at=moment.now())


def resume_work(dossier: Dossier) -> None:
    """The agency has the word again; every open step gets back the working time it waited."""
    at = moment.now()
    for item in dossier.work_items.filter(done_at__isnull=True, paused_at__isnull=False).select_related("unit"):
        if item.due_at is not None and item.paused_at is not None:
            calendar = calendar_for(item.unit)
            waited = calendar.working_minutes_between(
                item.paused_at.astimezone(moment.TZ), at.astimezone(moment.TZ)
            )
            item.due_at = calendar.add_working_minutes(item.due_at.astimezone(moment.TZ), waited)
        item.paused_at = None
        item.save(update_fields=["due_at", "paused_at"])
