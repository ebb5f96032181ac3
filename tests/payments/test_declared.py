"""A declared transfer that never came: taken back whole, and the checks see when it was not."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from motcua.audit.models import Entry
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from motcua.payments.actions import LineToPay, determine, take
from motcua.payments.actions.declared import reject
from motcua.payments.books import standing
from motcua.payments.checks import SOUND
from motcua.payments.models import JournalEntry, Obligation, Payment, Receipt

pytestmark = pytest.mark.django_db
UNIT = "so-tu-phap"
BOOKS = Actor(
    kind=OFFICER,
    name="Kế toán",
    user_id=5,
    unit_id=UNIT,
    units=frozenset({UNIT}),
    roles=frozenset({ACCOUNTANT, DESK_OFFICER}),
)


@pytest.fixture
def payment() -> Payment:
    line = LineToPay("fee", "fee", "Phí", 200000, "on_filing", "TT", ())
    obligation = determine(actor=SYSTEM_ACTOR, payer="Lan", lines=[line], unit=Unit.objects.get(pk=UNIT))
    return take(actor=BOOKS, obligation_id=obligation.pk, method="transfer", reference="FT1")


def faults() -> list[str]:
    checks: list[Callable[[], Iterator[str]]] = list(SOUND.values())
    return [sentence for check in checks for sentence in check()]


def test_it_is_owed_again_without_its_receipt_and_on_the_record(payment: Payment) -> None:
    reject(actor=BOOKS, payment_id=payment.pk, reason="Không thấy về.")
    obligation = Obligation.objects.get()
    assert (obligation.state, standing(obligation).owed, standing(obligation).declared) == ("due", 200000, 0)
    assert Receipt.objects.get().state == Receipt.State.CANCELLED
    assert not Payment.objects.standing().exists()
    assert Entry.objects.filter(verb="reject_transfer").count() == 1
    assert faults() == []
    with pytest.raises(Refused) as caught:
        reject(actor=BOOKS, payment_id=payment.pk, reason="Lần nữa.")
    assert caught.value.code == "rejected-already"


def test_only_the_accountant_of_the_unit_rejects_with_a_reason(payment: Payment) -> None:
    for actor in (
        replace(BOOKS, units=frozenset({"so-y-te"})),
        replace(BOOKS, roles=frozenset({DESK_OFFICER})),
    ):
        with pytest.raises(Forbidden):
            reject(actor=actor, payment_id=payment.pk, reason="x")
    with pytest.raises(Refused) as caught:
        reject(actor=BOOKS, payment_id=payment.pk, reason=" ")
    assert caught.value.field == "reason"
    assert faults() == []


def test_cash_is_never_rejected() -> None:
    line = LineToPay("fee", "fee", "Phí", 5000, "on_filing", "TT", ())
    obligation = determine(actor=SYSTEM_ACTOR, payer="Lan", lines=[line], unit=Unit.objects.get(pk=UNIT))
    cash = take(actor=BOOKS, obligation_id=obligation.pk, method="cash")
    with pytest.raises(Refused) as caught:
        reject(actor=BOOKS, payment_id=cash.pk, reason="x")
    assert caught.value.code == "arrived"


def test_the_checks_see_a_reversal_nobody_points_at_and_one_that_reverses_something_else(
    payment: Payment,
) -> None:
    reject(actor=BOOKS, payment_id=payment.pk, reason="Không thấy về.")
    Payment.objects.update(reversal=None)
    assert any("Bút toán bác" in each for each in faults())
    Payment.objects.update(reversal=JournalEntry.objects.get(kind=JournalEntry.Kind.DETERMINE))
    assert any("không đảo đúng" in each for each in faults())
