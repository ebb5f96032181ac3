"""An hour kept for somebody at a desk."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.ids import uuid7
from motcua.reception.models.hall import Hall
from motcua.reception.models.ticket import Ticket


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def booked(self) -> "AppointmentQuerySet":
        return self.filter(state=Appointment.State.BOOKED)

    def between(self, first: datetime, end: datetime) -> "AppointmentQuerySet":
        return self.filter(starts_at__gte=first, starts_at__lt=end)


class Appointment(models.Model):
    """One person at one desk at one hour: to fetch a result, to appear in person, or to be advised.

    `seat` counts the people of one slot; the constraint makes a double booking impossible. `name` and `phone`
    are those of somebody the desk booked for who has no account.
    """

    class Purpose(models.TextChoices):
        COLLECT = "collect", "Nhận kết quả"
        APPEAR = "appear", "Có mặt trực tiếp"
        ADVICE = "advice", "Được hướng dẫn, nộp hồ sơ"

    class State(models.TextChoices):
        BOOKED = "booked", "Đã đặt"
        CANCELLED = "cancelled", "Đã hủy"
        CAME = "came", "Đã đến"
        MISSED = "missed", "Không đến"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    about = models.CharField("việc phải làm", max_length=200, blank=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.BOOKED)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=200)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, blank=True, related_name="appointment")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "starts_at", "seat"],
                condition=Q(state="booked"),
                name="appointment_seat_once",
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state="booked"), name="appointment_open_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="appointment_by_time")]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def is_today(self) -> bool:
        return self.starts_at.astimezone(moment.TZ).date() == moment.today()

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at:%d/%m/%Y %H:%M}"
