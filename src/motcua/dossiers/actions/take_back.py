"""Before the desk has begun to check, the sender may take a dossier back, correct it and send it again."""

from django.db import transaction

from motcua.dossiers.actions.charge import drop_unpaid
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.tasks import close_tasks
from motcua.dossiers.models import Dossier, Paper, WorkItem
from motcua.identity.actor import Actor
from motcua.lib.ids import Id


@transaction.atomic
def take_back(*, actor: Actor, dossier_id: Id) -> Dossier:
    """A filed dossier becomes a draft again, with everything in it; nobody at the desk has it any more.

    The eight working hours of the desk begin anew when it is sent again.
    """
    dossier = lock(dossier_id)
    owed = dossier.obligation
    move(
        actor=actor,
        dossier=dossier,
        verb="take_back",
        given={"paid": owed is not None and owed.is_paid_into},
        change={
            "filed_at": None,
            "acceptance_due_at": None,
            "receiving_unit": None if dossier.channel == "online" else dossier.receiving_unit,
            "return_unit": None if dossier.channel == "online" else dossier.return_unit,
        },
    )
    # What changes is looked at again; so is what it stands beside.
    dossier.papers.filter(replaced_at=None).update(verdict=Paper.Verdict.UNSEEN, remark="")
    drop_unpaid(actor, dossier)
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.CHECK, outcome="taken_back")
    return dossier
