"""Papers of the demo province on their way: the desk gives them on a list, the agency confirms."""

from motcua.demo.office import NobodyThere, Office
from motcua.dossiers import places
from motcua.dossiers.actions import transfer
from motcua.dossiers.actions.accept import forward
from motcua.dossiers.models import Custody, Dossier, TransferLine, What
from motcua.identity.actor import Actor
from motcua.organisation.models import Unit
from motcua.workflow.routes import first


def send_papers(office: Office, dossier: Dossier, desk: Actor, number: int) -> None:
    """To the agency that decides; one that received for itself just goes on."""
    worker = _worker(office, dossier, desk, number)
    custody = Custody.objects.filter(dossier=dossier, what=What.PAPERS, due_at__isnull=False).first()
    if custody is None or worker is None:
        forward(actor=desk, dossier_id=dossier.pk)
        return
    _carry(custody, desk, worker)


def send_result(office: Office, dossier: Dossier, number: int) -> None:
    """From the agency to the desk that returns it, where it is given out on paper."""
    custody = Custody.objects.filter(dossier=dossier, what=What.RESULT, due_at__isnull=False).first()
    if custody is None:
        return
    last = dossier.work_items.filter(kind="step", done_at__isnull=False).order_by("-done_at").first()
    if last is not None:
        giver = office.officer(last.unit_id, last.role, number)
        _carry(custody, giver, office.desk(dossier.return_unit_id, number))


def _carry(custody: Custody, giver: Actor, taker: Actor) -> None:
    (made,) = transfer.make(actor=giver, custody_ids=[custody.pk])
    answers = {line.pk: transfer.Answer(TransferLine.State.RECEIVED) for line in made.lines.all()}
    transfer.answer(actor=taker, list_id=made.pk, answers=answers)


def _worker(office: Office, dossier: Dossier, desk: Actor, number: int) -> Actor | None:
    """Who takes papers in for the agency: of its first step where that is a part of it, else who signs."""
    competent = dossier.competent_unit
    if competent is None or competent.pk == desk.unit_id:
        return None
    step = first(dossier.spec.route).step
    unit = places.step_unit(dossier, step.unit)
    part = unit.pk == competent.pk or Unit.objects.filter(pk=unit.pk, parent=competent).parts().exists()
    wanted = [(unit.pk, step.role)] if part and unit.pk != desk.unit_id else []
    for unit_id, role in [*wanted, (competent.pk, "signer")]:
        try:
            return office.officer(unit_id, role, number)
        except NobodyThere:
            continue
    return None
