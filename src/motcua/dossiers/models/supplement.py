"""Requests to complete a dossier."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier


class Supplement(models.Model):
    """One request to the applicant to complete the dossier (form 02) and its answer."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    until = models.DateField()
    note = models.TextField(blank=True)
    # A notice later than three working days after acceptance is flagged (NĐ 61/2018 Đ19 kh.4).
    notice_late = models.BooleanField(default=False)
    overridden = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["asked_at"], name="supplement_by_time")]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="supplement_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} lần {self.number}"


class SupplementItem(models.Model):
    """Exactly one thing that is wrong: a component or a field, with its own reason.

    `reason_key` is that of the catalogue of reasons (`motcua.catalogue.reasons`); `reason` are the words as
    they were said, `hint` what the applicant can do, both kept whatever becomes of the catalogue.
    """

    class Kind(models.TextChoices):
        COMPONENT = "component", "Giấy tờ"
        FIELD = "field", "Mục trong tờ khai"
        EXTRA = "extra", "Giấy tờ ngoài danh mục"

    supplement = models.ForeignKey(Supplement, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    reason_key = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500)
    hint = models.CharField(max_length=500, blank=True)
    legal_ground = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
