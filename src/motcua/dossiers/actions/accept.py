"""The desk accepts a dossier: it gets its code, its clock starts, the receipt slip (form 01) is printed."""

from typing import Any

from django.db import transaction

from motcua.dossiers import clock, content, counters, deadlines, printing
from motcua.dossiers.actions import custody
from motcua.dossiers.actions.charge import ask_by_qr
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.register import enter
from motcua.dossiers.actions.steps import begin
from motcua.dossiers.actions.tasks import close_tasks, open_task
from motcua.dossiers.models import Channel, Dossier, WorkItem
from motcua.identity.actor import DESK_OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.organisation.queries import responsible_unit


@transaction.atomic
def accept(*, actor: Actor, dossier_id: Id) -> Dossier:
    """Accept a filed dossier as complete and correct. Electronic dossiers go on to the agency at once.

    The code carries the day of acceptance, not of filing (NĐ 61/2018 Đ26); one code per dossier (NĐ 309/2026
    Đ8).
    """
    dossier = lock(dossier_id)
    row = move(actor=actor, dossier=dossier, verb="accept", prepare=start_clock)
    ask_by_qr(actor, dossier)
    printing.make(actor=actor, dossier=dossier, kind=row.form)
    after_acceptance(actor=actor, dossier=dossier)
    return dossier


def start_clock(dossier: Dossier) -> None:
    """Give the code and fix the term, when every guard of the move has passed."""
    if dossier.receiving_unit is None:
        raise Refused("Hồ sơ chưa có nơi tiếp nhận.")
    at = (dossier.paper_received_at or moment.now()).astimezone(moment.TZ)
    desk = responsible_unit(dossier.receiving_unit, on=moment.today())
    dossier.code = counters.new_dossier_code(desk, at.date())
    dossier.accepted_at = at
    dossier.outside_boundary = content.is_outside_boundary(dossier)
    # Paper taken in elsewhere reaches the competent agency later: until it does, the promise counts on the
    # moment by which it has to (NĐ 309/2026 Đ8 kh.3, Đ9); `arrive` puts the true one in its place.
    travels = dossier.outside_boundary and dossier.channel != Channel.ONLINE
    dossier.clock_from = custody.pass_on_by(dossier, at) if travels else at
    dossier.term = term_of(dossier)
    dossier.search_text = content.search_text(dossier)


def term_of(dossier: Dossier) -> dict[str, Any]:
    """The term that applies to this case and channel, kept with the dossier as it was on that day."""
    case = dossier.case
    if case is None:
        raise Refused("Chưa xác định được trường hợp giải quyết của hồ sơ.", code="no-case")
    return content.kept_term(case, content.term_for(dossier))


def after_acceptance(*, actor: Actor, dossier: Dossier) -> None:
    """Into the book of the desk; electronic dossiers move on at once.

    Paper has until the 15:00 rule says (NĐ 309/2026 Đ9).
    """
    enter(dossier)
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.CHECK)
    if dossier.channel == Channel.ONLINE:
        _forward(SYSTEM_ACTOR, dossier)
        return
    # Typed after an outage: nobody is late with a transfer that could not be asked for before.
    received = moment.now() if dossier.entered_late else dossier.accepted_at or moment.now()
    custody.papers_came_in(dossier=dossier, person=actor.label)
    open_task(
        dossier=dossier,
        kind=WorkItem.Kind.TRANSFER,
        role=DESK_OFFICER,
        unit=dossier.receiving_unit,
        due_at=custody.pass_on_by(dossier, received),
    )


def _forward(actor: Actor, dossier: Dossier, details: dict[str, Any] | None = None) -> None:
    row = move(actor=actor, dossier=dossier, verb="forward", given={"details": details or {}})
    printing.make(actor=actor, dossier=dossier, kind=row.form)
    begin(dossier=dossier)


@transaction.atomic
def forward(*, actor: Actor, dossier_id: Id) -> Dossier:
    """The desk sends the dossier on to the agency by the system; the control sheet (form 06) goes with it.

    The desk answers for the paper until somebody has confirmed it on a list. Taken in outside the boundary, a
    dossier goes on by such a list only (`transfer.answer`). Raises Refused.
    """
    dossier = lock(dossier_id)
    _forward(actor, dossier)
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.TRANSFER)
    return dossier


def arrive(*, dossier: Dossier, giver: str, receiver: str, number: str) -> None:
    """The competent agency has confirmed the papers of a locked dossier: its work begins, and outside the
    boundary its term (NĐ 309/2026 Đ8 kh.3).
    """
    at = moment.now()
    dossier.arrived_at = at
    if dossier.outside_boundary and dossier.accepted_at is not None:
        dossier.clock_from = clock.start_moment(dossier.accepted_at.astimezone(moment.TZ), at)
        deadline = deadlines.deadline_of(dossier)
        dossier.due_at = deadline.due if deadline else None
    _forward(SYSTEM_ACTOR, dossier, {"list": number, "giver": giver, "receiver": receiver})
    close_tasks(actor=SYSTEM_ACTOR, dossier=dossier, kind=WorkItem.Kind.TRANSFER, outcome="transferred")
