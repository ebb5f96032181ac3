"""Numbers of the hall: drawn, called, called again, skipped, sent on."""

import pytest

from motcua.audit.models import Entry
from motcua.identity.actor import DESK_OFFICER, VISITOR_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from motcua.reception import queries
from motcua.reception.actions import halls, tickets
from motcua.reception.models import Hall, Ticket, Window
from tests.cast import Cast
from tests.dossiers.hand import on, refused

pytestmark = pytest.mark.django_db
Pair = tuple[Actor, Actor]


def draw(hall: Hall, letter: str = "A", priority: str = "") -> Ticket:
    return tickets.take_ticket(actor=VISITOR_ACTOR, hall_id=hall.pk, letter=letter, priority=priority)


def test_each_queue_counts_by_itself_and_anew_every_day(hall: Hall) -> None:
    assert [draw(hall, letter).label for letter in "AABA"] == ["A001", "A002", "B001", "A003"]
    with on("2026-11-19T08:00"):
        assert draw(hall).label == "A001"


def test_nothing_about_a_person_is_kept_but_the_group_is_its_recorded_reason(hall: Hall) -> None:
    ticket = draw(hall, "A", "elderly")
    assert ticket.ground == "Người cao tuổi"
    entry = Entry.objects.get(verb="take_ticket", subject_id=str(ticket.pk))
    assert entry.content == {"number": "A001", "priority": "elderly"}
    assert entry.user_id is None


@pytest.mark.parametrize(("letter", "priority"), [("Z", ""), ("A", "friend")])
def test_neither_queue_nor_group_can_be_invented(hall: Hall, letter: str, priority: str) -> None:
    from motcua.lib.errors import Refused

    with pytest.raises(Refused):
        draw(hall, letter, priority)


def test_priority_is_called_first_then_by_how_long_one_waits(
    hall: Hall, windows: list[Window], officers: Pair
) -> None:
    first, _, old = draw(hall), draw(hall), draw(hall, "A", "elderly")
    called = [tickets.call_next(actor=officers[0], window_id=windows[0].pk) for _ in range(2)]
    assert [each.pk for each in called] == [old.pk, first.pk]
    old.refresh_from_db()
    assert old.state == Ticket.State.DONE, "whoever stood there is served when the next is called"


def test_a_window_calls_only_from_its_queues(hall: Hall, windows: list[Window], officers: Pair) -> None:
    window = halls.sit_down(actor=officers[0], window_id=windows[0].pk, letters="B")
    draw(hall, "A")
    with refused("empty"):
        tickets.call_next(actor=officers[0], window_id=window.pk)


def test_two_windows_never_call_the_same(hall: Hall, windows: list[Window], officers: Pair) -> None:
    draw(hall), draw(hall)
    called = {
        tickets.call_next(actor=officer, window_id=window.pk).pk
        for officer, window in zip(officers, windows, strict=True)
    }
    assert len(called) == 2


def test_who_misses_three_calls_is_skipped(hall: Hall, windows: list[Window], officers: Pair) -> None:
    gone, there = draw(hall, "A", "elderly"), draw(hall)
    for times in range(1, 4):
        ticket = tickets.call_next(actor=officers[0], window_id=windows[0].pk)
        if ticket.pk != gone.pk:
            assert ticket.pk == there.pk, "who did not come waits at the end of the line"
            ticket = tickets.call_next(actor=officers[0], window_id=windows[0].pk)
        assert tickets.recall(actor=officers[0], ticket_id=ticket.pk).calls == times * 2
        ticket = tickets.miss(actor=officers[0], ticket_id=ticket.pk)
        assert ticket.misses == times
    assert ticket.state == Ticket.State.SKIPPED
    with refused("not-called"):
        tickets.recall(actor=officers[0], ticket_id=gone.pk)


