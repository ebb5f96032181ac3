"""Sending a dossier: checked, priced, given to the right desk, and kept before the person is told so."""

from django.db import transaction
from django.db.models import F

from motcua.catalogue.models import Procedure, Version
from motcua.dossiers import content, deadlines, places, printing
from motcua.dossiers.actions.accept import after_acceptance, start_clock
from motcua.dossiers.actions.charge import ask_by_qr, price
from motcua.dossiers.actions.draft import editable
from motcua.dossiers.actions.late_entry import late_words
from motcua.dossiers.actions.move import move
from motcua.dossiers.actions.tasks import open_task
from motcua.dossiers.models import Dossier, Paper, WorkItem
from motcua.identity.actions import check_may_file
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.lib.ids import Id


@transaction.atomic
def file(*, actor: Actor, dossier_id: Id) -> Dossier:
    """Send a draft online or by post. When this returns the filing is on disk and in the desk's queue.

    Raises Refused with everything that is missing, in words; nothing typed is lost then.
    """
    check_may_file(actor)
    dossier = editable(actor=actor, dossier_id=dossier_id)
    complete(dossier)
    at = moment.now()
    dossier.filed_at = at
    dossier.acceptance_due_at = deadlines.acceptance_due_from(dossier, at)
    price(actor, dossier)
    move(actor=actor, dossier=dossier, verb="file", given={"missing": content.missing(dossier)})
    ask_by_qr(actor, dossier)
    open_task(
        dossier=dossier,
        kind=WorkItem.Kind.CHECK,
        role=DESK_OFFICER,
        unit=dossier.receiving_unit,
        due_at=dossier.acceptance_due_at,
    )
    _count(dossier)
    return dossier


@transaction.atomic
def take_in(*, actor: Actor, dossier_id: Id) -> Dossier:
    """Over the counter: the officer has the papers in hand and accepts at once (NĐ 61/2018 Đ17)."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    late = late_words(dossier)
    complete(dossier)
    dossier.filed_at = dossier.paper_received_at or moment.now()
    within_reach = dossier.spec.boundary_free or not content.is_outside_boundary(dossier)
    # The officer sees the papers while taking them: what is noted here has been looked at.
    dossier.papers.filter(replaced_at__isnull=True).update(verdict=Paper.Verdict.FINE)
    price(actor, dossier)
    row = move(
        actor=actor,
        dossier=dossier,
        verb="take_in",
        given={"missing": content.missing(dossier), "within_reach": within_reach, **late},
        prepare=start_clock,
    )
    ask_by_qr(actor, dossier)
    printing.make(actor=actor, dossier=dossier, kind=row.form)
    after_acceptance(actor=actor, dossier=dossier)
    _count(dossier)
    return dossier


def complete(dossier: Dossier) -> None:
    """Fix the version, the case, the values and the places, as they are at this moment."""
    _settle_version(dossier)
    dossier.case_key = content.case_for(dossier, dossier.answers).key
    dossier.__dict__.pop("case", None)
    content.refresh_values(dossier)
    dossier.competent_unit = content.competent_unit_of(dossier)
    if dossier.receiving_unit is None:
        dossier.receiving_unit = places.desk_of(dossier.competent_unit)
    if dossier.return_unit is None:
        dossier.return_unit = dossier.receiving_unit
    dossier.search_text = content.search_text(dossier)


def _settle_version(dossier: Dossier) -> None:
    """A draft is sent under the version in force on the day of sending, whatever it was begun under; one
    typed after an outage, under that of the day it was really received.

    A procedure that has ended since takes nothing more.
    """
    received = dossier.paper_received_at
    today = received.astimezone(moment.TZ).date() if received is not None else moment.today()
    current = Version.objects.version_for(dossier.version.procedure_id, today)
    if current is None:
        last = dossier.version.effective_to
        if last is not None and last < today:
            raise Refused(
                f"Thủ tục này hết hiệu lực từ sau ngày {short_date(last)} nên không nhận hồ sơ mới.",
                code="repealed",
            )
    elif current.number > dossier.version.number:
        dossier.version = current
        dossier.__dict__.pop("spec", None)


def _count(dossier: Dossier) -> None:
    """Lists show what is filed most often first. Last of all, so that nobody waits long for the row."""
    Procedure.objects.filter(pk=dossier.version.procedure_id).update(popularity=F("popularity") + 1)
