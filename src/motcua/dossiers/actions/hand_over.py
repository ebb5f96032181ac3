"""The result reaches the person: at the desk, by post, or fetched electronically."""

from django.db import transaction

from motcua.dossiers.actions.custody import result_went_out
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.tasks import close_tasks
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.ids import Id


@transaction.atomic
def hand_over(*, actor: Actor, dossier_id: Id, receiver: str, note: str = "") -> Dossier:
    """Give the result out and write down who took it (register 07). Lateness never blocks this.

    The applicant who opens an electronic result has received it (`receiver` is then the applicant).
    """
    dossier = lock(dossier_id)
    at = moment.now()
    if dossier.belongs_to(actor):
        receiver = receiver.strip() or actor.name
    details = {"receiver": receiver.strip(), "note": note.strip(), "method": dossier.return_method}
    move(
        actor=actor,
        dossier=dossier,
        verb="hand_over",
        given={"receiver": receiver, "details": details},
        change={"returned_at": at},
    )
    dossier.results.filter(issued_at__isnull=False).update(delivered_at=at, receiver=receiver.strip()[:200])
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.RETURN)
    result_went_out(dossier=dossier, receiver=receiver.strip())
    return dossier
