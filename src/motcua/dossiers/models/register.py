"""The book of a desk: register 07."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.lib import moment
from motcua.organisation.models import Unit


class RegisterBook(models.Model):
    """Register 07 of one desk and year (TT 01/2018/TT-VPCP Đ10): numbers go on through the year.

    Locked after the year's end: it takes no further row, and `digest` proves that none was changed.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="books")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField("số cuối", default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-year", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="book_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    @property
    def year_is_over(self) -> bool:
        return self.year < moment.today().year


class RegisterRow(models.Model):
    """One line of a book: its number, and what was entered when the dossier was accepted.

    When it is returned, and to whom, is read from the dossier: those columns are filled in later by nature.
    """

    book = models.ForeignKey(RegisterBook, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField("STT")
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="register_row")
    entered_at = models.DateTimeField()
    received_at = models.DateTimeField("Ngày nhận")
    facts = models.JSONField("nội dung đã ghi")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="register_number_once")]
        indexes = [
            models.Index(fields=["book", "received_at", "number"], name="register_of_book"),
            models.Index(fields=["received_at"], name="register_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"
