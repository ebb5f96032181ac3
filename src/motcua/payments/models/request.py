"""Yêu cầu thanh toán: an amount somebody was asked to pay, by QR code or through a gateway."""

from django.db import models

from motcua.lib.ids import uuid7
from motcua.payments.models.obligation import Obligation


class PaymentRequest(models.Model):
    """One request for money. Its number is short and all digits, so that no bank can spoil it."""

    class Way(models.TextChoices):
        QR = "qr", "Mã QR chuyển khoản"
        GATEWAY = "gateway", "Cổng thanh toán"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ thanh toán"
        PAID = "paid", "Đã thanh toán"
        CANCELLED = "cancelled", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=10, unique=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="requests")
    way = models.CharField(max_length=7, choices=Way.choices)
    gateway = models.CharField(max_length=20, blank=True)
    account = models.ForeignKey("payments.CollectingAccount", models.PROTECT, null=True)
    amount = models.PositiveBigIntegerField()
    # Letters and digits of the dossier's code: what is left of it when a bank strips dots and hyphens.
    reference = models.CharField(max_length=60, db_index=True)
    purpose = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    next_ask_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_ask_at"],
                name="request_to_ask_about",
                condition=models.Q(next_ask_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.amount}"
