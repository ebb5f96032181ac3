"""Numbers drawn in the hall. Nothing about a person is kept."""

from datetime import date

from django.db import models

from motcua.lib.ids import uuid7
from motcua.reception.models.hall import Hall, Queue, Window


class Priority(models.TextChoices):
    """Who is called before others; the group is the recorded reason. The list is a default, unverified."""

    NONE = "", "Không ưu tiên"
    ELDERLY = "elderly", "Người cao tuổi"
    DISABLED = "disabled", "Người khuyết tật"
    PREGNANT = "pregnant", "Phụ nữ mang thai, có con nhỏ"
    MERIT = "merit", "Người có công với cách mạng"
    ILL = "ill", "Người ốm nặng"
    BOOKED = "booked", "Đã đặt lịch hẹn"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def on(self, day: date) -> "TicketQuerySet":
        return self.filter(day=day)

    def waiting(self) -> "TicketQuerySet":
        return self.filter(state=Ticket.State.WAITING)

    def called(self) -> "TicketQuerySet":
        return self.filter(state=Ticket.State.CALLED)

    def in_turn(self) -> "TicketQuerySet":
        """Priority groups first, then by how long they wait."""
        return self.order_by("-is_priority", "waits_since", "id")


class Ticket(models.Model):
    """One number of one day. A day's numbers begin with 1 in each queue."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        CALLED = "called", "Đang gọi"
        DONE = "done", "Đã phục vụ"
        SKIPPED = "skipped", "Bỏ qua vì vắng mặt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="tickets")
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    priority = models.CharField(max_length=10, choices=Priority.choices, blank=True)
    ground = models.CharField("lý do ưu tiên", max_length=120, blank=True)
    is_priority = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="tickets")
    # A transferred number waits for one window alone.
    wanted_window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "day", "queue", "number"], name="ticket_number_once"),
        ]
        indexes = [models.Index(fields=["hall", "day", "state"], name="ticket_of_day")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """«B012», as it is called and shown."""
        return f"{self.queue.letter}{self.number:03d}"
