"""People and businesses, and the accounts with which they log in."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from motcua.lib.ids import uuid7
from motcua.lib.text import fold


class UserManager(BaseUserManager["User"]):
    """Accounts are looked up by their login name."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(login=login, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. Officers have a password; citizens come from the e-identity system and have none.

    `email` is an officer's address at work, given by an administrator; a citizen's is with the person.
    """

    class Kind(models.TextChoices):
        OFFICER = "officer", "Cán bộ"
        CITIZEN = "citizen", "Công dân"

    login = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    email = models.EmailField("thư điện tử công vụ", blank=True)

    USERNAME_FIELD = "login"
    objects = UserManager()

    def __str__(self) -> str:
        return f"{self.name} ({self.login})"

    @property
    def is_officer(self) -> bool:
        return self.kind == self.Kind.OFFICER


class PersonQuerySet(models.QuerySet["Person"]):
    def named(self, words: str) -> "PersonQuerySet":
        """People whose name has all these words, with or without diacritics."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class Person(models.Model):
    """A natural person. Linked to an account by the personal id number only, never by a phone number."""

    class Sex(models.TextChoices):
        MALE = "male", "Nam"
        FEMALE = "female", "Nữ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="person")
    personal_id = models.CharField("số định danh cá nhân", max_length=12, null=True, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    birth_date = models.CharField("ngày sinh", max_length=10, blank=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    residence = models.CharField("nơi cư trú", max_length=300, blank=True)
    residence_unit = models.CharField("mã xã, phường nơi cư trú", max_length=5, blank=True)
    assurance = models.PositiveSmallIntegerField("mức độ định danh", default=0)
    assured_at = models.DateTimeField(null=True, blank=True)
    # The mark of NQ 66.22/2026 Đ5 kh.1, as the e-identity tells it; opens the reductions of TT 117/2026.
    digital_citizen = models.BooleanField("công dân số", default=False)
    search_text = models.CharField(max_length=160, blank=True, db_index=True)
    created_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(assurance__lte=2), name="person_assurance_known"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Organisation(models.Model):
    """A business or other organisation that owns dossiers, known by its registration (tax) number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("mã số", max_length=20, unique=True)
    name = models.CharField("tên", max_length=250)
    address = models.CharField("địa chỉ", max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def valid(self, on: Any) -> "MandateQuerySet":
        return self.filter(starts__lte=on).filter(models.Q(ends__isnull=True) | models.Q(ends__gte=on))

    def confirmed(self) -> "MandateQuerySet":
        """Those that the principal gave, or an officer saw the paper of: not
        merely claimed by the delegate.
        """
        return self.filter(confirmed_at__isnull=False)

    def between(self, *, delegate_id: Any, principal_id: Any) -> "MandateQuerySet":
        return self.filter(delegate_id=delegate_id, principal_id=principal_id)


class Mandate(models.Model):
    """A person may act for another: written authority, or close kinship where the law needs no paper.

    One that only the delegate claims lets the delegate file, with the proof among the papers; it opens
    nothing of the principal's until the principal or an officer confirms it.
    """

    class Ground(models.TextChoices):
        WRITTEN = "written", "Văn bản ủy quyền"
        KINSHIP = "kinship", "Người thân thích"
        GUARDIAN = "guardian", "Cha, mẹ hoặc người giám hộ"

    principal = models.ForeignKey(Person, models.PROTECT, related_name="mandates_given")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="mandates_held")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    procedure_code = models.CharField(max_length=30, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("delegate")), name="mandate_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} thay {self.principal}"
