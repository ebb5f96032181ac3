"""A report somebody asked for as a file, made in the background: the row is the queue (decision 0004)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.lib.ids import uuid7


class ExportQuerySet(models.QuerySet["Export"]):
    """Reads of exports."""

    def to_make(self, at: datetime) -> "ExportQuerySet":
        """Those that wait, and those whose worker has not been heard of for the length of its lease."""
        dead = Q(state=Export.State.WORKING, lease_until__lt=at)
        return self.filter(Q(state=Export.State.WAITING) | dead).order_by("asked_at", "pk")

    def unfinished(self) -> "ExportQuerySet":
        return self.filter(state__in=(Export.State.WAITING, Export.State.WORKING))

    def outdated(self, at: datetime) -> "ExportQuerySet":
        """Ready files whose days are over."""
        return self.filter(state=Export.State.READY, expires_at__lte=at)


class Export(models.Model):
    """One report as one file, for the one person who asked. The row stays when the file is gone.

    `rows_expected` is how many lines there were to write when it was begun (empty: nobody knows before it is
    made); `attempts` counts the workers that took it on; `key` is where the file lies in the store.
    """

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Bảng tính (XLSX)"
        PDF = "pdf", "Bản in (PDF)"

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        WORKING = "working", "Đang làm"
        READY = "ready", "Đã xong"
        FAILED = "failed", "Không làm được"
        GONE = "gone", "Đã xóa tệp"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_label = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    report = models.CharField("báo cáo", max_length=30)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    form = models.CharField("dạng tệp", max_length=4, choices=Form.choices)
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    unit_id = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=10, blank=True)
    by = models.CharField(max_length=20, blank=True)
    old_map = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    rows_expected = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    cut_off = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="export_period")]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["waiting", "working"]), name="export_queue"
            ),
            models.Index(fields=["asked_by", "-asked_at"], name="export_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.first}–{self.last} {self.form} ({self.get_state_display()})"

    @property
    def file_name(self) -> str:
        """What the file is called on the disk of who takes it."""
        return f"{self.report}-{self.first:%Y%m%d}-{self.last:%Y%m%d}.{self.form}"

    @property
    def is_running(self) -> bool:
        """Whether it still waits or is being made."""
        return self.state in (self.State.WAITING, self.State.WORKING)
