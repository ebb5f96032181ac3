"""Places and agencies: communes and provinces as addresses, units and who succeeded them."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.lib.text import fold
from motcua.organisation.models.periods import in_force


def _having(words: str) -> Q:
    """Rows whose folded text has every one of `words`, typed with or without diacritics."""
    found = Q()
    for word in fold(words).split():
        found &= Q(search_text__contains=word)
    return found


class AdminUnitQuerySet(models.QuerySet["AdminUnit"]):
    def valid(self, on: date) -> "AdminUnitQuerySet":
        return self.filter(in_force("valid_from", "valid_to", on))

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
        return self.filter(in_force("valid_from", "valid_to", on))

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
