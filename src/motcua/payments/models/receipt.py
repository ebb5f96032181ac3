"""Biên lai điện tử: the receipt for a fee or a charge (NĐ 254/2026 Điều 22–25)."""

from django.db import models

from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit
from motcua.payments.models.obligation import Line, Payment

LAST_NUMBER = 99_999_999


class ReceiptSeries(models.Model):
    """The numbers of one unit for one kind of money in one year: from 1, without a gap."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=[(Line.Kind.FEE, "Phí"), (Line.Kind.CHARGE, "Lệ phí")])
    year = models.PositiveSmallIntegerField()
    # Who issues by delegation under contract; empty: the collecting unit itself.
    delegate = models.CharField(max_length=20, blank=True)
    template = models.CharField("mẫu số", max_length=20)
    symbol = models.CharField("ký hiệu", max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year", "delegate"], name="receipt_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.symbol}"


class Receipt(models.Model):
    """One receipt. It is never changed: a wrong one is cancelled, adjusted or replaced by another."""

    class State(models.TextChoices):
        VALID = "valid", "Có hiệu lực"
        CANCELLED = "cancelled", "Đã hủy"
        ADJUSTED = "adjusted", "Đã được điều chỉnh"
        REPLACED = "replaced", "Đã được thay thế"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(ReceiptSeries, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts")
    # Opens the look-up page; nobody guesses it.
    secret = models.CharField(max_length=16, unique=True)
    payer = models.CharField(max_length=250)
    reference = models.CharField(max_length=60, blank=True)
    lines = models.JSONField()
    amount = models.PositiveBigIntegerField()
    words = models.CharField(max_length=300)
    issued_at = models.DateTimeField()
    collector = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State.choices, default=State.VALID)
    reason = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=LAST_NUMBER), name="receipt_of_8_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} số {self.number:08d}"
