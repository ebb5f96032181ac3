"""A version of a procedure while it is being written, until a second person lets it be published."""

from typing import Any

from django.conf import settings
from django.db import models

from motcua.catalogue.transition import Clause, ClauseKind
from motcua.lib.ids import uuid7


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> "DraftQuerySet":
        """Those still to be written, looked at or mended."""
        return self.filter(state__in=(Draft.State.WRITING, Draft.State.SUBMITTED))


class Draft(models.Model):
    """Bản soạn: what a file would say, complete or not (`data`, every value as text).

    `wrote` are the accounts that changed it: none of them may approve it. `revision` counts the changes.
    """

    class State(models.TextChoices):
        WRITING = "writing", "Đang soạn"
        SUBMITTED = "submitted", "Chờ duyệt"
        PUBLISHED = "published", "Đã công bố"
        DROPPED = "dropped", "Đã bỏ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=500, blank=True)
    base = models.ForeignKey("catalogue.Version", models.PROTECT, null=True, related_name="+")
    data = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WRITING)
    wrote = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    # Why it is changed and on what ground, for the one who approves and for the record.
    ground = models.TextField(blank=True)
    # What its version will say about running dossiers (`clause`).
    transition = models.CharField(max_length=7, choices=ClauseKind.choices, default=ClauseKind.KEEP)
    transition_basis = models.CharField(max_length=300, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    longer_term = models.BooleanField(default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=200, blank=True)
    # What the one who looked at it said when it went back.
    returned_for = models.TextField(blank=True)
    version = models.OneToOneField("catalogue.Version", models.PROTECT, null=True, related_name="draft")

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state__in=("writing", "submitted")),
                name="draft_open_once_per_procedure",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def clause(self) -> Clause:
        """What becomes of running dossiers when it takes effect."""
        return Clause(self.transition, self.transition_basis, self.answer_by, self.longer_term)

    @property
    def is_open(self) -> bool:
        return self.state == Draft.State.WRITING

    @property
    def awaits_approval(self) -> bool:
        return self.state == Draft.State.SUBMITTED

    def part(self, key: str) -> Any:
        """One of the outermost values."""
        return self.data.get(key)
