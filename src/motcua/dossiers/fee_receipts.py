"""A receipt for money as a paper and as data: made here, above money, where dossiers and paper are known.

The row is the receipt; each state it has been in has a paper, sealed once and kept (`actions.seal_receipts`).
"""

from typing import Any

from django.conf import settings

from motcua.documents import paper
from motcua.documents.files import read
from motcua.documents.models import StoredFile
from motcua.documents.paper import money
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers.models import Dossier
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.lib.money import dong
from motcua.lib.text import ascii_letters
from motcua.organisation.models import Unit
from motcua.payments.models import Receipt
from motcua.payments.seal import sign_receipt


def pdf(receipt: Receipt, code: str) -> bytes | None:
    """The receipt as it stands, with the seal of the collecting agency, where it has a certificate.

    `code` is the dossier's. None while whoever seals is away.
    """
    made = paper.render(FormKind.FEE_RECEIPT, _shape(receipt, code), "a5")
    return sign_receipt(made, unit_id=receipt.series.unit_id, at=moment.now())


def kept(receipt: Receipt, state: str = "") -> bytes:
    """The paper of the state it is in, or of an earlier one: the same bytes each time.

    Raises Refused while it is being signed.
    """
    found = receipt.papers.filter(state=state or receipt.state).first()
    if found is None:
        raise Refused("Biên lai đang được ký số; hãy mở lại sau ít giây.", code="not-sealed")
    return read(StoredFile.objects.get(pk=found.file))


def file_name(receipt: Receipt, ending: str = "pdf") -> str:
    """«bien-lai-C26E-00000007.pdf»."""
    return f"bien-lai-{ascii_letters(receipt.series.symbol)}-{receipt.number:08d}.{ending}"


def lookup_url(receipt: Receipt) -> str:
    """Where anybody who holds the receipt finds out whether it is valid."""
    return f"{settings.PUBLIC_URL}/bien-lai/{receipt.secret}/"


def standing_of(receipt: Receipt) -> str:
    """What became of it, or which one it takes the place of, in a sentence; nothing for an ordinary one."""
    after = receipt.corrected_by.select_related("series").first()
    if receipt.state != Receipt.State.VALID:
        instead = f" bằng biên lai {after}, ngày {_day(after)}" if after is not None else ""
        return f"{receipt.get_state_display()}{instead}"
    if receipt.corrects is None:
        return ""
    verb = "Điều chỉnh" if receipt.corrects.state == Receipt.State.ADJUSTED else "Thay thế"
    return f"{verb} biên lai {receipt.corrects}, ngày {_day(receipt.corrects)}"


def _day(receipt: Receipt) -> str:
    return short_date(receipt.issued_at.astimezone(moment.TZ).date())


def _delegate(receipt: Receipt) -> tuple[str, str]:
    """Name and address of who collects under contract."""
    delegation = receipt.series.delegation
    return (delegation.name, delegation.address) if delegation is not None else ("", "")


def _shape(receipt: Receipt, code: str) -> money.FeeReceipt:
    series, unit = receipt.series, receipt.series.unit
    day = receipt.issued_at.astimezone(moment.TZ).date()
    delegate, delegate_address = _delegate(receipt)
    valid = receipt.state == Receipt.State.VALID
    return money.FeeReceipt(
        head=money.Collector(agency=unit.name, parent_agency=_parent(unit), address=unit.address),
        code=code,
        title=f"Biên lai thu {series.get_kind_display().lower()}",
        template=series.template,
        symbol=series.symbol,
        number=f"{receipt.number:08d}",
        year=series.year,
        payer=receipt.payer,
        lines=tuple(money.PaidLine(line["name"], dong(int(line["amount"]))) for line in receipt.lines),
        amount=dong(receipt.amount),
        words=receipt.words,
        method=receipt.payment.get_method_display(),
        day=day,
        collector=receipt.collector,
        lookup_url=lookup_url(receipt),
        delegate=delegate,
        delegate_address=delegate_address,
        standing=standing_of(receipt) + (f". Lý do: {receipt.reason}" if receipt.reason else ""),
        mark="" if valid else receipt.get_state_display().upper(),
    )


def _parent(unit: Unit) -> str:
    return unit.parent.name if unit.parent is not None else ""


def data(receipt: Receipt, dossier: Dossier) -> dict[str, Any]:
    """The same facts for programs; amounts are whole đồng, moments ISO 8601."""
    series = receipt.series
    delegate, delegate_address = _delegate(receipt)
    after = receipt.corrected_by.select_related("series").first()
    return {
        "kind": series.kind,
        "template": series.template,
        "symbol": series.symbol,
        "number": f"{receipt.number:08d}",
        "year": series.year,
        "collecting_unit": {"id": series.unit_id, "name": series.unit.name, "address": series.unit.address},
        "delegate": {"name": delegate, "address": delegate_address} if delegate else None,
        "payer": receipt.payer,
        "dossier": dossier.number,
        "lines": receipt.lines,
        "amount": receipt.amount,
        "words": receipt.words,
        "currency": "VND",
        "method": receipt.payment.method,
        "issued_at": receipt.issued_at.astimezone(moment.TZ).isoformat(),
        "collector": receipt.collector,
        "state": receipt.state,
        "reason": receipt.reason,
        "corrects": str(receipt.corrects) if receipt.corrects is not None else None,
        "corrected_by": str(after) if after is not None else None,
        "lookup": lookup_url(receipt),
    }
