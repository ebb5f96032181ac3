"""Papers about money. Plain values only, sums ready to be read; the templates do the lettering."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Collector:
    """The agency that collects; what is empty is not printed."""

    agency: str
    parent_agency: str = ""
    address: str = ""
    tax_code: str = ""


@dataclass(frozen=True, slots=True)
class PaySlip:
    """How to pay at home what a paper asks for: the code to scan (`payload`) and the same in words.

    `about`: the code of the dossier it is for.
    """

    payload: str
    bank: str
    account: str
    holder: str
    amount: str
    content: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One fee or charge on a receipt."""

    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class FeeReceipt:
    """Biên lai điện tử thu phí, lệ phí (NĐ 254/2026 Điều 22–25).

    `number` has its eight digits. `delegate` collects under contract for the agency of `head`. `standing`
    says in a sentence why a receipt no longer holds or which one it takes the place of; `mark` says the first
    on every page. `lookup_url` is what the QR code opens.
    """

    head: Collector
    code: str
    title: str
    template: str
    symbol: str
    number: str
    year: int
    payer: str
    lines: tuple[PaidLine, ...]
    amount: str
    words: str
    method: str
    day: date
    collector: str
    lookup_url: str
    delegate: str = ""
    delegate_address: str = ""
    standing: str = ""
    mark: str = ""
