"""What several screens ask about dossiers. Every read begins with what the actor may see."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Value, When

from motcua.delivery.models import Parcel, ParcelQuerySet
from motcua.dossiers.alarms import WATCHED
from motcua.dossiers.lifecycle import ENDED, FINISHED, RUNNING, UNDECIDED, WAITING, Status
from motcua.dossiers.models import (
    Alarm,
    Dossier,
    DossierQuerySet,
    Instruction,
    Movement,
    Paper,
    RegisterBook,
    Result,
    ReturnMethod,
    TaxSlip,
    Transition,
    WorkItem,
    WorkItemQuerySet,
)
from motcua.identity.actor import INSPECTOR, Actor
from motcua.lib import moment
from motcua.lib.text import fold
from motcua.organisation.queries import calendar_for
from motcua.payments.models import Obligation

OPEN_WORK = "open_work"


def case_of(actor: Actor, dossier_id: UUID) -> Dossier | None:
    """A dossier with all its page shows, in a fixed number of queries; None when it is not for this actor."""
    return (
        Dossier.objects.visible_to(actor)
        .with_screen()
        .select_related(
            "return_unit",
            "owner_organisation",
            "support_unit",
            "typist",
            "competent_unit__parent",
            "parent__version__procedure",
            "parent__competent_unit",
            "apology",
        )
        .prefetch_related(
            Prefetch("papers", Paper.objects.select_related("file")),
            Prefetch("movements", Movement.objects.select_related("unit")),
            Prefetch("work_items", WorkItem.objects.select_related("unit", "assignee")),
            Prefetch("results", Result.objects.select_related("file", "signed_file")),
            Prefetch("transitions", Transition.objects.select_related("version", "before")),
            Prefetch("instructions", Instruction.objects.select_related("owner")),
            "supplements__items",
            "printed_forms",
            "obligation__lines",
            "obligation__payments",
        )
        .filter(pk=dossier_id)
        .first()
    )


def slips_of(dossier: Dossier) -> list[TaxSlip]:
    """What the tax office was asked about it, the last first; asks the database only after a demand."""
    if not any(movement.verb == "demand_payment" for movement in dossier.movements.all()):
        return []
    slips = dossier.tax_slips.select_related("obligation").prefetch_related("obligation__lines")
    return list(slips.order_by("-made_at"))


def obligation_of(actor: Actor, dossier_id: UUID) -> Obligation | None:
    """What is owed for a dossier and nothing else of it, for a question asked every few seconds."""
    found = Dossier.objects.visible_to(actor).filed().filter(pk=dossier_id).select_related("obligation")
    dossier = found.only("status", "obligation").first()
    return dossier.obligation if dossier is not None else None


def _parcels() -> ParcelQuerySet:
    return Parcel.objects.filter(subject_id=OuterRef("pk"))


def uncollected_before(unit_id: str, at: datetime) -> datetime:
    """Results finished before this moment have waited longer than `MOTCUA_UNCOLLECTED_DAYS` working days."""
    calendar, day = calendar_for(unit_id or None), at.astimezone(moment.TZ).date()
    left = settings.UNCOLLECTED_DAYS
    while left > 0:
        day -= timedelta(days=1)
        left -= calendar.is_working_day(day)
    return datetime.combine(day, time.min, moment.TZ)


def lists_of(actor: Actor, at: datetime) -> dict[str, Q]:
    """The lists of the officers' side by name; counts and lists share them, so they never disagree."""
    received, returned = Q(receiving_unit_id__in=actor.units), Q(return_unit_id__in=actor.units)
    running = Q(finished_at__isnull=True, status__in=UNDECIDED - WAITING)
    waiting_here = Q(status=Status.DONE) & ~Q(return_method=ReturnMethod.ELECTRONIC) & returned
    day_end = at.astimezone(moment.TZ).replace(hour=23, minute=59, second=59, microsecond=0)
    return {
        "to_accept": Q(status=Status.FILED) & received,
        "acceptance_late": Q(status=Status.FILED, acceptance_due_at__lt=at),
        "quiet": Exists(Alarm.objects.of_row(Alarm.Kind.QUIET)) & Q(status__in=WATCHED),
        "to_forward": Q(status=Status.ACCEPTED) & received,
        "waiting": Q(status__in=WAITING),
        "to_hand_over": waiting_here & ~Q(Exists(_parcels().under_way().exclude(state=Parcel.State.FAILED))),
        "uncollected": waiting_here
        & Q(return_method=ReturnMethod.DESK, finished_at__lt=uncollected_before(actor.unit_id, at)),
        "in_post": waiting_here & Q(Exists(_parcels().under_way().exclude(state=Parcel.State.FAILED))),
        "post_failed": waiting_here
        & (
            Exists(_parcels().filter(state=Parcel.State.FAILED))
            | Q(return_method=ReturnMethod.POST)
            & Exists(_parcels().filter(state=Parcel.State.RETURNED))
            & ~Exists(_parcels().under_way())
        ),
        "late": running & Q(due_at__lt=at),
        "no_apology": running & Q(status__in=RUNNING, due_at__lt=at, extended_to=None),
        "due_today": running & Q(due_at__gte=at, due_at__lte=day_end),
        "due_soon": running & Q(due_at__gte=at, due_at__lte=at + timedelta(days=3)),
        "running": Q(status__in=UNDECIDED),
        "finished": Q(status__in=FINISHED),
        "handed_over": Q(status=Status.RETURNED),
    }


