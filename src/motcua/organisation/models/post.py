"""Posts, and the people in them from one day to another."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from motcua.identity.models import User
from motcua.organisation.models.periods import in_force
from motcua.organisation.models.unit import Unit


class PostQuerySet(models.QuerySet["Post"]):
    def with_role(self, role: str) -> "PostQuerySet":
        # SQLite cannot ask whether a JSON list contains a value; both engines can search its text.
        return self.annotate(_roles=Cast("roles", models.TextField())).filter(_roles__contains=f'"{role}"')

    def held_by(self, user: User, on: date) -> "PostQuerySet":
        held = Assignment.objects.filter(user=user).in_force(on)
        return self.filter(pk__in=held.values("post_id"))


class Post(models.Model):
    """A position in a unit with the roles that go with it; people come and go, the post stays.

    `fields` and `procedures` narrow the roles to those codes (an officer of the tax or the police at a common
    desk); empty lists narrow nothing. A post that does not sign everything signs by `SigningAuthority` only.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField("chức danh", max_length=120)
    roles = models.JSONField("vai trò", default=list)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    room = models.CharField("phòng, quầy", max_length=60, blank=True)
    public = models.BooleanField("công khai trên cổng", default=False)
    fields = models.JSONField("chỉ các lĩnh vực", default=list, blank=True)
    procedures = models.JSONField("chỉ các thủ tục", default=list, blank=True)
    signs_all = models.BooleanField("ký mọi kết quả của cơ quan", default=True)

    objects = PostQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, on: date) -> "AssignmentQuerySet":
        return self.filter(in_force("starts", "ends", on))

    def standing_in(self) -> "AssignmentQuerySet":
        """Those in somebody's place, for some days."""
        return self.filter(stands_for__isnull=False)


class Assignment(models.Model):
    """A person holds a post from one day to another, in their own right or acting for somebody (`acting`).

    Who stands in acts from the post of `stands_for` until the last day; nobody has to take it back. An acting
    holder of an empty post («quyền») stands in for nobody. `listed`: named on the public staff board.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày", null=True, blank=True)
    acting = models.BooleanField("tạm quyền", default=False)
    stands_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="stood_in_by"
    )
    ground = models.CharField("văn bản", max_length=200, blank=True)
    listed = models.BooleanField("nêu tên trên cổng", default=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="assignment_period"),
            models.UniqueConstraint(fields=["post", "user", "starts"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(stands_for__isnull=True) | Q(acting=True, ends__isnull=False),
                name="assignment_stand_in_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.post}"
