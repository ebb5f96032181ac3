"""What is owed for a dossier and what was paid for it. Fee (phí) and charge (lệ phí) are never mixed."""

from django.db import models

from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class Obligation(models.Model):
    """The sums determined for one dossier at one moment, kept as they were computed.

    `state` follows from the postings of the ledger and is written with them (`motcua.payments.books`).
    """

    class State(models.TextChoices):
        NONE = "none", "Không phải nộp"
        DUE = "due", "Chưa nộp"
        PART = "part", "Nộp một phần"
        PAID = "paid", "Đã nộp"
        OVER = "over", "Nộp thừa, chờ hoàn"
        REFUNDED = "refunded", "Đã hoàn"
        CANCELLED = "cancelled", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=9, choices=State.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    payer = models.CharField(max_length=250)
    amount = models.PositiveBigIntegerField()
    determined_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be paid."""
        return self.state in (self.State.DUE, self.State.PART)

    @property
    def is_paid_into(self) -> bool:
        """Whether some money has come for it, be it only a part."""
        return self.state in (self.State.PART, self.State.PAID, self.State.OVER)

    def remaining(self) -> int:
        """What is still to be paid, in whole đồng."""
        if self.state != self.State.PART:
            return self.amount if self.state == self.State.DUE else 0
        owed = self.postings.filter(book="receivable").aggregate(total=models.Sum("amount"))["total"]
        return int(owed or 0)

    @property
    def is_settled(self) -> bool:
        """Whether everything owed has been paid, perhaps more."""
        return self.state in (self.State.PAID, self.State.OVER) and self.cancelled_at is None


class Line(models.Model):
    """One amount of an obligation, in whole đồng, with how it was computed."""

    class Kind(models.TextChoices):
        FEE = "fee", "Phí"
        CHARGE = "charge", "Lệ phí"
        TAX = "tax", "Tiền theo thông báo thuế"
        POSTAGE = "postage", "Cước bưu chính"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=250)
    amount = models.PositiveBigIntegerField()
    timing = models.CharField(max_length=15)
    basis = models.CharField(max_length=200, blank=True)
    explanation = models.JSONField(default=list)
    refundable = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Reads of payments."""

    def standing(self) -> "PaymentQuerySet":
        """Without declared transfers that never came."""
        return self.filter(reversal=None)


class Payment(models.Model):
    """Money that came for an obligation: `settled` of `amount` paid what was owed, the rest is surplus."""

    class Method(models.TextChoices):
        CASH = "cash", "Tiền mặt"
        TRANSFER = "transfer", "Chuyển khoản"
        GATEWAY = "gateway", "Cổng thanh toán"
        POST = "post", "Bưu chính thu hộ"
        EARLIER = "earlier", "Đã thu ở hệ thống trước"

    # What an officer may take at a window; the others are told by the bank, a gateway or the post.
    AT_WINDOW = (Method.CASH, Method.TRANSFER)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="payments")
    amount = models.PositiveBigIntegerField()
    settled = models.PositiveBigIntegerField(default=0)
    # What was owed when it came; empty where nobody compared.
    asked = models.PositiveBigIntegerField(null=True)
    method = models.CharField(max_length=8, choices=Method.choices)
    reference = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=200)
    entry = models.OneToOneField("payments.JournalEntry", models.PROTECT, null=True, related_name="payment")
    # When the payer was told of it; empty: it is in the queue of those to be told.
    told_at = models.DateTimeField(null=True)
    # A declared transfer that never came: the entry that takes it back. It counts for nothing from then on.
    reversal = models.OneToOneField("payments.JournalEntry", models.PROTECT, null=True, related_name="+")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["taken_at"], name="payment_by_moment"),
            models.Index(
                fields=["taken_at"], name="payment_to_tell", condition=models.Q(told_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_method_display()}"
