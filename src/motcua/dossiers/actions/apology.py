"""Apologies are drafted before the due day and put before the signer; a late dossier without one demands it.

NĐ 61/2018 Đ19 kh.9: at the latest one day before the due day, with the reason and one new date. Nothing here
blocks anything of the person's.
"""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.audit.actions import record
from motcua.dossiers import clock, deadlines
from motcua.dossiers.actions.move import lock
from motcua.dossiers.actions.tasks import close_tasks, open_task
from motcua.dossiers.models import Apology, Dossier, Result, WorkItem
from motcua.identity.actor import SIGNER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.queries import calendar_for
from motcua.workflow.routes import minutes_from


def draft_apologies(*, most: int = 200) -> int:
    """Put what is about to be late before its signer, and demand an apology for what is late without one.

    Run by the worker. Returns how many drafts were written or demanded.
    """
    done = 0
    for dossier_id in list(_in_want(moment.now()).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            dossier = lock(dossier_id)
            if not _in_want(moment.now()).filter(pk=dossier_id).exists():
                continue
            _put_before_signer(dossier)
            done += 1
    return done


def _in_want(at: datetime) -> QuerySet[Dossier]:
    """Running dossiers due within the lead without a draft, and late ones whose apology nobody demanded yet.

    What was accepted today is drafted for only once it is late: nothing due at once could be apologised for a
    day before.
    """
    begin_of_day = datetime.combine(at.astimezone(moment.TZ).date(), time.min, moment.TZ)
    drafted = Apology.objects.filter(dossier=OuterRef("pk"))
    signed = Result.objects.filter(dossier=OuterRef("pk"), signed_at__isnull=False)
    soon = Q(due_at__gte=at, accepted_at__lt=begin_of_day) & ~Exists(drafted) & ~Exists(signed)
    late = Q(due_at__lt=at) & ~Exists(drafted.filter(demanded_at__isnull=False))
    return Dossier.objects.owing_apology(_horizon(at)).filter(soon | late).order_by("due_at", "pk")


def _horizon(at: datetime) -> datetime:
    """The end of the working day that lies the lead (`MOTCUA_APOLOGY_LEAD_DAYS`) after today."""
    calendar, day = calendar_for(), at.astimezone(moment.TZ).date()
    last = calendar.add_working_days(day, settings.APOLOGY_LEAD_DAYS)
    return datetime.combine(last, time.max, moment.TZ)


def _put_before_signer(dossier: Dossier) -> None:
    at = moment.now()
    late = dossier.due_at is not None and dossier.due_at < at
    stuck = _stuck(dossier)
    draft, _ = Apology.objects.update_or_create(
        dossier=dossier,
        defaults={
            "cause": cause_of(dossier, stuck),
            "step": stuck.name if stuck else "",
            "unit": stuck.unit if stuck else dossier.competent_unit,
            "holder": stuck.assignee.name if stuck and stuck.assignee else "",
            "proposed_date": proposed_date(dossier, stuck),
            "drafted_at": at,
            "demanded_at": at if late else None,
            "settled_at": None,
            "outcome": "",
        },
    )
    if not dossier.work_items.filter(kind=WorkItem.Kind.APOLOGY, done_at__isnull=True).exists():
        open_task(
            dossier=dossier,
            kind=WorkItem.Kind.APOLOGY,
            role=SIGNER,
            unit=dossier.competent_unit or dossier.receiving_unit,
            due_at=_latest(dossier),
        )
    _note(SYSTEM_ACTOR, dossier, draft, "demand_apology" if late else "draft_apology")


def _stuck(dossier: Dossier) -> WorkItem | None:
    """The piece of work the dossier waits for: the oldest one open."""
    open_work = dossier.work_items.filter(done_at__isnull=True).exclude(kind=WorkItem.Kind.APOLOGY)
    return open_work.select_related("unit", "assignee").order_by("opened_at", "pk").first()


def cause_of(dossier: Dossier, stuck: WorkItem | None) -> str:
    """Where it is stuck, in words for the citizen: the step and the agency, never an officer."""
    if stuck is None:
        return "Hồ sơ chưa được xử lý xong trong thời hạn."
    words = f"Bước «{stuck.name}» tại {stuck.unit.name} chưa hoàn thành"
    at = moment.now()
    if stuck.due_at is None or stuck.due_at >= at:
        return f"{words}."
    calendar = calendar_for(stuck.unit)
    over = calendar.working_time_between(stuck.due_at.astimezone(moment.TZ), at.astimezone(moment.TZ))
    return f"{words}, quá thời gian dành cho bước này {clock.working_time_text(over)}."


def proposed_date(dossier: Dossier, stuck: WorkItem | None) -> date:
    """The day by which the steps still to come can be done, after the present due day."""
    calendar, at = deadlines.calendar_of(dossier), moment.now().astimezone(moment.TZ)
    route = dossier.spec.route
    key = stuck.step_key if stuck is not None and route.step(stuck.step_key) else route.steps[0].key
    possible = calendar.add_working_minutes(at, minutes_from(route, key)).date()
    due = dossier.due_at.astimezone(moment.TZ).date() if dossier.due_at else at.date()
    earliest = calendar.next_working_day(max(due, at.date()))
    return max(calendar.this_or_next_working_day(possible), earliest)


def _latest(dossier: Dossier) -> datetime | None:
    """Until when the letter may be sent in time: the end of work a day before the due day."""
    if dossier.due_at is None:
        return None
    return dossier.due_at.astimezone(moment.TZ) - timedelta(days=1)


@transaction.atomic
def need_no_apology(*, actor: Actor, dossier_id: Id, reason: str) -> Dossier:
    """The signer says that the dossier will be done in time; late after all, it is demanded again."""
    dossier = lock(dossier_id)
    if not actor.has(SIGNER) or dossier.competent_unit_id not in actor.units:
        raise Forbidden("Chỉ người ký của cơ quan giải quyết mới quyết định việc này.", code="not-yours")
    draft = Apology.objects.undecided().filter(dossier=dossier).first()
    if draft is None:
        raise Refused("Hồ sơ này không có dự thảo xin lỗi nào đang chờ.", code="no-draft")
    if dossier.due_at is not None and dossier.due_at < moment.now():
        raise Refused("Hồ sơ đã quá hạn nên phải xin lỗi và hẹn lại.", code="late")
    if not reason.strip():
        raise Refused("Hãy ghi vì sao hồ sơ vẫn xong đúng hẹn.", field="reason", code="reason")
    draft.settle(Apology.Outcome.NEEDLESS, moment.now(), reason.strip())
    draft.save()
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.APOLOGY, outcome="needless")
    _note(actor, dossier, draft, "need_no_apology")
    return dossier


def draft_of(dossier: Dossier) -> Apology | None:
    """The draft that waits for the signer's decision, if there is one."""
    draft = getattr(dossier, "apology", None)
    return draft if draft is not None and draft.settled_at is None else None


def apology_sent(*, actor: Actor, dossier: Dossier) -> None:
    """The letter is out: the draft is settled and off the signer's queue. Within the act of apologising."""
    draft = Apology.objects.filter(dossier=dossier).first()
    if draft is not None:
        draft.settle(Apology.Outcome.SENT, moment.now())
        draft.save()
    close_tasks(actor=actor, dossier=dossier, kind=WorkItem.Kind.APOLOGY, outcome="sent")


def _note(actor: Actor, dossier: Dossier, draft: Apology, verb: str) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={
            "number": dossier.number,
            "cause": draft.cause,
            "step": draft.step,
            "unit": draft.unit_id or "",
            "holder": draft.holder,
            "proposed": draft.proposed_date.isoformat(),
            "note": draft.note,
        },
        chain=dossier.receiving_unit_id or "system",
    )
