"""A scan of many papers at once, and each of its pages on the way to the components."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from motcua.documents.models import StoredFile
from motcua.documents.scanning.split import WAYS
from motcua.dossiers.models.dossier import Dossier
from motcua.lib.ids import uuid7


class ScanQuerySet(models.QuerySet["Scan"]):
    """Scans; those that wait are a queue (decision 0004)."""

    def to_work(self, at: datetime) -> "ScanQuerySet":
        """Waiting, or left behind by a worker that died."""
        waiting = Q(state=Scan.State.WAITING) | Q(state=Scan.State.WORKING, lease_until__lt=at)
        return self.filter(waiting).order_by("created_at", "pk")

    def open(self) -> "ScanQuerySet":
        """On the way or waiting for the officer's look."""
        return self.filter(state__in=Scan.OPEN)


class Scan(models.Model):
    """A pile of papers scanned in one go for a dossier: split, looked at, filed (TT 01/2023/TT-VPCP)."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ xử lý"
        WORKING = "working", "Đang xử lý"
        READY = "ready", "Chờ cán bộ xem"
        FILED = "filed", "Đã lưu vào hồ sơ"
        FAILED = "failed", "Không xử lý được"
        DROPPED = "dropped", "Đã bỏ"

    OPEN = (State.WAITING, State.WORKING, State.READY, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="scans")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    way = models.CharField("cách tách", max_length=5, choices=tuple(WAYS.items()), default="auto")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    pages_total = models.PositiveIntegerField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    # Rises with each change an officer makes, so that two officers do not undo each other's work.
    edition = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.CharField(max_length=200, blank=True)
    # Typed data out of the paper: compared by a person, or left out for a reason that stays on record.
    compared_at = models.DateTimeField(null=True, blank=True)
    compared_by = models.CharField(max_length=200, blank=True)
    not_compared_because = models.CharField(max_length=300, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["state", "lease_until"], name="scan_to_work")]

    def __str__(self) -> str:
        return f"{self.file.name} ({self.pages_total} trang)"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_filed(self) -> bool:
        return self.state == self.State.FILED

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WORKING)

    @property
    def is_compared(self) -> bool:
        return self.compared_at is not None


class ScanPage(models.Model):
    """One page of a scan: its straightened picture, what was seen on it, and where it goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scan = models.ForeignKey(Scan, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField("số trang trong bản quét")
    position = models.PositiveIntegerField("thứ tự")
    # Empty for a page that could not be read at all.
    image = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    turned = models.PositiveSmallIntegerField("xoay thêm, độ theo chiều kim đồng hồ", default=0)
    blank = models.BooleanField(default=False)
    separator = models.CharField("giấy tờ mà tờ ngăn ghi", max_length=60, blank=True)
    coded = models.BooleanField("có mã vạch khác", default=False)
    faults = models.JSONField("chỗ chưa đạt, bằng lời", default=list, blank=True)
    piece = models.PositiveIntegerField("thuộc phần thứ", default=0)
    component_key = models.CharField(max_length=60, blank=True)
    dropped = models.BooleanField("bỏ trang", default=False)

    class Meta:
        ordering = ["position", "number"]
        constraints = [models.UniqueConstraint(fields=["scan", "number"], name="scan_page_once")]

    def __str__(self) -> str:
        return f"trang {self.number}"
