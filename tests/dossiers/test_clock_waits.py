"""The legal clock while somebody waits: what is not counted, and what it does to the due moment."""

import pytest

from motcua.dossiers.clock import (
    Mode,
    Pause,
    due,
)
from tests.dossiers.clocks import ACCEPTED, CALENDAR, SAME_DAY, at, calendar_days, days, hours, pause, told


def test_a_wait_on_the_day_of_acceptance_alone_changes_nothing_for_that_day_is_not_counted() -> None:
    found = due(ACCEPTED, days(5), CALENDAR, [pause("2026-11-02T10:00", "2026-11-02T16:00")])
    assert found.due == at("2026-11-09T17:00")
    assert "không làm thay đổi hạn trả" in told(found)


def test_a_wait_of_part_of_a_day_is_measured_exactly_and_the_term_ends_with_its_last_day() -> None:
    short = due(ACCEPTED, days(5), CALENDAR, [pause("2026-11-04T10:00", "2026-11-04T10:10")])
    assert short.due == at("2026-11-10T17:00")
    assert "không tính 10 phút làm việc." in told(short)
    two_halves = [
        pause("2026-11-04T07:00", "2026-11-04T13:00"),
        pause("2026-11-05T13:00", "2026-11-05T20:00"),
    ]
    assert due(ACCEPTED, days(5), CALENDAR, two_halves).due == at("2026-11-10T17:00")


def test_a_wait_over_nights_and_days_off_takes_nothing() -> None:
    found = due(ACCEPTED, days(5), CALENDAR, [pause("2026-11-06T17:00", "2026-11-09T07:00")])
    assert found.due == at("2026-11-09T17:00")


def test_a_dossier_asked_on_its_last_day_and_answered_at_night_is_due_the_next_day() -> None:
    found = due(ACCEPTED, days(5), CALENDAR, [pause("2026-11-09T10:00", "2026-11-09T20:00")])
    assert found.due == at("2026-11-10T17:00")


def test_a_second_wait_within_the_last_day_does_not_make_the_dossier_late_at_once() -> None:
    waits = [
        pause("2026-11-04T07:00", "2026-11-04T11:00"),
        pause("2026-11-10T14:00", "2026-11-12T09:00"),
    ]
    assert due(ACCEPTED, days(5), CALENDAR, waits[:1]).due == at("2026-11-10T17:00")
    found = due(ACCEPTED, days(5), CALENDAR, waits)
    assert found.due == at("2026-11-12T17:00")
    assert "Ngày cuối là Thứ Ba 10/11/2026; hạn lùi" in told(found)


def test_a_wait_that_begins_after_the_due_moment_does_not_erase_lateness() -> None:
    late = pause("2026-11-11T09:00", "2026-11-13T09:00")
    for term in (days(5), hours(8), SAME_DAY, calendar_days(7)):
        for mode in Mode:
            found = due(ACCEPTED, term, CALENDAR, [late], mode)
            assert found.due == due(ACCEPTED, term, CALENDAR).due
            assert "không làm thay đổi hạn trả" in told(found)


def test_calendar_days_of_waiting_are_taken_off_a_term_in_calendar_days() -> None:
    found = due(ACCEPTED, calendar_days(15), CALENDAR, [pause("2026-11-05T09:00", "2026-11-09T09:00")])
    assert found.due == at("2026-11-23T17:00")  # 17/11 + 4 days = Sat 21/11 → Monday
    assert "không tính 4 ngày." in told(found)


def test_working_minutes_of_waiting_are_taken_off_a_term_in_hours() -> None:
    waits = [pause("2026-11-02T10:00", "2026-11-02T11:00"), pause("2026-11-02T16:30", "2026-11-03T07:15")]
    found = due(ACCEPTED, hours(8), CALENDAR, waits)
    assert found.due == at("2026-11-03T10:45")
    assert "không tính 45 phút làm việc." in told(found)


def test_a_same_day_term_begins_again_with_the_complete_answer() -> None:
    received = at("2026-11-02T09:00")
    assert due(received, SAME_DAY, CALENDAR, [pause("2026-11-02T10:00", "2026-11-04T14:00")]).due == at(
        "2026-11-04T17:00"
    )
    assert due(received, SAME_DAY, CALENDAR, [pause("2026-11-02T10:00", "2026-11-02T15:30")]).due == at(
        "2026-11-03T17:00"
    )


def test_overlapping_adjacent_and_early_waits_count_once() -> None:
    pieces = [
        pause("2026-11-06T10:00", "2026-11-10T10:00"),
        pause("2026-11-04T10:00", "2026-11-05T10:00"),
        pause("2026-11-05T10:00", "2026-11-06T12:00"),
        pause("2026-11-05T11:00", "2026-11-05T12:00"),
        pause("2026-10-01T10:00", "2026-10-20T10:00"),
        pause("2026-11-12T10:00", "2026-11-12T10:00"),
    ]
    found = due(ACCEPTED, days(5), CALENDAR, pieces)
    assert found.due == at("2026-11-13T17:00")
    assert told(found).count("chờ bổ sung") == 1


def test_an_open_wait_leaves_no_due_moment() -> None:
    open_wait = Pause(at("2026-11-04T10:00"), ground="chờ thực hiện nghĩa vụ tài chính")
    found = due(ACCEPTED, days(5), CALENDAR, [open_wait])
    assert found.due is None
    assert found.paused
    assert found.explanation[-1].text == (
        "Từ 10:00 Thứ Tư 04/11/2026: chờ thực hiện nghĩa vụ tài chính, thời hạn đang tạm dừng."
    )


def test_an_open_wait_swallows_the_waits_it_touches() -> None:
    waits = [
        pause("2026-11-03T10:00", "2026-11-04T10:00"),
        Pause(at("2026-11-04T09:00")),
        pause("2026-11-05T09:00", "2026-11-06T09:00"),
    ]
    found = due(ACCEPTED, days(5), CALENDAR, waits)
    assert found.paused
    assert "Từ 10:00 Thứ Ba 03/11/2026: chờ bổ sung hồ sơ, thời hạn đang tạm dừng." in told(found)


def test_an_open_wait_that_began_when_the_dossier_was_overdue_leaves_it_overdue() -> None:
    found = due(ACCEPTED, days(5), CALENDAR, [Pause(at("2026-11-10T09:00"))])
    assert found.due == at("2026-11-09T17:00")
    assert found.paused


def test_a_wait_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="phải sau thời điểm bắt đầu"):
        pause("2026-11-10T09:00", "2026-11-09T09:00")
