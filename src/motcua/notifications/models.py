"""Notices to people. Each is stored with its delivery state; the waiting rows are the queue."""

from datetime import datetime

from django.db import models

from motcua.identity.models import Person, User
from motcua.lib.ids import Id, uuid7


class NoticeQuerySet(models.QuerySet["Notice"]):
    def inbox_of(self, person_id: Id) -> "NoticeQuerySet":
        return self.filter(person_id=person_id).order_by("-created_at")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def to_deliver(self, at: datetime) -> "NoticeQuerySet":
        return self.filter(state=Notice.State.WAITING, next_try_at__lte=at).order_by("next_try_at")


class Notice(models.Model):
    """One notice to one person: always in the portal's inbox, by e-mail too where an address is known."""

    class State(models.TextChoices):
        INBOX = "inbox", "Chỉ trong hộp thư của cổng"
        WAITING = "waiting", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="notices")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=7, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["person", "-created_at"], name="notice_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"
