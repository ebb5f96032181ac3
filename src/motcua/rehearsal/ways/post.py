"""By the public post: the papers come by letter, the result goes home (QĐ 45/2016/QĐ-TTg)."""

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.delivery.models import Parcel
from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import DESK, POST, Life
from motcua.rehearsal.post import Consignment
from motcua.rehearsal.ways import Way, plain


def delivered(life: Life) -> None:
    """The desk types the letter in; the result is collected, brought, and only then handed over."""
    result = _on_its_way(life)
    life.is_now(Status.DONE)
    result.goes("out_for_delivery", "delivered")
    result.is_read_as(Parcel.State.DELIVERED)
    life.is_now(Status.RETURNED)


def come_back(life: Life) -> None:
    """Nobody is at home, it comes back, and the person fetches it at the desk."""
    result = _on_its_way(life)
    result.goes("out_for_delivery", "delivery_failed")
    result.is_read_as(Parcel.State.FAILED)
    result.goes("returned")
    result.is_read_as(Parcel.State.RETURNED)
    life.is_now(Status.DONE)
    why = {"reason": ["Bưu gửi hoàn về, người dân sẽ đến nhận."]}
    life.handling.act(life.handling.desk_officer, "/nhan-tai-quay/", why)
    life.method = DESK
    life.receive()


def _on_its_way(life: Life) -> Consignment:
    life.take_in(channel=POST, method=POST)
    life.is_now(Status.ACCEPTED)
    life.handling.take_payment()
    life.handling.forward()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    result = Consignment(life)
    result.is_read_as(Parcel.State.CREATED)
    result.goes("collected")
    result.is_read_as(Parcel.State.POSTED)
    return result


def _by_letter(spec: ProcedureSpec, case: Case) -> bool:
    return plain(spec, case) and POST in spec.channels


_MOVES = (("take_in", Status.DRAFT), ("forward", Status.ACCEPTED), ("hand_over", Status.DONE))

WAYS = (
    Way("post", "Giấy tờ gửi đến, kết quả gửi về qua bưu chính", delivered, _MOVES, _by_letter),
    Way("post-back", "Bưu gửi kết quả hoàn về, nhận tại quầy", come_back, _MOVES, _by_letter),
)