def test_sent_to_another_window_one_comes_next_there(
    hall: Hall, windows: list[Window], officers: Pair
) -> None:
    draw(hall), draw(hall, "A", "disabled")
    ticket = tickets.call_next(actor=officers[0], window_id=windows[0].pk)
    draw(hall, "A", "elderly")
    with refused("no-window"):
        tickets.transfer(actor=officers[0], ticket_id=ticket.pk, to_window=windows[0].pk)
    tickets.transfer(actor=officers[0], ticket_id=ticket.pk, to_window=windows[1].pk)
    assert tickets.call_next(actor=officers[0], window_id=windows[0].pk).pk != ticket.pk
    assert tickets.call_next(actor=officers[1], window_id=windows[1].pk).pk == ticket.pk


def test_another_officer_leaves_my_number_alone(hall: Hall, windows: list[Window], officers: Pair) -> None:
    draw(hall)
    ticket = tickets.call_next(actor=officers[0], window_id=windows[0].pk)
    with refused("other-window"):
        tickets.miss(actor=officers[1], ticket_id=ticket.pk)
    with refused("not-sitting"):
        tickets.call_next(actor=officers[1], window_id=windows[0].pk)


def test_officers_of_another_desk_and_citizens_work_nothing_here(
    cast: Cast, hall: Hall, windows: list[Window], officers: Pair
) -> None:
    other = cast.officer("ttpvhcc-tinh", DESK_OFFICER)
    for actor in (other, cast.citizen, VISITOR_ACTOR):
        with pytest.raises(Forbidden):
            halls.sit_down(actor=actor, window_id=windows[0].pk)
        with pytest.raises(Forbidden):
            tickets.call_next(actor=actor, window_id=windows[0].pk)
        with pytest.raises(Forbidden):
            halls.settle_hall(
                actor=actor, hall_id=hall.pk, slot_minutes=30, capacity=1, days_ahead=7, windows=3
            )


def test_the_wait_is_people_times_minutes_by_windows(
    hall: Hall, windows: list[Window], officers: Pair
) -> None:
    for _ in range(4):
        draw(hall, "A")
    (first, *_) = queries.waiting(hall, moment.now())
    assert (first.count, first.minutes) == (4, 30), "4 people at 15 minutes, 2 windows"
    assert not [each for each in queries.waiting(hall, moment.now())[1:] if each.count or each.minutes]


def test_after_five_people_the_minutes_are_those_of_today(
    hall: Hall, windows: list[Window], officers: Pair
) -> None:
    for _ in range(7):
        draw(hall, "A")
    for minute in range(6):
        with on(f"2026-11-18T08:{minute * 4:02d}"):
            tickets.call_next(actor=officers[0], window_id=windows[0].pk)
    with on("2026-11-18T08:24"):
        (first, *_) = queries.waiting(hall, moment.now())
    assert (first.count, first.minutes) == (1, 2)


def test_only_the_head_opens_a_hall_and_a_second_time_nothing_changes(
    cast: Cast, hall: Hall, officers: Pair
) -> None:
    unit = Unit.objects.get(pk=hall.unit_id)
    with pytest.raises(Forbidden):
        halls.open_hall(actor=officers[1], unit=unit)
    assert halls.open_hall(actor=officers[0], unit=unit).kiosk_key == hall.kiosk_key
    assert hall.windows.count() == 3


@pytest.mark.parametrize(
    ("field", "value"), [("slot_minutes", 1), ("capacity", 999), ("days_ahead", 0), ("windows", 1)]
)
def test_a_hall_is_settled_with_figures_it_can_live_with(
    hall: Hall, officers: Pair, field: str, value: int
) -> None:
    from motcua.lib.errors import Refused

    given = {"slot_minutes": 20, "capacity": 3, "days_ahead": 10, "windows": 4}
    with pytest.raises(Refused) as caught:
        halls.settle_hall(actor=officers[0], hall_id=hall.pk, **{**given, field: value})
    assert caught.value.field == field
    settled = halls.settle_hall(actor=officers[0], hall_id=hall.pk, **given)
    assert (settled.slot_minutes, settled.capacity, settled.windows.count()) == (20, 3, 4)
