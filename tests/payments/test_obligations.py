"""What is owed, taking it, and owing it no more."""

from typing import Any

import pytest

from motcua.audit.models import Entry
from motcua.identity.actor import ACCOUNTANT, CITIZEN, DESK_OFFICER, HANDLER, OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.payments.actions import LineToPay, cancel, determine, take
from motcua.payments.models import Obligation, Payment

pytestmark = pytest.mark.django_db

DESK = Actor(kind=OFFICER, name="Hoa", user_id=7, unit_id="", roles=frozenset({DESK_OFFICER}))


def owed(*amounts: int) -> Obligation:
    lines = [
        LineToPay(
            "fee" if n % 2 else "charge", f"line{n}", "Khoản", amount, "on_filing", "NĐ", ("Cách tính",)
        )
        for n, amount in enumerate(amounts)
    ]
    return determine(actor=SYSTEM_ACTOR, payer="Nguyễn Thị Lan", lines=lines)


def test_fee_and_charge_stay_separate_lines() -> None:
    obligation = owed(5000, 8000)
    assert (obligation.state, obligation.amount) == (Obligation.State.DUE, 13000)
    assert [(line.kind, line.amount) for line in obligation.lines.order_by("pk")] == [
        ("charge", 5000),
        ("fee", 8000),
    ]


@pytest.mark.parametrize("amounts", [(), (0,), (0, 0)])
def test_nothing_to_pay_is_nothing_owed(amounts: tuple[int, ...]) -> None:
    obligation = owed(*amounts)
    assert obligation.state == Obligation.State.NONE
    with pytest.raises(Refused):
        take(actor=DESK, obligation_id=obligation.pk, method="cash")


def test_money_is_taken_once_and_whole() -> None:
    obligation = owed(5000)
    payment = take(actor=DESK, obligation_id=obligation.pk, method="transfer", reference=" FT123 ")
    assert (payment.amount, payment.reference) == (5000, "FT123")
    with pytest.raises(Refused) as caught:
        take(actor=DESK, obligation_id=obligation.pk, method="cash")
    assert caught.value.code == "paid-already"
    assert Payment.objects.count() == 1
    assert Entry.objects.get(verb="take_payment").content["words"] == "5.000 đồng"


@pytest.mark.parametrize(
    ("how", "field"),
    [({"method": "gold"}, "method"), ({"method": "transfer", "reference": " "}, "reference")],
)
def test_how_it_was_paid_is_known(how: dict[str, Any], field: str) -> None:
    obligation = owed(5000)
    with pytest.raises(Refused) as caught:
        take(actor=DESK, obligation_id=obligation.pk, **how)
    assert caught.value.field == field
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.DUE


@pytest.mark.parametrize(
    "actor",
    [
        Actor(kind=CITIZEN, name="Lan"),
        Actor(kind=OFFICER, name="Cán bộ", roles=frozenset({HANDLER})),
        SYSTEM_ACTOR,
    ],
    ids=["citizen", "handler", "system"],
)
def test_only_the_desk_and_the_accountant_take_money(actor: Actor) -> None:
    obligation = owed(5000)
    with pytest.raises(Forbidden):
        take(actor=actor, obligation_id=obligation.pk, method="cash")
    accountant = Actor(kind=OFFICER, name="Kế toán", roles=frozenset({ACCOUNTANT}))
    assert take(actor=accountant, obligation_id=obligation.pk, method="cash").amount == 5000


def test_what_is_not_paid_can_be_dropped_what_is_paid_cannot() -> None:
    due, paid, free = owed(5000), owed(6000), owed()
    take(actor=DESK, obligation_id=paid.pk, method="cash")
    assert [cancel(actor=DESK, obligation_id=each.pk, chain="desk") for each in (due, paid, free)] == [
        True,
        False,
        False,
    ]
    for each in (due, paid, free):
        each.refresh_from_db()
    assert (due.state, paid.state) == (Obligation.State.CANCELLED, Obligation.State.PAID)
    assert Entry.objects.filter(verb="cancel_obligation").count() == 1
    with pytest.raises(Refused):
        take(actor=DESK, obligation_id=due.pk, method="cash")


def test_a_second_drop_says_nothing_new() -> None:
    due = owed(5000)
    cancel(actor=DESK, obligation_id=due.pk, chain="desk")
    assert cancel(actor=DESK, obligation_id=due.pk, chain="desk") is False
