"""Opening the hall of a desk and deciding how it works."""

import secrets

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.reception import rules
from motcua.reception.models import Hall, Queue, Window

# A beginning that the head of the desk changes: letter, name, minutes of one person.
_QUEUES = (
    ("A", "Nộp hồ sơ", 15),
    ("B", "Nhận kết quả", 5),
    ("C", "Hỏi, được hướng dẫn", 10),
    ("D", "Chứng thực", 10),
)
_WINDOWS = 3
MOST_WINDOWS = 30


def note(actor: Actor, hall: Hall, verb: str, subject: str, **content: object) -> None:
    """Put an act of the hall into the record of its unit."""
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="hall",
        subject_id=subject,
        content=dict(content),
        chain=hall.unit_id,
    )


@transaction.atomic
def open_hall(*, actor: Actor, unit: Unit) -> Hall:
    """Give a desk its hall, with queues and windows to begin with. Opened again, it stays as it is."""
    rules.settles(actor, unit.pk)
    hall, is_new = Hall.objects.get_or_create(
        unit=unit, defaults={"kiosk_key": secrets.token_urlsafe(16), "opened_at": moment.now()}
    )
    if is_new:
        Queue.objects.bulk_create(
            Queue(hall=hall, letter=letter, name=name, minutes=minutes) for letter, name, minutes in _QUEUES
        )
        Window.objects.bulk_create(Window(hall=hall, number=number) for number in range(1, _WINDOWS + 1))
        note(actor, hall, "open_hall", str(hall.pk), unit=unit.pk)
    return hall


@transaction.atomic
def settle_hall(
    *, actor: Actor, hall_id: int, slot_minutes: int, capacity: int, days_ahead: int, windows: int
) -> Hall:
    """How long a slot is, how many it takes, how far ahead one books, how many windows there are.

    What is booked already stays booked. A window is only ever added: its numbers are in the record.
    """
    hall = Hall.objects.select_for_update().get(pk=hall_id)
    rules.settles(actor, hall.unit_id)
    rules.sensible(slot_minutes, capacity, days_ahead)
    have = hall.windows.count()
    if not have <= windows <= MOST_WINDOWS:
        raise Refused(f"Số quầy từ {have} đến {MOST_WINDOWS}; quầy đã có không bớt được.", field="windows")
    hall.slot_minutes, hall.capacity, hall.days_ahead = slot_minutes, capacity, days_ahead
    hall.save(update_fields=["slot_minutes", "capacity", "days_ahead"])
    for number in range(have + 1, windows + 1):
        Window.objects.create(hall=hall, number=number)
    note(
        actor,
        hall,
        "settle_hall",
        str(hall.pk),
        slot_minutes=slot_minutes,
        capacity=capacity,
        days_ahead=days_ahead,
        windows=windows,
    )
    return hall


@transaction.atomic
def sit_down(*, actor: Actor, window_id: int, letters: str = "") -> Window:
    """An officer takes a window and says which queues it serves; whoever sat there before is up."""
    window = Window.objects.select_related("hall").get(pk=window_id)
    rules.works_in(actor, window.hall)
    known = set(window.hall.queues.values_list("letter", flat=True))
    Window.objects.filter(hall=window.hall, officer_id=actor.user_id).update(officer=None)
    window.officer_id, window.sat_at = actor.user_id, moment.now()
    window.letters = "".join(sorted(known & set(letters)))
    window.save(update_fields=["officer", "sat_at", "letters"])
    note(actor, window.hall, "sit_down", str(window.pk), window=window.number, letters=window.letters)
    return window


@transaction.atomic
def get_up(*, actor: Actor, window_id: int) -> None:
    """The window is empty again."""
    window = Window.objects.select_related("hall").get(pk=window_id)
    rules.works_in(actor, window.hall)
    window.officer, window.sat_at = None, None
    window.save(update_fields=["officer", "sat_at"])
    note(actor, window.hall, "get_up", str(window.pk), window=window.number)
