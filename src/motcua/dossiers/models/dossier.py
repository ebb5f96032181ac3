"""The dossier itself, and who may see it."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from motcua.catalogue.models import Version
from motcua.dossiers.lifecycle import ENDED, FINISHED, RUNNING, UNDECIDED, WAITING, Status
from motcua.dossiers.models.work import WorkItem
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.identity.models import Organisation, Person
from motcua.lib.ids import uuid7
from motcua.lib.text import fold
from motcua.organisation.models import Unit
from motcua.payments.models import Obligation

if TYPE_CHECKING:
    from motcua.catalogue.spec import Case, ProcedureSpec
    from motcua.dossiers.models.paper import Paper


class Channel(models.TextChoices):
    """How the dossier came in; the codes of the national sync are 1, 2, 3."""

    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class ReturnMethod(models.TextChoices):
    """How the person wants the result."""

    ELECTRONIC = "electronic", "Nhận bản điện tử"
    DESK = "desk", "Nhận tại bộ phận một cửa"
    POST = "post", "Nhận qua bưu chính"


def _party(person_id: UUID | None) -> Q:
    """Dossiers this person sent or owns; none for nobody."""
    return Q(submitter_id=person_id) | Q(owner_id=person_id) if person_id else Q(pk__in=[])


def _under_mandate(actor: Actor) -> Q:
    """Dossiers of the person the actor stands for, as far as the mandate goes."""
    under = _party(actor.for_person_id)
    return under & Q(version__procedure_id__in=actor.for_procedures) if actor.for_procedures else under


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Reads of dossiers. Every screen begins with `visible_to(actor)`."""

    def visible_to(self, actor: Actor) -> "DossierQuerySet":
        """What the actor may see: one's own; an officer, what lies with his or her units; an inspector, all
        filed; staff of the post, nothing but what they type themselves until it is taken in.
        """
        if actor.kind == who.CITIZEN:
            return self.filter(_party(actor.person_id) | _under_mandate(actor))
        if actor.kind == who.SYSTEM:
            return self
        if actor.kind != who.OFFICER:
            return self.none()
        found = self._within(actor)
        if not actor.sees_content:
            return found.filter(status=Status.DRAFT, typist_id=actor.user_id)
        filed = found.exclude(status=Status.DRAFT)
        if actor.has(who.INSPECTOR):
            return filed
        units = actor.units
        work = WorkItem.objects.filter(dossier=OuterRef("pk"), unit_id__in=units)
        mine = Q(status=Status.DRAFT, typist_id=actor.user_id)
        return found.filter(
            mine
            | (
                ~Q(status=Status.DRAFT)
                & (
                    Q(receiving_unit_id__in=units)
                    | Q(return_unit_id__in=units)
                    | Q(competent_unit_id__in=units)
                    | Exists(work)
                )
            )
        )

    def at_window_of(self, actor: Actor, since: datetime) -> "DossierQuerySet":
        """What the pages after an intake are for: for staff of the post what they took in themselves `since`
        then, for everybody else what they may see.

        A door that opens this shows codes, names and sums, never the form, a paper or a result.
        """
        if actor.sees_content:
            return self.visible_to(actor)
        own = Q(typist_id=actor.user_id, receiving_unit_id__in=actor.units, accepted_at__gte=since)
        return self._within(actor).filter(own)

    def waiting_at_window_of(self, actor: Actor) -> "DossierQuerySet":
        """The results on paper that wait at the actor's desk; staff of the post give them out unseen."""
        waiting = Q(status=Status.DONE, return_method=ReturnMethod.DESK, return_unit_id__in=actor.units)
        return self._within(actor).filter(waiting)

    def _within(self, actor: Actor) -> "DossierQuerySet":
        """Only of the procedures and fields a narrow post is there for."""
        if not (actor.fields or actor.procedures):
            return self
        return self.filter(
            Q(version__procedure_id__in=actor.procedures)
            | Q(version__procedure__field_id__in=actor.fields)
            | Q(status=Status.DRAFT, typist_id=actor.user_id)
        )

    def asked_twice(self) -> "DossierQuerySet":
        """More than one supplement request: counted as overdue by index 766, whatever the clock says."""
        return self.filter(supplement_count__gt=1)

    def with_screen(self) -> "DossierQuerySet":
        """Together with what every list and page shows, in one query."""
        return self.select_related(
            "version__procedure",
            "submitter",
            "owner",
            "owner_organisation",
            "receiving_unit",
            "competent_unit",
            "obligation",
        )

    def filed(self) -> "DossierQuerySet":
        return self.exclude(status=Status.DRAFT)

    def drafts(self) -> "DossierQuerySet":
        return self.filter(status=Status.DRAFT)

    def undecided(self) -> "DossierQuerySet":
        return self.filter(status__in=UNDECIDED)

    def waiting_for_applicant(self) -> "DossierQuerySet":
        return self.filter(status__in=WAITING)

    def to_accept(self) -> "DossierQuerySet":
        return self.filter(status=Status.FILED)

    def to_hand_over(self) -> "DossierQuerySet":
        return self.filter(status=Status.DONE)

    def to_forward(self) -> "DossierQuerySet":
        return self.filter(status=Status.ACCEPTED)

    def late(self, at: datetime) -> "DossierQuerySet":
        """Past the due moment and not finished, or finished after it. Lateness is a query, never a status."""
        return self.filter(
            Q(finished_at__isnull=True, status__in=UNDECIDED - WAITING, due_at__lt=at)
            | Q(finished_at__gt=models.F("due_at"))
        )

    def owing_apology(self, at: datetime) -> "DossierQuerySet":
        """Late and still running, and nobody has apologised and given the new date (NĐ 61/2018 Đ19 kh.9)."""
        return self.filter(finished_at=None, status__in=RUNNING, due_at__lt=at, extended_to=None)

    def found(self, words: str) -> "DossierQuerySet":
        """By code, temporary number, name or procedure, with or without diacritics."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(search_text__contains=word)
        return found


class Dossier(models.Model):
    """One request of one owner for one procedure, with the version of the procedure it was filed under."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    temporary_number = models.CharField(max_length=20, unique=True)
    code = models.CharField("mã hồ sơ", max_length=60, null=True, unique=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="dossiers")
    case_key = models.CharField(max_length=60, blank=True)
    status = models.PositiveSmallIntegerField(default=Status.DRAFT)
    channel = models.CharField(max_length=7, choices=Channel.choices)

    submitter = models.ForeignKey(Person, models.PROTECT, related_name="submitted")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="owned")
    owner_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    typist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="typed"
    )
    assisted = models.BooleanField("được hỗ trợ nộp", default=False)

    # Received, decided and returned are different places (NĐ 309/2026 Đ7); who supported is a fourth.
    support_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    receiving_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="received")
    competent_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="decided")
    return_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="returned")
    return_method = models.CharField(
        max_length=10, choices=ReturnMethod.choices, default=ReturnMethod.ELECTRONIC
    )
    return_address = models.CharField(max_length=300, blank=True)

    # Another agency's part of the same matter (liên thông): `child_key` names it in the parent's procedure.
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    child_key = models.CharField(max_length=40, blank=True)

    # The commune the person chose, where the procedure leaves the choice (or the residence is not known).
    chosen_place = models.CharField("mã xã, phường đã chọn", max_length=5, blank=True)

    answers = models.JSONField("câu trả lời chọn trường hợp", default=dict)
    raw = models.JSONField("nội dung như đã gõ", default=dict)
    values = models.JSONField("nội dung đã kiểm tra", default=dict)
    draft_version = models.PositiveIntegerField(default=0)
    fee_groups = models.JSONField("nhóm được miễn, giảm", default=list)

    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    # When an office last did something, and when the silence after that is told (`dossiers.alarms`).
    acted_at = models.DateTimeField(null=True, blank=True)
    alarm_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    acceptance_due_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # Taken in at a desk that is not the competent agency's own; when the agency had it (NĐ 309/2026 Đ7–8).
    outside_boundary = models.BooleanField("nhận ngoài địa giới", default=False)
    arrived_at = models.DateTimeField("cơ quan giải quyết nhận được", null=True, blank=True)
    # Taken in on paper while the system was down and typed later: when it was really received, and why.
    paper_received_at = models.DateTimeField("thời điểm nhận thật", null=True, blank=True)
    late_ground = models.CharField("lý do nhập sau", max_length=300, blank=True)
    # Carried over from an earlier system (`Carried`): its code there, when it came, and the due moment that
    # system had set, which is kept.
    old_code = models.CharField("mã ở hệ thống trước", max_length=60, blank=True)
    carried_at = models.DateTimeField("thời điểm chuyển sang", null=True, blank=True)
    due_kept = models.DateTimeField("hạn do hệ thống cũ ấn định", null=True, blank=True)
    clock_from = models.DateTimeField("thời điểm tính thời hạn", null=True, blank=True)
    due_at = models.DateTimeField("hạn trả", null=True, blank=True)
    term = models.JSONField("thời hạn áp dụng", default=dict)
    extended_to = models.DateField(null=True, blank=True)
    supplement_until = models.DateField(null=True, blank=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    obligation = models.OneToOneField(
        Obligation, models.PROTECT, null=True, blank=True, related_name="dossier"
    )
    search_text = models.CharField(max_length=500, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["submitter", "-touched_at"], name="dossier_of_submitter"),
            models.Index(fields=["owner", "-touched_at"], name="dossier_of_owner"),
            models.Index(fields=["receiving_unit", "status", "acceptance_due_at"], name="dossier_at_desk"),
            models.Index(fields=["competent_unit", "status", "due_at"], name="dossier_at_agency"),
            models.Index(fields=["return_unit", "status"], name="dossier_to_return"),
            # What leaders ask: of an agency, what was worked on since, what ended then, what nobody decides.
            models.Index(fields=["competent_unit", "touched_at"], name="dossier_worked_on"),
            models.Index(fields=["competent_unit", "finished_at", "accepted_at"], name="dossier_ended"),
            models.Index(
                fields=["receiving_unit"],
                condition=Q(competent_unit__isnull=True),
                name="dossier_of_nobody",
            ),
            models.Index(
                fields=["owner"],
                condition=Q(status__in=[Status.REFUSED, Status.WITHDRAWN, Status.STOPPED]),
                name="dossier_closed_of_owner",
            ),
            models.Index(
                fields=["status", "due_at"],
                condition=Q(status__in=sorted(int(status) for status in UNDECIDED)),
                name="dossier_undecided",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=sorted(int(status) for status in RUNNING)),
                name="dossier_running_due",
            ),
            models.Index(fields=["due_at"], condition=Q(parent__isnull=False), name="dossier_child_due"),
            models.Index(fields=["alarm_at"], condition=Q(alarm_at__isnull=False), name="dossier_next_alarm"),
        ]

        constraints = [
            models.UniqueConstraint(
                fields=["parent", "child_key"],
                condition=Q(parent__isnull=False)
                & ~Q(status__in=[Status.REFUSED, Status.WITHDRAWN, Status.STOPPED]),
                name="child_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The code, or the temporary number before acceptance (NĐ 61/2018 Đ26); who filed it with an earlier
        system knows it by the code given there.
        """
        return self.code or self.old_code or self.temporary_number

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def entered_late(self) -> bool:
        """Whether it was received on paper during an outage and typed afterwards."""
        return self.paper_received_at is not None

    @property
    def is_carried_over(self) -> bool:
        """Whether it was filed with an earlier system: its form stayed there."""
        return self.carried_at is not None

    @property
    def owner_name(self) -> str:
        """Who the dossier is for, as lists and papers name it: the organisation, where there is one."""
        return self.owner_organisation.name if self.owner_organisation else self.owner.full_name

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_to_hand_over(self) -> bool:
        """The result is there and nobody has it yet."""
        return self.state == Status.DONE

    @property
    def is_draft(self) -> bool:
        return self.state == Status.DRAFT

    @cached_property
    def spec(self) -> "ProcedureSpec":
        return self.version.spec

    @cached_property
    def case(self) -> "Case | None":
        return next((case for case in self.spec.cases if case.key == self.case_key), None)

    def belongs_to(self, actor: Actor) -> bool:
        """Whether the actor is the submitter or the owner, oneself or under a mandate for this procedure."""
        if actor.kind != who.CITIZEN:
            return False
        people = {actor.person_id}
        if not actor.for_procedures or self.version.procedure_id in actor.for_procedures:
            people.add(actor.for_person_id)
        return bool((people - {None}) & {self.submitter_id, self.owner_id})

    @property
    def desk_id(self) -> str | None:
        """The desk the dossier lies at: the one that received it; once decided, the one that returns it."""
        if self.state in FINISHED and self.return_unit_id is not None:
            return self.return_unit_id
        return self.receiving_unit_id

    def facts(self) -> dict[str, Any]:
        """What conditions may ask about: answers, the form's values, the channel."""
        return {**self.values, **self.answers, "channel": self.channel}

    def live_papers(self) -> list["Paper"]:
        return [paper for paper in self.papers.all() if paper.replaced_at is None]

    def open_items(self) -> list["WorkItem"]:
        return [item for item in self.work_items.all() if item.done_at is None]

    @property
    def is_owing(self) -> bool:
        """Whether money is due that nobody has taken yet."""
        return self.obligation is not None and self.obligation.is_open

    def owed_on_filing(self) -> int:
        """What must be paid before acceptance, in đồng."""
        if self.obligation is None or not self.obligation.is_open:
            return 0
        return sum(line.amount for line in self.obligation.lines.all() if line.timing == "on_filing")

    def has_signed_result(self) -> bool:
        return any(result.signed_at is not None for result in self.results.all())

    def has_issued_result(self) -> bool:
        return any(result.issued_at is not None for result in self.results.all())
