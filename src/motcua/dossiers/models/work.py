"""What somebody must do for a dossier; open rows are the queues."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.identity.actor import Actor
from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def open(self) -> "WorkItemQuerySet":
        return self.filter(done_at__isnull=True)

    def for_actor(self, actor: Actor) -> "WorkItemQuerySet":
        """What this officer may work on now: of the own units and roles, taken by nobody else."""
        return (
            self.open()
            .within(actor)
            .filter(unit_id__in=actor.units, role__in=actor.roles, paused_at__isnull=True)
            .filter(Q(assignee_id__isnull=True) | Q(assignee_id=actor.user_id))
        )

    def within(self, actor: Actor) -> "WorkItemQuerySet":
        """Only of the procedures and fields a narrow post reaches."""
        if not (actor.fields or actor.procedures):
            return self
        return self.filter(
            Q(dossier__version__procedure_id__in=actor.procedures)
            | Q(dossier__version__procedure__field_id__in=actor.fields)
        )

    def taken_by(self, user_id: int | None) -> "WorkItemQuerySet":
        return self.filter(assignee_id=user_id)

    def common(self) -> "WorkItemQuerySet":
        """What nobody has taken yet."""
        return self.filter(assignee_id__isnull=True)

    def with_screen(self) -> "WorkItemQuerySet":
        return self.select_related(
            "dossier__version__procedure",
            "dossier__owner",
            "dossier__owner_organisation",
            "unit",
            "assignee",
        )


class WorkItem(models.Model):
    """Something somebody must do for a dossier by a moment: a step of the route, an opinion, a desk task."""

    class Kind(models.TextChoices):
        CHECK = "check", "Kiểm tra hồ sơ mới"
        TRANSFER = "transfer", "Chuyển hồ sơ giấy"
        STEP = "step", "Bước xử lý"
        OPINION = "opinion", "Cho ý kiến"
        RETURN = "return", "Trả kết quả"
        LAPSE = "lapse", "Xem lại hồ sơ chờ bổ sung"
        APOLOGY = "apology", "Xin lỗi và hẹn lại (mẫu 04)"
        SILENCE = "silence", "Đôn đốc đơn vị chưa trả lời"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="work_items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    step_key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="work_items")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="work_items"
    )
    # For whom the assignee holds it while that officer is away; it goes back when the time is over.
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="lent_work"
    )
    asked_by = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="opinions")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    # A result to be fetched: when and how often the person was reminded.
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "id"]
        indexes = [
            models.Index(
                fields=["unit", "role", "due_at"], condition=Q(done_at__isnull=True), name="work_open"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True, asked_by__isnull=False),
                name="work_opinion_due",
            ),
            models.Index(fields=["unit", "done_at", "opened_at"], name="work_of_unit"),
            # Who holds how much: answered from the index alone.
            models.Index(
                fields=["unit", "assignee", "paused_at", "due_at", "opened_at"],
                condition=Q(done_at__isnull=True),
                name="work_held",
            ),
            models.Index(
                fields=["opened_at"],
                condition=Q(done_at__isnull=True, paused_at__isnull=True),
                name="work_standing_still",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "step_key"],
                condition=Q(done_at__isnull=True) & ~Q(kind="opinion"),
                name="work_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.dossier_id})"

    @property
    def is_open(self) -> bool:
        return self.done_at is None
