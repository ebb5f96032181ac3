"""Quầy thu tiền: the cash of one officer, from opening to the count, and the closing of a day."""

from django.db import models

from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class Till(models.Model):
    """The cash one officer is answerable for, until it is counted and handed over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tills")
    user_id = models.BigIntegerField()
    officer = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    counted = models.PositiveBigIntegerField(null=True)
    expected = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.CharField(max_length=200, blank=True)
    voucher = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "unit"],
                condition=models.Q(closed_at=None),
                name="one_open_till_an_officer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.opened_at:%d/%m/%Y}"


class DayClosing(models.Model):
    """The money of one unit on one day, closed by its accountant: sums by account, with their digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=200)
    sums = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="a_day_is_closed_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day:%d/%m/%Y}"
