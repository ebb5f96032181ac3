"""Money came late for what had been dropped: what was dropped is owed again, and nothing more."""

import pytest

from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.payments.actions import LineToPay, bank, cancel, determine, refund, reopen
from motcua.payments.actions.bank import Credit
from motcua.payments.books import standing
from motcua.payments.checks import SOUND
from motcua.payments.models import Obligation
from tests.payments.account import open_account
from tests.payments.histories import officer

pytestmark = pytest.mark.django_db
UNIT = "ubnd-tinh"


def test_what_was_given_back_before_it_was_dropped_is_not_owed_again() -> None:
    unit = Unit.objects.get(pk=UNIT)
    where, books = open_account(unit), officer(7, UNIT)
    line = LineToPay("fee", "fee", "Phí", 8000, "on_acceptance", "", ())
    obligation = determine(actor=books, payer="Nguyễn Thị Lan", lines=[line], unit=unit)

    def arrives(amount: int, reference: str) -> None:
        credit = Credit(reference, amount, "chuyen tien", moment.now())
        message, _ = bank.hear(account_id=where.pk, credit=credit, source="statement")
        bank.assign(actor=books, message_id=message.pk, obligation_id=obligation.pk)

    arrives(7000, "FT1")
    asked = refund.ask(
        actor=books,
        obligation_id=obligation.pk,
        amount=7000,
        reason="Không làm nữa",
        bank_bin="970415",
        account="123456789",
        holder="NGUYEN THI LAN",
    )
    refund.decide(actor=officer(8, UNIT), refund_id=asked.pk, grant=True)
    cancel(actor=books, obligation_id=obligation.pk, chain="system")
    arrives(8000, "FT2")
    reopen(actor=books, obligation_id=obligation.pk)
    now = standing(Obligation.objects.get(pk=obligation.pk))
    assert (now.owed, now.kept, now.surplus, now.granted) == (0, 1000, 7000, 7000)
    assert [sentence for question in SOUND.values() for sentence in question()] == []
