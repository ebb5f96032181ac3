"""Many at the same moment: the last seat goes to one, a number is given once, a number is called once."""

from typing import Any

from motcua.identity.actor import DESK_OFFICER, HEAD, VISITOR_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.reception import queries
from motcua.reception.actions import bookings, halls, tickets
from motcua.reception.models import Appointment, Ticket
from tests.cast import Cast
from tests.dossiers.hand import fork

PEOPLE = [str(number) for number in range(8)]


def test_parallel_requests_neither_double_nor_lose(elsewhere: Any) -> None:
    cast = Cast()
    unit = Unit.objects.get(pk=f"ttpvhcc-{cast.a_commune}")
    found = cast.officers(unit, DESK_OFFICER)
    head = next(each for each in found if each.has(HEAD))
    other = next(each for each in found if not each.has(HEAD))
    hall = halls.open_hall(actor=head, unit=unit)
    day = queries.days_with_slots(hall, moment.now())[-1]
    slot = queries.slots(hall, day, moment.now())[0].starts_at
    said: list[str] = []

    def come(name: str) -> None:
        tickets.take_ticket(actor=VISITOR_ACTOR, hall_id=hall.pk, letter="A")
        try:
            bookings.book_for(actor=other, hall_id=hall.pk, starts_at=slot, name=f"Người {name}")
        except Refused as refused:
            said.append(refused.code)

    fork(come, [[name] for name in PEOPLE])
    assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert sorted(Appointment.objects.values_list("seat", flat=True)) == [1, 2]
    assert said == ["full"] * 6
    first, second = hall.windows.all()[:2]
    halls.sit_down(actor=head, window_id=first.pk)
    halls.sit_down(actor=other, window_id=second.pk)
    called: list[str] = []

    def call(which: str) -> None:
        actor, window = (head, first) if which == "head" else (other, second)
        called.append(str(tickets.call_next(actor=actor, window_id=window.pk).pk))

    fork(call, [["head"] * 4, ["other"] * 4])
    assert len(set(called)) == len(PEOPLE)
