"""What banks tell: matched with what was asked for, whatever the order and however often it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.payments import numbers
from motcua.payments.actions.take import Incoming, receive
from motcua.payments.books import Row, held, standing, write
from motcua.payments.models import (
    BankMessage,
    Book,
    CollectingAccount,
    JournalEntry,
    Obligation,
    Payment,
    PaymentRequest,
)

_STATE = BankMessage.State
# How many waiting requests are looked at: a person chooses, and more would not be read.
_PROPOSED = 500


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came to an account: the bank's own number for it, đồng, the words that came along, when."""

    key: str
    amount: int
    text: str
    at: datetime


@transaction.atomic
def hear(
    *, account_id: Id, credit: Credit, source: str, actor: Actor = SYSTEM_ACTOR
) -> tuple[BankMessage, bool]:
    """Keep it and book it; returns it and whether it was new. Told again, it changes nothing.

    Raises Refused when the bank gives a number used before to another amount: one of the two is wrong, and a
    person has to ask the bank.
    """
    # The account's row puts messages of one account in a row: told twice at once, one of them comes second.
    account = CollectingAccount.objects.select_for_update().get(pk=account_id)
    old = BankMessage.objects.filter(account=account, bank_key=credit.key[:80]).first()
    if old is not None:
        if old.amount != credit.amount:
            raise Refused(
                f"Giao dịch {credit.key} đã ghi với số tiền khác; hãy hỏi lại ngân hàng.", code="other-amount"
            )
        return old, False
    found = obligation_of(credit.text)
    message = BankMessage(
        account=account,
        bank_key=credit.key[:80],
        amount=credit.amount,
        text=credit.text[:500],
        at=credit.at,
        heard_at=moment.now(),
        source=source,
        state=_STATE.MATCHED if found is not None else _STATE.UNMATCHED,
        obligation=found,
    )
    key = f"bank:{account.pk}:{message.bank_key}"
    if found is None:
        message.entry = write(
            actor=actor,
            key=key,
            kind=JournalEntry.Kind.UNKNOWN,
            unit_id=account.unit_id,
            text=credit.text,
            rows=[
                Row(Book.BANK, credit.amount, str(account.pk)),
                Row(Book.UNMATCHED, -credit.amount, str(account.pk)),
            ],
        )
    else:
        message.entry = _book(actor, held(found.pk), message, key, Book.BANK)
    message.save(force_insert=True)
    return message, True


def _book(
    actor: Actor,
    obligation: Obligation,
    message: BankMessage,
    key: str,
    book: Book,
    out_of: Book | None = None,
) -> JournalEntry:
    """First what the payer had declared already, for that was settled when it was told; the rest is new."""
    declared = min(standing(obligation).declared, message.amount)
    place = str(message.account_id)
    entry = None
    if declared:
        entry = write(
            actor=actor,
            key=f"{key}:declared" if declared < message.amount else key,
            kind=JournalEntry.Kind.ARRIVE,
            obligation=obligation,
            text=message.text,
            rows=[Row(out_of or book, declared, place), Row(Book.DECLARED, -declared)],
        )
    if declared < message.amount:
        payment = receive(
            actor=actor,
            obligation=obligation,
            out_of=out_of,
            incoming=Incoming(
                key=key,
                amount=message.amount - declared,
                book=book,
                place=place,
                method=Payment.Method.TRANSFER,
                reference=message.bank_key,
            ),
        )
        entry = payment.entry
    assert entry is not None  # noqa: S101 - an amount of nothing is never heard
    return entry


def obligation_of(text: str) -> Obligation | None:
    """What this transfer is for: by the number of a request, else by a dossier's code; never by guess."""
    for name, candidates in (("number", numbers.numbers_in(text)), ("reference", numbers.codes_in(text))):
        if not candidates:
            continue
        found = PaymentRequest.objects.filter(**{f"{name}__in": candidates[:200]})
        rows = dict(found.values_list(name, "obligation_id"))
        meant = list(dict.fromkeys(rows[each] for each in candidates if each in rows))
        if (name == "number" and len(meant) == 1) or (name == "reference" and meant):
            # Of codes the longest is meant: a shorter one is only the beginning of it.
            return Obligation.objects.get(pk=meant[0])
    return None


def proposals(message: BankMessage) -> Sequence[PaymentRequest]:
    """Requests this money may be for: waiting at the same unit with the same amount, the latest first."""
    return proposals_for([message])[message.pk]


def proposals_for(messages: Sequence[BankMessage], most: int = 5) -> dict[UUID, Sequence[PaymentRequest]]:
    """The same for many at once, in one query; the messages come with their accounts."""
    waiting = PaymentRequest.objects.filter(
        state=PaymentRequest.State.WAITING,
        amount__in={message.amount for message in messages},
        obligation__unit__in={message.account.unit_id for message in messages},
    )
    waiting = waiting.select_related("obligation").order_by("-made_at")[:_PROPOSED]
    found: dict[UUID, Sequence[PaymentRequest]] = {}
    for message in messages:
        fitting = [
            each
            for each in waiting
            if each.amount == message.amount
            and each.obligation.unit_id == message.account.unit_id
            and each.made_at <= message.at
        ]
        found[message.pk] = fitting[:most]
    return found


@transaction.atomic
def assign(*, actor: Actor, message_id: Id, obligation_id: Id) -> BankMessage:
    """An accountant says for whom unplaced money is. Raises Refused when it has been placed already."""
    if not actor.has(ACCOUNTANT):
        raise Forbidden("Chỉ kế toán mới gắn tiền với hồ sơ.", code="not-yours")
    message = BankMessage.objects.select_for_update(of=("self",)).select_related("account").get(pk=message_id)
    if message.account.unit_id not in actor.units:
        raise Forbidden("Tài khoản này không thuộc đơn vị của bạn.", code="not-yours")
    if message.state != _STATE.UNMATCHED:
        raise Refused("Khoản tiền này đã được gắn rồi.", code="placed-already")
    obligation = held(obligation_id)
    _book(actor, obligation, message, f"assign:{message.pk}", Book.BANK, out_of=Book.UNMATCHED)
    message.state, message.obligation = _STATE.MATCHED, obligation
    message.save(update_fields=["state", "obligation"])
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="assign_money",
        subject_type="bank_message",
        subject_id=str(message.pk),
        content={"amount": message.amount, "obligation": str(obligation.pk)},
        chain=actor.unit_id or "system",
    )
    return message
