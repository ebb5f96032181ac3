"""Series of numbers."""

from django.db import models


class Counter(models.Model):
    """The last number given in a series of a unit in a period; its row is locked while a number is taken."""

    unit = models.CharField(max_length=64)
    series = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "series", "period"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.series} {self.period}: {self.last}"
