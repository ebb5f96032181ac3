"""Targets; figures frozen at the end of a month; jobs that were done for a day. The sums are in
`reporting.sum_rows`, inspections by software in `reporting.inspection_rows`, files asked for in
`reporting.export_rows`.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.lib.ids import uuid7
from motcua.reporting.export_rows import Export, ExportQuerySet
from motcua.reporting.inspection_rows import (
    Explanation,
    Finding,
    FindingQuerySet,
    Inspected,
    Inspection,
)
from motcua.reporting.sum_rows import Counted, Cursor, Mark, MonthTally, Tally, WorkMonth, WorkTally

__all__ = [
    "Counted",
    "Cursor",
    "Explanation",
    "Export",
    "ExportQuerySet",
    "Finding",
    "FindingQuerySet",
    "Inspected",
    "Inspection",
    "Mark",
    "MonthTally",
    "Round",
    "Snapshot",
    "Tally",
    "Target",
    "TargetQuerySet",
    "WorkMonth",
    "WorkTally",
]


class TargetQuerySet(models.QuerySet["Target"]):
    """Reads of targets."""

    def in_force(self, on: date) -> "TargetQuerySet":
        """Not withdrawn, with this day in their period."""
        return self.live().filter(first__lte=on, last__gte=on)

    def live(self) -> "TargetQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def overlapping(self, first: date, last: date) -> "TargetQuerySet":
        return self.live().filter(first__lte=last, last__gte=first)


class Target(models.Model):
    """A share that somebody is to reach in a period; given from above (`parent`) or set at the top.

    `value` is in percent. `scope_id` is empty for the province, else the slug of a unit, the code of a
    procedure or the number of an account.
    """

    class Scope(models.TextChoices):
        PROVINCE = "province", "Toàn tỉnh"
        AGENCY = "agency", "Cơ quan và đơn vị trực thuộc"
        UNIT = "unit", "Phòng, đơn vị"
        SERVICE = "service", "Thủ tục"
        PERSON = "person", "Cá nhân"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    metric = models.CharField("chỉ tiêu", max_length=30)
    scope = models.CharField("phạm vi", max_length=8, choices=Scope.choices)
    scope_id = models.CharField("đối tượng", max_length=40, blank=True)
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    value = models.DecimalField("mức phải đạt (%)", max_digits=5, decimal_places=2)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    source = models.CharField("căn cứ", max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_by_label = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["first", "metric", "scope", "scope_id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="target_period"),
            models.CheckConstraint(condition=Q(value__gt=0, value__lte=100), name="target_percent"),
            models.UniqueConstraint(
                fields=["metric", "scope", "scope_id", "first", "last"],
                condition=Q(withdrawn_at__isnull=True),
                name="target_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.scope} {self.scope_id} ≥ {self.value}%"


class Snapshot(models.Model):
    """The figures of a month as they were published: content, rules and digest; never changed."""

    month = models.DateField("ngày đầu tháng")
    name = models.CharField("báo cáo", max_length=40)
    rules = models.CharField("phiên bản quy tắc", max_length=40)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["month", "name"]
        constraints = [models.UniqueConstraint(fields=["month", "name"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.month:%m/%Y} {self.digest[:12]}"


class Round(models.Model):
    """A periodic job that was done for a day, so that it is done once however often the worker comes by."""

    name = models.CharField(max_length=30)
    day = models.DateField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="round_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
