"""Phiếu chuyển thông tin to the tax office, and what came of it: the notice, the money, the voucher."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossier import Dossier
from motcua.lib.ids import uuid7
from motcua.payments.models import Obligation


class TaxSlipQuerySet(models.QuerySet["TaxSlip"]):
    """Reads of slips."""

    def open(self) -> "TaxSlipQuerySet":
        """Nothing has ended them yet."""
        return self.exclude(state__in=(TaxSlip.State.CLOSED, TaxSlip.State.CANCELLED))

    def due(self, at: datetime) -> "TaxSlipQuerySet":
        """To be sent, or to be asked about, by this moment."""
        return self.filter(next_try_at__lte=at).order_by("next_try_at", "pk")


class TaxSlip(models.Model):
    """One question to the tax office about one dossier."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ gửi cơ quan thuế"
        SENT = "sent", "Cơ quan thuế đang tính"
        REFUSED = "refused", "Cơ quan thuế không nhận"
        NOTICED = "noticed", "Đã có thông báo nộp tiền"
        CLOSED = "closed", "Đã nộp xong"
        CANCELLED = "cancelled", "Đã hủy cùng hồ sơ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="tax_slips")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reference = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    notice = models.CharField("số thông báo", max_length=60, blank=True)
    decision = models.CharField("số quyết định", max_length=60, blank=True)
    due_on = models.DateField(null=True)
    noticed_at = models.DateTimeField(null=True)
    obligation = models.OneToOneField(Obligation, models.PROTECT, null=True, related_name="tax_slip")

    vouchers = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    objects = TaxSlipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=~Q(state__in=("closed", "cancelled")),
                name="one_open_tax_slip_a_dossier",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="tax_slip_to_try",
                condition=Q(next_try_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.get_state_display()}"
