"""A bank statement by file: every credit is heard as if the bank had told it, once, however often read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, SYSTEM, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.payments.actions import bank
from motcua.payments.models import BankMessage, CollectingAccount
from motcua.payments.statements import Read, credits_in

MOST_BYTES = 20 * 1024 * 1024


@dataclass
class Outcome:
    """What became of the lines: new and known credits, what went out, and per line what is wrong with it."""

    new: int = 0
    placed: int = 0
    amount: int = 0
    known: int = 0
    outgoing: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def read_statement(
    *, actor: Actor, account_id: Id, name: str, content: bytes, columns: Mapping[str, str] | None = None
) -> Outcome:
    """Book what is new, each credit in a transaction of its own: what is wrong with one stops no other.

    Raises Forbidden for the account of another unit, Refused for a file that is no statement of it; then
    nothing has been booked.
    """
    account = CollectingAccount.objects.get(pk=account_id)
    if actor.kind != SYSTEM and not (actor.has(ACCOUNTANT) and account.unit_id in actor.units):
        raise Forbidden("Tài khoản này không thuộc đơn vị của bạn.", code="not-yours")
    if len(content) > MOST_BYTES:
        raise Refused("Tệp lớn hơn 20 MB; hãy tải sao kê theo từng tháng.", field="file")
    # Read whole before anything is booked: a file that breaks off in the middle is refused as one.
    lines = list(credits_in(name, content, account.number, columns))
    outcome = Outcome()
    for line in lines:
        _book(actor, account, line, outcome)
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="read_statement",
        subject_type="collecting_account",
        subject_id=str(account.pk),
        content={
            "file": name[:200],
            "digest": hashlib.sha256(content).hexdigest(),
            "new": outcome.new,
            "known": outcome.known,
            "outgoing": outcome.outgoing,
            "faults": len(outcome.faults),
        },
        chain=actor.unit_id or "system",
    )
    return outcome


def _book(actor: Actor, account: CollectingAccount, line: Read, outcome: Outcome) -> None:
    if line.problem or (line.amount > 0 and line.at is None):
        outcome.faults.append((line.line, line.problem or "Thiếu ngày giao dịch."))
    elif line.amount < 0:
        outcome.outgoing += 1
    elif line.amount and line.at is not None:
        credit = bank.Credit(key=line.key, amount=line.amount, text=line.text, at=line.at)
        try:
            message, new = bank.hear(
                account_id=account.pk, credit=credit, source=BankMessage.Source.STATEMENT, actor=actor
            )
        except Refused as problem:
            outcome.faults.append((line.line, problem.message))
            return
        outcome.known += not new
        outcome.new += new
        outcome.amount += line.amount if new else 0
        outcome.placed += new and message.state == BankMessage.State.MATCHED
