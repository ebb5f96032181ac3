"""Who answers for what: agencies and their successors, opening days, posts and the people in them.

A unit is never renamed or deleted: it ends on a day and names its successors (see `Succession`). Days are
inclusive on both ends everywhere: `valid_to` and `ends` are the last day, `Succession.on` is the first day of
the successor.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from motcua.identity.models import User
from motcua.lib.text import fold


def _in_force(first: str, last: str, day: date) -> Q:
    """Rows whose inclusive period, open where it is null, contains `day`."""
    begun = Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": day})
    return begun & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))


def _having(words: str) -> Q:
    """Rows whose folded text has every one of `words`, typed with or without diacritics."""
    found = Q()
    for word in fold(words).split():
        found &= Q(search_text__contains=word)
    return found


class AdminUnitQuerySet(models.QuerySet["AdminUnit"]):
    def valid(self, on: date) -> "AdminUnitQuerySet":
        return self.filter(_in_force("valid_from", "valid_to", on))

    def named(self, words: str) -> "AdminUnitQuerySet":
        """Units with all these words in their present name or in the name of a commune merged into them."""
        return self.filter(_having(words))

    def provinces(self) -> "AdminUnitQuerySet":
        return self.filter(parent__isnull=True)

    def communes_of(self, province: str) -> "AdminUnitQuerySet":
        return self.filter(parent_id=province)


class AdminUnit(models.Model):
    """A province or commune as a place in an address (QĐ 19/2025/QĐ-TTg); its agencies are `Unit` rows."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Tỉnh"
        CITY = "city", "Thành phố trực thuộc trung ương"
        COMMUNE = "commune", "Xã"
        WARD = "ward", "Phường"
        SPECIAL_ZONE = "special_zone", "Đặc khu"

    code = models.CharField("mã", primary_key=True, max_length=5)
    name = models.CharField("tên", max_length=80)
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="communes")
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    search_text = models.CharField(max_length=600, blank=True)

    objects = AdminUnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="admin_unit_period"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid(self, on: date) -> "UnitQuerySet":
        return self.filter(_in_force("valid_from", "valid_to", on))

    def of_kind(self, *kinds: str) -> "UnitQuerySet":
        return self.filter(kind__in=kinds)

    def divisions(self) -> "UnitQuerySet":
        return self.filter(kind__startswith="division:")

    def parts(self) -> "UnitQuerySet":
        """Divisions and centres: parts of the agency above them, whose leader leads them too.

        A commune's committee is no part of the province's: each signs for itself (Luật 72/2025/QH15).
        """
        return self.filter(
            Q(kind__startswith="division:")
            | Q(kind__in=[Unit.Kind.COMMUNE_CENTRE, Unit.Kind.PROVINCE_CENTRE])
        )

    def named(self, words: str) -> "UnitQuerySet":
        """Units whose name has all these words, with or without diacritics."""
        return self.filter(_having(words))


class Unit(models.Model):
    """An agency or a part of one. `id` is a slug that never changes, such as `ubnd-08515`."""

    class Kind(models.TextChoices):
        PROVINCE_COMMITTEE = "province_committee", "Ủy ban nhân dân tỉnh"
        PROVINCE_OFFICE = "province_office", "Văn phòng Ủy ban nhân dân tỉnh"
        DEPARTMENT = "department", "Sở, cơ quan ngang sở"
        PROVINCE_CENTRE = "province_centre", "Trung tâm Phục vụ hành chính công tỉnh"
        PROVINCE_POLICE = "province_police", "Công an tỉnh"
        SOCIAL_INSURANCE = "social_insurance", "Bảo hiểm xã hội"
        TAX = "tax", "Thuế"
        LAND_OFFICE = "land_office", "Văn phòng đăng ký đất đai"
        EMPLOYMENT_CENTRE = "employment_centre", "Trung tâm dịch vụ việc làm"
        COMMUNE_COMMITTEE = "commune_committee", "Ủy ban nhân dân cấp xã"
        COMMUNE_CENTRE = "commune_centre", "Trung tâm Phục vụ hành chính công cấp xã"
        COMMUNE_POLICE = "commune_police", "Công an cấp xã"
        DIVISION_SOCIAL = "division:social", "Phòng Văn hóa – Xã hội"
        DIVISION_ECONOMY = "division:economy", "Phòng Kinh tế"
        DIVISION_OFFICE = "division:office", "Văn phòng HĐND và UBND cấp xã"
        OLD_PROVINCE = "old_province", "Tỉnh trước 01/7/2025"
        OLD_DISTRICT = "old_district", "Cấp huyện trước 01/7/2025"
        OLD_COMMUNE = "old_commune", "Cấp xã trước 01/7/2025"

    class Level(models.TextChoices):
        PROVINCE = "province", "Cấp tỉnh"
        DISTRICT = "district", "Cấp huyện (trước 01/7/2025)"
        COMMUNE = "commune", "Cấp xã"

    id = models.SlugField(primary_key=True, max_length=40)
    kind = models.CharField("loại", max_length=20, choices=Kind.choices)
    level = models.CharField("cấp", max_length=8, choices=Level.choices)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    admin_code = models.CharField("mã đơn vị hành chính", max_length=5, blank=True)
    agency_identifier = models.CharField("mã định danh điện tử", max_length=35, blank=True)
    valid_from = models.DateField("hoạt động từ ngày", null=True, blank=True)
    valid_to = models.DateField("hoạt động đến hết ngày", null=True, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    search_text = models.CharField(max_length=800, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="unit_period"),
            models.UniqueConstraint(
                fields=["agency_identifier"], condition=~Q(agency_identifier=""), name="unit_identifier_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "admin_code"],
                condition=Q(valid_to__isnull=True) & ~Q(admin_code=""),
                name="unit_kind_once_per_commune",
            ),
        ]
        indexes = [models.Index(fields=["admin_code", "kind"], name="unit_by_commune")]

    def __str__(self) -> str:
        return self.short_name

    def is_valid(self, on: date) -> bool:
        """Whether the unit works on that day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


class UnitAlias(models.Model):
    """A further identifier under which a unit is known, such as `000.00.12.H44` of TT 10/2016/TT-BTTTT."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases")
    identifier = models.CharField("mã", max_length=35, unique=True)
    scheme = models.CharField("theo", max_length=60)

    def __str__(self) -> str:
        return f"{self.identifier} ({self.scheme})"


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def in_effect(self, on: date) -> "SuccessionQuerySet":
        return self.filter(on__lte=on)


