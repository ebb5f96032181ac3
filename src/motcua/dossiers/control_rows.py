"""The rows of the control sheet (form 06) out of the real history: every step, and every time paper changed
hands.
"""

from datetime import datetime

from motcua.documents.paper.data import HandOver, Outcome
from motcua.dossiers.models import Dossier, TransferLine, What, WorkItem
from motcua.lib import moment
from motcua.workflow.spec import MINUTES_PER_HOUR

_WHAT = {What.PAPERS.value: "Bàn giao hồ sơ giấy", What.RESULT.value: "Bàn giao kết quả bản giấy"}


def rows(dossier: Dossier) -> tuple[HandOver, ...]:
    """Who gave to whom, at which minute, and whether it kept its time; in the order in which it happened."""
    found = [*_transfers(dossier), *_steps(dossier)]
    return tuple(row for _, row in sorted(found, key=lambda pair: pair[0]))


def _steps(dossier: Dossier) -> list[tuple[datetime, HandOver]]:
    found = []
    agency, giver = dossier.receiving_unit.name if dossier.receiving_unit else "", _sent_by(dossier)
    items = dossier.work_items.select_related("unit").filter(kind=WorkItem.Kind.STEP)
    for item in items.order_by("opened_at"):
        row = HandOver(
            step=item.name,
            giver_agency=agency,
            receiver_agency=item.unit.name,
            giver=giver,
            receiver=item.done_by,
            at=local(item.opened_at),
            due_at=local(item.due_at),
            outcome=kept(item.done_at, item.due_at),
            note=item.note,
        )
        found.append((item.opened_at, row))
        agency, giver = item.unit.name, item.done_by
    return found


def _sent_by(dossier: Dossier) -> str:
    """The officer who sent the dossier on to the agency: of the desk, or by the list that was confirmed."""
    sent = dossier.movements.filter(verb="forward").first()
    return "" if sent is None else str(sent.details.get("giver") or sent.actor)


def _transfers(dossier: Dossier) -> list[tuple[datetime, HandOver]]:
    lines = TransferLine.objects.arrived().filter(dossier=dossier)
    return [
        (
            line.answered_at,
            HandOver(
                step=f"{_WHAT[line.what]}, giấy bàn giao {line.transfer.number}",
                giver_agency=line.transfer.giver.name,
                receiver_agency=line.transfer.receiver.name,
                giver=line.transfer.made_by,
                receiver=line.answered_by,
                at=local(line.answered_at),
                due_at=local(line.due_at),
                outcome=kept(line.answered_at, line.due_at),
                note=line.remark or line.transfer.ground,
            ),
        )
        for line in lines.select_related("transfer__giver", "transfer__receiver")
        if line.answered_at is not None
    ]


def local(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(moment.TZ)


def kept(done_at: datetime | None, due_at: datetime | None) -> Outcome:
    """Early by more than an hour, on time, late; nothing while it is not done or has no time set."""
    if done_at is None or due_at is None:
        return ""
    if done_at > due_at:
        return "late"
    return "early" if (due_at - done_at).total_seconds() > MINUTES_PER_HOUR * 60 else "on_time"
