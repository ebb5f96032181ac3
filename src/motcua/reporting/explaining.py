"""Explanations of lateness (giải trình): asked for by the system the morning after, written by the officer.

NĐ 61/2018 Điều 19: whoever causes lateness explains it. Who must write: the officer who held the step that
overran, as the late report names it; where nobody had taken it, who leads the unit of the step or the
agency. Asked for: when a dossier ended after its due day, or has been overdue `MOTCUA_EXPLAIN_AFTER_DAYS`
working days.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from motcua.audit.actions import record
from motcua.dossiers.lifecycle import RUNNING
from motcua.dossiers.models import Dossier, Movement
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.actions import tell
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for, leaders_of, subtree
from motcua.reporting.fold import ENDING
from motcua.reporting.models import Explanation, Round
from motcua.reporting.reports.late import culprit
from motcua.reporting.rights import home_of

EXPLAIN, LONGEST = "explain", 3000
# Working days an officer has for writing; no text of law gives a number.
TIME_TO_WRITE = 2
# How far back the first morning looks, and one after an outage.
LOOK_BACK = timedelta(days=7)
_LINK = "/dieu-hanh/giai-trinh/"


def ask_for_explanations() -> int:
    """Ask whoever made a dossier late, once a day; returns how many were asked. Run by the worker."""
    today = moment.today()
    if Round.objects.filter(name=EXPLAIN, day=today).exists():
        return 0
    asked = sum(_ask(pk) for pk in _late_without(today))
    Round.objects.get_or_create(name=EXPLAIN, day=today, defaults={"done_at": moment.now()})
    return asked


def _late_without(today: date) -> Iterator[UUID]:
    """Dossiers that ended late of late, and those overdue for long enough, without an explanation."""
    start = datetime.combine(today, time(), moment.TZ)
    ended = Movement.objects.filter(
        at__gte=start - LOOK_BACK,
        verb__in=ENDING,
        at__gt=F("due_at"),
        dossier__accepted_at__isnull=False,
        dossier__explanation__isnull=True,
    )
    yield from ended.order_by("at", "pk").values_list("dossier_id", flat=True)
    running = Dossier.objects.filter(
        finished_at=None, status__in=RUNNING, due_at__lt=start, explanation__isnull=True
    )
    yield from running.order_by("due_at", "pk").values_list("pk", flat=True)


@transaction.atomic
def _ask(dossier_id: UUID) -> int:
    """Ask about one dossier; nothing when it is not late by days, is asked already, or nobody is there."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("competent_unit", "receiving_unit")
        .get(pk=dossier_id)
    )
    agency, due = dossier.competent_unit or dossier.receiving_unit, dossier.due_at
    if agency is None or due is None or Explanation.objects.filter(dossier=dossier).exists():
        return 0
    calendar, end = calendar_for(agency), dossier.finished_at or moment.now()
    days = calendar.working_days_between(_day(due), _day(end))
    if days < (1 if dossier.finished_at is not None else settings.EXPLAIN_AFTER_DAYS):
        return 0
    item, _ = culprit(list(dossier.work_items.select_related("unit", "assignee")), due, end, calendar)
    officer = _who(item.assignee if item is not None else None, item.unit if item is not None else agency)
    if officer is None:
        return 0
    made = Explanation.objects.create(
        dossier=dossier,
        officer=officer,
        unit=agency,
        step=item.name if item is not None else "",
        days_late=days,
        asked_at=moment.now(),
        due_on=calendar.add_working_days(moment.today(), TIME_TO_WRITE),
    )
    tell(
        kind=EXPLAIN,
        title=f"Giải trình hồ sơ {dossier.number} quá hạn, trước {short_date(made.due_on)}",
        body=f"Hồ sơ quá hạn {days} ngày làm việc. Hãy ghi vì sao và đã làm gì để không lặp lại.",
        link=_LINK,
        user=officer,
    )
    _record(SYSTEM_ACTOR, "ask_explanation", made)
    return 1


def _who(assignee: User | None, unit: Unit) -> User | None:
    if assignee is not None and assignee.is_active:
        return assignee
    leaders = leaders_of(unit, moment.today())
    return leaders[0].user if leaders else None


def _day(at: datetime) -> date:
    return at.astimezone(moment.TZ).date()


@transaction.atomic
def explain(*, actor: Actor, explanation_id: Id, words: str) -> Explanation:
    """The officer who was asked writes why; what was written once is not written anew."""
    row = Explanation.objects.select_for_update(of=("self",)).filter(pk=explanation_id).first()
    if row is None or actor.user_id is None or row.officer_id != actor.user_id:
        raise Forbidden("Hồ sơ này không yêu cầu bạn giải trình.", code="not-yours")
    if row.written_at is not None:
        raise Refused("Bạn đã giải trình hồ sơ này rồi.", code="written")
    if not words.strip():
        raise Refused("Hãy ghi vì sao hồ sơ quá hạn và đã làm gì.", field="words", code="words")
    if len(words) > LONGEST:
        raise Refused(f"Hãy viết ngắn hơn {LONGEST} ký tự.", field="words", code="long")
    row.words, row.written_at = words.strip(), moment.now()
    row.save(update_fields=["words", "written_at"])
    _record(actor, "explain", row)
    return row


def owed_by(actor: Actor) -> QuerySet[Explanation]:
    """What this officer was asked and has not written, what is due first on top."""
    return _shown().filter(officer_id=actor.user_id or 0, written_at__isnull=True)


def within(actor: Actor) -> QuerySet[Explanation]:
    """Everything asked in the agency this leader may look at; unwritten first."""
    home = home_of(actor)
    found = _shown() if not home else _shown().filter(unit__in=subtree(home))
    return found.order_by(F("written_at").desc(nulls_first=True), "due_on", "pk")


def _shown() -> QuerySet[Explanation]:
    return Explanation.objects.select_related("dossier__version__procedure", "officer", "unit")


def _record(actor: Actor, verb: str, row: Explanation) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(row.dossier_id),
        content={
            "officer": row.officer_id,
            "days_late": row.days_late,
            "due": row.due_on.isoformat(),
            "words": row.words,
        },
    )
