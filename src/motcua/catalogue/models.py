"""The procedures of the province and their published versions.

What a version says is a `motcua.catalogue.spec.ProcedureSpec`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When, prefetch_related_objects

from motcua.catalogue import words
from motcua.catalogue.drafts import Draft as Draft
from motcua.catalogue.national.sheet import Sheet
from motcua.catalogue.simplification import Proposal as Proposal
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.transition import Clause, ClauseKind
from motcua.lib.ids import uuid7

# More than every version a province keeps in use at one time; beyond it the cache starts again.
_MOST_SPECS = 500
_specs: dict[str, ProcedureSpec] = {}


class Field(models.Model):
    """Lĩnh vực: a field of state management."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Reads of procedures. Lists for people begin with `in_force(on)`."""

    def in_force(self, on: date) -> "ProcedureQuerySet":
        """Procedures that can be filed on that day."""
        versions = Version.objects.in_force(on).filter(procedure=OuterRef("pk"))
        return self.filter(Exists(versions), state=Procedure.State.IN_FORCE)

    def listed(self, on: date) -> "ProcedureQuerySet":
        """Procedures that people may read about that day: those in force, and those only told of."""
        versions = Version.objects.in_force(on).filter(procedure=OuterRef("pk"))
        return self.filter(
            Q(state=Procedure.State.INFORMATION) | Q(Exists(versions), state=Procedure.State.IN_FORCE)
        )

    def find(self, query: str) -> "ProcedureQuerySet":
        """By everyday words, with or without diacritics, or by code, with or without its dot; best first.

        Every word must be a word of the name, the everyday names, the summary or the field. Matches in the
        name come first, then in the everyday names, then in the rest. A blank query finds everything.
        """
        if not query.strip():
            return self.popular_first()
        looked_for = words.wanted(query)
        if not looked_for:
            return self.none()
        phrase = f" {' '.join(looked_for)} "
        matches = _all_words("search_text", looked_for)
        code = words.code_start(query)
        if code:
            matches |= Q(code__startswith=code)
        rank = Case(
            When(name_text__contains=phrase, then=Value(0)),
            When(_all_words("name_text", looked_for), then=Value(1)),
            When(known_text__contains=phrase, then=Value(2)),
            When(_all_words("known_text", looked_for), then=Value(3)),
            default=Value(4),
        )
        return self.filter(matches).annotate(rank=rank).order_by("rank", "-popularity", "code")

    def popular_first(self) -> "ProcedureQuerySet":
        """Most often filed first."""
        return self.order_by("-popularity", "code")

    def in_field(self, code: str) -> "ProcedureQuerySet":
        return self.filter(field_id=code)

    def at_level(self, level: str) -> "ProcedureQuerySet":
        return self._tagged("level", level)

    def of_agency(self, kind: str) -> "ProcedureQuerySet":
        """Decided by a kind of agency («commune_police») or one unit («unit:so-tu-phap»)."""
        return self._tagged("agency", kind)

    def for_audience(self, audience: str) -> "ProcedureQuerySet":
        return self._tagged("audience", audience)

    def for_event(self, event: str) -> "ProcedureQuerySet":
        """For an event of life: birth, marriage, home…"""
        return self._tagged("event", event)

    def _tagged(self, kind: str, value: str) -> "ProcedureQuerySet":
        # A tag holds no space, so a value with one can match nothing instead of part of something else.
        return self.filter(tags__contains=f" {kind}:{value} ") if " " not in value else self.none()


