"""A process that is killed at any write of a payment leaves nothing of it; the next attempt does it once.

Also: the same news in any order, repeated, by whichever way, gives the same books; and ten windows at once
take the money for an obligation once, with receipts that leave no number out.
"""

from datetime import datetime
from typing import Any

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.lib import moment
from motcua.payments.actions import LineToPay, bank, determine, request
from motcua.payments.actions.bank import Credit
from motcua.payments.books import Standing, standing
from motcua.payments.checks import SOUND
from motcua.payments.models import (
    BankMessage,
    CollectingAccount,
    Obligation,
    Payment,
    PaymentRequest,
    Receipt,
)
from tests.elsewhere import Elsewhere
from tests.payments.histories import GATEWAY, officer
from tests.payments.test_ledger_histories import account

AT = datetime(2026, 11, 28, 9, tzinfo=moment.TZ)
DESK = officer(7, "ubnd-tinh")
MODULE = "tests.payments.alone"


def owed(where: CollectingAccount) -> Obligation:
    lines = [
        LineToPay("fee", "fee", "Phí", 8_000, "on_acceptance", "", ()),
        LineToPay("charge", "charge", "Lệ phí", 20_000, "on_acceptance", "", ()),
    ]
    return determine(actor=DESK, payer="Nguyễn Thị Lan", lines=lines, unit=where.unit)


def asked(obligation: Obligation, where: CollectingAccount, way: str) -> str:
    if way != "gateway":
        return request.by_qr(actor=DESK, obligation_id=obligation.pk, code="H44.12-261128-0001").number
    return PaymentRequest.objects.create(
        number="1000000009",
        obligation=obligation,
        way=way,
        gateway=GATEWAY,
        amount=obligation.amount,
        reference="H44122611280001",
        purpose="",
        made_at=AT,
    ).number


def faults() -> list[str]:
    return [sentence for question in SOUND.values() for sentence in question()]


@pytest.mark.parametrize("way", ["cash", "bank", "gateway"])
def test_a_payment_killed_at_any_write_leaves_nothing_and_is_then_done_once(
    elsewhere: Elsewhere, way: str
) -> None:
    with transaction.atomic():
        where = account()
        obligation = owed(where)
        number = asked(obligation, where, way)
    connections["default"].close()
    writes = int(elsewhere.run("cut", [[way, str(obligation.pk), str(where.pk), number]], MODULE)[-1])
    assert writes >= 8
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.PAID
    assert [(each.amount, each.settled) for each in Payment.objects.all()] == [(28_000, 28_000)]
    assert sorted(each.amount for each in Receipt.objects.all()) == [8_000, 20_000]
    assert faults() == []


def test_ten_windows_at_once_take_it_once_and_number_receipts_without_a_gap(elsewhere: Elsewhere) -> None:
    with transaction.atomic():
        where = account()
        ids = [str(owed(where).pk) for _ in range(20)]
    connections["default"].close()
    said = elsewhere.run("together", [ids] * 2, MODULE)
    assert sorted(said) == ["paid-already"] * 180 + ["taken"] * 20
    numbers = {kind: [] for kind in ("fee", "charge")}
    for kind, number in Receipt.objects.values_list("series__kind", "number"):
        numbers[kind].append(number)
    assert {kind: sorted(each) for kind, each in numbers.items()} == {
        kind: list(range(1, 21)) for kind in numbers
    }
    assert faults() == []


NEWS = st.lists(st.sampled_from([1_000, 8_000, 20_000, 28_000]), min_size=1, max_size=4)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(amounts=NEWS, chance=st.randoms(use_true_random=False))
def test_news_in_any_order_told_twice_or_late_gives_the_same_books(amounts: list[int], chance: Any) -> None:
    """By number, by the code's digits, or unplaced; what is lost on the way stands on the statement."""
    seen: list[tuple[Standing, int]] = []
    for _ in range(2):
        with transaction.atomic():
            where = account()
            obligation = owed(where)
            number = asked(obligation, where, "qr")
            words = [f"IBFT {number}", "TT H4412.261128.0001", "khong ro"]
            told = [Credit(f"FT{n}", each, words[n % 3], AT) for n, each in enumerate(amounts)]
            lost = [each for each in told if chance.random() < 0.3]
            for credit in chance.sample([*told, *told], 2 * len(told)):
                if credit not in lost:
                    bank.hear(account_id=where.pk, credit=credit, source="webhook")
            for credit in chance.sample(told, len(told)):
                bank.hear(account_id=where.pk, credit=credit, source="statement")
            unplaced = BankMessage.objects.filter(state=BankMessage.State.UNMATCHED)
            seen.append((standing(obligation), sum(each.amount for each in unplaced)))
            assert BankMessage.objects.count() == len(told)
            assert faults() == []
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
