"""Drawing a number, calling it, and what becomes of it. Every act holds the hall, so no two get the same."""

from django.db import transaction
from django.db.models import Max

from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.reception import queries, rules
from motcua.reception.actions.halls import note
from motcua.reception.models import Hall, Priority, Ticket, Window

# A hall that gives out more in a day is being played with.
MOST_A_DAY = 999


def _locked(hall_id: int) -> Hall:
    return Hall.objects.select_for_update().get(pk=hall_id)


@transaction.atomic
def take_ticket(*, actor: Actor, hall_id: int, letter: str, priority: str = "", ground: str = "") -> Ticket:
    """The next number of a queue today. No name is asked; a priority group is the reason that is recorded."""
    hall = _locked(hall_id)
    queue = hall.queues.filter(letter=letter).first()
    if queue is None:
        raise Refused("Hãy chọn việc bạn đến làm.", field="letter")
    if priority not in Priority.values:
        raise Refused("Hãy chọn một nhóm ưu tiên trong danh sách.", field="priority")
    today, at = moment.today(), moment.now()
    last = hall.tickets.filter(day=today, queue=queue).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_A_DAY:
        raise Refused("Hôm nay đã phát hết số. Mời bạn gặp cán bộ hướng dẫn.", code="no-more")
    ticket = Ticket.objects.create(
        hall=hall,
        queue=queue,
        day=today,
        number=last + 1,
        priority=priority,
        ground=ground.strip()[:120] or (str(Priority(priority).label) if priority else ""),
        is_priority=bool(priority),
        issued_at=at,
        waits_since=at,
    )
    note(actor, hall, "take_ticket", str(ticket.pk), number=ticket.label, priority=priority)
    return ticket


@transaction.atomic
def call_next(*, actor: Actor, window_id: int) -> Ticket:
    """Call whoever is next for this window; who was there before is served. Raises Refused when nobody is."""
    window, hall = _window(actor, window_id)
    _finish_open(actor, window)
    ticket = queries.next_for(window, moment.now())
    if ticket is None:
        raise Refused("Không còn ai chờ ở các hàng của quầy này.", code="empty")
    ticket.state, ticket.window = Ticket.State.CALLED, window
    ticket.called_at, ticket.calls = moment.now(), ticket.calls + 1
    ticket.save(update_fields=["state", "window", "called_at", "calls"])
    note(actor, hall, "call_ticket", str(ticket.pk), number=ticket.label, window=window.number)
    return ticket


def _window(actor: Actor, window_id: int) -> tuple[Window, Hall]:
    window = Window.objects.filter(pk=window_id).first()
    if window is None:
        raise Refused("Hãy chọn quầy bạn đang ngồi.", field="window")
    hall = _locked(window.hall_id)
    rules.works_in(actor, hall)
    if window.officer_id != actor.user_id:
        raise Refused("Bạn chưa ngồi vào quầy này. Hãy chọn quầy trước.", code="not-sitting")
    return window, hall


def _finish_open(actor: Actor, window: Window) -> None:
    """Whoever stands at the window is done when the next one is called."""
    for ticket in Ticket.objects.filter(window=window).called():
        _done(ticket)


def _done(ticket: Ticket) -> None:
    ticket.state, ticket.done_at = Ticket.State.DONE, moment.now()
    ticket.save(update_fields=["state", "done_at"])


def _called(actor: Actor, ticket_id: Id) -> tuple[Ticket, Hall]:
    """A called number of this officer's window, with its hall locked."""
    found = Ticket.objects.filter(pk=ticket_id).values_list("hall_id", flat=True).first()
    if found is None:
        raise Refused("Không tìm thấy số này. Hãy tải lại trang.", code="no-ticket")
    hall = _locked(found)
    rules.works_in(actor, hall)
    ticket = Ticket.objects.select_related("queue", "window").get(pk=ticket_id)
    if ticket.state != Ticket.State.CALLED or ticket.window is None:
        raise Refused(f"Số {ticket.label} không ở quầy nào lúc này. Hãy tải lại trang.", code="not-called")
    if ticket.window.officer_id != actor.user_id:
        raise Refused(f"Số {ticket.label} đang ở {ticket.window}.", code="other-window")
    return ticket, hall


@transaction.atomic
def recall(*, actor: Actor, ticket_id: Id) -> Ticket:
    """Call the same number once more: it goes to the top of the screen."""
    ticket, hall = _called(actor, ticket_id)
    ticket.called_at, ticket.calls = moment.now(), ticket.calls + 1
    ticket.save(update_fields=["called_at", "calls"])
    note(actor, hall, "recall_ticket", str(ticket.pk), number=ticket.label, calls=ticket.calls)
    return ticket


@transaction.atomic
def miss(*, actor: Actor, ticket_id: Id) -> Ticket:
    """Nobody came: the number goes to the end of the line; after three times it is skipped."""
    ticket, hall = _called(actor, ticket_id)
    ticket.misses += 1
    ticket.waits_since, ticket.window = moment.now(), None
    # Who did not come gives up coming first.
    ticket.is_priority = False
    skipped = ticket.misses >= rules.MOST_MISSES
    ticket.state = Ticket.State.SKIPPED if skipped else Ticket.State.WAITING
    ticket.save(update_fields=["misses", "waits_since", "window", "is_priority", "state"])
    note(actor, hall, "miss_ticket", str(ticket.pk), number=ticket.label, misses=ticket.misses)
    return ticket


@transaction.atomic
def finish(*, actor: Actor, ticket_id: Id) -> Ticket:
    """The person has been served; the window calls nobody yet."""
    ticket, hall = _called(actor, ticket_id)
    _done(ticket)
    note(actor, hall, "finish_ticket", str(ticket.pk), number=ticket.label)
    return ticket


@transaction.atomic
def transfer(*, actor: Actor, ticket_id: Id, to_window: int) -> Ticket:
    """Send the person to another window of the hall, where the number comes next; nobody queues twice."""
    ticket, hall = _called(actor, ticket_id)
    other = hall.windows.filter(pk=to_window).first()
    if other is None or other.pk == ticket.window_id:
        raise Refused("Hãy chọn một quầy khác của phòng chờ này.", field="to_window", code="no-window")
    ticket.state, ticket.window, ticket.wanted_window = Ticket.State.WAITING, None, other
    ticket.save(update_fields=["state", "window", "wanted_window"])
    note(actor, hall, "transfer_ticket", str(ticket.pk), number=ticket.label, to=other.number)
    return ticket
