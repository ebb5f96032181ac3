"""Notices to people with their delivery state (the waiting rows are the queue); and the banner for all."""

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


class BannerQuerySet(models.QuerySet["Banner"]):
    def running(self, at: datetime) -> "BannerQuerySet":
        return self.filter(starts__lte=at, ends__gt=at).order_by("starts", "pk")


class Banner(models.Model):
    """Words that every public page shows from one moment to another: an outage, what to do meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    words = models.CharField("nội dung", max_length=300)
    starts = models.DateTimeField("từ")
    ends = models.DateTimeField("đến")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    objects = BannerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="banner_period")
        ]

    def __str__(self) -> str:
        return self.words

    def state_at(self, at: datetime) -> str:
        """Whether it is seen then, in a word for the administrators' page."""
        if self.ends <= at:
            return "Đã xong"
        return "Đang hiện" if self.starts <= at else "Sẽ hiện"
