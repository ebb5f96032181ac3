"""Money has come, whichever way: the applicant is told once, with the receipt; and of what was too much."""

import pytest

from motcua.dossiers.actions.take_back import take_back
from motcua.dossiers.actions.tell_paid import tell_of_payments
from motcua.dossiers.models import Channel, Dossier
from motcua.lib import moment
from motcua.notifications.models import Notice
from motcua.organisation.models import Unit
from motcua.payments.actions import bank, take
from motcua.payments.actions.bank import Credit
from motcua.payments.models import Obligation, Payment, PaymentRequest, Receipt
from tests.cast import Cast
from tests.payments.account import asked_for, open_account, pay

pytestmark = pytest.mark.django_db
CODE = "1.004873"


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    open_account(Unit.objects.get(pk=f"ubnd-{cast.a_commune}"))
    return cast.filed(CODE)


def owed(dossier: Dossier) -> Obligation:
    assert dossier.obligation_id is not None
    return Obligation.objects.get(pk=dossier.obligation_id)


def told(kind: str = "paid") -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).order_by("created_at"))


def test_a_transfer_is_told_once_with_sum_and_receipt(cast: Cast, dossier: Dossier) -> None:
    pay(owed(dossier))
    assert tell_of_payments() == 1
    assert tell_of_payments() == 0
    (notice,) = told()
    assert notice.person == cast.lan
    assert notice.title == f"Đã nhận 3.000 đồng của hồ sơ {dossier.number}"
    assert str(Receipt.objects.get()) in notice.body
    assert "chuyển khoản" in notice.body
    assert notice.link == f"/ho-so/{dossier.pk}/nop-tien/"
    assert told("surplus") == []


def test_money_at_the_counter_is_told_as_well(cast: Cast, dossier: Dossier) -> None:
    take(actor=cast.desk_of(dossier), obligation_id=owed(dossier).pk, method="cash")
    tell_of_payments()
    assert "tiền mặt" in told()[0].body


def test_a_transfer_told_at_the_counter_is_not_told_again_when_it_arrives(
    cast: Cast, dossier: Dossier
) -> None:
    asked = asked_for(owed(dossier))
    assert asked.account is not None
    take(actor=cast.desk_of(dossier), obligation_id=owed(dossier).pk, method="transfer", reference="FT9")
    tell_of_payments()
    bank.hear(
        account_id=asked.account.pk,
        credit=Credit("FT9", asked.amount, asked.number, moment.now()),
        source="statement",
    )
    assert tell_of_payments() == 0
    assert len(told()) == 1


def test_too_much_is_told_with_what_happens_next(dossier: Dossier) -> None:
    pay(owed(dossier), 5000)
    tell_of_payments()
    assert "Đã nhận 5.000 đồng" in told()[0].title
    (notice,) = told("surplus")
    assert "nộp thừa 2.000 đồng" in notice.title
    assert "hoàn lại" in notice.body
    assert dossier.receiving_unit is not None
    assert dossier.receiving_unit.phone in notice.body


def test_part_of_it_says_what_is_left_and_makes_its_code(dossier: Dossier) -> None:
    pay(owed(dossier), 1000)
    tell_of_payments()
    assert "còn phải nộp 2.000 đồng" in told()[0].body
    assert asked_for(owed(dossier)).amount == 2000


def test_money_for_a_dossier_that_was_taken_back_is_told_too(cast: Cast, dossier: Dossier) -> None:
    asked, first = asked_for(owed(dossier)), owed(dossier)
    assert asked.account is not None
    take_back(actor=cast.citizen, dossier_id=dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(obligation=None)
    credit = Credit("FT1", asked.amount, asked.number, moment.now())
    bank.hear(account_id=asked.account.pk, credit=credit, source="webhook")
    tell_of_payments()
    assert dossier.number in told("surplus")[0].title
    assert Payment.objects.get().obligation_id == first.pk


def test_the_code_bears_the_number_of_the_dossier_from_filing_on(cast: Cast, dossier: Dossier) -> None:
    first = asked_for(owed(dossier))
    assert dossier.temporary_number in first.purpose
    accepted = cast.accept(dossier)
    second = asked_for(owed(accepted))
    assert second.purpose == accepted.number
    # The first code, perhaps photographed, still pays the same thing.
    assert PaymentRequest.objects.get(pk=first.pk).state == PaymentRequest.State.WAITING
    counter = cast.filed(CODE, channel=Channel.COUNTER)
    assert asked_for(owed(counter)).purpose == counter.number


def test_a_transfer_that_only_names_the_code_is_found(cast: Cast, dossier: Dossier) -> None:
    accepted = cast.accept(dossier)
    account = asked_for(owed(accepted)).account
    assert account is not None
    text = f"nop phi ho so {accepted.number.replace('.', '').replace('-', '')}"
    bank.hear(account_id=account.pk, credit=Credit("FT7", 3000, text, moment.now()), source="webhook")
    assert owed(accepted).state == Obligation.State.PAID
