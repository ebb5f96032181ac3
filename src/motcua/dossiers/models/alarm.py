"""That somebody was told of a silence: each once, kept for the inspector and for the applicant's page."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, OuterRef, Q

from motcua.dossiers.models.dossier import Dossier

if TYPE_CHECKING:
    from motcua.dossiers.models.work import WorkItem


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Reads of alarms; `standing` are those whose silence still lasts."""

    def standing(self) -> "AlarmQuerySet":
        quiet = Q(kind=Alarm.Kind.QUIET, since=F("dossier__acted_at"))
        unanswered = Q(kind=Alarm.Kind.ACCEPTANCE, since=F("dossier__acceptance_due_at"))
        return self.filter(quiet | unanswered)

    def of_row(self, kind: str) -> "AlarmQuerySet":
        """For an `Exists` over dossiers: the standing alarms of this kind about the outer row."""
        since = "acted_at" if kind == Alarm.Kind.QUIET else "acceptance_due_at"
        return self.filter(dossier=OuterRef("pk"), kind=kind, since=OuterRef(since))


class Alarm(models.Model):
    """Silence about a dossier was told to the officers who hold it or to their head, and how long it was.

    `since` is what the silence is counted from; together with kind, level and work it makes the row unique,
    so that the background work may run anywhere and as often as it likes. `hours` are whole working hours.
    """

    class Kind(models.TextChoices):
        QUIET = "quiet", "Lâu chưa ai xử lý"
        ACCEPTANCE = "accept", "Quá giờ trả lời tiếp nhận"
        SILENCE = "silence", "Đơn vị được hỏi chưa trả lời"

    class Level(models.IntegerChoices):
        OFFICER = 1, "Người đang giữ hồ sơ"
        HEAD = 2, "Lãnh đạo nơi đang giữ hồ sơ"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    item: "models.ForeignKey[WorkItem | None, WorkItem | None]" = models.ForeignKey(
        "dossiers.WorkItem", models.CASCADE, null=True, blank=True, related_name="alarms"
    )
    since = models.DateTimeField()
    hours = models.PositiveIntegerField()
    told = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "level", "since"],
                condition=Q(item__isnull=True),
                name="alarm_once",
            ),
            models.UniqueConstraint(
                fields=["item", "kind", "level"], condition=Q(item__isnull=False), name="alarm_of_work_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.dossier_id})"
