"""The history of a dossier."""

from typing import Any

from django.db import models

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models.dossier import Dossier
from motcua.organisation.models import Unit


class MovementQuerySet(models.QuerySet["Movement"]):
    """Reads of the history. It only ever grows: update and delete are refused."""

    def update(self, **values: Any) -> int:
        raise TypeError("The history of a dossier is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The history of a dossier is append-only.")


class Movement(models.Model):
    """One row of the history: the citizen's timeline, the inspector's evidence, the source of every figure.

    Append-only. The verb is stored, never guessed back from the statuses.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="movements")
    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    clock = models.CharField(max_length=6)
    actor = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=7, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["at"], name="movement_by_time"),
            models.Index(fields=["verb", "at"], name="movement_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%d/%m/%Y %H:%M}"

    @property
    def state(self) -> Status:
        return Status(self.after)
