"""A result on its way by the public post (QĐ 45/2016/QĐ-TTg): ordered, posted, delivered, or come back.

Handing it to the post is not handing it over: the dossier is «đã trả kết quả» when the person has it. What
the post could not deliver lies in the desk's queue again.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from motcua.audit.actions import record
from motcua.delivery import actions as delivery
from motcua.delivery.gateway import CarrierError, Told, carrier
from motcua.delivery.models import Parcel
from motcua.dossiers import notices, rules
from motcua.dossiers.actions.hand_over import received_by_post
from motcua.dossiers.actions.move import lock
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, ReturnMethod, WorkItem
from motcua.identity.actor import DESK_OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id

CARRIER = "Bưu chính"
_ADDRESS_LEAST = 10
# What an officer may tell about a parcel in hand, by the state it is in.
NEXT: dict[str, tuple[str, ...]] = {
    Parcel.State.CREATED: (Parcel.State.POSTED, Parcel.State.CANCELLED),
    Parcel.State.POSTED: (Parcel.State.DELIVERED, Parcel.State.FAILED, Parcel.State.RETURNED),
    Parcel.State.FAILED: (Parcel.State.POSTED, Parcel.State.DELIVERED, Parcel.State.RETURNED),
}


@transaction.atomic
def send_by_post(*, actor: Actor, dossier_id: Id, sheet: delivery.Sheet) -> Parcel:
    """Order the post for a finished result. Without a carrier `sheet.number` is the one on its paper."""
    dossier = _at_desk(actor, dossier_id)
    _check_address(sheet)
    if Parcel.objects.of(dossier.pk).under_way().exists():
        raise Refused("Kết quả này đang có một đơn gửi chưa xong.", code="parcel-twice")
    results = [result for result in dossier.results.all() if result.issued_at is not None]
    filled = replace(
        sheet,
        reference=dossier.number,
        contents="; ".join(f"{result.name} {result.number}".strip() for result in results),
    )
    unit = dossier.return_unit or dossier.receiving_unit
    if unit is None:
        raise Refused("Hồ sơ chưa có nơi trả kết quả.")
    parcel = delivery.order(actor=actor, unit=unit, subject_id=dossier.pk, sheet=filled)
    dossier.return_method, dossier.return_address = ReturnMethod.POST, parcel.address
    dossier.save(update_fields=["return_method", "return_address"])
    _note(actor, dossier, parcel, "order_post")
    return parcel


def _check_address(sheet: delivery.Sheet) -> None:
    if not sheet.recipient.strip():
        raise Refused("Hãy ghi họ tên người nhận.", field="recipient", code="recipient")
    if sum(letter.isdigit() for letter in sheet.phone) < 9:
        raise Refused("Hãy ghi số điện thoại để bưu tá gọi, ít nhất 9 chữ số.", field="phone", code="phone")
    if len(sheet.address.strip()) < _ADDRESS_LEAST:
        raise Refused(
            "Hãy ghi địa chỉ đủ để bưu tá tìm được: số nhà, thôn hoặc đường, xã, tỉnh.",
            field="address",
            code="address",
        )
    if sheet.payer not in Parcel.Payer.values:
        raise Refused("Hãy chọn ai trả cước bưu chính.", field="payer", code="payer")


def _at_desk(actor: Actor, dossier_id: Id) -> Dossier:
    """The finished dossier, locked, for an officer of the desk that returns it."""
    dossier = lock(dossier_id)
    if not actor.has(DESK_OFFICER) or not rules.competent(dossier, actor, DESK_OFFICER):
        raise Forbidden("Việc gửi kết quả thuộc nơi trả kết quả của hồ sơ này.", code="not-yours")
    if dossier.state != Status.DONE:
        raise Refused("Chỉ gửi được kết quả đã phát hành và chưa trả.", code="not-now")
    return dossier


@transaction.atomic
def note_parcel(
    *,
    actor: Actor,
    dossier_id: Id,
    state: str,
    at: datetime | None = None,
    receiver: str = "",
    note: str = "",
) -> Parcel:
    """What the desk knows of the parcel under way, where the carrier tells nothing (or not yet)."""
    dossier = _at_desk(actor, dossier_id)
    parcel = Parcel.objects.of(dossier.pk).under_way().first()
    if parcel is None:
        raise Refused("Hồ sơ này không có bưu gửi nào đang đi.", code="no-parcel")
    if state not in NEXT[parcel.state]:
        raise Refused(
            f"Bưu gửi đang ở trạng thái «{parcel.get_state_display()}» nên không ghi được như vậy.",
            field="state",
            code="parcel-state",
        )
    if at is not None and at > moment.now():
        raise Refused("Thời điểm không thể ở tương lai.", field="at", code="future")
    if state == Parcel.State.DELIVERED and not receiver.strip():
        raise Refused("Hãy ghi họ tên người đã nhận, theo báo phát.", field="receiver", code="receiver")
    if state in (Parcel.State.FAILED, Parcel.State.CANCELLED) and not note.strip():
        raise Refused("Hãy ghi lý do.", field="note", code="reason")
    if state == Parcel.State.CANCELLED:
        delivery.call_off(parcel)
    told = delivery.told_now(state, at=at, receiver=receiver, note=note)
    return _heard(actor, dossier, parcel, told)


@transaction.atomic
def carrier_told(*, parcel_id: Id, told: Told) -> Parcel:
    """What the carrier tells, once or often, in any order. Raises Parcel.DoesNotExist."""
    parcel = Parcel.objects.get(pk=parcel_id)
    # The dossier first, then the parcel: every act takes its locks in this order.
    dossier = lock(parcel.subject_id)
    return _heard(SYSTEM_ACTOR, dossier, parcel, told)


def _heard(actor: Actor, dossier: Dossier, parcel: Parcel, told: Told) -> Parcel:
    by = actor.label if actor is not SYSTEM_ACTOR else CARRIER
    parcel, changed = delivery.hear(parcel_id=parcel.pk, told=told, told_by=by)
    if changed:
        _note(actor, dossier, parcel, "parcel_news")
        _follow(actor, dossier, parcel)
    return parcel


def _follow(actor: Actor, dossier: Dossier, parcel: Parcel) -> None:
    """What the news means for the dossier, as long as it is not handed over."""
    if dossier.state != Status.DONE:
        return
    latest = parcel.events.order_by("-at", "-id").filter(state=parcel.state).first()
    if parcel.state == Parcel.State.DELIVERED and latest is not None:
        received_by_post(
            dossier=dossier,
            receiver=latest.receiver or parcel.recipient,
            number=parcel.number,
            at=latest.at,
        )
        return
    _queue(dossier, parcel)
    if parcel.state in (Parcel.State.POSTED, Parcel.State.FAILED, Parcel.State.RETURNED):
        notices.of_parcel(
            dossier=dossier, state=parcel.state, number=parcel.number, note=latest.note if latest else ""
        )


def _queue(dossier: Dossier, parcel: Parcel) -> None:
    """With the post, the desk's work rests; what comes back lies in the desk's queue again."""
    with_post = parcel.state == Parcel.State.POSTED
    name = {
        Parcel.State.FAILED: "Bưu chính giao không thành: liên hệ người nhận",
        Parcel.State.RETURNED: "Bưu chính hoàn về: trả lại kết quả",
    }.get(Parcel.State(parcel.state), WorkItem.Kind.RETURN.label)
    items = dossier.work_items.filter(kind=WorkItem.Kind.RETURN, done_at__isnull=True)
    items.update(paused_at=parcel.state_at if with_post else None, name=str(name))


@transaction.atomic
def fetch_at_desk(*, actor: Actor, dossier_id: Id, reason: str) -> Dossier:
    """The person will come instead: after a delivery that failed, or before anything was sent."""
    dossier = _at_desk(actor, dossier_id)
    if Parcel.objects.of(dossier.pk).under_way().exists():
        raise Refused("Hãy chờ bưu gửi hoàn về, hoặc hủy đơn gửi trước.", code="parcel-under-way")
    if not reason.strip():
        raise Refused("Hãy ghi vì sao đổi cách nhận.", field="reason", code="reason")
    before = dossier.return_method
    dossier.return_method = ReturnMethod.DESK
    dossier.save(update_fields=["return_method"])
    _record(actor, dossier, "change_return", {"before": before, "after": "desk", "reason": reason.strip()})
    return dossier


def ask_carrier(*, most: int = 50) -> int:
    """Ask about parcels the carrier has been silent about: a call-back may be lost. Run by the worker."""
    way = carrier()
    asked = 0
    while way is not None and asked < most and (parcel := delivery.claim("to_ask_about")) is not None:
        asked += 1
        try:
            news = way.events(parcel.number)
        except CarrierError as problem:
            Parcel.objects.filter(pk=parcel.pk).update(
                problem=problem.message[:300], next_try_at=moment.now() + delivery.ASK_EVERY
            )
            continue
        Parcel.objects.filter(pk=parcel.pk).update(next_try_at=moment.now() + delivery.ASK_EVERY, problem="")
        for told in news:
            carrier_told(parcel_id=parcel.pk, told=told)
    return asked


def _note(actor: Actor, dossier: Dossier, parcel: Parcel, verb: str) -> None:
    _record(
        actor,
        dossier,
        verb,
        {
            "parcel": str(parcel.pk),
            "parcel_number": parcel.number,
            "state": parcel.state,
            "payer": parcel.payer,
        },
    )


def _record(actor: Actor, dossier: Dossier, verb: str, content: dict[str, str]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"number": dossier.number, **content},
        chain=dossier.receiving_unit_id or "system",
    )
