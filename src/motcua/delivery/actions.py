"""Ordering parcels, telling the carrier, hearing about them; what the news means is said further up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from motcua.delivery.gateway import Address, Carrier, CarrierError, Told, carrier
from motcua.delivery.gateway import Order as CarrierOrder
from motcua.delivery.models import Parcel, ParcelEvent
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id, uuid7
from motcua.organisation.models import Unit

MAX_ATTEMPTS = 8
# A worker that dies while it talks to the carrier leaves its parcel claimed for this long.
CLAIM = timedelta(minutes=5)
# A parcel the carrier says nothing about is asked about this often.
ASK_EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written on an order. `number`: the carrier's own, where it was typed from its paper."""

    reference: str
    recipient: str
    phone: str
    address: str
    contents: str
    payer: str
    number: str = ""
    postage: int | None = None


def order(*, actor: Actor, unit: Unit, subject_id: Id, sheet: Sheet) -> Parcel:
    """Put an order in the queue for the carrier; with a number typed by hand none is needed."""
    by_hand = bool(sheet.number.strip())
    if not by_hand and carrier() is None:
        raise Refused(
            "Hệ thống chưa nối với bưu chính: hãy ghi số hiệu bưu gửi trên phiếu gửi.",
            field="number",
            code="number",
        )
    at = moment.now()
    try:
        with transaction.atomic():
            return Parcel.objects.create(
                subject_id=subject_id,
                reference=sheet.reference,
                unit=unit,
                recipient=sheet.recipient.strip()[:200],
                phone=sheet.phone.strip()[:30],
                address=sheet.address.strip()[:300],
                contents=sheet.contents[:500],
                postage=sheet.postage,
                payer=sheet.payer,
                number=sheet.number.strip().upper()[:40],
                order=Parcel.Order.BY_HAND if by_hand else Parcel.Order.WAITING,
                next_try_at=None if by_hand else at,
                state_at=at,
                created_at=at,
                created_by=actor.label,
            )
    except IntegrityError as problem:
        raise Refused(
            "Số hiệu bưu gửi này đã dùng, hoặc kết quả này đang có một đơn gửi chưa xong.",
            field="number",
            code="parcel-twice",
        ) from problem


def hear(*, parcel_id: Id, told: Told, told_by: str) -> tuple[Parcel, bool]:
    """Keep one thing told about a parcel and find its state anew; returns it and whether the state changed.

    News may come twice and in any order: the state is that of the latest by its own time. What has arrived
    stays arrived. Must run in a transaction.
    """
    parcel = Parcel.objects.select_for_update().get(pk=parcel_id)
    _, new = ParcelEvent.objects.get_or_create(
        parcel=parcel,
        key=told.key[:80],
        defaults={
            "state": told.state,
            "at": told.at,
            "heard_at": moment.now(),
            "told_by": told_by[:200],
            "receiver": told.receiver[:200],
            "note": told.note[:300],
        },
    )
    if not new:
        return parcel, False
    before = parcel.state
    latest = _latest(parcel)
    if latest is not None:
        parcel.state, parcel.state_at = latest.state, latest.at
    if parcel.order == Parcel.Order.PLACED:
        parcel.next_try_at = moment.now() + ASK_EVERY
    parcel.save(update_fields=["state", "state_at", "next_try_at"])
    return parcel, parcel.state != before


def _latest(parcel: Parcel) -> ParcelEvent | None:
    events = list(parcel.events.all())
    arrived = [event for event in events if event.state == Parcel.State.DELIVERED]
    # What has come back or was called off is over as well, unless it did arrive.
    over = [event for event in events if event.state in (Parcel.State.RETURNED, Parcel.State.CANCELLED)]
    return max(
        arrived or over or events, key=lambda event: (event.at, Parcel.RANK.index(event.state)), default=None
    )


def told_now(state: str, *, at: datetime | None = None, receiver: str = "", note: str = "") -> Told:
    """What an officer tells about a parcel, in the shape of what a carrier tells."""
    return Told(f"desk-{uuid7()}", state, at or moment.now(), receiver.strip(), note.strip())


def call_off(parcel: Parcel) -> None:
    """The carrier is to be told that nothing is to be fetched, if it knows of the order."""
    waiting = parcel.order == Parcel.Order.PLACED
    parcel.order = Parcel.Order.CANCELLING if waiting else Parcel.Order.CANCELLED
    parcel.next_try_at = moment.now() if waiting else None
    parcel.attempts = 0
    parcel.save(update_fields=["order", "next_try_at", "attempts"])


def claim(which: str = "to_order") -> Parcel | None:
    """Take one parcel that waits; the claim itself is the lease, so nothing is lost when the worker dies."""
    with transaction.atomic():
        waiting = getattr(Parcel.objects, which)(moment.now())
        parcel: Parcel | None = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if parcel is None:
            return None
        parcel.attempts += 1
        parcel.next_try_at = moment.now() + CLAIM
        parcel.save(update_fields=["attempts", "next_try_at"])
    return Parcel.objects.select_related("unit").get(pk=parcel.pk)


def tell_carrier(*, most: int = 50) -> int:
    """Place and call off what waits; returns how many were tried. Safe to run in several workers."""
    way = carrier()
    tried = 0
    while way is not None and tried < most and (parcel := claim()) is not None:
        _tell(way, parcel)
        tried += 1
    return tried


def _tell(way: Carrier, parcel: Parcel) -> None:
    placing = parcel.order == Parcel.Order.WAITING
    change: dict[str, object]
    try:
        if placing:
            placed = way.place(_order_of(parcel))
            change = {
                "order": Parcel.Order.PLACED,
                "number": placed.number[:40],
                "problem": "",
                "attempts": 0,
            }
            change["next_try_at"] = moment.now() + ASK_EVERY
            if placed.postage is not None:
                change["postage"] = placed.postage
        else:
            way.cancel(parcel.number)
            change = {"order": Parcel.Order.CANCELLED, "problem": "", "next_try_at": None}
    except CarrierError as problem:
        change = _put_off(parcel, problem)
    with transaction.atomic():
        fresh = Parcel.objects.select_for_update().get(pk=parcel.pk)
        for name, value in change.items():
            setattr(fresh, name, value)
        if placing and fresh.order == Parcel.Order.PLACED and fresh.state == Parcel.State.CANCELLED:
            # Called off at the desk while the carrier was being told of it.
            fresh.order, fresh.next_try_at = Parcel.Order.CANCELLING, moment.now()
        fresh.save(update_fields=[*change, "order", "next_try_at"])


def _put_off(parcel: Parcel, problem: CarrierError) -> dict[str, object]:
    change: dict[str, object] = {"problem": problem.message[:300]}
    if not problem.retry or parcel.attempts >= MAX_ATTEMPTS:
        return change | {"order": Parcel.Order.REFUSED, "next_try_at": None}
    return change | {"next_try_at": moment.now() + timedelta(minutes=2**parcel.attempts)}


def _order_of(parcel: Parcel) -> CarrierOrder:
    unit = parcel.unit
    return CarrierOrder(
        key=str(parcel.pk),
        reference=parcel.reference,
        sender=Address(unit.name, unit.phone, unit.address),
        recipient=Address(parcel.recipient, parcel.phone, parcel.address),
        contents=parcel.contents,
        receiver_pays=parcel.payer == Parcel.Payer.RECEIVER,
    )
