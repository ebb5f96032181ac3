"""Who answers for the paper: written down when it comes in, and again when somebody else has confirmed it."""

from datetime import datetime

from motcua.dossiers import clock, deadlines
from motcua.dossiers.models import Custody, Dossier, ReturnMethod, What, WorkItem
from motcua.lib import moment
from motcua.organisation.models import Unit


def hold(
    *, dossier: Dossier, what: str, holder: Unit, person: str, due_at: datetime | None = None
) -> Custody:
    """From now on this unit has it; `due_at` when it has to go on to somebody else. The dossier is locked."""
    custody, _ = Custody.objects.update_or_create(
        dossier=dossier,
        what=what,
        defaults={"holder": holder, "person": person, "since": moment.now(), "due_at": due_at},
    )
    return custody


def pass_on_by(dossier: Dossier, since: datetime) -> datetime:
    """Until when paper goes on: the same day, or the first hour of the next after 15:00 (NĐ 309/2026 Đ9)."""
    return clock.transfer_due(since.astimezone(moment.TZ), deadlines.calendar_of(dossier))


def papers_came_in(*, dossier: Dossier, person: str) -> None:
    """Papers are on the desk; an agency that receives for itself keeps them."""
    desk = dossier.receiving_unit
    if desk is None:
        return
    goes_on = dossier.competent_unit_id not in (None, desk.pk)
    due = pass_on_by(dossier, moment.now()) if goes_on else None
    hold(dossier=dossier, what=What.PAPERS, holder=desk, person=person, due_at=due)


def result_is_ready(*, dossier: Dossier) -> None:
    """A result that is given out on paper lies where the last step was done, and goes to the desk that
    returns it.
    """
    desk = dossier.return_unit or dossier.receiving_unit
    steps = dossier.work_items.filter(kind=WorkItem.Kind.STEP, done_at__isnull=False)
    last = steps.select_related("unit").order_by("-done_at").first()
    if dossier.return_method == ReturnMethod.ELECTRONIC or last is None or desk is None:
        return
    due = None if last.unit_id == desk.pk else pass_on_by(dossier, moment.now())
    hold(dossier=dossier, what=What.RESULT, holder=last.unit, person=last.done_by, due_at=due)


def result_went_out(*, dossier: Dossier, receiver: str) -> None:
    """The person has it: nobody has to hand it on any more."""
    Custody.objects.filter(dossier=dossier, what=What.RESULT).update(
        person=f"Đã trả: {receiver}"[:200], since=moment.now(), due_at=None
    )
