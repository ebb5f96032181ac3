"""How often pages were opened: a day, a page, a number. Nothing about who opened them."""

from django.db import models


class Visit(models.Model):
    """How often one page was opened on one day. `page` is the pattern of an address, never an address."""

    day = models.DateField("ngày")
    page = models.CharField("trang", max_length=120)
    count = models.PositiveIntegerField("lượt")

    class Meta:
        ordering = ["-day", "-count", "page"]
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.page}: {self.count}"
