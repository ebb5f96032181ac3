"""The result reaches the person: at the desk, by post, or fetched electronically."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.delivery.models import Parcel
from motcua.dossiers.actions.custody import result_went_out
from motcua.dossiers.actions.move import lock, move
from motcua.dossiers.actions.tasks import close_tasks
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id

SELF, DELEGATE = "self", "delegate"
CAPACITIES = {SELF: "Người nộp hoặc chủ hồ sơ", DELEGATE: "Người được ủy quyền, người đại diện"}
PAPERS = {
    "id-card": "Thẻ căn cước",
    "e-identity": "Căn cước điện tử trên VNeID",
    "passport": "Hộ chiếu",
    "other": "Giấy tờ khác có ảnh",
}
PROOFS = {"register": "Đã ký vào sổ theo dõi hồ sơ", "confirmed": "Cán bộ xác nhận, người nhận không ký được"}
_KEPT_DIGITS = 4


@dataclass(frozen=True)
class Shown:
    """What whoever fetched the result showed and how it was confirmed (NĐ 61/2018 Đ20).

    `number` of the identity paper: only its end is kept. `authorisation`: number, day, who certified it.
    """

    capacity: str
    paper: str
    number: str = ""
    authorisation: str = ""
    proof: str = "register"

    def kept(self) -> dict[str, str]:
        """As the history keeps it."""
        return {
            "capacity": self.capacity,
            "paper": self.paper,
            "paper_end": self.number.strip()[-_KEPT_DIGITS:],
            "authorisation": self.authorisation.strip(),
            "proof": self.proof,
        }


@transaction.atomic
def hand_over(
    *, actor: Actor, dossier_id: Id, receiver: str, note: str = "", shown: Shown | None = None
) -> Dossier:
    """Give the result out and write down who took it (register 07). Lateness never blocks this.

    At the desk `shown` says by which paper the receiver was recognised, and by which authorisation. The
    applicant who opens an electronic result has received it (`receiver` is then the applicant).
    """
    dossier = lock(dossier_id)
    if dossier.belongs_to(actor):
        receiver = receiver.strip() or actor.name
    elif Parcel.objects.of(dossier.pk).under_way().exists():
        raise Refused(
            "Kết quả đang gửi qua bưu chính. Hãy chờ bưu gửi hoàn về, hoặc hủy đơn gửi rồi trả tại quầy.",
            code="parcel-under-way",
        )
    details = {"receiver": receiver.strip(), "note": note.strip(), "method": dossier.return_method}
    given: dict[str, object] = {"receiver": receiver, "shown": shown}
    given["details"] = details | (shown.kept() if shown else {})
    _give(actor, dossier, given, receiver.strip(), moment.now())
    return dossier


def received_by_post(*, dossier: Dossier, receiver: str, number: str, at: datetime) -> None:
    """The post has delivered it, at its own moment; within the act that heard of it, on a locked dossier."""
    at = min(max(at, dossier.finished_at or at), moment.now())
    details = {"receiver": receiver, "note": "", "method": "post", "parcel_number": number}
    _give(SYSTEM_ACTOR, dossier, {"receiver": receiver, "details": details}, receiver, at)


def _give(actor: Actor, dossier: Dossier, given: dict[str, object], receiver: str, at: datetime) -> None:
    move(actor=actor, dossier=dossier, verb="hand_over", given=given, change={"returned_at": at})
    dossier.results.filter(issued_at__isnull=False).update(delivered_at=at, receiver=receiver[:200])
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.RETURN)
    result_went_out(dossier=dossier, receiver=receiver)
