"""Opening the steps of a route, and what the wait for the applicant does to them."""

from datetime import datetime
from decimal import Decimal

from motcua.dossiers import clock, notices, places
from motcua.dossiers.actions import tasks
from motcua.dossiers.models import Dossier, WorkItem
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for
from motcua.workflow.routes import first
from motcua.workflow.spec import MINUTES_PER_HOUR, Step


def begin(*, dossier: Dossier) -> None:
    """Open the first step."""
    open_step(dossier, first(dossier.spec.route).step)


def open_step(dossier: Dossier, step: Step) -> WorkItem:
    """Put a step into the queue of its unit and role, with the opinions it asks for."""
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
