"""The port to whoever numbers and signs receipts for the collecting agencies.

`settings.MOTCUA_RECEIPT_PROVIDER` names the adapter; by default our own numbering
(`motcua.payments.own_numbers.OwnNumbers`), else a vendor (`motcua.integrations.ereceipt.client.Vendor`).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.payments.models import Receipt, ReceiptDelegation, ReceiptOrder, ReceiptSeries


class ProviderError(Exception):
    """No receipt came of it; `message` is for people, `retry`: the same call may succeed later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Wanted:
    """A receipt to be: `key` is ours and makes it one, however often it is asked for.

    `delegation`: who collected under contract; such receipts are always numbered by ourselves.
    """

    key: str
    unit_id: str
    unit_name: str
    kind: str
    payer: str
    reference: str
    lines: tuple[tuple[str, int], ...]
    amount: int
    words: str
    method: str
    at: datetime
    delegation: ReceiptDelegation | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """What it was given: number of template, symbol, a number of at most 8 digits, the moment."""

    template: str
    symbol: str
    number: int
    at: datetime


class Provider(Protocol):
    """What an adapter can do. `name` is kept with what it issued; our own numbering has none.

    Every method may be called again with the same key and changes nothing then. All raise ProviderError.
    """

    name: str

    def issue(self, wanted: Wanted) -> Issued: ...

    def cancel(self, key: str, reason: str) -> None: ...

    def adjust(self, wanted: Wanted, old_key: str, reason: str) -> Issued: ...

    def replace(self, wanted: Wanted, old_key: str, reason: str) -> Issued: ...

    def fetch(self, key: str) -> bytes | None:
        """The signed PDF; None when we draw and seal it ourselves."""
        ...


def wanted(receipt: Receipt, of: ReceiptSeries) -> Wanted:
    """What is told of a receipt that belongs into such a series."""
    return Wanted(
        key=str(receipt.pk),
        unit_id=of.unit_id,
        unit_name=of.unit.name,
        kind=of.kind,
        payer=receipt.payer,
        reference=receipt.reference,
        lines=tuple((str(line["name"]), int(line["amount"])) for line in receipt.lines),
        amount=receipt.amount,
        words=receipt.words,
        method=receipt.payment.method,
        at=receipt.issued_at,
        delegation=of.delegation,
    )


def ask(who: Provider, verb: str, wanted: Wanted, old_key: str, reason: str) -> Issued:
    """A new receipt, of its own or instead of an old one. Raises ProviderError."""
    match verb:
        case ReceiptOrder.Verb.ADJUST:
            return who.adjust(wanted, old_key, reason)
        case ReceiptOrder.Verb.REPLACE:
            return who.replace(wanted, old_key, reason)
    return who.issue(wanted)


@cache
def _adapter(path: str) -> Provider:
    return cast(Provider, import_string(path)())


def provider() -> Provider:
    """Whoever issues receipts from now on."""
    return _adapter(settings.MOTCUA_RECEIPT_PROVIDER)
