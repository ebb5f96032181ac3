"""The port to the tax office that works out what is owed for land (NĐ 101/2024).

Settings name the adapter: `MOTCUA_TAX_OFFICE = "motcua.integrations.tax.client.TaxSystem"`. Without one the
officer asks on paper and types the voucher.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class TaxOfficeError(Exception):
    """The tax office did not do it; `message` is for people, `retry`: the same call may succeed later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Slip:
    """Phiếu chuyển thông tin: what the tax office needs to work it out. `key` makes it one slip."""

    key: str
    dossier: str
    procedure: str
    sender: str
    payer: str
    payer_id: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One amount of a notice: tiểu mục of the budget, its name, whole đồng."""

    code: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Thông báo nộp tiền: number, decision, amounts, the last day to pay."""

    number: str
    decision: str
    items: tuple[Item, ...]
    due_on: date


@dataclass(frozen=True, slots=True)
class Voucher:
    """Chứng từ nộp tiền, in whole đồng: reduced by the tax office, paid by this voucher, left to pay."""

    number: str
    notice: str
    reduced: int
    paid: int
    left: int


class TaxOffice(Protocol):
    """What an adapter can do."""

    def send(self, slip: Slip) -> str:
        """Hand the slip over, once however often it is sent; their reference. Raises TaxOfficeError."""
        ...

    def news(self, key: str) -> tuple[Notice | Voucher, ...]:
        """Everything the tax office has said about a slip. Raises TaxOfficeError."""
        ...


def tax_office() -> TaxOffice | None:
    """The adapter the settings name; None when there is none."""
    named = settings.MOTCUA_TAX_OFFICE
    return cast(TaxOffice, import_string(named)()) if named else None
