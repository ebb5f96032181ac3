"""An account that collects, and money that comes to it, for tests."""

from datetime import date

from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.payments.actions import bank
from motcua.payments.actions.bank import Credit
from motcua.payments.actions.request import open_qr
from motcua.payments.models import BankMessage, CollectingAccount, Obligation, PaymentRequest


def open_account(unit: Unit, number: str = "1020304050") -> CollectingAccount:
    """The unit collects from now on."""
    return CollectingAccount.objects.create(
        unit=unit,
        bank_bin="970415",
        bank_name="VietinBank",
        number=number,
        holder=unit.name[:100],
        valid_from=date(2020, 1, 1),
    )


def asked_for(obligation: Obligation) -> PaymentRequest:
    """The request behind the code that is shown."""
    found = open_qr(obligation)
    assert found is not None
    return found


def pay(obligation: Obligation, amount: int | None = None, *, key: str = "FT1") -> BankMessage:
    """Money comes by scanning the code: all of it, or another amount."""
    request = asked_for(obligation)
    credit = Credit(key, amount or request.amount, f"{request.number} {request.purpose}", moment.now())
    assert request.account is not None
    return bank.hear(account_id=request.account.pk, credit=credit, source="webhook")[0]
