"""What became of a running dossier when a newer version of its procedure took effect."""

from django.db import models
from django.db.models import Q

from motcua.catalogue.models import Version
from motcua.dossiers.models.dossier import Dossier


class TransitionQuerySet(models.QuerySet["Transition"]):
    def awaiting(self) -> "TransitionQuerySet":
        """Those whose citizen is asked and has not answered."""
        return self.filter(state=Transition.State.ASKED)

    def with_screen(self) -> "TransitionQuerySet":
        return self.select_related("dossier__owner", "dossier__owner_organisation", "dossier__competent_unit")


class Transition(models.Model):
    """One running dossier and one newer version: moved, asked, or why it stays. There is one row for each
    pair, so that the work can be broken off and begun again.

    `differences` are what changes for the citizen, in words: [label, before, after].
    """

    class State(models.TextChoices):
        ASKED = "asked", "Chờ người dân trả lời"
        MOVED = "moved", "Đã chuyển"
        DECLINED = "declined", "Ở lại: người dân chọn ở lại"
        SILENT = "silent", "Ở lại: người dân không trả lời"
        STAYS = "stays", "Ở lại: chưa chuyển được"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="transitions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="transitions")
    before = models.ForeignKey(Version, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.TextField(blank=True)
    differences = models.JSONField(default=list)
    at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "version"], name="transition_once")]
        indexes = [
            models.Index(fields=["version", "state"], name="transition_by_state"),
            models.Index(fields=["answer_by"], condition=Q(state="asked"), name="transition_awaiting"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} → {self.version_id}: {self.state}"

    @property
    def is_awaiting(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def stays(self) -> bool:
        """Whether it is settled that the dossier runs on under its older version."""
        return self.state not in (self.State.ASKED, self.State.MOVED)
