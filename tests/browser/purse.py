"""What the pages of money show: cash, a transfer that never came, money of nobody, a refund."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from motcua.dossiers.models import Dossier
from motcua.identity.actor import ACCOUNTANT, ADMIN
from motcua.lib import moment
from motcua.payments.actions import accounts, bank, refund, take, till
from motcua.payments.actions.closing import close_day
from motcua.payments.actions.request import by_qr
from motcua.payments.models import BankMessage, CollectingAccount, Obligation, Receipt, Till
from tests.browser.stage import COMMUNE
from tests.cast import Cast

UNIT = f"ubnd-{COMMUNE}"


class Purse:
    """Spends the dossiers it is given: each is paid in a way of its own."""

    def __init__(self, cast: Cast, dossiers: Mapping[str, Dossier]) -> None:
        self.cast, self.dossiers = cast, dossiers
        self.books = cast.officer(UNIT, ACCOUNTANT)

    def all(self) -> None:
        account = self.account()
        self.pay("money-counted", "cash")
        desk = self.cast.desk_of(self.dossiers["money-counted"])
        counted = Till.objects.get(closed_at=None, unit_id=desk.unit_id, user_id=desk.user_id)
        till.close(actor=desk, till_id=counted.pk, counted=till.balance(counted) - 500, note="Thiếu tiền lẻ.")
        self.pay("money-cash", "cash")
        self.pay("money-declared", "transfer", "FT26331000111")
        self.surplus(account)
        close_day(actor=self.books, unit_id=UNIT, day=moment.today() - timedelta(days=1))

    def account(self) -> CollectingAccount:
        """A second one, at another bank, that is not used any more: what is asked for names the first."""
        details = accounts.Details(
            "970405",
            "Agribank",
            "114000123456",
            "UBND PHUONG NONG TRANG",
            date(2025, 7, 1),
            date(2025, 12, 31),
        )
        return accounts.add(actor=self.cast.officer("vp-ubnd-tinh", ADMIN), unit_id=UNIT, details=details)

    def pay(self, name: str, method: str, reference: str = "") -> None:
        dossier = self.dossiers[name]
        take(
            actor=self.cast.desk_of(dossier),
            obligation_id=dossier.obligation_id or "",
            method=method,
            reference=reference,
        )

    def surplus(self, account: CollectingAccount) -> None:
        """One paid too much and asks for a part of it; the money of another says nothing of its dossier."""
        over, waiting = self.dossiers["money-over"], self.dossiers["money-asked"]
        owed = Obligation.objects.get(pk=over.obligation_id).amount
        message = self.told(account, "FT26331000222", owed + 20000)
        bank.assign(actor=self.books, message_id=message.pk, obligation_id=over.obligation_id or "")
        refund.ask(
            actor=self.cast.desk_of(over),
            obligation_id=over.obligation_id or "",
            amount=15000,
            reason="Người dân nhập nhầm số tiền.",
            bank_bin="970436",
            account="0011004321987",
            holder="NGUYEN THI LAN",
        )
        request = by_qr(actor=self.books, obligation_id=waiting.obligation_id or "", code=str(waiting.code))
        self.told(account, "FT26331000333", request.amount)

    def told(self, account: CollectingAccount, key: str, amount: int) -> BankMessage:
        credit = bank.Credit(key=key, amount=amount, text="nop phi ho so", at=moment.now())
        return bank.hear(account_id=account.pk, credit=credit, source=BankMessage.Source.WEBHOOK)[0]


def ids() -> dict[str, Any]:
    """What the addresses of these pages want."""
    return {
        "till": Till.objects.exclude(closed_at=None).latest("pk"),
        "receipt": Receipt.objects.latest("pk"),
        "obligation": Obligation.objects.get(state=Obligation.State.OVER),
    }
