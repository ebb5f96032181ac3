"""Biên lai điện tử: the receipt for a fee or a charge (NĐ 254/2026 Điều 22–25)."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit
from motcua.payments.models.obligation import Line, Payment

LAST_NUMBER = 99_999_999


class ReceiptDelegationQuerySet(models.QuerySet["ReceiptDelegation"]):
    """Reads of delegations."""

    def in_force(self, on: date) -> "ReceiptDelegationQuerySet":
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)))

    def of_units(self, unit_ids: Collection[str]) -> "ReceiptDelegationQuerySet":
        """Those of these units, the latest first."""
        return self.filter(unit__in=unit_ids).select_related("unit").order_by("-valid_from", "pk")


class ReceiptDelegation(models.Model):
    """Ủy nhiệm lập biên lai: who issues receipts for a unit under contract, out of numbers of its own.

    `mark` is two letters in the symbol of its numbers. `told_tax_on`: when the tax office was told of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    mark = models.CharField(max_length=2)
    contract = models.CharField(max_length=100)
    told_tax_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = ReceiptDelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "mark"], name="delegation_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.contract})"


class ReceiptSeries(models.Model):
    """The numbers of one unit for one kind of money in one year: from 1, without a gap.

    Whoever issues by delegation has numbers of its own; without one they are the collecting unit's. Numbers
    of a vendor (`provider`) are the vendor's affair; what waits for one has neither template nor symbol yet.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=[(Line.Kind.FEE, "Phí"), (Line.Kind.CHARGE, "Lệ phí")])
    year = models.PositiveSmallIntegerField()
    delegation = models.ForeignKey(ReceiptDelegation, models.PROTECT, null=True, related_name="series")
    provider = models.CharField(max_length=20, blank=True)
    template = models.CharField("mẫu số", max_length=20)
    symbol = models.CharField("ký hiệu", max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year"],
                condition=Q(delegation=None, provider=""),
                name="receipt_series_own",
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "delegation"],
                condition=Q(delegation__isnull=False),
                name="receipt_series_delegated",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "provider", "template", "symbol"],
                condition=~Q(provider=""),
                name="receipt_series_provided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.symbol}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Reads of receipts."""

    def numbered_otherwise(self, unit_ids: Collection[str]) -> "ReceiptQuerySet":
        """Those of these units to which whoever issued them by delegation gave another number than we did."""
        other = self.filter(series__unit_id__in=unit_ids, told_number__isnull=False)
        return other.exclude(told_number=F("number")).select_related("series__delegation", "payment")


class Receipt(models.Model):
    """One receipt. It is never changed: a wrong one is cancelled, adjusted or replaced by another."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ cấp số"
        VALID = "valid", "Có hiệu lực"
        CANCELLED = "cancelled", "Đã hủy"
        ADJUSTED = "adjusted", "Đã được điều chỉnh"
        REPLACED = "replaced", "Đã được thay thế"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(ReceiptSeries, models.PROTECT, related_name="receipts")
    # Empty while a vendor has not given one.
    number = models.PositiveIntegerField(null=True)
    # The number a delegate says it wrote on the receipt it handed out; the same as ours, if all went well.
    told_number = models.PositiveIntegerField(null=True)
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
    # The signed paper of its state is still to be made; empty: it is there, or there is no number yet.
    paper_due_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=LAST_NUMBER), name="receipt_of_8_digits"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=["waiting", "cancelled"]),
                name="receipt_in_force_is_numbered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["paper_due_at"],
                name="receipt_to_seal",
                condition=Q(paper_due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} số {self.number:08d}" if self.number is not None else "chờ cấp số"

    @property
    def is_sealed(self) -> bool:
        """Whether the paper of the state it is in has been made."""
        return self.number is not None and self.paper_due_at is None
