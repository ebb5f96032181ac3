"""Opening hours and the days that differ from their weekday: what every term is counted by."""

from django.db import models
from django.db.models import F, Q

from motcua.organisation.models.unit import Unit


class OpeningSpan(models.Model):
    """One stretch of opening hours on one weekday (0 is Monday).

    Without a unit it belongs to the default table of the province. A unit with spans of its own has its whole
    table here; one without takes its parent's, then the default. `counts` false: the desk receives people,
    but the weekday is no working day for terms (Saturday mornings).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="opening_spans")
    weekday = models.PositiveSmallIntegerField("thứ")
    opens = models.TimeField("mở cửa")
    closes = models.TimeField("đóng cửa")
    counts = models.BooleanField("tính vào thời hạn", default=True)
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_order"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_weekday"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="opening_period"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or 'mặc định'} {self.weekday}: {self.opens:%H:%M}–{self.closes:%H:%M}"


class CalendarDay(models.Model):
    """A day off, or a rest day on which people work (swap day); for everybody when it names no unit.

    `ground` is the law or notice; `mark` says how sure we are: S seen, S2 secondary, D computed, GK
    unverified.
    """

    class Kind(models.TextChoices):
        OFF = "off", "Nghỉ"
        EXTRA = "extra", "Làm việc bù"

    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=5, choices=Kind.choices)
    name = models.CharField("tên", max_length=120)
    ground = models.CharField("căn cứ", max_length=200, blank=True)
    mark = models.CharField("mức tin cậy", max_length=4, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="calendar_days")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(unit__isnull=True), name="calendar_day_once"),
            models.UniqueConstraint(fields=["day", "unit"], name="calendar_day_once_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_kind_display()}: {self.name}"


class CalendarState(models.Model):
    """The one row naming the state of the calendar: every change of the calendar changes its token."""

    token = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token} ({self.changed_at:%d/%m/%Y %H:%M})"
