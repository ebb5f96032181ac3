"""What a dossier ends with."""

from django.db import models

from motcua.documents.models import StoredFile
from motcua.dossiers.models.dossier import Dossier
from motcua.lib.ids import uuid7


class Result(models.Model):
    """What the dossier ends with: drafted, signed by a person, numbered and sealed by the office, handed
    over.

    Issued and delivered are two facts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="results")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    code = models.CharField("mã kết quả", max_length=30, blank=True)
    is_refusal = models.BooleanField(default=False)
    body = models.JSONField("nội dung dự thảo", default=list)
    number = models.CharField("số", max_length=60, blank=True)
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200, blank=True)
    signer_id = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    receiver = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["drafted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="result_once")]

    def __str__(self) -> str:
        return self.name
