"""Money on the accountant's pages: who looks, what is paid and told."""

from typing import Any

from motcua.dossiers.models import Dossier
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.payments.actions import bank, take
from motcua.payments.checks import SOUND
from motcua.payments.models import (
    BankMessage,
    CollectingAccount,
    Obligation,
    Payment,
)
from tests.cast import Cast
from tests.dossiers.papers_away import elsewhere


def accountant(cast: Cast, dossier: Dossier) -> Actor:
    assert dossier.competent_unit is not None
    return cast.officer(dossier.competent_unit, ACCOUNTANT)


def stranger(cast: Cast) -> Actor:
    """The accountant of another commune."""
    unit = elsewhere(cast)
    assert unit.parent is not None
    return cast.officer(unit.parent, ACCOUNTANT)


def pay(cast: Cast, dossier: Dossier, method: str = "cash", reference: str = "") -> Payment:
    return take(
        actor=cast.desk_of(dossier),
        obligation_id=dossier.obligation_id or "",
        method=method,
        reference=reference,
    )


def told(account: CollectingAccount, key: str, amount: int, text: str = "nop tien") -> BankMessage:
    credit = bank.Credit(key=key, amount=amount, text=text, at=moment.now())
    return bank.hear(account_id=account.pk, credit=credit, source=BankMessage.Source.WEBHOOK)[0]


def sound() -> None:
    assert {name: list(check()) for name, check in SOUND.items() if list(check())} == {}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def owed(dossier: Dossier) -> Obligation:
    return Obligation.objects.get(pk=dossier.obligation_id)
