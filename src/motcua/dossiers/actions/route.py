"""Walking a dossier along the route of its procedure. A finished route triggers a verb; it never writes a
status.
"""

from collections.abc import Callable

from django.db import transaction

from motcua.dossiers import notices
from motcua.dossiers.actions import silence, tasks
from motcua.dossiers.actions.children import begin_due, come_back
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
from motcua.dossiers.actions.steps import open_step
from motcua.dossiers.children import awaited
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.workflow.routes import End, StepRef, next_step
from motcua.workflow.spec import Outcome, Step

Before = Callable[..., None]

# What must happen for a step to be left forwards; a step back needs none of it.
_BEFORE: dict[str, Before] = {
    "draft": check_drafted,
    "sign": sign,
    "number": issue,
    "sign_refusal": sign_refusal,
}


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
    if item.kind == WorkItem.Kind.SILENCE:
        silence.answer(actor=actor, dossier=dossier, item=item, note=note)
        return dossier
    if item.kind != WorkItem.Kind.STEP:
        raise Refused("Việc này không phải một bước của quy trình.", code="no-step")
    step = dossier.spec.route.step(item.step_key)
    chosen = step.outcome(outcome) if step is not None else None
    if step is None or chosen is None:
        raise Refused("Hãy chọn một trong các kết quả của bước này.", field="outcome", code="outcome")
    if chosen.back:
        _go_back(actor, dossier, item, note)
    else:
        _leave(actor, dossier, item, step, chosen, note)
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome=outcome, note=note)
    _go_on(dossier, next_step(dossier.spec.route, step.key, outcome), note)
    return dossier


def _go_back(actor: Actor, dossier: Dossier, item: WorkItem, note: str) -> None:
    if not note.strip():
        raise Refused("Trả lại bước trước phải ghi rõ lý do.", field="note", code="reason")
    for opinion in item.opinions.all():
        silence.over(dossier, opinion.step_key)
    tasks.recall(actor=actor, item=item)
    void_signatures(actor=actor, dossier=dossier, reason=note)


def _leave(actor: Actor, dossier: Dossier, item: WorkItem, step: Step, chosen: Outcome, note: str) -> None:
    """What must be there before a step is left forwards."""
    _check_opinions(item)
    _check_children(dossier, item)
    if step.act in _BEFORE:
        _BEFORE[step.act](actor=actor, dossier=dossier, outcome=chosen, note=note)
    elif leads_to_refusal(dossier, chosen):
        check_refusal_drafted(actor=actor, dossier=dossier, note=note)


def _go_on(dossier: Dossier, following: StepRef | End, note: str) -> None:
    """Open the next step or end the route, with what other agencies begin at this point."""
    if isinstance(following, End):
        conclude(dossier=dossier, refused=following.refused, reason=note)
        come_back(dossier)
        if not following.refused:
            begin_due(dossier, "result")
    else:
        open_step(dossier, following.step)
        begin_due(dossier, "step", following.key)


def _check_opinions(item: WorkItem) -> None:
    if item.opinions.filter(done_at__isnull=True).exists():
        raise Refused("Còn đơn vị chưa cho ý kiến; im lặng không phải là đồng ý.", code="opinions")


def _check_children(dossier: Dossier, item: WorkItem) -> None:
    """A step waits for the other agency's part; its silence is no consent either (NĐ 61/2018 Đ19 kh.5, 7)."""
    for child in awaited(dossier, item.step_key):
        raise Refused(
            f"{child.competent_unit} chưa giải quyết xong hồ sơ liên thông {child.number}"
            f" («{child.version.procedure.name}»). Có kết quả, bạn được báo ngay.",
            code="children",
        )


def _give_opinion(actor: Actor, dossier: Dossier, item: WorkItem, note: str) -> None:
    if not note.strip():
        raise Refused("Hãy ghi ý kiến của đơn vị.", field="note", code="reason")
    tasks.finish(actor=actor, dossier=dossier, item=item, outcome="opinion", note=note)
    silence.over(dossier, item.step_key)
    asker = item.asked_by
    if asker is not None and asker.assignee is not None and not asker.opinions.filter(done_at=None).exists():
        notices.to_officer(dossier=dossier, user=asker.assignee, text="opinions", name=asker.name)