class Procedure(models.Model):
    """Thủ tục hành chính, as lists and searches know it: the texts of the version in force.

    `search_text`, `known_text` and `name_text` are folded by `motcua.catalogue.words`; `tags` holds what
    lists are narrowed by, because the two engines cannot be asked alike for a member of a JSON list.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", "Còn hiệu lực"
        REPEALED = "repealed", "Đã bãi bỏ"
        # Known from the national catalogue; nobody has opened it for filing here yet.
        INFORMATION = "info", "Chỉ có thông tin"

    code = models.CharField(primary_key=True, max_length=30)
    name = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures")
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN_FORCE)
    levels = models.JSONField(default=list)
    audience = models.JSONField(default=list)
    service_level = models.CharField(max_length=11)
    online = models.BooleanField(default=False)
    counter = models.BooleanField(default=False)
    post = models.BooleanField(default=False)
    popularity = models.PositiveIntegerField(default=0)
    name_text = models.TextField()
    known_text = models.TextField()
    search_text = models.TextField()
    tags = models.TextField()
    listed_number = models.PositiveIntegerField(default=0)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class NationalRecord(models.Model):
    """One record of the national catalogue as imported, read into a sheet; a newer one has a new number.

    What it says is a `motcua.catalogue.national.sheet.Sheet`; `changes` is the difference to the one before.
    """

    code = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    data = models.JSONField()
    flag_count = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="national_record_once")]

    def __str__(self) -> str:
        return f"{self.code} bản ghi {self.number}"

    @property
    def read(self) -> Sheet:
        """What the record says."""
        return Sheet.from_data(self.data)


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def active(self) -> "SynonymQuerySet":
        return self.filter(is_active=True)


class Synonym(models.Model):
    """What people say, and what the law calls it: «sổ đỏ» means «giấy chứng nhận quyền sử dụng đất»."""

    words = models.CharField(max_length=100, unique=True)
    means = models.CharField(max_length=500)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = SynonymQuerySet.as_manager()

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return f"{self.words} = {self.means}"


class CatalogueState(models.Model):
    """One row whose value changes with everything that lists and searches show."""

    value = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.value

    @classmethod
    def token(cls) -> str:
        """The present value; empty before anything was published."""
        return cls.objects.filter(pk=1).values_list("value", flat=True).first() or ""

    @classmethod
    def touch(cls) -> None:
        """Say, inside the transaction that changed something, that it has changed."""
        cls.objects.update_or_create(pk=1, defaults={"value": str(uuid7())})


class Content(models.Model):
    """What versions say, kept once by its digest: lists of dossiers read versions, never these long texts."""

    digest = models.CharField(primary_key=True, max_length=64)
    data = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]


class VersionQuerySet(models.QuerySet["Version"]):
    """Reads of versions."""

    def in_force(self, on: date) -> "VersionQuerySet":
        """Versions whose days include `on`; of each procedure the one that began last counts."""
        return self.filter(effective_from__lte=on).filter(Q(effective_to=None) | Q(effective_to__gte=on))

    def with_clause(self) -> "VersionQuerySet":
        """Those that say more about running dossiers than that they stay."""
        return self.exclude(transition=ClauseKind.KEEP)

    def latest_first(self) -> "VersionQuerySet":
        """The one that began last first; of two that began on the same day the one published last."""
        return self.order_by("-effective_from", "-number")

    def version_for(self, code: str, on: date) -> "Version | None":
        """The version under which a dossier of this procedure begun on that day is filed, if there is one.

        A version published for a later day takes effect on that day by itself.
        """
        versions = self.in_force(on).filter(procedure_id=code).select_related("procedure")
        return versions.latest_first().first()

    def all_for(self, on: date) -> "VersionQuerySet":
        """The version in force of every procedure that has one."""
        newer = (
            Version.objects.in_force(on)
            .filter(procedure=OuterRef("procedure"))
            .latest_first()
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newer)).select_related("procedure")


class Version(models.Model):
    """One published version of a procedure; never changed. Days are inclusive."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    content = models.ForeignKey(Content, models.PROTECT, related_name="versions")
    published_at = models.DateTimeField()
    published_by_label = models.CharField(max_length=200)
    unverified_count = models.PositiveIntegerField(default=0)
    # What becomes of dossiers that run under an older version when this one takes effect (`clause`).
    transition = models.CharField(
        "chuyển tiếp", max_length=7, choices=ClauseKind.choices, default=ClauseKind.KEEP
    )
    transition_basis = models.CharField("căn cứ chuyển tiếp", max_length=300, blank=True)
    answer_by = models.DateField("hạn người dân trả lời", null=True, blank=True)
    longer_term = models.BooleanField("thời hạn mới áp dụng cả khi dài hơn", default=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once")]
        indexes = [models.Index(fields=["procedure", "-effective_from", "-number"], name="version_by_day")]

    def __str__(self) -> str:
        return f"{self.procedure_id} bản {self.number}"

    @property
    def clause(self) -> Clause:
        """What it says about running dossiers."""
        return Clause(self.transition, self.transition_basis, self.answer_by, self.longer_term)

    @property
    def digest(self) -> str:
        """SHA-256 of what the version says."""
        return self.content_id

    @property
    def data(self) -> dict[str, Any]:
        """What the version says as JSON."""
        data: dict[str, Any] = self.content.data
        return data

    @property
    def spec(self) -> ProcedureSpec:
        """What the version says here: as `data`, without the rows of other provinces' councils.

        Kept in memory by digest, so that asking again costs no query.
        """
        found = _specs.get(self.content_id)
        if found is None:
            if len(_specs) >= _MOST_SPECS:
                _specs.clear()
            found = _specs[self.content_id] = self.whole.of_province(settings.PROVINCE["code"])
        return found

    @property
    def whole(self) -> ProcedureSpec:
        """What the version says everywhere, the rows of other provinces' councils among it: as its file."""
        return ProcedureSpec.from_data(self.content.data)


def read_specs(versions: Iterable[Version]) -> None:
    """Read what these versions say with one query instead of one each; those in memory already cost none."""
    prefetch_related_objects([version for version in versions if version.content_id not in _specs], "content")


def _all_words(column: str, looked_for: list[str]) -> Q:
    matches = Q()
    for word in looked_for:
        matches &= Q(**{f"{column}__contains": f" {word} "})
    return matches
