"""What a vendor of receipts is asked for: by the worker, after the money is booked, as often as it takes."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.payments.models import Receipt, ReceiptOrder, ReceiptSeries
from motcua.payments.receipt_provider import Issued, Provider, ProviderError, ask, provider, wanted

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)


def serve_receipts(*, most: int = 50) -> int:
    """Ask for what waits; returns how many were tried. Safe to run in several workers.

    Killed between the vendor's answer and our keeping it, the same key brings the same receipt again.
    """
    who, tried = provider(), 0
    while who.name and tried < most and (order := _claim(who.name)) is not None:
        _ask(who, order)
        tried += 1
    return tried


@transaction.atomic
def _claim(name: str) -> ReceiptOrder | None:
    at = moment.now()
    due = ReceiptOrder.objects.undone().first_of_receipt()
    due = due.filter(next_try_at__lte=at, receipt__series__provider=name).order_by("next_try_at", "pk")
    order = due.select_for_update(of=("self",), skip_locked=True).first()
    if order is None:
        return None
    order.next_try_at = at + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(order.attempts, 12))
    order.attempts += 1
    order.save(update_fields=["next_try_at", "attempts"])
    return ReceiptOrder.objects.select_related("receipt__series__unit", "receipt__payment").get(pk=order.pk)


def _ask(who: Provider, order: ReceiptOrder) -> None:
    receipt = order.receipt
    try:
        issued = _answer(who, order)
        with transaction.atomic():
            if issued is not None:
                _number(receipt, who.name, issued)
            order.done_at, order.next_try_at, order.problem = moment.now(), None, ""
            order.save(update_fields=["done_at", "next_try_at", "problem"])
    except ProviderError as problem:
        _put_off(order, problem)
    except IntegrityError:
        twice = ProviderError("Nhà cung cấp cho hai biên lai cùng một số; hãy hỏi lại.", retry=False)
        _put_off(order, twice)


def _answer(who: Provider, order: ReceiptOrder) -> Issued | None:
    receipt = order.receipt
    if order.verb == ReceiptOrder.Verb.CANCEL:
        who.cancel(str(receipt.pk), order.reason)
        return None
    about = wanted(receipt, receipt.series)
    return ask(who, order.verb, about, str(receipt.corrects_id or ""), order.reason)


def _number(receipt: Receipt, name: str, issued: Issued) -> None:
    """It is in force now, unless it was cancelled while it waited."""
    series, _ = ReceiptSeries.objects.get_or_create(
        unit_id=receipt.series.unit_id,
        kind=receipt.series.kind,
        year=issued.at.astimezone(moment.TZ).year,
        provider=name,
        template=issued.template,
        symbol=issued.symbol,
    )
    fresh = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    fresh.series, fresh.number, fresh.issued_at = series, issued.number, issued.at
    if fresh.state == Receipt.State.WAITING:
        fresh.state = Receipt.State.VALID
    fresh.paper_due_at = moment.now()
    fresh.save(update_fields=["series", "number", "issued_at", "state", "paper_due_at"])


def _put_off(order: ReceiptOrder, problem: ProviderError) -> None:
    order.problem = problem.message[:300]
    if not problem.retry:
        order.next_try_at = None
    order.save(update_fields=["problem", "next_try_at"])


@transaction.atomic
def ask_again(*, actor: Actor, receipt_id: Id) -> Receipt:
    """The accountant has put right what the vendor said no to: it is asked again. Raises Refused."""
    receipt = Receipt.objects.select_related("series").get(pk=receipt_id)
    if not actor.has(ACCOUNTANT) or receipt.series.unit_id not in actor.units:
        raise Forbidden("Biên lai này không thuộc đơn vị của bạn.", code="not-yours")
    if not receipt.orders.undone().update(next_try_at=moment.now()):
        raise Refused("Nhà cung cấp đã làm xong mọi việc với biên lai này.", code="nothing-waits")
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="receipt_ask_again",
        subject_type="receipt",
        subject_id=str(receipt.pk),
        chain=actor.unit_id or "system",
    )
    return receipt
