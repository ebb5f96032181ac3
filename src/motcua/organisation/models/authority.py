"""What a post may sign: by a written document, for a field, a procedure or a kind of result, until a day."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.organisation.models.periods import in_force
from motcua.organisation.models.post import Post


class SigningAuthorityQuerySet(models.QuerySet["SigningAuthority"]):
    def in_force(self, on: date) -> "SigningAuthorityQuerySet":
        return self.filter(in_force("starts", "ends", on))

    def covering(self, *, procedure: str, field: str, result: str) -> "SigningAuthorityQuerySet":
        """Those that reach this result of this procedure; what a row leaves open it does not narrow."""
        return self.filter(
            procedure_code__in=["", procedure], field_code__in=["", field], result__in=["", result]
        )


class SigningAuthority(models.Model):
    """A post may sign this, from one day to another, by a written document.

    NĐ 30/2020 Đ13 kh.3: authority to sign is given in writing, bounded in time and content, and is not passed
    on. It binds posts that do not sign everything (`Post.signs_all`). Empty codes bound nothing.
    """

    class Result(models.TextChoices):
        ANY = "", "Mọi kết quả"
        GRANT = "result", "Kết quả giải quyết"
        REFUSAL = "refusal", "Văn bản từ chối giải quyết"

    post = models.ForeignKey(Post, models.PROTECT, related_name="authorities")
    procedure_code = models.CharField("mã thủ tục", max_length=30, blank=True)
    field_code = models.CharField("mã lĩnh vực", max_length=30, blank=True)
    result = models.CharField("loại kết quả", max_length=8, choices=Result.choices, blank=True)
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày")
    ground = models.CharField("văn bản giao quyền", max_length=200)

    objects = SigningAuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="authority_period"),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.procedure_code or self.field_code or 'mọi thủ tục'} ({self.ground})"
