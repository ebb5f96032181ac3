"""What is handed in for a component."""

from django.db import models

from motcua.documents.models import StoredFile
from motcua.dossiers.models.dossier import Dossier
from motcua.lib.ids import uuid7


class Paper(models.Model):
    """A document handed in for a component: an uploaded file, or a paper seen or kept at the desk."""

    class Verdict(models.TextChoices):
        UNSEEN = "unseen", "Chưa kiểm tra"
        FINE = "fine", "Đạt"
        WRONG = "wrong", "Chưa đạt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    component_key = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(max_length=6, choices=Verdict.choices, default=Verdict.UNSEEN)
    remark = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    # Copied into data at the desk: when, by whom, under which number it is kept (TT 01/2023/TT-VPCP).
    digitised_at = models.DateTimeField(null=True, blank=True)
    digitised_by = models.CharField(max_length=200, blank=True)
    store_code = models.CharField("mã lưu bản điện tử", max_length=80, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name
