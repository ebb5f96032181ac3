"""What gateways tell: told several times, late, before the browser is back, or only when asked."""

from datetime import timedelta

from django.db import transaction

from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.ids import Id
from motcua.payments import gateway
from motcua.payments.actions.take import Incoming, receive
from motcua.payments.books import Row, held, write
from motcua.payments.gateway import GatewayError, Told
from motcua.payments.models import Book, GatewayMessage, JournalEntry, Payment, PaymentRequest

# A request nobody answers is asked about less and less often, then left to late callbacks.
ASK_AGAIN = timedelta(minutes=5)
GIVE_UP = timedelta(days=2)
# Somebody may press «pay» a few times; nobody waits for more answers than these.
_MOST_AT_ONCE = 5
OTHER_AMOUNT, OTHER_CURRENCY, TWICE, ENDED = "other-amount", "other-currency", "twice", "ended"
PROBLEMS = {
    OTHER_AMOUNT: "Số tiền khác với yêu cầu",
    OTHER_CURRENCY: "Loại tiền khác với yêu cầu",
    TWICE: "Đã nộp rồi, nay nộp lần nữa",
    ENDED: "Khoản phải nộp đã hủy trước khi tiền về",
}


class UnknownRequest(LookupError):
    """The gateway speaks of a number we never gave it."""


@transaction.atomic
def hear(*, name: str, told: Told) -> GatewayMessage | None:
    """Book a success once; a failure or a wait changes nothing. Returns the message when it is a success.

    The message must have been proved to be the gateway's own. Another amount or currency is never taken for
    the payment: the money is kept apart for the accountant. A second success under another transaction number
    and one after a cancellation become surplus, to be given back (DOMAIN rule 43).
    """
    request = PaymentRequest.objects.filter(
        number=told.number, way=PaymentRequest.Way.GATEWAY, gateway=name
    ).first()
    if request is None:
        raise UnknownRequest(told.number)
    obligation = held(request.obligation_id)
    if not told.paid:
        return None
    old = GatewayMessage.objects.filter(gateway=name, transaction=told.transaction[:80]).first()
    if old is not None:
        return old
    message = GatewayMessage(
        gateway=name,
        transaction=told.transaction[:80],
        request=request,
        amount=told.amount,
        currency=told.currency[:3],
        at=told.at,
        heard_at=moment.now(),
    )
    key = f"gateway:{name}:{message.transaction}"
    if told.currency != "VND":
        # đồng cannot be booked out of it: only the message is kept.
        message.problem = OTHER_CURRENCY
    elif told.amount != request.amount:
        message.problem = OTHER_AMOUNT
        message.entry = _apart(message, key, obligation.unit_id)
    else:
        if obligation.cancelled_at is not None:
            message.problem = ENDED
        elif request.state == PaymentRequest.State.PAID or obligation.is_settled:
            message.problem = TWICE
        message.entry = receive(
            actor=SYSTEM_ACTOR,
            obligation=obligation,
            incoming=Incoming(
                key=key,
                amount=told.amount,
                book=Book.GATEWAY,
                place=name,
                method=Payment.Method.GATEWAY,
                reference=message.transaction,
            ),
        ).entry
        PaymentRequest.objects.filter(pk=request.pk).update(state=PaymentRequest.State.PAID, next_ask_at=None)
    message.save(force_insert=True)
    return message


def _apart(message: GatewayMessage, key: str, unit_id: str | None) -> JournalEntry | None:
    if not message.amount:
        return None
    return write(
        actor=SYSTEM_ACTOR,
        key=key,
        kind=JournalEntry.Kind.UNKNOWN,
        unit_id=unit_id,
        text=f"{message.transaction}: {PROBLEMS[OTHER_AMOUNT]}",
        rows=[
            Row(Book.GATEWAY, message.amount, message.gateway),
            Row(Book.UNMATCHED, -message.amount, message.gateway),
        ],
    )


def ask_now(obligation_id: Id) -> bool:
    """The payer says it is paid: ask the gateways about what waits for this obligation, the latest first.

    False when a gateway could not be asked; its turn comes again by itself.
    """
    waiting = PaymentRequest.objects.filter(
        obligation_id=obligation_id,
        way=PaymentRequest.Way.GATEWAY,
        state=PaymentRequest.State.WAITING,
    )
    answered = True
    for request in waiting.order_by("-made_at")[:_MOST_AT_ONCE]:
        answered = _ask(request) and answered
    return answered


def _ask(request: PaymentRequest) -> bool:
    try:
        told = gateway.adapter(request.gateway).ask(request.number, request.made_at)
    except (GatewayError, KeyError):
        return False
    if told is not None:
        hear(name=request.gateway, told=told)
    return True


def ask_about_waiting(*, most: int = 50) -> int:
    """Ask the gateways about requests they said nothing of; how many were asked about."""
    asked = 0
    while asked < most and (request := _claim()) is not None:
        asked += 1
        _ask(request)  # what could not be asked has its next turn by the claim
    return asked


def _claim() -> PaymentRequest | None:
    at = moment.now()
    with transaction.atomic():
        due = PaymentRequest.objects.filter(next_ask_at__lte=at).order_by("next_ask_at")
        request = due.select_for_update(skip_locked=True).first()
        if request is None:
            return None
        age = at - request.made_at
        request.next_ask_at = None if age > GIVE_UP else at + max(ASK_AGAIN, age)
        request.save(update_fields=["next_ask_at"])
    return request
