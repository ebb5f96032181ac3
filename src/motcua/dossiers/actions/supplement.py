"""Asking the applicant to complete the dossier, once and completely, and taking the answer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction

from motcua.dossiers import clock, content, deadlines, printing
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.route import pause_work, resume_work
from motcua.dossiers.actions.tasks import close_tasks, open_task
from motcua.dossiers.models import Dossier, Supplement, SupplementItem, WorkItem
from motcua.identity.actor import DESK_OFFICER, SIGNER, Actor
from motcua.lib import moment


@dataclass(frozen=True)
class Wanted:
    """One thing that is wrong: a component, a field of the form, or (with its legal ground) something else."""

    kind: str
    key: str
    name: str
    reason: str
    legal_ground: str = ""


@transaction.atomic
def ask(*, actor: Actor, dossier_id: object, items: Iterable[Wanted], note: str = "") -> Dossier:
    """Send form 02 with every item and its reason. Before acceptance by the desk, afterwards by the handler.

    A second request needs a signer and is counted (NĐ 61/2018 Đ11 kh.2c; index 766). A request later than three
    working days after acceptance is flagged (Đ19 kh.4). The applicant has the procedure's days to answer.
    """
    dossier = lock(dossier_id)
    wanted = list(items)
    verb = "ask_supplement" if dossier.accepted_at is not None else "ask_before"
    reason = note.strip() or "; ".join(f"{item.name}: {item.reason}" for item in wanted)
    at = moment.now()
    window = dossier.case.supplement_window if dossier.case is not None else 30
    dossier.supplement_until = at.date() + timedelta(days=window)
    details = {"items": [asdict(item) for item in wanted]}
    row = move(
        actor=actor, dossier=dossier, verb=verb, given={"reason": reason, "items": details["items"], "details": details}
    )
    dossier.supplement_count += 1
    dossier.save(update_fields=["supplement_count"])
    supplement = Supplement.objects.create(
        dossier=dossier,
        number=dossier.supplement_count,
        asked_at=at,
        asked_by=actor.label,
        until=dossier.supplement_until,
        note=note.strip(),
        notice_late=_is_late(dossier),
        overridden=dossier.supplement_count > 1 and actor.has(SIGNER),
    )
    SupplementItem.objects.bulk_create(
        SupplementItem(
            supplement=supplement,
            kind=item.kind,
            key=item.key,
            name=item.name[:300],
            reason=item.reason.strip()[:500],
            legal_ground=item.legal_ground.strip()[:300],
        )
        for item in wanted
    )
    pause_work(dossier)
    printing.make(actor=actor, dossier=dossier, kind=row.form, supplement=supplement)
    return dossier


def _is_late(dossier: Dossier) -> bool:
    if dossier.accepted_at is None:
        return False
    accepted = dossier.accepted_at.astimezone(moment.TZ)
    return moment.now() > clock.supplement_notice_due(accepted, deadlines.calendar_of(dossier))


@transaction.atomic
def supply(*, actor: Actor, dossier_id: object) -> Dossier:
    """Send the answer. Everything that was asked for must be there; the clock runs on (or anew) from now."""
    dossier = lock(dossier_id)
    supplement = dossier.supplements.filter(answered_at__isnull=True).last()
    missing = content.unanswered(dossier, supplement) if supplement else []
    verb = "supply" if dossier.accepted_at is not None else "supply_before"
    at = moment.now()
    content.refresh_values(dossier)
    if dossier.accepted_at is None:
        dossier.acceptance_due_at = deadlines.acceptance_due_from(dossier, at)
    dossier.supplement_until = None
    move(actor=actor, dossier=dossier, verb=verb, given={"missing": missing})
    if supplement is not None:
        supplement.answered_at = at
        supplement.save(update_fields=["answered_at"])
        supplement.items.update(answered_at=at)
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.LAPSE)
    resume_work(dossier)
    if dossier.accepted_at is None:
        close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.CHECK)
        open_task(
            dossier=dossier,
            kind=WorkItem.Kind.CHECK,
            role=DESK_OFFICER,
            unit=dossier.receiving_unit,
            due_at=dossier.acceptance_due_at,
        )
    return dossier


def open_lapsed(*, most: int = 200) -> int:
    """Put dossiers whose days to answer are over before the desk, which confirms the end. Run by the worker."""
    over = (
        Dossier.objects.waiting_for_applicant()
        .filter(supplement_until__lt=moment.today())
        .exclude(work_items__kind=WorkItem.Kind.LAPSE, work_items__done_at__isnull=True)
        .values_list("pk", flat=True)[:most]
    )
    opened = 0
    for dossier_id in list(over):
        with transaction.atomic():
            dossier = lock(dossier_id)
            exists = dossier.work_items.filter(kind=WorkItem.Kind.LAPSE, done_at__isnull=True).exists()
            if exists or dossier.supplement_until is None:
                continue
            open_task(
                dossier=dossier,
                kind=WorkItem.Kind.LAPSE,
                role=DESK_OFFICER,
                unit=dossier.receiving_unit,
                due_at=moment.now(),
            )
            opened += 1
    return opened


