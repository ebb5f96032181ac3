"""What becomes of running dossiers when a version takes effect: moved, asked, or told why they stay.

Run by the worker, one dossier in one transaction. A row of `Transition` is written with it, so a run that was
broken off goes on where it was and nobody is gone through twice.
"""

import logging
from dataclasses import astuple

from django.db import transaction

from motcua.audit.actions import record
from motcua.catalogue.models import Version
from motcua.catalogue.transition import ClauseKind
from motcua.dossiers import moving, transition_notices
from motcua.dossiers.actions.change_version import change_version
from motcua.dossiers.actions.move import lock
from motcua.dossiers.actions.urge import holders
from motcua.dossiers.lifecycle import UNDECIDED
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.moving import Prospect
from motcua.dossiers.outlook import Known
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id

log = logging.getLogger(__name__)
_STATE = Transition.State


def take_effect(*, most: int = 200) -> int:
    """Go through running dossiers under the clauses of the versions in force, and close what nobody answered;
    returns for how many something was settled. A dossier with a fault of ours is logged and tried again.
    """
    settled, known = close_unanswered(most=most), Known()
    for version in moving.taking_effect():
        waiting = moving.waiting_for(version).order_by("pk").values_list("pk", flat=True)
        for dossier_id in list(waiting[: max(0, most - settled)]):
            try:
                settled += _settled(dossier_id, version, known)
            except Exception:
                log.exception("A dossier could not be taken through a clause; it is tried again.")
    return settled


def _settled(dossier_id: Id, version: Version, known: Known) -> bool:
    try:
        return settle(dossier_id=dossier_id, version=version, known=known)
    except Refused as refusal:
        return _refused(dossier_id, version, refusal.message)


@transaction.atomic
def _refused(dossier_id: Id, version: Version, why: str) -> bool:
    """An act on the way over was refused: all of it is undone, and the list says why."""
    dossier = lock(dossier_id)
    if not moving.waiting_for(version).filter(pk=dossier_id).exists():
        return False
    _stays(dossier, version, moving.prospect(dossier, version), why)
    return True


@transaction.atomic
def settle(*, dossier_id: Id, version: Version, known: Known | None = None) -> bool:
    """Settle one dossier under the clause of a version; whether there was anything to settle.

    `known`: places, agencies and calendars that were looked up in this run.
    """
    dossier = lock(dossier_id)
    if not moving.waiting_for(version).filter(pk=dossier_id).exists():
        return False
    prospect = moving.prospect(dossier, version, known)
    if prospect.obstacles:
        _stays(dossier, version, prospect, prospect.reason)
    elif version.transition == ClauseKind.MOVE:
        _keep(dossier, version, prospect, _STATE.MOVED, version.clause.words)
        change_version(dossier=dossier, version=version, prospect=prospect)
    elif version.answer_by is not None and version.answer_by < moment.today():
        _keep(dossier, version, prospect, _STATE.SILENT, "Hạn trả lời đã qua trước khi hỏi được.")
    else:
        kept = _keep(dossier, version, prospect, _STATE.ASKED, version.clause.words)
        transition_notices.asked(dossier=dossier, transition=kept)
    return True


@transaction.atomic
def answer(*, actor: Actor, dossier_id: Id, agrees: bool) -> Dossier:
    """The citizen agrees, and the dossier goes over at once, or stays. Raises Refused when nothing is asked
    any more, or when something has come in the way since.
    """
    dossier = lock(dossier_id)
    if not dossier.belongs_to(actor):
        raise Forbidden("Hồ sơ này không phải của bạn.", code="not-yours")
    asked = dossier.transitions.awaiting().select_related("version__procedure", "version__content").last()
    if asked is None:
        raise Refused("Hồ sơ này không còn gì phải chọn.", code="not-asked")
    if dossier.state not in UNDECIDED:
        raise Refused("Hồ sơ đã giải quyết xong nên không đổi quy định nữa.", code="ended")
    if asked.answer_by is not None and asked.answer_by < moment.today():
        raise Refused(
            f"Hạn trả lời đã hết ngày {short_date(asked.answer_by)}; hồ sơ giữ quy định cũ.", code="too-late"
        )
    asked.answered_at, asked.answered_by = moment.now(), actor.label[:200]
    asked.state = _STATE.MOVED if agrees else _STATE.DECLINED
    if agrees:
        prospect = moving.prospect(dossier, asked.version)
        change_version(dossier=dossier, version=asked.version, prospect=prospect, consent=actor.label)
        asked.differences = _told(prospect)
    else:
        asked.reason = "Người dân chọn giữ quy định cũ."
    asked.save()
    _record(actor, dossier, "answer_transition", {"agrees": agrees, "version": asked.version.number})
    return dossier


def close_unanswered(*, most: int = 200) -> int:
    """Whoever did not answer in time keeps the older version; so does what has ended meanwhile."""
    late = Transition.objects.awaiting().filter(answer_by__lt=moment.today())
    closed = 0
    for pk in list(late.order_by("answer_by", "pk").values_list("pk", flat=True)[:most]):
        closed += _close(pk)
    return closed


@transaction.atomic
def _close(transition_id: int) -> bool:
    dossier = lock(Transition.objects.values_list("dossier_id", flat=True).get(pk=transition_id))
    asked = Transition.objects.get(pk=transition_id)
    if not asked.is_awaiting or asked.answer_by is None:
        return False
    asked.state = _STATE.SILENT
    asked.reason = f"Không trả lời đến hết ngày {short_date(asked.answer_by)}."
    asked.save(update_fields=["state", "reason"])
    _record(SYSTEM_ACTOR, dossier, "transition_silent", {"version": asked.version_id})
    if dossier.state in UNDECIDED:
        transition_notices.silent(dossier=dossier)
    return True


def _stays(dossier: Dossier, version: Version, prospect: Prospect, why: str) -> None:
    """Whoever works on it is reminded: nobody else would look at the list of the version for it."""
    kept = _keep(dossier, version, prospect, _STATE.STAYS, why)
    transition_notices.stays(dossier=dossier, transition=kept, officers=holders(dossier))


def _keep(dossier: Dossier, version: Version, prospect: Prospect, state: str, reason: str) -> Transition:
    kept = Transition.objects.create(
        dossier=dossier,
        version=version,
        before=dossier.version,
        state=state,
        reason=reason,
        differences=_told(prospect),
        at=moment.now(),
        answer_by=version.answer_by if state == _STATE.ASKED else None,
    )
    _record(SYSTEM_ACTOR, dossier, f"transition_{state}", {"to": version.number, "reason": reason})
    return kept


def _told(prospect: Prospect) -> list[list[str]]:
    return [[label, before, after] for _, label, before, after in map(astuple, prospect.differences)]


def _record(actor: Actor, dossier: Dossier, verb: str, content: dict[str, object]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"number": dossier.number, **content},
        chain=dossier.receiving_unit_id or "system",
    )
