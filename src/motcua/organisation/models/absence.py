"""Officers who are not there for some days."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.organisation.models.periods import in_force


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_force(self, on: date) -> "AbsenceQuerySet":
        return self.filter(in_force("starts", "ends", on))


class Absence(models.Model):
    """An officer is away from one day to another; open work goes to who stands in, or to the common queue."""

    class Kind(models.TextChoices):
        LEAVE = "leave", "Nghỉ phép"
        ILLNESS = "illness", "Nghỉ ốm, thai sản"
        MISSION = "mission", "Công tác, đào tạo"
        OTHER = "other", "Việc khác"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    kind = models.CharField("lý do", max_length=8, choices=Kind.choices)
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày")
    note = models.CharField("ghi chú", max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="absence_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.starts:%d/%m/%Y} – {self.ends:%d/%m/%Y}"
