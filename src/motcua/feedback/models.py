"""What people say about how their dossier was handled."""

from django.db import models

from motcua.dossiers.models import Dossier


class Rating(models.Model):
    """One rating per finished dossier (NĐ 61/2018 Đ27–29). Nothing is pre-ticked; reasons are free."""

    class Score(models.IntegerChoices):
        VERY_SATISFIED = 3, "Rất hài lòng"
        SATISFIED = 2, "Hài lòng"
        UNSATISFIED = 1, "Không hài lòng"

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    reason = models.TextField(blank=True)
    rated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_score_display()
