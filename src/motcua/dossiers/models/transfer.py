"""Giấy bàn giao: what one unit hands to another, line by line, and what the other said it got."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from motcua.dossiers.models.dossier import Dossier
from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class TransferListQuerySet(models.QuerySet["TransferList"]):
    def open(self) -> "TransferListQuerySet":
        """With a line that nobody has answered."""
        return self.filter(Exists(TransferLine.objects.waiting().filter(transfer=OuterRef("pk"))))

    def with_screen(self) -> "TransferListQuerySet":
        """With how many lines, how many of them wait and until when; the most pressing first."""
        waiting = Q(lines__state=TransferLine.State.WAITING)
        return (
            self.select_related("giver__parent", "receiver", "made_by_user")
            .annotate(
                number_of_lines=models.Count("lines"),
                waiting_lines=models.Count("lines", filter=waiting),
                first_due=models.Min("lines__due_at", filter=waiting),
            )
            .order_by(F("first_due").asc(nulls_last=True), "pk")
        )


class TransferList(models.Model):
    """A numbered list from one unit to another. Open until every line is answered; never changed after."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("số", max_length=60)
    what = models.CharField("vật bàn giao", max_length=6)
    giver = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_out")
    receiver = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_in")
    made_at = models.DateTimeField("lập lúc")
    made_by = models.CharField("người giao", max_length=200)
    made_by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ground = models.TextField("lý do trả lại", blank=True)

    objects = TransferListQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["giver", "number"], name="transfer_number_once"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="transfer_between_two"),
        ]

    def __str__(self) -> str:
        return self.number


class TransferLineQuerySet(models.QuerySet["TransferLine"]):
    def waiting(self) -> "TransferLineQuerySet":
        return self.filter(state=TransferLine.State.WAITING)

    def arrived(self) -> "TransferLineQuerySet":
        """Confirmed: the receiver has it."""
        return self.filter(state__in=TransferLine.ARRIVED)


class TransferLine(models.Model):
    """One dossier on a list, with the papers counted by the giver, and the answer of the receiver."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ xác nhận"
        RECEIVED = "received", "Đã nhận đủ"
        SHORT = "short", "Đã nhận, thiếu giấy tờ"
        MISSING = "missing", "Không có hồ sơ này"
        WRONG = "wrong", "Chuyển nhầm, không nhận"
        RECALLED = "recalled", "Bên giao rút lại"

    ARRIVED = (State.RECEIVED, State.SHORT)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transfer = models.ForeignKey(TransferList, models.PROTECT, related_name="lines")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="transfers")
    what = models.CharField(max_length=6)
    originals = models.PositiveSmallIntegerField("bản chính")
    copies = models.PositiveSmallIntegerField("bản sao")
    papers = models.JSONField("từng giấy tờ", default=list)
    due_at = models.DateTimeField("phải giao trước", null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField("người nhận", max_length=200, blank=True)
    answered_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.TextField("ghi chú của bên nhận", blank=True)

    objects = TransferLineQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "what"], condition=Q(state="waiting"), name="transfer_waiting_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.dossier_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def has_arrived(self) -> bool:
        return self.state in self.ARRIVED
