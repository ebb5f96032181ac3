"""The append-only, tamper-evident record of every act. It knows its subjects only by type and id."""

from typing import Any

from django.db import models


class Chain(models.Model):
    """One chain of entries, usually one per unit; its row is locked while an entry is added."""

    name = models.CharField(primary_key=True, max_length=64)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads of the record. Entries are never changed: update and delete are refused."""

    def about(self, subject_type: str, subject_id: str) -> "EntryQuerySet":
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def update(self, **values: Any) -> int:
        raise TypeError("The audit record is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit record is append-only.")


class Entry(models.Model):
    """One act: who, what, about which subject, with what content, chained to the entry before it."""

    chain = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True)
    unit_id = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_entry_once")]
        indexes = [models.Index(fields=["subject_type", "subject_id", "number"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.number} {self.verb} {self.subject_type} {self.subject_id}"
