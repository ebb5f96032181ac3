"""Dates in words, and dates known only in part."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.lib.dates import (
    PartialDate,
    add_months,
    short_date,
    short_moment,
    vn_date,
    vn_moment,
    weekday_name,
)
from motcua.lib.moment import TZ

MOMENT = datetime(2026, 11, 26, 15, 0, tzinfo=TZ)
LATE_UTC = datetime(2026, 11, 25, 20, 5, tzinfo=UTC)  # already the 26th in Việt Nam


def test_dates_and_moments_are_written_as_people_here_write_them() -> None:
    assert weekday_name(date(2026, 11, 22)) == "Chủ Nhật"
    assert short_date(date(2026, 1, 2)) == "02/01/2026"
    assert vn_date(date(2026, 11, 26)) == "Thứ Năm, 26/11/2026"
    assert short_moment(MOMENT) == "15:00 26/11/2026"
    assert vn_moment(MOMENT) == "15:00, Thứ Năm, 26/11/2026"


def test_a_moment_of_another_zone_is_shown_in_vietnamese_time() -> None:
    assert short_date(LATE_UTC) == "26/11/2026"
    assert vn_date(LATE_UTC) == "Thứ Năm, 26/11/2026"
    assert short_moment(LATE_UTC) == "03:05 26/11/2026"


def test_a_moment_without_a_zone_is_taken_as_it_is() -> None:
    assert short_moment(MOMENT.replace(tzinfo=None)) == "15:00 26/11/2026"


def test_months_are_added_to_the_corresponding_day_or_the_last_of_the_month() -> None:
    assert add_months(date(2026, 11, 20), 2) == date(2027, 1, 20)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 31), 0) == date(2026, 12, 31)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("1954", "1954", "1954"),
        ("07/1986", "1986-07", "07/1986"),
        ("7/1986", "1986-07", "07/1986"),
        ("1986-07", "1986-07", "07/1986"),
        ("26/11/2026", "2026-11-26", "26/11/2026"),
        (" 6-1-2026 ", "2026-01-06", "06/01/2026"),
        ("2026-11-26", "2026-11-26", "26/11/2026"),
        ("29/02/2024", "2024-02-29", "29/02/2024"),
    ],
)
def test_a_partial_date_is_read_stored_and_shown(text: str, stored: str, shown: str) -> None:
    known = PartialDate.parse(text)
    assert known.iso() == stored
    assert str(known) == shown
    assert PartialDate.parse(stored) == known


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Hãy viết ngày như 26/11/2026"),
        ("hôm qua", "Hãy viết ngày như 26/11/2026"),
        ("26/11/26", "Hãy viết ngày như 26/11/2026"),
        ("٢٠٢٦", "Hãy viết ngày như 26/11/2026"),
        ("13/2026", "Tháng phải từ 1 đến 12"),
        ("00/2026", "Tháng phải từ 1 đến 12"),
        ("29/02/2026", "Tháng 02/2026 chỉ có các ngày từ 1 đến 28"),
        ("00/02/2026", "từ 1 đến 28"),
        ("0198", "Năm phải gồm bốn chữ số"),
    ],
)
def test_a_wrong_date_is_answered_with_a_sentence_that_helps(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PartialDate.parse(text)


def test_a_day_without_its_month_means_nothing() -> None:
    with pytest.raises(ValueError, match="Có ngày thì phải có tháng"):
        PartialDate(2026, None, 3)


def test_bounds_cover_every_day_it_may_mean() -> None:
    assert (PartialDate(1954).earliest, PartialDate(1954).latest) == (date(1954, 1, 1), date(1954, 12, 31))
    assert PartialDate(1986, 2).latest == date(1986, 2, 28)
    assert PartialDate.of(date(2026, 11, 26)).earliest == PartialDate(2026, 11, 26).latest
    assert PartialDate(2026, 11, 26).is_full
    assert not PartialDate(2026, 11).is_full


def test_partial_dates_stand_in_order() -> None:
    ordered = ["31/12/1953", "01/01/1954", "01/1954", "1954", "02/01/1954"]
    dates = [PartialDate.parse(text) for text in ordered]
    assert sorted([dates[2], dates[4], dates[0], dates[3], dates[1]]) == dates
    assert dates[0] <= dates[1]


@given(st.dates(date(1000, 1, 1)))
def test_a_full_date_survives_storing_and_showing(day: date) -> None:
    assert PartialDate.parse(PartialDate.of(day).iso()).earliest == day
    assert PartialDate.parse(str(PartialDate.of(day))).latest == day
    assert PartialDate.parse(short_date(day)) == PartialDate.of(day)
