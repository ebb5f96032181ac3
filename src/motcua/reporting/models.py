"""Figures kept up to date: sums per day, and how far each dossier's history has been added."""

from django.db import models


class TallyQuerySet(models.QuerySet["Tally"]):
    """Reads of the sums."""

    def of_units(self, units: frozenset[str]) -> "TallyQuerySet":
        return self.filter(unit_id__in=units)

    def between(self, first: object, last: object) -> "TallyQuerySet":
        return self.filter(day__gte=first, day__lte=last)

    def until(self, last: object) -> "TallyQuerySet":
        return self.filter(day__lte=last)

    def before(self, first: object) -> "TallyQuerySet":
        return self.filter(day__lt=first)


class Tally(models.Model):
    """How much one metric changed on one day, for one agency, procedure and channel."""

    day = models.DateField()
    unit_id = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=30)
    channel = models.CharField(max_length=7)
    metric = models.CharField(max_length=16)
    count = models.IntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "metric", "day", "procedure_code", "channel"], name="tally_once"
            )
        ]
        indexes = [models.Index(fields=["metric", "day"], name="tally_by_metric")]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id} {self.metric} {self.count:+d}"


class Counted(models.Model):
    """Up to which of its acts a dossier stands in the sums."""

    dossier_id = models.UUIDField(primary_key=True)
    acts = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.acts}"


class Cursor(models.Model):
    """How far the history has been read; one row."""

    movement_id = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.movement_id)
