"""Receipts numbered by ourselves: a series for each unit, kind and year, and each delegate has its own."""

from datetime import datetime

from motcua.lib import moment
from motcua.payments.models import Receipt, ReceiptDelegation, ReceiptSeries
from motcua.payments.models.receipt import LAST_NUMBER
from motcua.payments.receipt_provider import Issued, ProviderError, Wanted

# The first part of the number of template and symbol: the authority's own list is not known to us
# (unverified), so both are settings of a series that an accountant may change before its first number.
TEMPLATES = {"fee": "01BLP", "charge": "01BLLP"}


class OwnNumbers:
    """The adapter of `receipt_provider.Provider` that needs nobody else."""

    name = ""

    def issue(self, wanted: Wanted) -> Issued:
        """The next number, in the caller's transaction: without it there is no gap."""
        old = Receipt.objects.filter(pk=wanted.key, number__isnull=False).select_related("series").first()
        if old is not None and old.number is not None:
            return Issued(old.series.template, old.series.symbol, old.number, old.issued_at)
        series = _held(wanted.unit_id, wanted.kind, wanted.at, wanted.delegation)
        if series.last >= LAST_NUMBER:
            raise ProviderError(
                "Ký hiệu biên lai này đã dùng hết 8 chữ số; hãy đặt ký hiệu mới.", retry=False
            )
        series.last += 1
        series.save(update_fields=["last"])
        return Issued(series.template, series.symbol, series.last, wanted.at)

    def cancel(self, key: str, reason: str) -> None:
        """The row says it."""
        _check_known(key)

    def adjust(self, wanted: Wanted, old_key: str, reason: str) -> Issued:
        """The next number; the two rows name each other."""
        _check_known(old_key)
        return self.issue(wanted)

    def replace(self, wanted: Wanted, old_key: str, reason: str) -> Issued:
        """The next number; the two rows name each other."""
        _check_known(old_key)
        return self.issue(wanted)

    def fetch(self, key: str) -> bytes | None:
        """We draw it ourselves."""
        _check_known(key)
        return None


def _check_known(key: str) -> None:
    if not Receipt.objects.filter(pk=key, number__isnull=False).exists():
        raise ProviderError("Không có biên lai này.", retry=False)


def _held(unit_id: str, kind: str, at: datetime, delegation: ReceiptDelegation | None) -> ReceiptSeries:
    """The series of the year, its row locked: the next number is given to one payment after the other."""
    mark = delegation.mark if delegation is not None else "E"
    year = at.astimezone(moment.TZ).year
    series, _ = ReceiptSeries.objects.get_or_create(
        unit_id=unit_id,
        kind=kind,
        year=year,
        delegation=delegation,
        provider=OwnNumbers.name,
        defaults={"template": TEMPLATES[kind], "symbol": f"{TEMPLATES[kind][-1]}{year % 100:02d}{mark}"},
    )
    return ReceiptSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)
