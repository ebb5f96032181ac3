"""Hoàn tiền: asked for by one officer, approved by another, paid out."""

from django.db import models

from motcua.lib.ids import uuid7
from motcua.payments.models.obligation import Obligation


class Refund(models.Model):
    """Money to go back to a payer. Only what is surplus or what the tariff gives back."""

    class State(models.TextChoices):
        ASKED = "asked", "Chờ duyệt"
        GRANTED = "granted", "Đã duyệt, chờ chi"
        PAID = "paid", "Đã chi"
        DECLINED = "declined", "Không duyệt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)
    bank_bin = models.CharField(max_length=6, blank=True)
    account = models.CharField(max_length=19, blank=True)
    holder = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    asked_by_user = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    paid_at = models.DateTimeField(null=True)
    voucher = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.get_state_display()}"
