"""What the screens of a hall ask: who waits, for how long, which hours are free."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.organisation.queries import calendar_for
from motcua.reception.models import Appointment, Hall, Queue, Ticket, Window

# Windows whose officer did nothing for so long are held to be empty.
_SITS = timedelta(hours=5)
_SHOWN = 6


def hall_of_desk(actor: Actor) -> Hall | None:
    """The hall of the unit the officer acts from, or of the desk among his or her units."""
    halls = list(Hall.objects.select_related("unit").filter(unit_id__in=actor.units))
    return next((hall for hall in halls if hall.unit_id == actor.unit_id), halls[0] if halls else None)


def hall_of_unit(unit_id: str | None) -> Hall | None:
    return Hall.objects.select_related("unit").filter(unit_id=unit_id).first() if unit_id else None


def hall_by_key(key: str) -> Hall | None:
    return Hall.objects.select_related("unit").filter(kiosk_key=key).first()


@dataclass(frozen=True)
class Waiting:
    """One queue as it stands now; `minutes` is how long a number drawn now will wait, roughly."""

    queue: Queue
    count: int
    minutes: int


def waiting(hall: Hall, now: datetime) -> list[Waiting]:
    """Every queue with its length and the wait to expect: people before you × minutes each ÷ open windows.

    Minutes each are those of today's people, once five were served, else what the queue says of itself.
    """
    tickets = Ticket.objects.filter(hall=hall, day=_day(now))
    counts = dict(tickets.waiting().values_list("queue_id").annotate(count=Count("pk")))
    taken = _minutes_each(tickets)
    windows = list(hall.windows.all())
    return [
        Waiting(
            queue,
            counts.get(queue.pk, 0),
            _wait(counts.get(queue.pk, 0), taken.get(queue.pk, queue.minutes), _open(windows, queue, now)),
        )
        for queue in hall.queues.all()
    ]


def _day(now: datetime) -> date:
    return now.astimezone(moment.TZ).date()


def _minutes_each(tickets: object) -> dict[int, float]:
    """How long one person of each queue took today."""
    served = Ticket.objects.filter(pk__in=tickets.values("pk"), state=Ticket.State.DONE)  # type: ignore[attr-defined]
    sums: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    for queue_id, called, done in served.values_list("queue_id", "called_at", "done_at"):
        if called is not None and done is not None:
            sums[queue_id] += int((done - called).total_seconds())
            counts[queue_id] += 1
    return {queue_id: sums[queue_id] / 60 / count for queue_id, count in counts.items() if count >= 5}


def _open(windows: Sequence[Window], queue: Queue, now: datetime) -> int:
    """Windows that serve this queue with somebody behind them; before anybody has come, one."""
    sitting = [
        each for each in windows if each.officer_id and each.sat_at is not None and now - each.sat_at < _SITS
    ]
    return max(1, sum(each.serves(queue.letter) for each in sitting))


def _wait(count: int, minutes: float, windows: int) -> int:
    return round(count * minutes / windows)


def next_for(window: Window, now: datetime) -> Ticket | None:
    """Whom this window calls next: numbers sent to it, priority groups, then by how long they wait."""
    found = Ticket.objects.filter(hall_id=window.hall_id, day=_day(now)).waiting().select_related("queue")
    fitting = [
        each
        for each in found.in_turn()
        if each.wanted_window_id == window.pk
        or (each.wanted_window_id is None and window.serves(each.queue.letter))
    ]
    sent = [each for each in fitting if each.wanted_window_id == window.pk]
    return next(iter([*sent, *fitting]), None)


def served_at(window: Window, now: datetime) -> Ticket | None:
    """The number this window has called and not finished."""
    found = Ticket.objects.filter(window=window, day=_day(now)).called().select_related("queue")
    return found.order_by("-called_at").first()


def board(hall: Hall, now: datetime) -> list[Ticket]:
    """What the screen of the waiting room shows, the newest call first."""
    called = Ticket.objects.filter(hall=hall, day=_day(now)).called().select_related("queue", "window")
    return list(called.order_by("-called_at")[:_SHOWN])


def line_up(hall: Hall, now: datetime, *, most: int = 60) -> list[Ticket]:
    """Who waits, in the order they will be called."""
    found = Ticket.objects.filter(hall=hall, day=_day(now)).waiting()
    return list(found.select_related("queue", "wanted_window").in_turn()[:most])


# Appointments


@dataclass(frozen=True)
class Slot:
    """An hour people can book, with how many may still."""

    starts_at: datetime
    free: int


def slots(hall: Hall, day: date, now: datetime) -> list[Slot]:
    """The hours of a day by the calendar of the unit; past hours, days off, days too far ahead have none."""
    today = _day(now)
    if not today <= day <= today + timedelta(days=hall.days_ahead):
        return []
    length = timedelta(minutes=hall.slot_minutes)
    begins = datetime.combine(day, time(), moment.TZ)
    taken = Counter(
        Appointment.objects.booked()
        .filter(hall=hall)
        .between(begins, begins + timedelta(days=1))
        .values_list("starts_at", flat=True)
    )
    found = []
    for opens, closes in calendar_for(hall.unit).reception_spans(day):
        start = opens
        while start + length <= closes:
            if start > now:
                found.append(Slot(start, max(0, hall.capacity - taken[start])))
            start += length
    return found


def days_with_slots(hall: Hall, now: datetime) -> list[date]:
    """The days one can book, those on which the desk is open."""
    calendar, today = calendar_for(hall.unit), _day(now)
    days = (today + timedelta(days=ahead) for ahead in range(hall.days_ahead + 1))
    return [day for day in days if calendar.reception_spans(day)]


def appointments_on(hall: Hall, day: date) -> list[Appointment]:
    begins = datetime.combine(day, time(), moment.TZ)
    rows = Appointment.objects.filter(hall=hall).between(begins, begins + timedelta(days=1))
    return list(rows.select_related("dossier__version__procedure", "ticket__queue"))
