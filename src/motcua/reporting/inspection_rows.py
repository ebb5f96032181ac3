"""Inspection by software (kiểm tra qua phần mềm): samples, findings, explanations of lateness."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models import Dossier
from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class Inspection(models.Model):
    """One sample of dossiers that an inspector drew, by signs or by chance, and looks through.

    `seed`, `wanted` and `population` are kept: with them anybody draws the same sample again. An empty unit
    is the whole province.
    """

    class Way(models.TextChoices):
        SIGNS = "signs", "Theo dấu hiệu"
        CHANCE = "chance", "Ngẫu nhiên"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField("tên cuộc kiểm tra", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    way = models.CharField("cách chọn", max_length=6, choices=Way.choices)
    signs = models.JSONField("dấu hiệu", default=list)
    seed = models.CharField("số gieo", max_length=40)
    wanted = models.PositiveSmallIntegerField("số hồ sơ muốn lấy")
    population = models.PositiveIntegerField("số hồ sơ được chọn từ đó")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_label = models.CharField(max_length=200)
    drawn_at = models.DateTimeField()
    conclusion = models.TextField("kết luận", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="inspection_period")]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """The scope in words."""
        return self.unit.name if self.unit is not None else "Toàn tỉnh"


class Inspected(models.Model):
    """One dossier of a sample, with the signs that brought it in; `looked_at`: it was looked through."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sample")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="inspected")
    position = models.PositiveSmallIntegerField()
    signs = models.JSONField("dấu hiệu", default=list)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["inspection", "dossier"], name="inspected_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.dossier_id}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> "FindingQuerySet":
        return self.filter(closed_at__isnull=True)

    def unanswered(self) -> "FindingQuerySet":
        """What the unit still owes: never answered, or the answer was sent back."""
        return self.open().filter(answered_at__isnull=True)

    def late(self, on: date) -> "FindingQuerySet":
        return self.unanswered().filter(due_on__lt=on)

    def with_screen(self) -> "FindingQuerySet":
        return self.select_related("unit", "inspected__inspection", "inspected__dossier__version__procedure")


class Finding(models.Model):
    """What the inspector found in a dossier. The unit answers until a day; it is followed until closed."""

    class Level(models.TextChoices):
        NOTE = "note", "Lưu ý"
        FAULT = "fault", "Sai sót phải sửa"
        BREACH = "breach", "Vi phạm phải xử lý"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspected = models.ForeignKey(Inspected, models.PROTECT, related_name="findings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    level = models.CharField("mức độ", max_length=6, choices=Level.choices)
    text = models.TextField("nội dung")
    article = models.CharField("căn cứ", max_length=300)
    made_at = models.DateTimeField()
    made_label = models.CharField(max_length=200)
    due_on = models.DateField("hạn trả lời")
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_label = models.CharField(max_length=200, blank=True)
    # Why the last answer was not enough; the answers themselves stay in the record.
    sent_back = models.TextField("chưa đạt vì", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["unit", "due_on"], condition=Q(closed_at__isnull=True), name="finding_open")
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.text[:60]}"

    @property
    def state(self) -> str:
        """In words."""
        if self.closed_at is not None:
            return "Đã khép"
        return "Đã trả lời, chờ xem xét" if self.answered_at is not None else "Chờ đơn vị trả lời"

    def is_late(self, on: date) -> bool:
        """Past its day without an answer."""
        return self.closed_at is None and self.answered_at is None and self.due_on < on


class Explanation(models.Model):
    """Giải trình: why a dossier is late, by the officer who held the step that overran; asked for once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="explanation")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="explanations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="explanations")
    step = models.CharField("bước gây chậm", max_length=200, blank=True)
    days_late = models.PositiveSmallIntegerField("số ngày làm việc quá hạn khi được hỏi")
    asked_at = models.DateTimeField()
    due_on = models.DateField("hạn giải trình")
    words = models.TextField("giải trình", blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["officer", "due_on"], condition=Q(written_at__isnull=True), name="explanation_owed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.officer_id}"

    def is_late(self, on: date) -> bool:
        """Past its day and not written."""
        return self.written_at is None and self.due_on < on
