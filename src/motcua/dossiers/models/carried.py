"""Where a dossier that was carried over came from."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.payments.models import Obligation


class Carried(models.Model):
    """One line of a file of an earlier system, and the dossier it became; written once, never changed.

    `key` is the old code in one spelling (`codes.key`), so that a code is found however it is written and
    carried over once only. `facts` are the line as it was read, `digest` its SHA-256. `obligation` is the
    money that came with it, whatever is determined later.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="carried")
    system = models.CharField("hệ thống trước", max_length=100)
    key = models.CharField("mã hồ sơ ở đó", max_length=80, db_index=True)
    file = models.CharField("tệp", max_length=200)
    line = models.PositiveIntegerField("dòng")
    facts = models.JSONField("nội dung của dòng")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField("chuyển lúc")
    obligation = models.OneToOneField(
        Obligation, models.PROTECT, null=True, blank=True, related_name="carried"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.system} {self.key}"
