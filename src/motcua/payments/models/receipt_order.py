"""What a provider of receipts is still to be asked for: a row is the queue."""

from django.db import models
from django.db.models import Exists, OuterRef

from motcua.lib.ids import uuid7
from motcua.payments.models.receipt import Receipt


class ReceiptOrderQuerySet(models.QuerySet["ReceiptOrder"]):
    """Reads of orders."""

    def undone(self) -> "ReceiptOrderQuerySet":
        return self.filter(done_at=None)

    def first_of_receipt(self) -> "ReceiptOrderQuerySet":
        """Without those that have to wait for an earlier one about the same receipt."""
        earlier = ReceiptOrder.objects.undone().filter(receipt=OuterRef("receipt"), pk__lt=OuterRef("pk"))
        return self.filter(~Exists(earlier))


class ReceiptOrder(models.Model):
    """One act asked of the provider for one receipt; `next_try_at` empty: done, or it said no for good."""

    class Verb(models.TextChoices):
        ISSUE = "issue", "Cấp số"
        ADJUST = "adjust", "Điều chỉnh"
        REPLACE = "replace", "Thay thế"
        CANCEL = "cancel", "Hủy"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="orders")
    verb = models.CharField(max_length=7, choices=Verb.choices)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = ReceiptOrderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="receipt_order_waiting",
                condition=models.Q(next_try_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.receipt_id}"
