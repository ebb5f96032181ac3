"""What a person without a telephone holds in the hand: the secret on a receipt, a receipt for several."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.identity.models import Person
from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit


class ReceiptSecret(models.Model):
    """A secret printed on a receipt: with the code it opens the fuller look-up. Only its digest is kept.

    Every printing makes a new one; who lost the receipt gets one that revokes all before it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="receipt_secrets")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.made_at:%d/%m/%Y %H:%M}"


class BatchReceipt(models.Model):
    """One receipt (form 01) for several dossiers that one person handed in together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=80)
    submitter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    dossiers = models.ManyToManyField(Dossier, related_name="batch_receipts")
    facts = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.number
