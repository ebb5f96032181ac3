"""The open work of a dossier as its page shows it: who has it, its buttons, its drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from motcua.catalogue.reasons import Reason, offered
from motcua.dossiers.actions import result
from motcua.dossiers.models import Dossier, Result, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.organisation.queries import calendars_for
from motcua.web.desk.acts import Typed
from motcua.web.desk.rows import NOBODY, due_of
from motcua.web.ui import parts
from motcua.workflow.spec import Outcome, Step

# Work that is done by writing a sentence.
_WRITTEN = {WorkItem.Kind.OPINION.value: "opinion", WorkItem.Kind.SILENCE.value: "silence"}
SIGNING = frozenset({"sign", "sign_refusal"})


@dataclass(frozen=True)
class DraftBox:
    """The text of one result: as saved, as typed just now, or as the procedure suggests it."""

    key: str
    name: str
    text: str
    saved_by: str = ""
    preview_url: str = ""
    is_refusal: bool = False


@dataclass(frozen=True)
class Opinion:
    """One opinion asked: of whom, until when, and the answer."""

    name: str
    unit: str
    holder: str
    due: parts.Due | None
    answer: str
    answered_by: str


@dataclass(frozen=True)
class Task:
    """One open piece of work this officer may do, with what its step lets him or her do."""

    item: WorkItem
    due: parts.Due | None
    holder: str
    is_mine: bool
    is_other: bool
    take_url: str
    give_back_url: str
    url: str
    kind: str
    forward: Sequence[Outcome] = ()
    back: Sequence[Outcome] = ()
    drafts: Sequence[DraftBox] = ()
    refusal: DraftBox | None = None
    opinions: Sequence[Opinion] = ()
    to_sign: Sequence[DraftBox] = ()
    why: Sequence[Reason] = ()
    note: str = ""
    errors: Sequence[str] = ()

    @property
    def waits_for_opinions(self) -> bool:
        return any(not opinion.answered_by for opinion in self.opinions)


def tasks_of(dossier: Dossier, actor: Actor, typed: Typed | None = None) -> list[Task]:
    """The open work on a dossier that lies with this officer's units and roles."""
    items = [
        item for item in dossier.open_items() if item.unit_id in actor.units and item.role in actor.roles
    ]
    return [_task(dossier, item, actor, typed) for item in items]


def _task(dossier: Dossier, item: WorkItem, actor: Actor, typed: Typed | None) -> Task:
    step = dossier.spec.route.step(item.step_key) if item.kind == WorkItem.Kind.STEP else None
    mine = item.assignee_id == actor.user_id
    kind = _WRITTEN.get(item.kind) or (step.act if step is not None else "desk")
    sent = typed if typed is not None and typed.act == f"item-{item.pk}" else None
    task = Task(
        item=item,
        due=due_of(item.due_at, calendars_for({item.unit_id})[item.unit_id], moment.now()),
        holder=item.assignee.name if item.assignee else NOBODY,
        is_mine=mine,
        is_other=item.assignee_id is not None and not mine,
        take_url=reverse("desk:take", args=[item.pk]) if item.assignee_id is None else "",
        give_back_url=reverse("desk:give-back", args=[item.pk]) if mine else "",
        url=reverse("desk:finish", args=[dossier.pk, item.pk]),
        kind=kind,
        note=sent.values.get("note", "") if sent else "",
        errors=(sent.problem.message,) if sent else (),
    )
    return task if step is None else _with_step(task, dossier, step, sent)


def _with_step(task: Task, dossier: Dossier, step: Step, sent: Typed | None) -> Task:
    values = dict(vars(task))
    values["forward"] = [outcome for outcome in step.outcomes if not outcome.back]
    values["back"] = [outcome for outcome in step.outcomes if outcome.back]
    values["why"] = offered("back", dossier.spec, moment.today()) if values["back"] else ()
    values["opinions"] = _opinions(dossier, task.item)
    if step.act == "draft":
        keys = [(key, name) for key, name, _ in result.result_spec_of(dossier)]
        values["drafts"] = [_box(dossier, key, name, sent) for key, name in keys]
        if any(result.leads_to_refusal(dossier, outcome) for outcome in step.outcomes):
            name = "Văn bản trả lời không đủ điều kiện giải quyết"
            values["refusal"] = _box(dossier, result.REFUSAL, name, sent)
    if step.act in SIGNING:
        values["to_sign"] = [
            _box(dossier, each.key, each.name, None)
            for each in dossier.results.all()
            if each.is_refusal == (step.act == "sign_refusal")
        ]
    return Task(**values)


def _box(dossier: Dossier, key: str, name: str, sent: Typed | None) -> DraftBox:
    saved: Result | None = next((each for each in dossier.results.all() if each.key == key), None)
    paragraphs = saved.body if saved is not None else result.suggested(dossier, key)
    typed = sent.values.get(f"body-{key}") if sent else None
    return DraftBox(
        key=key,
        name=name,
        text=typed if typed is not None else "\n\n".join(paragraphs),
        saved_by=saved.drafted_by if saved is not None else "",
        preview_url=reverse("desk:draft-pdf", args=[dossier.pk, key]) if saved is not None else "",
        is_refusal=key == result.REFUSAL,
    )


def _opinions(dossier: Dossier, item: WorkItem) -> list[Opinion]:
    asked = [each for each in dossier.work_items.all() if each.asked_by_id == item.pk]
    calendars, now = calendars_for(each.unit_id for each in asked) if asked else {}, moment.now()
    return [
        Opinion(
            name=each.name,
            unit=each.unit.name,
            holder=each.assignee.name if each.assignee else NOBODY,
            due=None if each.done_at else due_of(each.due_at, calendars[each.unit_id], now),
            answer=each.note,
            answered_by=each.done_by,
        )
        for each in asked
    ]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a typed text: blank lines keep them apart."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
