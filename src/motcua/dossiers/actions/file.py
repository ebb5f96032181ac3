"""Sending a dossier: checked, priced, given to the right desk, and kept before the person is told so."""

from django.db import transaction

from motcua.catalogue.advice import fees
from motcua.dossiers import content, deadlines, places, printing
from motcua.dossiers.actions.accept import after_acceptance, start_clock
from motcua.dossiers.actions.draft import editable
from motcua.dossiers.actions.move import move
from motcua.dossiers.actions.tasks import open_task
from motcua.dossiers.models import Dossier, Paper, WorkItem
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.payments.actions import LineToPay, determine
from motcua.payments.models import Obligation


@transaction.atomic
def file(*, actor: Actor, dossier_id: object) -> Dossier:
    """Send a draft online or by post. When this returns the filing is on disk and in the desk's queue.

    Raises Refused with everything that is missing, in words; nothing typed is lost then.
    """
    dossier = editable(actor=actor, dossier_id=dossier_id)
    _complete(dossier)
    at = moment.now()
    dossier.filed_at = at
    dossier.acceptance_due_at = deadlines.acceptance_due_from(dossier, at)
    _price(actor, dossier)
    move(actor=actor, dossier=dossier, verb="file", given={"missing": content.missing(dossier)})
    open_task(
        dossier=dossier,
        kind=WorkItem.Kind.CHECK,
        role=DESK_OFFICER,
        unit=dossier.receiving_unit,
        due_at=dossier.acceptance_due_at,
    )
    return dossier


@transaction.atomic
def take_in(*, actor: Actor, dossier_id: object) -> Dossier:
    """Over the counter: the officer has the papers in hand and accepts at once (NĐ 61/2018 Đ17)."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    _complete(dossier)
    dossier.filed_at = moment.now()
    within_reach = dossier.spec.boundary_free or not content.is_outside_boundary(dossier)
    # The officer sees the papers while taking them: what is noted here has been looked at.
    dossier.papers.filter(replaced_at__isnull=True).update(verdict=Paper.Verdict.FINE)
    _price(actor, dossier)
    start_clock(dossier)
    row = move(
        actor=actor,
        dossier=dossier,
        verb="take_in",
        given={"missing": content.missing(dossier), "within_reach": within_reach},
    )
    printing.make(actor=actor, dossier=dossier, kind=row.form)
    after_acceptance(actor=actor, dossier=dossier)
    return dossier


def _complete(dossier: Dossier) -> None:
    """Fix the case, the values and the places, as they are at this moment."""
    dossier.case_key = content.case_for(dossier, dossier.answers).key
    dossier.__dict__.pop("case", None)
    content.refresh_values(dossier)
    dossier.competent_unit = content.competent_unit_of(dossier)
    if dossier.receiving_unit is None:
        dossier.receiving_unit = places.desk_of(dossier.competent_unit)
    if dossier.return_unit is None:
        dossier.return_unit = dossier.receiving_unit
    dossier.search_text = content.search_text(dossier)


def _price(actor: Actor, dossier: Dossier) -> Obligation:
    """The fees as the tariff stands today; kept on the dossier whatever becomes of the tariff."""
    lines = fees(
        dossier.spec, content.facts(dossier), dossier.channel, moment.today(), frozenset(dossier.fee_groups)
    )
    payer = dossier.owner_organisation.name if dossier.owner_organisation else dossier.submitter.full_name
    dossier.obligation = determine(
        actor=actor,
        payer=payer,
        lines=[
            LineToPay(
                kind=line.kind,
                key=line.key,
                name=line.name,
                amount=line.amount,
                timing=line.timing,
                basis=line.basis,
                explanation=tuple(line.explanation),
            )
            for line in lines
        ],
    )
    return dossier.obligation