class Succession(models.Model):
    """`new` took over from `old` on a day.

    `partial`: only part of the old territory or work went to `new`. `main`: `new` answers for what was begun
    at `old`; every ended unit has exactly one main successor.
    """

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    on = models.DateField("từ ngày")
    partial = models.BooleanField("một phần", default=False)
    main = models.BooleanField("đơn vị kế thừa chính", default=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.UniqueConstraint(fields=["old"], condition=Q(main=True), name="succession_one_main"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.on:%d/%m/%Y})"


class OpeningSpan(models.Model):
    """One stretch of opening hours on one weekday (0 is Monday).

    Without a unit it belongs to the default table of the province. A unit with spans of its own has its whole
    table here; one without takes its parent's, then the default. `counts` false: the desk receives people,
    but the weekday is no working day for terms (Saturday mornings).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="opening_spans")
    weekday = models.PositiveSmallIntegerField("thứ")
    opens = models.TimeField("mở cửa")
    closes = models.TimeField("đóng cửa")
    counts = models.BooleanField("tính vào thời hạn", default=True)
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_order"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_weekday"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="opening_period"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or 'mặc định'} {self.weekday}: {self.opens:%H:%M}–{self.closes:%H:%M}"


class CalendarDay(models.Model):
    """A day off, or a rest day on which people work (swap day); for everybody when it names no unit.

    `ground` is the law or notice; `mark` says how sure we are: S seen, S2 secondary, D computed, GK
    unverified.
    """

    class Kind(models.TextChoices):
        OFF = "off", "Nghỉ"
        EXTRA = "extra", "Làm việc bù"

    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=5, choices=Kind.choices)
    name = models.CharField("tên", max_length=120)
    ground = models.CharField("căn cứ", max_length=200, blank=True)
    mark = models.CharField("mức tin cậy", max_length=4, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="calendar_days")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(unit__isnull=True), name="calendar_day_once"),
            models.UniqueConstraint(fields=["day", "unit"], name="calendar_day_once_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_kind_display()}: {self.name}"


class CalendarState(models.Model):
    """The one row naming the state of the calendar: every change of the calendar changes its token."""

    token = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token} ({self.changed_at:%d/%m/%Y %H:%M})"


class PostQuerySet(models.QuerySet["Post"]):
    def with_role(self, role: str) -> "PostQuerySet":
        # SQLite cannot ask whether a JSON list contains a value; both engines can search its text.
        return self.annotate(_roles=Cast("roles", models.TextField())).filter(_roles__contains=f'"{role}"')

    def held_by(self, user: User, on: date) -> "PostQuerySet":
        held = Assignment.objects.filter(user=user).in_force(on)
        return self.filter(pk__in=held.values("post_id"))


class Post(models.Model):
    """A position in a unit with the roles that go with it; people come and go, the post stays."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField("chức danh", max_length=120)
    roles = models.JSONField("vai trò", default=list)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    public = models.BooleanField("công khai trên cổng", default=False)

    objects = PostQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, on: date) -> "AssignmentQuerySet":
        return self.filter(_in_force("starts", "ends", on))


class Assignment(models.Model):
    """A person holds a post from one day to another, in their own right or acting for somebody (`acting`)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày", null=True, blank=True)
    acting = models.BooleanField("tạm quyền", default=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="assignment_period"),
            models.UniqueConstraint(fields=["post", "user", "starts"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.post}"
