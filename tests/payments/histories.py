"""Random histories of money, and a model that says in a few plain numbers what must come of them.

The model shares no code with the ledger: it keeps sums, not entries. Every act may crash at any of its
writes; what crashed has not happened, and whoever did it does it again: banks and gateways repeat, people
press again.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection

from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.payments.actions import LineToPay, bank, cancel, determine, refund, reopen, request, take
from motcua.payments.actions import through_gateway as gateways
from motcua.payments.actions.bank import Credit
from motcua.payments.books import Standing, standing
from motcua.payments.gateway import Told
from motcua.payments.models import BankMessage, CollectingAccount, Obligation, PaymentRequest, Refund
from tests.payments.office import Office, booked_now, refused

GATEWAY = "g"


def officer(user_id: int, unit_id: str) -> Actor:
    return Actor(
        kind=OFFICER,
        name=f"Cán bộ {user_id}",
        user_id=user_id,
        unit_id=unit_id,
        units=frozenset({unit_id}),
        roles=frozenset({DESK_OFFICER, ACCOUNTANT}),
    )


class PowerCut(Exception):
    """The machine stops before this write."""


@contextmanager
def stops_before_write(number: int) -> Iterator[None]:
    """The n-th write of the block is never made; a block with fewer writes ends as it would."""
    seen = 0

    def cut(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        if sql.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            seen += 1
            if seen == number:
                raise PowerCut
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut):
        yield


@dataclass
class Model:
    """What is true of one obligation, in whole đồng."""

    amount: int
    owed: int
    never_back: int
    surplus: int = 0
    declared: int = 0
    to_pay_out: int = 0
    granted: int = 0
    kept: int = 0
    unplaced: int = 0
    cancelled: bool = False

    def money(self, amount: int) -> None:
        """New money settles what is owed; the rest is too much."""
        part = min(self.owed, amount)
        self.owed -= part
        self.kept += part
        self.surplus += amount - part

    def at_bank(self, amount: int) -> None:
        seen = min(self.declared, amount)
        self.declared -= seen
        self.money(amount - seen)

    @property
    def back(self) -> int:
        return self.surplus + max(0, self.kept - self.never_back)

    def give_back(self, amount: int) -> None:
        too_much = min(self.surplus, amount)
        self.surplus -= too_much
        self.kept -= amount - too_much
        self.granted += amount
        self.to_pay_out += amount

    @property
    def state(self) -> str:
        if self.surplus:
            return "over"
        if self.cancelled:
            return "refunded" if self.granted else "cancelled"
        if self.owed:
            return "due" if self.owed == self.amount else "part"
        return "refunded" if self.granted and not self.kept else "paid"

    def standing(self) -> Standing:
        return Standing(
            owed=self.owed,
            surplus=self.surplus,
            to_pay_out=self.to_pay_out,
            declared=self.declared,
            kept=self.kept,
            granted=self.granted,
        )


@dataclass
class History:
    """One obligation and what happens to its money."""

    chance: random.Random
    account: CollectingAccount
    serial: int
    office: Office
    told: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    callbacks: list[Told] = field(default_factory=list)
    open_refunds: list[tuple[str, int]] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    unplaced: list[tuple[str, int]] = field(default_factory=list)
    # What was paid and has been granted back out of the income of its lines.
    income_back: int = 0
    crashes: int = 0

    def __post_init__(self) -> None:
        self.code = f"H44.12-261128-{self.serial:06d}"
        self.desk, self.second = self.office.desk, self.office.books
        fee, charge = self.chance.choice([(5000, 0), (0, 8000), (3000, 20000), (150000, 0)])
        back = self.chance.random() < 0.7
        lines = [
            LineToPay("fee", "fee", "Phí", fee, "on_acceptance", "", ()),
            LineToPay("charge", "charge", "Lệ phí", charge, "on_acceptance", "", (), back),
        ]
        with moment.at(self.office.at):
            self.obligation: Obligation = determine(
                actor=SYSTEM_ACTOR, payer="Nguyễn Thị Lan", lines=lines, unit=self.account.unit
            )
        owed = fee + charge
        self.model = Model(owed, owed, 0 if back else charge)

    def run(self, length: int) -> None:
        """Acts drawn by chance; after each one the ledger is the model."""
        acts = [
            *([self.ask_by_qr] * 2),
            *([self.ask_by_gateway] * 2),
            *([self.transfer] * 4),
            *([self.bank_again] * 2),
            *([self.callback] * 4),
            *([self.callback_again] * 2),
            *([self.at_counter] * 2),
            *([self.place] * 2),
            *([self.ask_back] * 2),
            *([self.decide] * 2),
            self.pay_out,
            self.drop,
            *([self.take_up_again] * 3),
            self.close_day,
        ]
        for _ in range(length):
            act = self.chance.choice(acts)
            self.office.goes_on()
            with moment.at(self.office.at):
                act()
                self.compare(act.__name__)

    def compare(self, name: str) -> None:
        self.told.append(name)
        self.obligation.refresh_from_db()
        assert standing(self.obligation) == self.model.standing(), self.told
        assert self.obligation.state == self.model.state, self.told

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do it; one time in three the power goes at some write, and it is done again afterwards."""
        if self.chance.random() < 0.34:
            try:
                with stops_before_write(self.chance.randint(1, 12)):
                    return act()
            except PowerCut:
                self.crashes += 1
        return act()

    # Asking

    def ask_by_qr(self) -> None:
        if self.model.owed and not self.model.cancelled:
            asked = self.attempt(
                lambda: request.by_qr(actor=self.desk, obligation_id=self.obligation.pk, code=self.code)
            )
            assert asked.amount == self.model.owed

    def ask_by_gateway(self) -> None:
        if self.model.owed and not self.model.cancelled:
            self.attempt(
                lambda: request.by_gateway(
                    actor=self.desk, obligation_id=self.obligation.pk, code=self.code, name=GATEWAY
                )
            )

    # Banks

    def transfer(self) -> None:
        requests = list(self.obligation.requests.order_by("pk"))
        words = ["chuyen tien", "khong ro"]
        if requests:
            some = self.chance.choice(requests)
            words += [
                some.number,
                f"IBFT {some.number} GD 12",
                f"TT{self.code}",
                self.code.replace("-", " "),
            ] * 2
        text = self.chance.choice(words)
        full = self.model.owed or self.model.amount
        amount = self.chance.choice([full, full, full, max(1, full - 1000), max(1, full // 3), full * 2])
        credit = Credit(f"FT{self.serial}-{len(self.credits)}", amount, text, moment.now())
        message, new = self.attempt(lambda: self.hear(credit))
        assert new
        self.credits.append(credit)
        if text in ("chuyen tien", "khong ro"):
            assert message.state == BankMessage.State.UNMATCHED
            self.unplaced.append((str(message.pk), amount))
        else:
            self.model.at_bank(amount)

    def hear(self, credit: Credit) -> tuple[BankMessage, bool]:
        source = self.chance.choice(BankMessage.Source.values)
        return bank.hear(account_id=self.account.pk, credit=credit, source=source)

    def bank_again(self) -> None:
        """Told by its server and read off the statement, or simply twice."""
        if self.credits:
            again = self.chance.choice(self.credits)
            _, new = self.attempt(lambda: self.hear(again))
            assert not new

    def place(self) -> None:
        if self.unplaced:
            pk, amount = self.unplaced.pop(self.chance.randrange(len(self.unplaced)))
            self.attempt(
                lambda: bank.assign(actor=self.desk, message_id=pk, obligation_id=self.obligation.pk)
            )
            self.model.at_bank(amount)

    # Gateways

    def callback(self) -> None:
        requests = list(self.obligation.requests.filter(way=PaymentRequest.Way.GATEWAY).order_by("pk"))
        if not requests:
            return
        asked = self.chance.choice(requests)
        amount = self.chance.choice([asked.amount] * 4 + [asked.amount - 1])
        currency = self.chance.choice(["VND"] * 6 + ["USD"])
        paid = self.chance.choice([True] * 5 + [False, None])
        told = Told(
            asked.number,
            f"{asked.number}-{len(self.callbacks)}",
            amount,
            currency,
            paid,
            moment.now(),
        )
        message = self.attempt(lambda: gateways.hear(name=GATEWAY, told=told))
        if not paid:
            assert message is None
            return
        self.callbacks.append(told)
        right = currency == "VND" and amount == asked.amount
        assert (message.problem in ("", "twice", "ended")) == right
        if right:
            self.model.money(amount)

    def callback_again(self) -> None:
        if self.callbacks:
            again = self.chance.choice(self.callbacks)
            self.attempt(lambda: gateways.hear(name=GATEWAY, told=again))

    # People

    def at_counter(self) -> None:
        if self.model.cancelled or not self.model.owed:
            return
        method = self.chance.choice(["cash", "transfer"])
        self.attempt(
            lambda: take(actor=self.desk, obligation_id=self.obligation.pk, method=method, reference="GD 1")
        )
        if method == "transfer":
            self.model.declared += self.model.owed
        else:
            self.office.took(self.model.owed)
            self.office.compare()
        self.model.money(self.model.owed)

    def close_day(self) -> None:
        """The day is closed; what the bank tells afterwards belongs to the next one, people have to wait."""
        self.office.close(self.chance, self.attempt)
        self.office.compare()
        if self.model.owed and not self.model.cancelled:
            refused(
                lambda: take(actor=self.desk, obligation_id=self.obligation.pk, method="cash"), "day-closed"
            )
        self.office.goes_on()
        if self.office.at.date() == moment.today():
            with moment.at(self.office.at):
                self.transfer()
                assert booked_now() == {moment.today() + timedelta(days=1)}
        self.office.next_morning()

    def drop(self) -> None:
        self.attempt(lambda: cancel(actor=self.desk, obligation_id=self.obligation.pk, chain="system"))
        if self.model.state in ("due", "part"):
            self.model.cancelled, self.model.owed = True, 0

    def take_up_again(self) -> None:
        may = self.model.cancelled and self.model.surplus
        try:
            self.attempt(lambda: reopen(actor=self.desk, obligation_id=self.obligation.pk))
        except Refused:
            assert not may
            return
        assert may
        model = self.model
        model.cancelled, model.owed = False, model.amount - model.kept - self.income_back
        money, model.surplus = model.surplus, 0
        model.money(money)

    def ask_back(self) -> None:
        free = self.model.back - sum(amount for _, amount in self.open_refunds)
        amount = self.chance.choice([free, max(1, free // 2)])
        try:
            asked = self.attempt(lambda: self.ask(amount))
        except Refused:
            assert free <= 0
            return
        assert free > 0
        self.open_refunds.append((str(asked.pk), amount))

    def ask(self, amount: int) -> Refund:
        return refund.ask(
            actor=self.desk,
            obligation_id=self.obligation.pk,
            amount=amount,
            reason="Nộp thừa",
            bank_bin="970415",
            account="123456789",
            holder="NGUYEN THI LAN",
        )

    def decide(self) -> None:
        if not self.open_refunds:
            return
        pk, amount = self.open_refunds.pop(self.chance.randrange(len(self.open_refunds)))
        grant = self.chance.random() < 0.8
        try:
            self.attempt(
                lambda: refund.decide(actor=self.second, refund_id=pk, grant=grant, words="Sai tài khoản")
            )
        except Refused:
            # What was surplus when it was asked for has been used since.
            assert grant
            assert amount > self.model.back
            return
        if grant:
            before = self.model.kept
            self.model.give_back(amount)
            self.income_back += before - self.model.kept
            self.granted.append(pk)

    def pay_out(self) -> None:
        if self.granted:
            pk = self.granted.pop()
            given = Refund.objects.get(pk=pk).amount
            self.attempt(
                lambda: refund.pay_out(
                    actor=self.desk, refund_id=pk, account_id=self.account.pk, voucher="UNC 1"
                )
            )
            self.model.to_pay_out -= given
