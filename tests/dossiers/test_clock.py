"""The legal clock, rule by rule. The numbers are those of the table in docs/explanation/clock.md."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from motcua.dossiers.clock import (
    Mode,
    Pause,
    Term,
    Unit,
    acceptance_due,
    apology_latest,
    due,
    on_time_registration_end,
    remaining_text,
    start_moment,
    step_due,
    supplement_notice_due,
    transfer_due,
    working_time_left,
)
from motcua.lib.calendars import Calendar
from tests.dossiers.clocks import (
    ACCEPTED,
    CALENDAR,
    SAME_DAY,
    WITHOUT_CULTURE_DAY,
    at,
    calendar_days,
    days,
    hours,
    pause,
    told,
)

# rule, start, term, due
RULES = [
    ("1", "2026-11-20T09:00", days(3), "2026-11-26T17:00"),
    ("2", "2026-11-23T09:00", days(1), "2026-11-25T17:00"),
    ("3", "2026-11-23T09:00", days(5), "2026-12-01T17:00"),
    ("4a", "2026-04-29T09:00", days(1), "2026-05-04T17:00"),
    ("4b", "2026-04-29T09:00", days(3), "2026-05-06T17:00"),
    ("5a", "2026-02-13T09:00", days(3), "2026-02-25T17:00"),
    ("5b", "2026-02-13T09:00", days(5), "2026-02-27T17:00"),
    ("6", "2026-04-24T09:00", days(1), "2026-04-28T17:00"),
    ("7", "2026-10-30T09:00", calendar_days(15), "2026-11-16T17:00"),
    ("8", "2026-11-09T09:00", calendar_days(15), "2026-11-25T17:00"),
    ("9", "2026-11-02T09:00", calendar_days(20), "2026-11-23T17:00"),
    ("10", "2026-12-31T09:00", days(1), "2027-01-04T17:00"),
    ("11 land parcel", "2026-11-20T09:00", days(12), "2026-12-09T17:00"),
    ("11 difficult commune", "2026-11-20T09:00", days(22), "2026-12-23T17:00"),
    ("12", "2026-11-20T15:00", hours(8), "2026-11-23T15:00"),
    ("13", "2026-11-23T10:00", hours(8), "2026-11-25T10:00"),
    ("14", "2026-11-21T09:00", hours(8), "2026-11-23T17:00"),
    ("15 lunch", "2026-11-19T12:00", hours(8), "2026-11-20T11:30"),
    ("15 evening", "2026-11-19T18:30", hours(8), "2026-11-20T17:00"),
    ("16", "2026-11-23T15:30", hours(4), "2026-11-25T09:30"),
    ("18 morning", "2026-11-20T10:00", SAME_DAY, "2026-11-20T17:00"),
    ("18 at 15:00", "2026-11-20T15:00", SAME_DAY, "2026-11-20T17:00"),
    ("18 afternoon", "2026-11-20T15:30", SAME_DAY, "2026-11-23T17:00"),
    ("18 on a day off", "2026-11-21T09:00", SAME_DAY, "2026-11-23T17:00"),
    ("month", "2026-10-23T09:00", Term(1, Unit.MONTHS), "2026-11-23T17:00"),
    ("month, no such day", "2026-01-31T09:00", Term(1, Unit.MONTHS), "2026-03-02T17:00"),
    ("twelve months", "2026-11-20T09:00", Term(12, Unit.MONTHS), "2027-11-22T17:00"),
    ("half an hour", "2026-11-20T11:15", hours(Decimal("0.5")), "2026-11-20T13:45"),
]


@pytest.mark.parametrize(("rule", "start", "term", "expected"), RULES, ids=[rule[0] for rule in RULES])
def test_the_due_moment_follows_the_rule(rule: str, start: str, term: Term, expected: str) -> None:
    assert due(at(start), term, CALENDAR).due == at(expected)


def test_rule_2_without_the_holiday_row_the_date_changes() -> None:
    assert due(at("2026-11-23T09:00"), days(1), WITHOUT_CULTURE_DAY).due == at("2026-11-24T17:00")


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [
        ("2026-11-20T15:00", "2026-11-23T15:00"),
        ("2026-11-23T10:00", "2026-11-25T10:00"),
        ("2026-11-21T09:00", "2026-11-23T17:00"),
        ("2026-11-19T12:00", "2026-11-20T11:30"),
        ("2026-11-19T18:30", "2026-11-20T17:00"),
    ],
)
def test_rules_12_to_15_an_online_dossier_is_answered_within_8_working_hours(
    submitted: str, expected: str
) -> None:
    assert acceptance_due(at(submitted), CALENDAR) == at(expected)


def test_rule_16_a_step_of_four_hours() -> None:
    assert step_due(at("2026-11-23T15:30"), 4, CALENDAR) == at("2026-11-25T09:30")
    assert step_due(at("2026-11-23T15:30"), Decimal("0.25"), CALENDAR) == at("2026-11-23T15:45")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-23T06:30", "2026-11-23T17:00"),
        ("2026-11-23T14:59", "2026-11-23T17:00"),
        ("2026-11-23T15:00", "2026-11-23T17:00"),
        ("2026-11-23T15:00:59", "2026-11-23T17:00"),
        ("2026-11-23T15:01", "2026-11-25T08:00"),
        ("2026-11-24T09:00", "2026-11-25T08:00"),
    ],
)
def test_rule_17_only_after_15_the_handover_may_wait_for_the_first_hour_of_the_next_day(
    received: str, expected: str
) -> None:
    assert transfer_due(at(received), CALENDAR) == at(expected)


def test_rule_19_on_time_registration_rolls_forward_from_a_holiday() -> None:
    assert on_time_registration_end(date(2026, 9, 25), 60, CALENDAR) == date(2026, 11, 25)
    assert on_time_registration_end(date(2026, 9, 25), 60, WITHOUT_CULTURE_DAY) == date(2026, 11, 24)


# Asked 2 working days after acceptance, answered 4 after that.
ASKED_AND_ANSWERED = pause("2026-11-04T10:00", "2026-11-10T10:00")


def test_rule_20_pause_moves_the_due_date_by_the_four_days_of_waiting() -> None:
    assert due(ACCEPTED, days(5), CALENDAR).due == at("2026-11-09T17:00")
    paused = due(ACCEPTED, days(5), CALENDAR, [ASKED_AND_ANSWERED])
    assert paused.due == at("2026-11-13T17:00")
    assert not paused.paused
    assert "chờ bổ sung hồ sơ, không tính 4 ngày làm việc." in told(paused)


def test_rule_20_restart_counts_the_whole_term_from_the_answer() -> None:
    restarted = due(ACCEPTED, days(5), CALENDAR, [ASKED_AND_ANSWERED], Mode.RESTART)
    assert restarted.due == at("2026-11-17T17:00")
    assert "Lần đầu tính từ 09:00 Thứ Hai 02/11/2026." in told(restarted)
    assert "tính lại thời hạn từ khi đủ hồ sơ." in told(restarted)


def test_a_restarted_term_still_leaves_out_the_wait_for_a_financial_obligation() -> None:
    ground = "chờ thực hiện nghĩa vụ tài chính"
    before = Pause(at("2026-11-03T10:00"), at("2026-11-03T16:00"), ground, restarts=False)
    after = Pause(at("2026-11-11T10:00"), at("2026-11-13T10:00"), ground, restarts=False)
    waits = [before, ASKED_AND_ANSWERED, after]
    found = due(ACCEPTED, days(5), CALENDAR, waits, Mode.RESTART)
    assert found.due == at("2026-11-19T17:00")
    text = told(found)
    assert f"đến 16:00 Thứ Ba 03/11/2026: {ground}, không làm thay đổi hạn trả." in text
    assert f"đến 10:00 Thứ Sáu 13/11/2026: {ground}, không tính 2 ngày làm việc." in text
    assert due(ACCEPTED, hours(40), CALENDAR, waits, Mode.RESTART).due == at("2026-11-19T10:00")
    assert due(ACCEPTED, days(5), CALENDAR, waits[2:], Mode.RESTART).due == at("2026-11-09T17:00")


def test_rule_22_the_clock_takes_one_extension_and_only_ever_later() -> None:
    extended = due(ACCEPTED, days(5), CALENDAR, extension=date(2026, 11, 12))
    assert extended.due == at("2026-11-12T17:00")
    assert "Gia hạn một lần đến Thứ Năm 12/11/2026 (hạn trước đó: 17:00 Thứ Hai 09/11/2026)." in told(
        extended
    )
    unchanged = due(ACCEPTED, days(5), CALENDAR, extension=date(2026, 11, 6))
    assert unchanged.due == at("2026-11-09T17:00")
    assert "hạn không đổi" in told(unchanged)


def test_an_extension_to_a_day_off_ends_on_the_next_working_day() -> None:
    assert due(ACCEPTED, days(5), CALENDAR, extension=date(2026, 11, 14)).due == at("2026-11-16T17:00")


def test_an_extended_dossier_waiting_at_the_promised_moment_is_due_the_day_the_answer_comes() -> None:
    wait = pause("2026-11-12T09:00", "2026-11-16T09:00")
    assert due(ACCEPTED, days(5), CALENDAR, [wait], extension=date(2026, 11, 13)).due == at(
        "2026-11-16T17:00"
    )


def test_rule_23_an_apology_bears_at_the_latest_the_day_before() -> None:
    assert apology_latest(at("2026-11-26T17:00")) == date(2026, 11, 25)
    assert apology_latest(at("2026-11-23T17:00")) == date(2026, 11, 22)


def test_rule_24_a_supplement_is_asked_for_within_three_working_days() -> None:
    latest = supplement_notice_due(at("2026-11-20T09:00"), CALENDAR)
    assert latest == at("2026-11-26T17:00")
    assert at("2026-11-27T08:00") > latest


def test_outside_the_boundary_the_clock_starts_on_arrival_at_the_competent_agency() -> None:
    accepted, arrived = at("2026-11-20T09:00"), at("2026-11-23T08:00")
    assert start_moment(accepted) == accepted
    assert start_moment(accepted, arrived) == arrived
    assert start_moment(arrived, accepted) == arrived


# Terms


@pytest.mark.parametrize("amount", [0, -1, Decimal("NaN"), Decimal("Infinity")])
def test_a_term_must_be_longer_than_nothing(amount: Decimal | int) -> None:
    with pytest.raises(ValueError, match="phải lớn hơn 0"):
        Term(amount, Unit.WORKING_HOURS)


def test_half_days_are_told_in_hours() -> None:
    with pytest.raises(ValueError, match="nửa ngày thì ghi 4 giờ"):
        Term(Decimal("0.5"), Unit.WORKING_DAYS)
    assert Term(Decimal("0.5"), Unit.WORKING_HOURS).amount == Decimal("0.5")


def test_procedure_files_may_say_hours_for_working_hours() -> None:
    assert Unit("hours") is Unit.WORKING_HOURS
    with pytest.raises(ValueError, match="weeks"):
        Unit("weeks")


# What is left, and why


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("2026-11-20T09:00", "Còn 3 ngày 6 giờ làm việc"),
        ("2026-11-26T16:15", "Còn 45 phút làm việc"),
        ("2026-11-26T16:59:30", "Còn chưa đến 1 phút làm việc"),
        ("2026-11-26T17:00", "Đến hạn"),
        ("2026-11-26T20:00", "Vừa quá hạn"),
        ("2026-11-27T10:00", "Quá hạn 3 giờ làm việc"),
    ],
)
def test_what_is_left_is_told_in_working_time(now: str, text: str) -> None:
    assert remaining_text(at(now), at("2026-11-26T17:00"), CALENDAR) == text


def test_working_time_left_is_negative_when_overdue() -> None:
    assert working_time_left(at("2026-11-27T10:00"), at("2026-11-26T17:00"), CALENDAR) == -timedelta(hours=3)


def test_the_explanation_names_the_holiday_and_cites_the_law() -> None:
    lines = due(at("2026-11-20T09:00"), days(3), CALENDAR).explanation
    assert [(line.text, line.source) for line in lines] == [
        ("Tính từ Thứ Sáu 20/11/2026: ngày đầu không tính, đếm 3 ngày làm việc.", "BLDS 2015 Điều 147"),
        ("2 ngày nghỉ hằng tuần, không tính.", "BLLĐ 2019 Điều 111"),
        ("Thứ Ba 24/11/2026 nghỉ Ngày Văn hóa Việt Nam, không tính.", "Nghị quyết 28/2026/QH16"),
        ("Hạn trả: 17:00 Thứ Năm 26/11/2026.", "BLDS 2015 Điều 148"),
    ]


def test_the_explanation_of_calendar_days_says_why_the_last_day_moved() -> None:
    assert told(due(at("2026-10-30T09:00"), calendar_days(15), CALENDAR)).splitlines()[1:] == [
        "2 ngày nghỉ hằng tuần, hạn không rơi vào ngày nghỉ.",
        "Ngày cuối là Thứ Bảy 14/11/2026; hạn lùi đến hết ngày làm việc kế tiếp.",
        "Hạn trả: 17:00 Thứ Hai 16/11/2026.",
    ]


def test_the_explanation_of_hours_says_when_counting_really_begins() -> None:
    assert told(due(at("2026-11-21T09:00"), hours(Decimal("7.5")), CALENDAR)).splitlines() == [
        (
            "Tính 7,5 giờ làm việc từ 07:00 Thứ Hai 23/11/2026"
            " (nhận lúc 09:00 Thứ Bảy 21/11/2026, ngoài giờ làm việc)."
        ),
        "Chủ Nhật 22/11/2026 nghỉ hằng tuần, không tính.",
        "Hạn trả: 16:30 Thứ Hai 23/11/2026.",
    ]


def test_the_explanation_of_a_same_day_term_cites_the_15_o_clock_rule() -> None:
    assert "ngay trong ngày" in told(due(at("2026-11-20T15:00"), SAME_DAY, CALENDAR))
    assert "(sau 15:00 hoặc ngoài giờ làm việc): trả kết quả trong ngày làm việc tiếp theo" in told(
        due(at("2026-11-20T15:30"), SAME_DAY, CALENDAR)
    )


def test_swapped_days_are_explained_both_ways() -> None:
    text = told(due(at("2026-08-21T09:00"), days(7), CALENDAR))
    assert "Thứ Bảy 22/08/2026 là ngày làm việc (Làm bù cho ngày 31/8/2026), có tính." in text
    assert "Thứ Hai 31/08/2026 nghỉ hoán đổi (làm bù 22/8/2026), không tính." in text


def test_a_holiday_without_a_ground_cites_the_labour_code_and_a_year_without_holidays_is_warned_about() -> (
    None
):
    calendar = Calendar(off={date(2026, 11, 24): "Ngày Văn hóa Việt Nam"})
    lines = due(at("2026-11-23T09:00"), days(1), calendar).explanation
    assert lines[1].source == "BLLĐ 2019 Điều 112"
    assert "Lịch chưa có ngày nghỉ của năm 2027" in told(due(at("2026-12-31T09:00"), days(1), calendar))
