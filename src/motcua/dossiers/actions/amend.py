"""Acts that change the date, the case or the money, not the way of a dossier."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from motcua.dossiers import clock, content, printing
from motcua.dossiers.actions.accept import term_of
from motcua.dossiers.actions.apology import apology_sent
from motcua.dossiers.actions.charge import reprice
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.steps import pause_work, resume_work
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.ids import Id


@transaction.atomic
def apologise(*, actor: Actor, dossier_id: Id, reason: str, new_date: date | None) -> Dossier:
    """Form 04: apology with one new date, once only, at the latest a day before due (NĐ 61/2018 Đ19 kh.9).

    A later apology is still sent, and marked late in the history.
    """
    dossier = lock(dossier_id)
    old_due = dossier.due_at
    details = {
        "old_due": old_due.astimezone(moment.TZ).isoformat() if old_due else "",
        "new_date": new_date.isoformat() if new_date else "",
        "late": old_due is not None and _too_late(old_due),
    }
    row = move(
        actor=actor,
        dossier=dossier,
        verb="apologise",
        given={"reason": reason, "new_date": new_date, "details": details},
        change={"extended_to": new_date},
    )
    printing.make(actor=actor, dossier=dossier, kind=row.form, reason=reason, old_due=old_due)
    apology_sent(actor=actor, dossier=dossier)
    return dossier


def _too_late(due: datetime) -> bool:
    return moment.today() > clock.apology_latest(due.astimezone(moment.TZ))


@transaction.atomic
def change_case(*, actor: Actor, dossier_id: Id, answers: Mapping[str, str], reason: str) -> Dossier:
    """The officer finds that another case applies; the due date is computed anew from the original start.

    Answers not given stay as they were. What is still owed is determined anew too; what was paid stays. A
    dossier carried over may have come without a case; its due moment stays that of the earlier system.
    """
    dossier = lock(dossier_id)
    new = {**dossier.answers, **answers}
    settled = dossier.case_key or dossier.is_carried_over
    case = content.case_for(dossier, new) if settled else None
    details = {"before": dossier.case_key, "after": case.key if case else "", "answers": new}
    move(
        actor=actor,
        dossier=dossier,
        verb="change_case",
        given={"reason": reason, "details": details},
        change={"answers": new, "case_key": details["after"]},
        prepare=_take_case_anew,
    )
    reprice(actor, dossier)
    return dossier


def _take_case_anew(dossier: Dossier) -> None:
    dossier.__dict__.pop("case", None)
    dossier.term = term_of(dossier)


@transaction.atomic
def demand_payment(*, actor: Actor, dossier_id: Id, reason: str) -> Dossier:
    """The applicant owes tax or another duty first; the wait does not count
    (land: NĐ 101/2024).
    """
    dossier = lock(dossier_id)
    move(actor=actor, dossier=dossier, verb="demand_payment", given={"reason": reason})
    pause_work(dossier)
    return dossier


@transaction.atomic
def settle_payment(*, actor: Actor, dossier_id: Id, reason: str) -> Dossier:
    """The duty is done; the clock runs on. `reason` names the voucher."""
    dossier = lock(dossier_id)
    move(actor=actor, dossier=dossier, verb="settle_payment", given={"reason": reason})
    resume_work(dossier)
    return dossier
