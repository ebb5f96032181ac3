"""Hours at the desk: offered by its calendar, kept for one, given back, reminded of."""

from datetime import date

import pytest

from motcua.dossiers.models import Dossier, ReturnMethod
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.models import Notice
from motcua.reception import queries
from motcua.reception.actions import bookings
from motcua.reception.models import Appointment, Hall
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, on, refused
from tests.stories import begin_with

pytestmark = pytest.mark.django_db
NINE = day("2026-11-19T09:00")


@pytest.fixture
def ready(cast: Cast, hall: Hall) -> Dossier:
    """A result that waits at the desk of this hall."""
    dossier = begin_with("a result to be fetched", cast, lambda cast: cast.finished(BIRTH_AGAIN))
    Dossier.objects.filter(pk=dossier.pk).update(
        return_method=ReturnMethod.DESK, return_unit=hall.unit, receiving_unit=hall.unit
    )
    return cast.fresh(dossier)


def test_the_hours_are_those_of_the_desk(hall: Hall) -> None:
    now = moment.now()
    hours = [slot.starts_at for slot in queries.slots(hall, date(2026, 11, 18), now)]
    assert hours[0] == day("2026-11-18T08:30"), "what is past is not offered"
    assert day("2026-11-18T11:30") not in hours, "nobody is there at noon"
    assert not queries.slots(hall, date(2026, 11, 22), now), "a Sunday"
    assert not queries.slots(hall, date(2026, 11, 24), now), "a public holiday"
    assert not queries.slots(hall, date(2026, 12, 18), now), "too far ahead"


def test_the_owner_books_and_is_told_and_reminded_the_day_before(cast: Cast, ready: Dossier) -> None:
    made = bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=NINE)
    assert (made.purpose, made.seat, made.name) == ("collect", 1, cast.lan.full_name)
    with refused("booked"):
        bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=day("2026-11-19T10:00"))
    assert Notice.objects.filter(kind="appointment").count() == 1
    assert bookings.remind() == 1
    assert bookings.remind() == 0
    assert "Ngày mai" in Notice.objects.filter(kind="appointment").order_by("-pk")[0].body


def test_a_full_hour_is_refused_and_given_back_it_is_free_again(
    cast: Cast, hall: Hall, ready: Dossier, officers: tuple[Actor, Actor]
) -> None:
    desk = officers[1]
    first = bookings.book_for(actor=desk, hall_id=hall.pk, starts_at=NINE, name="Bà Bùi Thị Mận")
    bookings.book_for(actor=desk, hall_id=hall.pk, starts_at=NINE, name="Ông Quách Văn Lộc")
    with refused("full"):
        bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=NINE)
    bookings.cancel(actor=desk, appointment_id=first.pk)
    assert bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=NINE).seat == 1
    with refused("not-booked"):
        bookings.cancel(actor=desk, appointment_id=first.pk)


@pytest.mark.parametrize("hour", ["2026-11-18T07:30", "2026-11-19T12:00", "2026-11-19T09:10"])
def test_no_hour_that_is_not_offered(cast: Cast, ready: Dossier, hour: str) -> None:
    with refused("no-slot"):
        bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=day(hour))


def test_nobody_books_without_having_to_come(cast: Cast, hall: Hall) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    with refused("no-need"):
        bookings.book(actor=cast.citizen, dossier_id=dossier.pk, starts_at=NINE)


def test_strangers_and_other_desks_neither_book_nor_cancel(cast: Cast, hall: Hall, ready: Dossier) -> None:
    made = bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=NINE)
    for actor in (cast.stranger, cast.officer("ttpvhcc-tinh", DESK_OFFICER)):
        with pytest.raises(Forbidden):
            bookings.book(actor=actor, dossier_id=ready.pk, starts_at=NINE)
        with pytest.raises(Forbidden):
            bookings.cancel(actor=actor, appointment_id=made.pk)
        with pytest.raises(Forbidden):
            bookings.book_for(actor=actor, hall_id=hall.pk, starts_at=NINE, name="Ai đó")
        with pytest.raises(Forbidden):
            bookings.receive(actor=actor, appointment_id=made.pk)


def test_a_name_is_needed_where_there_is_no_dossier(hall: Hall, officers: tuple[Actor, Actor]) -> None:
    with pytest.raises(Refused) as caught:
        bookings.book_for(actor=officers[1], hall_id=hall.pk, starts_at=NINE, name=" ")
    assert caught.value.field == "name"


def test_who_comes_gets_a_number_before_the_others(
    cast: Cast, ready: Dossier, officers: tuple[Actor, Actor]
) -> None:
    made = bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=NINE)
    with refused("other-day"):
        bookings.receive(actor=officers[1], appointment_id=made.pk)
    with on("2026-11-19T08:55"):
        ticket = bookings.receive(actor=officers[1], appointment_id=made.pk)
    assert (ticket.label, ticket.is_priority, ticket.priority) == ("B001", True, "booked")
    made.refresh_from_db()
    assert (made.state, made.ticket_id) == (Appointment.State.CAME, ticket.pk)


def test_an_hour_nobody_came_to_is_closed(cast: Cast, ready: Dossier) -> None:
    made = bookings.book(actor=cast.citizen, dossier_id=ready.pk, starts_at=NINE)
    with on("2026-11-19T10:30"):
        bookings.remind()
    made.refresh_from_db()
    assert made.state == Appointment.State.MISSED
