"""Telling of silence: to who holds the dossier, then to the head, honestly to the applicant. Each once."""

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import alarms, notices
from motcua.dossiers.actions.move import lock
from motcua.dossiers.actions.urge import holders
from motcua.dossiers.models import Alarm, Dossier, WorkItem
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import vn_moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import leaders_of


def raise_due(*, most: int = 200) -> int:
    """Tell of every silence whose moment has come; returns how many alarms there were. Run by the worker.

    Only dossiers whose moment is over are read, by an index; an alarm is a row and is never made twice.
    """
    over = Dossier.objects.filter(alarm_at__lte=moment.now()).order_by("alarm_at", "pk")
    raised = 0
    for dossier_id in list(over.values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            raised += _look(lock(dossier_id))
    return raised


def _look(dossier: Dossier) -> int:
    """Make the alarms that are owed by now and note when to look again."""
    now = moment.now()
    made, again = 0, None
    for due in alarms.owed(dossier):
        if due.at > now:
            again = due.at
            break
        made += _raise(dossier, due)
    dossier.alarm_at = again
    Dossier.objects.filter(pk=dossier.pk).update(alarm_at=again)
    return made


def _raise(dossier: Dossier, due: alarms.Due) -> int:
    hours = alarms.hours_since(dossier, due.since)
    units = _units(dossier)
    people, told = _to_whom(dossier, due, units)
    alarm, new = Alarm.objects.get_or_create(
        dossier=dossier,
        kind=due.kind,
        level=due.level,
        since=due.since,
        item=None,
        defaults={"hours": hours, "told": "; ".join(told), "at": moment.now()},
    )
    if not new:
        return 0
    text = "acceptance_late" if due.kind == Alarm.Kind.ACCEPTANCE else "quiet"
    for person in people:
        notices.alarm(dossier=dossier, user=person, text=text, hours=hours)
    if due.level == Alarm.Level.HEAD:
        notices.silence(dossier=dossier, text=text, hours=hours, told=told)
    note(dossier, alarm, people)
    return 1


def _units(dossier: Dossier) -> list[Unit]:
    items = WorkItem.objects.open().filter(dossier=dossier, paused_at=None).select_related("unit")
    found = {item.unit_id: item.unit for item in items.exclude(kind=WorkItem.Kind.OPINION)}
    lies_at = dossier.receiving_unit
    return list(found.values()) or ([lies_at] if lies_at is not None else [])


def _to_whom(dossier: Dossier, due: alarms.Due, units: list[Unit]) -> tuple[list[User], list[str]]:
    """The officers who hold it, or their heads; an overdue answer of the desk is told to both."""
    people: dict[int, User] = {}
    told: list[str] = []
    if due.level == Alarm.Level.OFFICER or due.kind == Alarm.Kind.ACCEPTANCE:
        people |= {each.pk: each for each in holders(dossier)}
        told += [f"cán bộ của {unit.name}" for unit in units]
    if due.level == Alarm.Level.HEAD:
        for unit in units:
            heads = leaders_of(unit, moment.today())
            people |= {each.user_id: each.user for each in heads}
            told += [f"lãnh đạo {unit.name}"] if heads else []
    return list(people.values()), told


def note(dossier: Dossier, alarm: Alarm, people: list[User]) -> None:
    """Into the record: of what, how long, to whom."""
    record(
        actor=SYSTEM_ACTOR.label,
        user_id=None,
        unit_id="",
        verb="alarm",
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={
            "kind": alarm.kind,
            "level": alarm.level,
            "since": vn_moment(alarm.since.astimezone(moment.TZ)),
            "hours": alarm.hours,
            "to": [each.pk for each in people],
        },
        chain=dossier.receiving_unit_id or "system",
    )
