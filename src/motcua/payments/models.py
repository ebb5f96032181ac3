"""What is owed for a dossier and what was paid. Fee (phí) and charge (lệ phí) are never mixed."""

from django.db import models

from motcua.lib.ids import uuid7


class Obligation(models.Model):
    """The fees determined for one dossier at one moment, kept as they were computed."""

    class State(models.TextChoices):
        NONE = "none", "Không phải nộp"
        DUE = "due", "Chưa nộp"
        PAID = "paid", "Đã nộp"
        CANCELLED = "cancelled", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=9, choices=State.choices)
    payer = models.CharField(max_length=250)
    amount = models.PositiveBigIntegerField()
    determined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.amount} {self.get_state_display()}"


class Line(models.Model):
    """One amount of an obligation, in whole đồng, with how it was computed."""

    class Kind(models.TextChoices):
        FEE = "fee", "Phí"
        CHARGE = "charge", "Lệ phí"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=250)
    amount = models.PositiveBigIntegerField()
    timing = models.CharField(max_length=15)
    basis = models.CharField(max_length=200, blank=True)
    explanation = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class Payment(models.Model):
    """Money taken for an obligation."""

    class Method(models.TextChoices):
        CASH = "cash", "Tiền mặt"
        TRANSFER = "transfer", "Chuyển khoản"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="payments")
    amount = models.PositiveBigIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices)
    reference = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.amount} {self.get_method_display()}"
