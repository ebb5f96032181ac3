"""Who holds the papers of a dossier, or its result on paper, at this moment."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models.dossier import Dossier
from motcua.dossiers.models.transfer import TransferLine
from motcua.identity.actor import Actor
from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit

# The dossier is over before it was decided: its papers go nowhere any more.
_NOWHERE = frozenset({Status.DRAFT, Status.REFUSED, Status.WITHDRAWN, Status.STOPPED})


class What(models.TextChoices):
    """What is held and handed over."""

    PAPERS = "papers", "Hồ sơ giấy"
    RESULT = "result", "Kết quả bản giấy"


class CustodyQuerySet(models.QuerySet["Custody"]):
    def held_by(self, actor: Actor) -> "CustodyQuerySet":
        """What the actor's units hold."""
        return self.filter(holder_id__in=actor.units)

    def on_no_list(self) -> "CustodyQuerySet":
        under_way = TransferLine.objects.waiting().filter(dossier=OuterRef("dossier"), what=OuterRef("what"))
        return self.filter(~Exists(under_way))

    def to_pass_on(self) -> "CustodyQuerySet":
        """What has to go to another unit and stands on no list yet."""
        going = self.filter(due_at__isnull=False).exclude(dossier__status__in=_NOWHERE)
        return going.on_no_list()

    def resting(self) -> "CustodyQuerySet":
        """What is where it belongs and stands on no list."""
        return self.filter(due_at__isnull=True).on_no_list()

    def late(self, at: datetime) -> "CustodyQuerySet":
        return self.filter(due_at__lt=at)

    def with_screen(self) -> "CustodyQuerySet":
        return self.select_related(
            "holder",
            "dossier__version__procedure",
            "dossier__owner",
            "dossier__receiving_unit",
            "dossier__competent_unit",
            "dossier__return_unit",
        )


class Custody(models.Model):
    """One unit holds one thing; it answers for it until another unit has confirmed that it got it.

    `due_at`: until when it has to be handed on (NĐ 309/2026 Đ9); none where it belongs already.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="custodies")
    what = models.CharField("vật bàn giao", max_length=6, choices=What.choices)
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.CharField("người giữ", max_length=200)
    since = models.DateTimeField("giữ từ")
    due_at = models.DateTimeField("phải giao trước", null=True, blank=True)

    objects = CustodyQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "what"], name="custody_once")]
        indexes = [
            models.Index(
                fields=["holder", "due_at"], condition=Q(due_at__isnull=False), name="custody_to_pass_on"
            ),
            models.Index(fields=["holder", "-since"], name="custody_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.dossier_id}: {self.holder_id}"

    @property
    def label(self) -> str:
        return str(What(self.what).label)
