"""The list of papers handed over (giấy bàn giao) as a PDF, drawn from the list as it stands."""

from django.conf import settings

from motcua.documents import paper
from motcua.documents.paper import data as shapes
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers import transfers
from motcua.dossiers.control_rows import local
from motcua.dossiers.models import TransferLine, TransferList, What
from motcua.lib import moment


def slip(made: TransferList) -> shapes.TransferSlip:
    """What the paper says: every line with its code, the pieces counted, and the answer of the receiver."""
    lines = transfers.lines_of(made)
    at = local(made.made_at) or moment.now()
    parent = made.giver.parent.name if made.giver.parent is not None else ""
    head = shapes.Letterhead(
        agency=made.giver.name,
        parent_agency=parent,
        place=settings.PROVINCE["name"],
        day=at.date(),
        number=made.number,
    )
    answered = [line for line in lines if line.has_arrived]
    receivers = dict.fromkeys(line.answered_by for line in answered)
    moments = [line.answered_at for line in answered if line.answered_at is not None]
    return shapes.TransferSlip(
        head=head,
        code=made.number,
        what=str(What(made.what).label),
        giver_agency=made.giver.name,
        receiver_agency=made.receiver.name,
        giver=made.made_by,
        given_at=at,
        receiver=", ".join(receivers),
        received_at=local(max(moments)) if moments else None,
        ground=made.ground,
        lines=tuple(_line(line) for line in lines),
    )


def _line(line: TransferLine) -> shapes.TransferredLine:
    return shapes.TransferredLine(
        code=line.dossier.number,
        owner=line.dossier.owner.full_name,
        procedure=line.dossier.version.procedure.name,
        papers=tuple(str(each["name"]) for each in line.papers),
        originals=line.originals,
        copies=line.copies,
        answer="" if line.is_waiting else line.get_state_display(),
        remark=line.remark,
    )


def pdf(made: TransferList, *, size: paper.Size = "a4") -> bytes:
    """The list, ready to be printed and signed by both sides."""
    return paper.render(FormKind.TRANSFER, slip(made), size)
