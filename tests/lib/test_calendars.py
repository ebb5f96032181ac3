"""Opening hours and days off."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.lib.calendars import (
    DEFAULT_OPENING,
    OFFICE_DAYS,
    SATURDAY,
    Calendar,
    Day,
    NoWorkingDay,
    Span,
    office_hours,
    read_calendar,
    read_days,
)
from motcua.lib.moment import TZ

CULTURE_DAY = date(2026, 11, 24)
SATURDAY_22 = date(2026, 8, 22)
CALENDAR = Calendar.from_rows(
    days=[
        Day(CULTURE_DAY, "off", "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),
        Day(date(2026, 8, 31), "off", "Nghỉ hoán đổi"),
        Day(SATURDAY_22, "extra", "Làm bù cho ngày 31/8/2026"),
    ]
)
MORNING = office_hours((time(7, 30), time(11)), weekdays=[SATURDAY])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def shown(spans: list[tuple[datetime, datetime]]) -> list[str]:
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans]


def test_a_holiday_a_weekend_and_a_working_day_are_told_apart() -> None:
    assert CALENDAR.why_off(CULTURE_DAY) == "Ngày Văn hóa Việt Nam"
    assert CALENDAR.ground(CULTURE_DAY) == "Nghị quyết 28/2026/QH16"
    assert CALENDAR.why_off(date(2026, 11, 21)) == "ngày nghỉ hằng tuần"
    assert CALENDAR.why_off(date(2026, 11, 25)) is None
    assert CALENDAR.ground(date(2026, 11, 25)) == ""


def test_working_days_are_counted_from_the_next_day_on() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 26)
    assert CALENDAR.add_working_days(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert CALENDAR.next_working_day(date(2026, 11, 23)) == date(2026, 11, 25)
    assert CALENDAR.this_or_next_working_day(CULTURE_DAY) == date(2026, 11, 25)
    assert CALENDAR.working_days_between(date(2026, 11, 20), date(2026, 11, 26)) == 3
    assert CALENDAR.working_days_between(date(2026, 11, 26), date(2026, 11, 20)) == 0


def test_a_negative_number_of_days_or_minutes_is_refused() -> None:
    with pytest.raises(ValueError, match="không được âm"):
        CALENDAR.add_working_days(CULTURE_DAY, -1)
    with pytest.raises(ValueError, match="không được âm"):
        CALENDAR.add_working_minutes(at("2026-11-20T08:00"), -1)


def test_a_swap_saturday_is_worked_with_the_hours_of_monday() -> None:
    assert CALENDAR.is_working_day(SATURDAY_22)
    assert shown(CALENDAR.spans(SATURDAY_22)) == ["07:00-11:30", "13:30-17:00"]
    assert CALENDAR.opens_on(SATURDAY_22) == at("2026-08-22T07:00")
    assert CALENDAR.closes_on(SATURDAY_22) == at("2026-08-22T17:00")


def test_saturday_reception_is_open_but_counts_only_when_the_unit_says_so() -> None:
    saturday = date(2026, 11, 21)
    default = Calendar(opening=DEFAULT_OPENING + MORNING, extra={SATURDAY_22: "Làm bù"})
    assert not default.is_working_day(saturday)
    assert default.spans(saturday) == []
    assert shown(default.reception_spans(saturday)) == ["07:30-11:00"]
    assert shown(default.spans(SATURDAY_22)) == ["07:00-11:30", "13:30-17:00"]

    counted = Calendar(
        opening=DEFAULT_OPENING + MORNING,
        extra={SATURDAY_22: "Làm bù"},
        counted_weekdays=OFFICE_DAYS | {SATURDAY},
    )
    assert counted.is_working_day(saturday)
    assert counted.closes_on(saturday) == at("2026-11-21T11:00")
    assert shown(counted.spans(SATURDAY_22)) == ["07:30-11:00"]


def test_on_a_holiday_the_desk_is_closed_for_reception_too() -> None:
    saturday = date(2027, 5, 1)
    calendar = Calendar(opening=DEFAULT_OPENING + MORNING, off={saturday: "Ngày Quốc tế lao động"})
    assert calendar.reception_spans(saturday) == []
    assert shown(calendar.reception_spans(date(2027, 5, 3))) == ["07:00-11:30", "13:30-17:00"]


def test_a_day_both_off_and_extra_is_worked() -> None:
    calendar = Calendar(off={CULTURE_DAY: "Nghỉ"}, extra={CULTURE_DAY: "Làm bù"})
    assert calendar.is_working_day(CULTURE_DAY)


def test_hours_may_change_with_the_season() -> None:
    summer = office_hours((time(7), time(11)), valid_to=date(2026, 10, 15))
    winter = office_hours((time(8), time(12)), valid_from=date(2026, 10, 16))
    calendar = Calendar(opening=summer + winter)
    assert shown(calendar.spans(date(2026, 10, 15))) == ["07:00-11:00"]
    assert shown(calendar.spans(date(2026, 10, 16))) == ["08:00-12:00"]


def test_overlapping_hours_of_one_day_are_refused() -> None:
    twice = (Span(0, time(7), time(11)), Span(0, time(10), time(12)))
    with pytest.raises(ValueError, match="07:00–11:00 chồng lên"):
        Calendar(opening=twice)


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ((7, time(7), time(11)), "Thứ trong tuần"),
        ((0, time(11), time(11)), "phải trước giờ đóng cửa"),
        ((0, time(7), time(11), date(2026, 2, 1), date(2026, 1, 1)), "phải trước ngày kết thúc"),
    ],
)
def test_impossible_hours_are_refused(span: tuple[int, time, time], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Span(*span)


def test_a_calendar_without_hours_says_so_instead_of_searching_for_ever() -> None:
    with pytest.raises(NoWorkingDay, match="không có ngày làm việc nào từ 22/11/2026"):
        Calendar(opening=()).next_working_day(date(2026, 11, 21))
    assert not Calendar(opening=(), extra={CULTURE_DAY: "Làm bù"}).is_working_day(CULTURE_DAY)
    with pytest.raises(NoWorkingDay, match="24/11/2026 không phải ngày làm việc"):
        CALENDAR.closes_on(CULTURE_DAY)


def test_working_minutes_skip_lunch_nights_and_holidays() -> None:
    assert CALENDAR.working_minutes_between(at("2026-11-23T10:00"), at("2026-11-25T10:00")) == 8 * 60
    assert CALENDAR.working_minutes_between(at("2026-11-23T12:00"), at("2026-11-23T13:00")) == 0
    assert CALENDAR.working_minutes_between(at("2026-11-25T10:00"), at("2026-11-23T10:00")) == 0
    assert CALENDAR.working_time_between(at("2026-11-23T16:59:30"), at("2026-11-25T07:00")) == timedelta(
        seconds=30
    )


def test_a_start_outside_working_time_moves_to_the_next_opening() -> None:
    assert CALENDAR.into_working_time(at("2026-11-23T06:00")) == at("2026-11-23T07:00")
    assert CALENDAR.into_working_time(at("2026-11-23T11:30")) == at("2026-11-23T13:30")
    assert CALENDAR.into_working_time(at("2026-11-23T17:00")) == at("2026-11-25T07:00")
    assert CALENDAR.add_working_minutes(at("2026-11-19T12:00"), 0) == at("2026-11-19T13:30")


def test_an_amount_used_up_at_closing_time_ends_there() -> None:
    assert CALENDAR.add_working_minutes(at("2026-11-19T07:00"), 270) == at("2026-11-19T11:30")
    assert CALENDAR.add_working_minutes(at("2026-11-19T07:00"), 271) == at("2026-11-19T13:31")


def test_moments_of_other_time_zones_are_brought_home_and_naive_ones_refused() -> None:
    utc = datetime(2026, 11, 19, 0, 0, tzinfo=UTC)
    assert CALENDAR.add_working_minutes(utc, 60) == at("2026-11-19T08:00")
    with pytest.raises(ValueError, match="múi giờ"):
        CALENDAR.into_working_time(datetime(2026, 11, 19, 7, 0))  # noqa: DTZ001 - that it is naive is the point


@given(
    start=st.integers(0, 700 * 24 * 60).map(
        lambda minute: at("2026-01-01T00:00") + timedelta(minutes=minute)
    ),
    minutes=st.integers(0, 20_000),
)
def test_adding_working_minutes_and_measuring_them_is_the_same(start: datetime, minutes: int) -> None:
    end = CALENDAR.add_working_minutes(start, minutes)
    assert CALENDAR.working_minutes_between(start, end) == minutes


def test_a_calendar_file_is_read_with_its_grounds(tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    file.write_text(
        "date,kind,name,ground,mark,note\n"
        "2026-11-24,off,Ngày Văn hóa Việt Nam,Nghị quyết 28/2026/QH16,S2,\n"
        "2026-08-22,extra,Làm bù,,GK,chưa thấy văn bản\n",
        encoding="utf-8",
    )
    calendar = read_calendar(file)
    assert calendar.off == {CULTURE_DAY: "Ngày Văn hóa Việt Nam"}
    assert calendar.extra == {SATURDAY_22: "Làm bù"}
    assert calendar.grounds == {CULTURE_DAY: "Nghị quyết 28/2026/QH16"}
    assert calendar.covers(2026)
    assert not calendar.covers(2028)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("24/11/2026,off,x,,,", "calendar.csv dòng 2: ngày «24/11/2026»"),
        ("2026-11-24,half,x,,,", "calendar.csv dòng 2: loại ngày"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(tmp_path: Path, row: str, sentence: str) -> None:
    file = tmp_path / "calendar.csv"
    file.write_text(f"date,kind,name,ground,mark,note\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        read_days(file)
