"""Sending a result by post from the page of the dossier, and writing down what became of it."""

from motcua.delivery.actions import Sheet
from motcua.dossiers.actions import post
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.web.desk.verbs import Post, text_of, verb


@verb("send-post")
def send(acting: Actor, dossier: Dossier, posted: Post) -> str:
    sheet = Sheet(
        reference="",
        recipient=text_of(posted, "recipient"),
        phone=text_of(posted, "phone"),
        address=text_of(posted, "address"),
        contents="",
        payer=text_of(posted, "payer"),
        number=text_of(posted, "number"),
    )
    parcel = post.send_by_post(actor=acting, dossier_id=dossier.pk, sheet=sheet)
    if parcel.number:
        return f"Đã ghi bưu gửi {parcel.number}. Khi bưu tá lấy đi, ghi «Bưu chính đang chuyển»."
    return "Đã lập đơn gửi; số hiệu sẽ hiện ở mục «Bưu chính» sau ít phút."


@verb("note-parcel")
def note(acting: Actor, dossier: Dossier, posted: Post) -> str:
    state = text_of(posted, "state")
    if not state:
        raise Refused("Hãy chọn chuyện gì đã xảy ra.", field="state")
    parcel = post.note_parcel(
        actor=acting,
        dossier_id=dossier.pk,
        state=state,
        receiver=text_of(posted, "receiver"),
        note=text_of(posted, "note"),
    )
    return f"Đã ghi: {parcel.get_state_display()}."


@verb("fetch-at-desk")
def fetch_at_desk(acting: Actor, dossier: Dossier, posted: Post) -> str:
    post.fetch_at_desk(actor=acting, dossier_id=dossier.pk, reason=text_of(posted, "reason"))
    return "Đã đổi: kết quả sẽ được nhận tại quầy."
