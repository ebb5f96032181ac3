"""The apology a dossier needs."""

from datetime import datetime

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.organisation.models import Unit


class ApologyQuerySet(models.QuerySet["Apology"]):
    def undecided(self) -> "ApologyQuerySet":
        return self.filter(settled_at__isnull=True)


class Apology(models.Model):
    """An apology (form 04) that the system has drafted before the due day, for the signer to decide on.

    One per dossier, as there is one new date only. `cause` is for the citizen to read; who held the step
    (`holder`) is for the agency alone. `demanded_at`: the dossier went late without one.
    """

    class Outcome(models.TextChoices):
        SENT = "sent", "Đã gửi văn bản xin lỗi"
        NEEDLESS = "needless", "Không cần: sẽ xong đúng hẹn"

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="apology")
    cause = models.TextField()
    step = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.CharField(max_length=200, blank=True)
    proposed_date = models.DateField()
    drafted_at = models.DateTimeField()
    demanded_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)

    objects = ApologyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.proposed_date}"

    def settle(self, outcome: str, at: datetime, note: str = "") -> None:
        """The signer has decided; to be saved by the caller."""
        self.outcome, self.settled_at, self.note = outcome, at, note
