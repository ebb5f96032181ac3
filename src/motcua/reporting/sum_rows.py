"""What is kept up to date from the history: sums per day and month, the dossiers behind rare figures, how far
each dossier's history has been added. Everything here can be made anew from the raw history
(`reporting.recompute`).
"""

from django.db import models
from django.db.models import Q

from motcua.reporting.fold import Metric


class Tally(models.Model):
    """How much one metric changed on one day, for one agency, procedure and channel. An empty agency means
    all of them, an empty procedure code every procedure: a question about the province then reads hundreds
    of rows, not millions.
    """

    day = models.DateField()
    unit_id = models.CharField(max_length=40, blank=True)
    procedure_code = models.CharField(max_length=30, blank=True)
    channel = models.CharField(max_length=7)
    metric = models.CharField(max_length=20)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "metric", "day", "procedure_code", "channel"], name="tally_once"
            )
        ]
        indexes = [models.Index(fields=["procedure_code", "metric", "day"], name="tally_by_procedure")]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id} {self.metric} {self.count:+d}"


class MonthTally(models.Model):
    """The same over a whole month."""

    month = models.DateField("ngày đầu tháng")
    unit_id = models.CharField(max_length=40, blank=True)
    procedure_code = models.CharField(max_length=30, blank=True)
    channel = models.CharField(max_length=7)
    metric = models.CharField(max_length=20)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "metric", "month", "procedure_code", "channel"], name="month_tally_once"
            )
        ]
        indexes = [
            models.Index(fields=["procedure_code", "metric", "month"], name="month_tally_by_procedure")
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} {self.unit_id} {self.metric} {self.count:+d}"


class Counted(models.Model):
    """Up to which of its acts a dossier stands in the sums, with which facts and done work, and under which
    agency and channel: both may change while the dossier has not been accepted.
    """

    dossier_id = models.UUIDField(primary_key=True)
    acts = models.PositiveIntegerField()
    unit_id = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=7)
    # As `reporting.facts.written` writes them.
    facts = models.TextField(blank=True)
    # The marks of its pieces of work that were done (`reporting.effort.Done`).
    work = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.acts}"


class Cursor(models.Model):
    """How far the history and the record of acts have been read; one row.

    `entry_id` is empty before the first time: the record is followed from then on.
    """

    movement_id = models.PositiveBigIntegerField(default=0)
    entry_id = models.PositiveBigIntegerField(null=True)
    # By which calendar working hours and days were added up (`organisation.queries.calendar_token`).
    calendar = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return str(self.movement_id)


class Mark(models.Model):
    """A dossier behind a rare figure: of which agency, which metric, on which day. Lists of rare things then
    cost what is rare, not what is common.

    Of the balance OVERDUE a row is a spell: from `day` on, no longer on `until` (none while it lasts). A day
    to come is that from which an open dossier will be overdue.
    """

    dossier_id = models.UUIDField()
    unit_id = models.CharField(max_length=40, blank=True)
    metric = models.CharField(max_length=20)
    day = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier_id", "metric", "day"], name="mark_once"),
        ]
        indexes = [
            models.Index(fields=["unit_id", "metric", "day"], name="mark_of_unit"),
            models.Index(fields=["metric", "day"], name="mark_by_metric"),
            models.Index(
                fields=["unit_id", "until", "day"],
                condition=Q(metric=Metric.OVERDUE.value),
                name="mark_overdue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.metric} {self.dossier_id}"


class WorkSums(models.Model):
    """Work that was done, summed for a unit, an officer (0: nobody's) and a name of work; `agency_id` is
    whose dossiers they were. The sums are those of `reporting.effort.Effort`.
    """

    agency_id = models.CharField(max_length=40, blank=True)
    unit_id = models.CharField(max_length=40)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    done = models.BigIntegerField()
    late = models.BigIntegerField()
    worked = models.BigIntegerField("phút làm việc")
    held = models.BigIntegerField()
    overdue = models.BigIntegerField()
    timed = models.BigIntegerField()
    timed_late = models.BigIntegerField()
    spent = models.BigIntegerField("giây từ khi mở đến khi xong")
    budget = models.BigIntegerField("giây từ khi mở đến hạn")

    class Meta:
        abstract = True


class WorkTally(WorkSums):
    """Work by day."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "day", "agency_id", "user_id", "name"], name="work_tally_once"
            )
        ]
        indexes = [
            models.Index(fields=["day"], name="work_tally_by_day"),
            models.Index(fields=["agency_id"], name="work_tally_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id} {self.user_id} {self.name}: {self.done}"


class WorkMonth(WorkSums):
    """The same over a whole month."""

    month = models.DateField("ngày đầu tháng")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "month", "agency_id", "user_id", "name"], name="work_month_once"
            )
        ]
        indexes = [
            models.Index(fields=["month"], name="work_month_by_month"),
            models.Index(fields=["agency_id"], name="work_month_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} {self.unit_id} {self.user_id} {self.name}: {self.done}"
