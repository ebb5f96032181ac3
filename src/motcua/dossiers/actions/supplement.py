"""Asking the applicant to complete the dossier, once and completely, and taking the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from motcua.dossiers import clock, content, deadlines, printing
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.pointing import Wanted as Wanted
from motcua.dossiers.actions.pointing import keep_items, pointed
from motcua.dossiers.actions.steps import pause_work, resume_work
from motcua.dossiers.actions.tasks import close_tasks, open_task
from motcua.dossiers.form_files import with_own_files
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Paper, Supplement, SupplementItem, WorkItem
from motcua.forms.answers import as_raw, change_group
from motcua.forms.raw import of_form
from motcua.identity.actor import DESK_OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id


@transaction.atomic
def ask(*, actor: Actor, dossier_id: Id, items: Iterable[Wanted], note: str = "") -> Dossier:
    """Send form 02 with every item and its reason. Before acceptance by the desk, afterwards by the handler.

    A second request needs a signer and is counted (NĐ 61/2018 Đ11 kh.2c; index 766). A request later than
    three working days after acceptance is flagged (Đ19 kh.4). The applicant has the procedure's days to
    answer.
    """
    dossier = lock(dossier_id)
    wanted = pointed(dossier, items)
    verb = "ask_supplement" if dossier.accepted_at is not None else "ask_before"
    reason = note.strip() or "; ".join(f"{item.name}: {item.reason}" for item in wanted) or "Bổ sung hồ sơ"
    at = moment.now()
    window = dossier.case.supplement_window if dossier.case is not None else 30
    dossier.supplement_until = at.date() + timedelta(days=window)
    details = {"items": [asdict(each) for each in wanted]}
    row = move(
        actor=actor,
        dossier=dossier,
        verb=verb,
        given={"reason": reason, "items": details["items"], "details": details},
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
        overridden=dossier.supplement_count > 1,
    )
    keep_items(actor, supplement, wanted)
    # Before acceptance the desk has done its check; after the answer there is a new one.
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.CHECK, outcome="supplement")
    pause_work(dossier)
    printing.make(actor=actor, dossier=dossier, kind=row.form, supplement=supplement)
    return dossier


def _is_late(dossier: Dossier) -> bool:
    if dossier.accepted_at is None:
        return False
    accepted = dossier.accepted_at.astimezone(moment.TZ)
    return moment.now() > clock.supplement_notice_due(accepted, deadlines.calendar_of(dossier))


@transaction.atomic
def correct(
    *,
    actor: Actor,
    dossier_id: Id,
    raw: Mapping[str, Any],
    files: Mapping[str, Sequence[str]] | None = None,
) -> Dossier:
    """Keep what the applicant typed anew, valid or not, for the fields that the open request asks about.

    Fields that only the new answers bring up, or make wrong, may be filled too; everything else stays as it
    was sent. «Thêm» and «Bỏ» of groups are obeyed. The values follow when the answer is sent (`supply`).
    """
    dossier = lock(dossier_id)
    at_desk = actor.has(DESK_OFFICER) and dossier.desk_id in actor.units
    if not (dossier.belongs_to(actor) or at_desk):
        raise Forbidden("Hồ sơ này không phải của bạn.")
    if dossier.state != Status.SUPPLEMENT:
        raise Refused("Lúc này hồ sơ không nhận sửa tờ khai.", code="closed")
    form = dossier.spec.form
    sent = with_own_files(form, as_raw(dossier.raw), as_raw(raw), files or {})
    typed = of_form(form, change_group(form, of_form(form, sent), sent) or sent)
    asked = content.asked_fields(dossier)
    _take_in(dossier, typed, asked)
    _take_in(dossier, typed, set(content.checked(dossier).errors))
    dossier.touched_at = moment.now()
    dossier.save(update_fields=["raw", "touched_at"])
    looked_at = [key for key in asked if any(_is_asked(name, {key}) for name in typed)]
    SupplementItem.objects.filter(
        supplement__dossier=dossier,
        supplement__answered_at=None,
        kind=SupplementItem.Kind.FIELD,
        key__in=looked_at,
    ).update(answered_at=dossier.touched_at)
    return dossier


def _take_in(dossier: Dossier, typed: Mapping[str, list[str]], asked: set[str]) -> None:
    """A group is replaced whole, so that an entry taken out of it is gone."""
    wanted = {name: texts for name, texts in typed.items() if _is_asked(name, asked)}
    whole = {name.partition(".")[0] for name in wanted} & {
        field.key for field in dossier.spec.form.all_fields() if field.type == "group" and field.key in asked
    }
    kept = {name: texts for name, texts in dossier.raw.items() if name.partition(".")[0] not in whole}
    dossier.raw = {**kept, **wanted}


def _is_asked(name: str, asked: set[str]) -> bool:
    """`mother.full_name` is asked for by its own name, or with the whole of `mother`."""
    return name in asked or name.partition(".")[0] in asked


@transaction.atomic
def supply(*, actor: Actor, dossier_id: Id) -> Dossier:
    """Send the answer. Everything that was asked for must be there; the clock runs on (or anew) from now."""
    dossier = lock(dossier_id)
    supplement = dossier.supplements.filter(answered_at__isnull=True).last()
    missing = content.unanswered(dossier, supplement) if supplement else []
    verb = "supply" if dossier.accepted_at is not None else "supply_before"
    at = moment.now()
    move(
        actor=actor,
        dossier=dossier,
        verb=verb,
        given={"missing": missing},
        change={"supplement_until": None},
        prepare=_take_answer,
    )
    if supplement is not None:
        _replace_wrong(dossier, supplement, at)
        supplement.answered_at = at
        supplement.save(update_fields=["answered_at"])
        supplement.items.update(answered_at=at)
    close_tasks(actor=SYSTEM_ACTOR, dossier=dossier, kind=WorkItem.Kind.LAPSE, outcome="supplied")
    resume_work(dossier)
    if dossier.accepted_at is None:
        open_task(
            dossier=dossier,
            kind=WorkItem.Kind.CHECK,
            role=DESK_OFFICER,
            unit=dossier.receiving_unit,
            due_at=dossier.acceptance_due_at,
        )
    return dossier


def _take_answer(dossier: Dossier) -> None:
    """The values follow what was typed anew; before acceptance the agency and
    the desk's time follow as well.
    """
    content.refresh_values(dossier)
    if dossier.accepted_at is None:
        dossier.competent_unit = content.competent_unit_of(dossier)
        dossier.acceptance_due_at = deadlines.acceptance_due_from(dossier, moment.now())


def _replace_wrong(dossier: Dossier, supplement: Supplement, at: datetime) -> None:
    """What was found wrong has been sent anew: the old paper stays in the history only."""
    keys = supplement.items.exclude(kind=SupplementItem.Kind.FIELD).values_list("key", flat=True)
    old = dossier.papers.filter(component_key__in=list(keys), replaced_at__isnull=True)
    old.filter(verdict=Paper.Verdict.WRONG, added_at__lt=supplement.asked_at).update(replaced_at=at)


def open_lapsed(*, most: int = 200) -> int:
    """Put dossiers whose days to answer are over before the desk, which
    confirms the end. Run by the worker.
    """
    seen = WorkItem.objects.open().filter(dossier=OuterRef("pk"), kind=WorkItem.Kind.LAPSE)
    over = (
        Dossier.objects.waiting_for_applicant()
        .filter(~Exists(seen), supplement_until__lt=moment.today())
        .order_by("supplement_until", "pk")
        .values_list("pk", flat=True)[:most]
    )
    opened = 0
    for dossier_id in list(over):
        with transaction.atomic():
            dossier = lock(dossier_id)
            exists = dossier.work_items.filter(kind=WorkItem.Kind.LAPSE, done_at__isnull=True).exists()
            if exists or dossier.state != Status.SUPPLEMENT:
                continue
            open_task(
                dossier=dossier,
                kind=WorkItem.Kind.LAPSE,
                role=DESK_OFFICER,
                unit=dossier.receiving_unit,
                due_at=deadlines.acceptance_due_from(dossier, moment.now()),
            )
            opened += 1
    return opened