_ORDER: dict[str, tuple[Any, ...]] = {
    "to_accept": (F("acceptance_due_at").asc(nulls_last=True), "pk"),
    "acceptance_late": (F("acceptance_due_at").asc(nulls_last=True), "pk"),
    "quiet": ("acted_at", "pk"),
    "waiting": (F("supplement_until").asc(nulls_last=True), "pk"),
    "to_hand_over": ("finished_at", "pk"),
    "uncollected": ("finished_at", "pk"),
    "in_post": ("finished_at", "pk"),
    "post_failed": ("finished_at", "pk"),
    "finished": ("-finished_at", "pk"),
    "handed_over": ("-returned_at", "pk"),
}
_BY_DUE = (F("due_at").asc(nulls_last=True), "pk")


def listed(actor: Actor, name: str, at: datetime) -> DossierQuerySet:
    """One list, what is due first on top, with what a line shows."""
    found = Dossier.objects.visible_to(actor).filed().filter(lists_of(actor, at)[name])
    return with_lines(found).order_by(*_ORDER.get(name, _BY_DUE))


def with_lines(dossiers: DossierQuerySet) -> DossierQuerySet:
    """Together with what one line of a list shows: who holds it, in which step, until when."""
    work = WorkItem.objects.open().select_related("unit", "assignee").order_by("opened_at")
    return dossiers.with_screen().prefetch_related(Prefetch("work_items", work, to_attr=OPEN_WORK))


def searched(actor: Actor, words: str) -> DossierQuerySet:
    """By code (dots or not), number, name, personal id or procedure, among what the actor may see."""
    found = Dossier.objects.visible_to(actor).filed().found(words)
    return with_lines(found).order_by("-touched_at", "pk")


def counts_of(actor: Actor, at: datetime, names: Iterable[str]) -> dict[str, int]:
    """How many dossiers are on each of these lists, in one query over what is not closed yet."""
    conditions = lists_of(actor, at)
    live = Dossier.objects.visible_to(actor).filter(status__in=UNDECIDED | {Status.DONE})
    counts: dict[str, int] = live.aggregate(**{name: Count("pk", filter=conditions[name]) for name in names})
    return counts


def counts_by_status(actor: Actor) -> dict[int, int]:
    """How many dossiers the actor's units have in each status."""
    rows = (
        Dossier.objects.visible_to(actor)
        .filed()
        .values("status")
        .annotate(many=Count("pk"))
        .order_by("status")
    )
    return {row["status"]: row["many"] for row in rows}


def work_of(actor: Actor) -> WorkItemQuerySet:
    """What this officer can do now, what is due first on top."""
    return (
        WorkItem.objects.for_actor(actor)
        .with_screen()
        .order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")
    )


def work_counts(actor: Actor, at: datetime) -> dict[str, int]:
    """The officer's own work, the common queue, and what of both is late."""
    counts: dict[str, int] = WorkItem.objects.for_actor(actor).aggregate(
        mine=Count("pk", filter=Q(assignee_id=actor.user_id)),
        common=Count("pk", filter=Q(assignee_id__isnull=True)),
        late_work=Count("pk", filter=Q(due_at__lt=at)),
    )
    return counts


def elsewhere(actor: Actor) -> int:
    """How much open work this officer holds that only another of the posts held reaches: standing in."""
    mine = WorkItem.objects.open().filter(assignee_id=actor.user_id, paused_at__isnull=True)
    return mine.exclude(unit_id__in=actor.units, role__in=actor.roles).count()


def instructed(actor: Actor) -> int:
    """How many instructions wait for this officer's answer."""
    return Instruction.objects.unanswered().filter(owner_id=actor.user_id).count()


def longest_open(actor: Actor, *, most: int = 15) -> WorkItemQuerySet:
    """The open work of the actor's units that has stood still longest."""
    return (
        WorkItem.objects.open()
        .filter(unit_id__in=actor.units, paused_at__isnull=True)
        .with_screen()
        .order_by("opened_at", "pk")[:most]
    )


