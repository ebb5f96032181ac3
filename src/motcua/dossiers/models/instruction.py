"""What a leader wants done: a task with an owner, a day and an answer."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.identity.actor import HEAD, INSPECTOR, SIGNER, Actor
from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class InstructionQuerySet(models.QuerySet["Instruction"]):
    def open(self) -> "InstructionQuerySet":
        """Not answered yet, or answered and not found sufficient yet."""
        return self.filter(closed_at__isnull=True)

    def unanswered(self) -> "InstructionQuerySet":
        return self.open().filter(answered_at__isnull=True)

    def late(self, on: date) -> "InstructionQuerySet":
        """Past their day without an answer; lateness is a query, never a mark."""
        return self.unanswered().filter(due_on__lt=on)

    def visible_to(self, actor: Actor) -> "InstructionQuerySet":
        """Those one gave, those one has to answer, and for who leads those of the own units."""
        mine = Q(given_by_id=actor.user_id) | Q(owner_id=actor.user_id)
        if actor.has(HEAD, SIGNER, INSPECTOR):
            mine |= Q(unit_id__in=actor.units)
        return self.filter(mine) if actor.user_id is not None else self.none()


class Instruction(models.Model):
    """Ý kiến chỉ đạo: a leader tells an officer what to do about a dossier or in a unit, until a day.

    `closed_at`: the leader found the answer sufficient, or took the instruction back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, null=True, blank=True, related_name="instructions"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="instructions")
    words = models.TextField("nội dung")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="instructions_given")
    given_label = models.CharField("người chỉ đạo", max_length=200)
    given_at = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="instructions_received")
    due_on = models.DateField("hạn trả lời")
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_label = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(closed_at__isnull=True), name="instruction_open"
            ),
            models.Index(fields=["unit", "due_on"], name="instruction_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.words[:60]}"

    def concerns(self, actor: Actor) -> bool:
        """As `visible_to`, of one that is at hand."""
        if actor.user_id is not None and actor.user_id in (self.given_by_id, self.owner_id):
            return True
        return actor.has(HEAD, SIGNER, INSPECTOR) and self.unit_id in actor.units

    def is_late(self, on: date) -> bool:
        """Past its day without an answer."""
        return self.closed_at is None and self.answered_at is None and self.due_on < on
