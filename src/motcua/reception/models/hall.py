"""The waiting room of a desk: its queues, its windows, and how many it can see at a time."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.organisation.models import Unit


class Hall(models.Model):
    """The waiting room of one desk. `kiosk_key` opens the page on which people draw a number.

    Appointments: `capacity` people at each slot of `slot_minutes`, at most `days_ahead` days before.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="hall")
    kiosk_key = models.CharField(max_length=40, unique=True)
    slot_minutes = models.PositiveSmallIntegerField("phút mỗi khung giờ", default=30)
    capacity = models.PositiveSmallIntegerField("số người mỗi khung giờ", default=2)
    days_ahead = models.PositiveSmallIntegerField("đặt trước nhiều nhất (ngày)", default=14)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=240), name="hall_slot_length"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Queue(models.Model):
    """What people come for, with the letter before its numbers and the minutes one of them usually takes."""

    hall = models.ForeignKey(Hall, models.CASCADE, related_name="queues")
    letter = models.CharField("chữ cái", max_length=1)
    name = models.CharField("tên", max_length=100)
    minutes = models.PositiveSmallIntegerField("phút mỗi lượt", default=10)

    class Meta:
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=["hall", "letter"], name="queue_letter_once")]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class Window(models.Model):
    """One counter of the hall and who sits there now. Without `letters` it serves every queue."""

    hall = models.ForeignKey(Hall, models.CASCADE, related_name="windows")
    number = models.PositiveSmallIntegerField("số quầy")
    letters = models.CharField("phục vụ hàng", max_length=26, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["hall", "number"], name="window_number_once")]

    def __str__(self) -> str:
        return f"Quầy {self.number}"

    def serves(self, letter: str) -> bool:
        return not self.letters or letter in self.letters