def workload(actor: Actor, at: datetime) -> QuerySet[WorkItem, Any]:
    """Open work by officer and unit: how much, how much late, since when the oldest; what nobody took too."""
    return (
        WorkItem.objects.open()
        .filter(unit_id__in=actor.units)
        .values("assignee_id", "assignee__name", "unit__short_name")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=at, paused_at__isnull=True)),
            paused=Count("pk", filter=Q(paused_at__isnull=False)),
            oldest=Min("opened_at"),
        )
        .order_by("-late", "-number", "assignee__name")
    )


def lists_of_citizen() -> dict[str, Q]:
    """The lists of a citizen's own dossiers by name. `needed` is what waits for the citizen alone."""
    needed = Q(status__in=WAITING) | Q(status=Status.DONE, return_method=ReturnMethod.ELECTRONIC)
    return {
        "all": Q(),
        "needed": needed,
        "running": Q(status__in=UNDECIDED) & ~needed,
        "drafts": Q(status=Status.DRAFT),
        "ended": Q(status__in=ENDED) & ~needed,
    }


def of_citizen(actor: Actor, *, name: str = "all", words: str = "") -> DossierQuerySet:
    """The citizen's own dossiers and drafts, what waits for the citizen first.

    Drafts have no search text of their own yet and are found by their procedure.
    """
    found = Dossier.objects.visible_to(actor).filter(lists_of_citizen()[name])
    for word in fold(words).split()[:8]:
        draft = Q(status=Status.DRAFT, version__procedure__search_text__contains=word)
        found = found.filter(Q(search_text__contains=word) | Q(temporary_number__icontains=word) | draft)
    first = Case(When(lists_of_citizen()["needed"], then=Value(0)), default=Value(1))
    return with_lines(found).select_related("return_unit").order_by(first, "-touched_at", "pk")


def counts_of_citizen(actor: Actor) -> dict[str, int]:
    """How many dossiers are on each of these lists, in one query."""
    lists = {name: Count("pk", filter=each) for name, each in lists_of_citizen().items() if each}
    mine = Dossier.objects.visible_to(actor)
    counts: dict[str, int] = mine.aggregate(all=Count("pk"), **lists)
    return counts


def draft_of(actor: Actor, dossier_id: UUID) -> Dossier | None:
    """A draft with its papers, or the dossier that has become of it; None when it is not for this actor."""
    found = Dossier.objects.visible_to(actor).with_screen().select_related("version__content")
    return (
        found.prefetch_related(Prefetch("papers", Paper.objects.select_related("file")))
        .filter(pk=dossier_id)
        .first()
    )


def at_window(actor: Actor, dossier_id: UUID) -> Dossier | None:
    """What was just taken in, with no more than the pages after an intake show of it."""
    found = Dossier.objects.at_window_of(actor, _today()).with_screen().prefetch_related("printed_forms")
    return found.filter(pk=dossier_id).first()


def waiting_at_window(actor: Actor) -> DossierQuerySet:
    """The results on paper at the actor's desk that can be given out now."""
    ready = lists_of(actor, moment.now())["to_hand_over"]
    return Dossier.objects.waiting_at_window_of(actor).filter(ready).with_screen()


def _today() -> datetime:
    return moment.now().replace(hour=0, minute=0, second=0, microsecond=0)


def taken_in_together(actor: Actor, dossier: Dossier) -> DossierQuerySet:
    """What this officer took in at the counter today from the same person: one visit, one batch receipt."""
    found = Dossier.objects.at_window_of(actor, _today()).filed().with_screen()
    return found.filter(
        Q(pk=dossier.pk)
        | Q(
            submitter_id=dossier.submitter_id,
            receiving_unit_id=dossier.receiving_unit_id,
            typist_id=actor.user_id,
            accepted_at__isnull=False,
            created_at__gte=_today(),
        )
    ).order_by("created_at", "pk")


def unfinished(actor: Actor, procedure_code: str) -> Dossier | None:
    """The draft of this procedure the citizen worked on last, to go on with it instead of beginning again."""
    drafts = Dossier.objects.visible_to(actor).drafts().filter(version__procedure_id=procedure_code)
    return drafts.select_related("owner").order_by("-touched_at").first()


def books_of(actor: Actor) -> QuerySet[RegisterBook]:
    """The registers of the desks this officer works for; an inspector reads all."""
    books = RegisterBook.objects.select_related("unit").order_by("-year", "unit__name")
    return books if actor.has(INSPECTOR) else books.filter(unit_id__in=actor.units)


def book_of(actor: Actor, book_id: int) -> RegisterBook | None:
    """One of them; None when it is not for this officer."""
    return books_of(actor).filter(pk=book_id).first()
