"""The post on the page of a dossier: what was sent, where it is, and what the desk may do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from motcua.delivery.gateway import carrier
from motcua.delivery.models import Parcel, ParcelEvent
from motcua.dossiers import rules
from motcua.dossiers.actions import post
from motcua.dossiers.actions.hand_over import PAPERS, PROOFS
from motcua.dossiers.lifecycle import FINISHED
from motcua.dossiers.models import Dossier, ReturnMethod
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib.money import dong
from motcua.web.desk.ask import Act, Ask
from motcua.web.ui import parts

_TONES: dict[str, tuple[str, parts.Tone]] = {
    Parcel.State.CREATED: ("new", "grey"),
    Parcel.State.POSTED: ("clock", "blue"),
    Parcel.State.FAILED: ("warning", "amber"),
    Parcel.State.DELIVERED: ("done", "green"),
    Parcel.State.RETURNED: ("back", "amber"),
    Parcel.State.CANCELLED: ("stop", "grey"),
}


def handed_words(details: Mapping[str, Any]) -> str:
    """Who took a result, by which paper and authorisation, as the history keeps it."""
    if not details.get("receiver"):
        return ""
    end = details.get("paper_end", "")
    parts_of = (
        f"Người nhận: {details['receiver']}",
        PAPERS.get(details.get("paper", ""), "") + (f" …{end}" if end else ""),
        details.get("authorisation", ""),
        PROOFS.get(details.get("proof", ""), ""),
        f"bưu gửi {details['parcel_number']}" if details.get("parcel_number") else "",
        details.get("note", ""),
    )
    return "; ".join(part for part in parts_of if part)


@dataclass(frozen=True)
class Sent:
    """A parcel as the page of its dossier shows it. `postage` stands apart from fees and charges."""

    parcel: Parcel
    status: parts.Status
    postage: str
    order: str
    events: list[ParcelEvent]


def parcels_of(dossier: Dossier) -> list[Sent]:
    """What was sent of this dossier, the latest first; nothing before there is a result."""
    if dossier.state not in FINISHED:
        return []
    return [_sent(parcel) for parcel in Parcel.objects.of(dossier.pk).prefetch_related("events")]


def _sent(parcel: Parcel) -> Sent:
    icon, tone = _TONES[parcel.state]
    price = dong(parcel.postage) if parcel.postage is not None else "chưa có"
    return Sent(
        parcel=parcel,
        status=parts.Status(parcel.get_state_display(), icon, tone),
        postage=f"{price}, {parcel.get_payer_display().lower()}",
        order=parcel.get_order_display(),
        events=list(parcel.events.all()),
    )


def post_acts(dossier: Dossier, actor: Actor, sent: list[Sent]) -> list[Act]:
    """What a desk officer may do about the post for this dossier now."""
    at_desk = actor.has(DESK_OFFICER) and rules.competent(dossier, actor, DESK_OFFICER)
    if not at_desk or not dossier.is_to_hand_over:
        return []
    way = next((each.parcel for each in sent if each.parcel.is_under_way), None)
    if way is not None:
        return [_noting(dossier, way)]
    acts = [_sending(dossier)]
    if dossier.return_method == ReturnMethod.POST:
        why = Ask("reason", "Vì sao đổi cách nhận", required=True)
        url = reverse("desk:fetch-at-desk", args=[dossier.pk])
        acts.append(Act("fetch-at-desk", url, "Đổi sang nhận tại quầy", asks=(why,)))
    return acts


def _sending(dossier: Dossier) -> Act:
    connected = carrier() is not None
    number_help = (
        "Để trống: hệ thống gửi đơn cho bưu chính và nhận số hiệu."
        if connected
        else "Chép số hiệu trên phiếu gửi của bưu chính."
    )
    asks = (
        Ask("recipient", "Người nhận", "text", required=True, value=dossier.submitter.full_name),
        Ask("phone", "Số điện thoại người nhận", "text", required=True, value=dossier.submitter.phone),
        Ask("address", "Địa chỉ nhận", required=True, value=dossier.return_address),
        Ask(
            "payer",
            "Ai trả cước bưu chính",
            "choice",
            required=True,
            value=Parcel.Payer.RECEIVER.value,
            options=tuple((str(value), str(label)) for value, label in Parcel.Payer.choices),
            help="Cước là giá của bưu chính, không phải phí hay lệ phí.",
        ),
        Ask("number", "Số hiệu bưu gửi", "text", required=not connected, help=number_help),
    )
    tone = "primary" if dossier.return_method == ReturnMethod.POST else "secondary"
    url = reverse("desk:send-post", args=[dossier.pk])
    return Act("send-post", url, "Gửi kết quả qua bưu chính", tone=tone, asks=asks)  # type: ignore[arg-type]


def _noting(dossier: Dossier, parcel: Parcel) -> Act:
    labels = dict(Parcel.State.choices)
    options = tuple((str(state), str(labels[state])) for state in post.NEXT[parcel.state])
    asks = (
        Ask("state", "Chuyện gì đã xảy ra", "choice", required=True, options=options),
        Ask("receiver", "Người đã nhận", "text", help="Khi đã giao: họ tên trên báo phát."),
        Ask("note", "Ghi chú", "text", help="Khi giao không thành hoặc hủy: lý do."),
    )
    by_hand = parcel.order == Parcel.Order.BY_HAND
    hint = "" if by_hand else "Bưu chính tự báo tin; chỉ ghi tay khi tin không đến."
    url = reverse("desk:note-parcel", args=[dossier.pk])
    return Act("note-parcel", url, "Ghi tin của bưu gửi", hint=hint, asks=asks)
