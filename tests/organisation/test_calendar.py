from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from motcua.identity.actor import SYSTEM_ACTOR, VISITOR_ACTOR
from motcua.lib.calendars import Span, office_hours
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions import calendar_changed, remove_day, set_day, set_opening_hours
from motcua.organisation.models import CalendarDay, OpeningSpan, Unit
from motcua.organisation.queries import calendar_days, calendar_for, calendar_token

CULTURE_DAY = date(2026, 11, 24)
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 21)
NEW_HOURS = office_hours((time(7, 30), time(11, 30)), (time(13), time(17)))


def hours(unit: Unit | str | None, day: date) -> list[str]:
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in calendar_for(unit).spans(day)]


def test_an_empty_database_still_knows_office_hours(no_calendar: None) -> None:
    assert calendar_token() == ""
    assert hours(None, MONDAY) == ["07:00-11:30", "13:30-17:00"]


def test_every_unit_goes_by_the_calendar_of_the_province(commune: Unit) -> None:
    assert hours("phong-kt-08515", MONDAY) == ["07:00-11:30", "13:30-17:00"]
    assert not calendar_for(commune).is_working_day(CULTURE_DAY)
    assert calendar_for(commune) is calendar_for("so-tu-phap")


def test_removing_a_holiday_changes_the_term_that_crosses_it(commune: Unit) -> None:
    """Rule 2: one working day from 23/11/2026 is 25/11 with the holiday of 24/11 and 24/11 without it."""
    assert calendar_for(commune).add_working_days(MONDAY, 1) == date(2026, 11, 25)
    remove_day(actor=SYSTEM_ACTOR, day=CULTURE_DAY)
    assert calendar_for(commune).add_working_days(MONDAY, 1) == CULTURE_DAY


def test_the_calendar_stays_in_memory_until_it_changes(
    commune: Unit, django_assert_num_queries: object
) -> None:
    calendar_for(commune)
    with django_assert_num_queries(1):  # type: ignore[operator]
        kept = calendar_for(commune)
    calendar_changed()
    assert calendar_for(commune) is not kept


def test_a_unit_may_have_a_day_off_of_its_own_and_its_divisions_share_it(commune: Unit) -> None:
    set_day(actor=SYSTEM_ACTOR, day=MONDAY, kind="off", name="Bão", ground="Công điện giả định", unit=commune)
    assert calendar_for("phong-kt-08515").why_off(MONDAY) == "Bão"
    assert calendar_for("so-tu-phap").is_working_day(MONDAY)


def test_what_a_unit_says_of_a_day_goes_before_what_the_province_says(commune: Unit) -> None:
    set_day(actor=SYSTEM_ACTOR, day=CULTURE_DAY, kind="extra", name="Trực", ground="Kế hoạch", unit=commune)
    assert calendar_for(commune).is_working_day(CULTURE_DAY)
    set_day(
        actor=SYSTEM_ACTOR, day=date(2026, 8, 22), kind="off", name="Bão", ground="Công điện", unit=commune
    )
    assert not calendar_for(commune).is_working_day(date(2026, 8, 22))


def test_declaring_a_day_again_replaces_it(province: Unit) -> None:
    set_day(
        actor=SYSTEM_ACTOR, day=CULTURE_DAY, kind="off", name="Ngày Văn hóa", ground="Thông báo", mark="S"
    )
    row = CalendarDay.objects.get(day=CULTURE_DAY)
    assert (row.name, row.mark) == ("Ngày Văn hóa", "S")
    assert calendar_for().ground(CULTURE_DAY) == "Thông báo"


@pytest.mark.parametrize(
    ("kind", "name", "ground"), [("half", "Tên", "Văn bản"), ("off", " ", "Văn bản"), ("off", "Tên", "")]
)
def test_a_day_without_kind_name_or_ground_is_refused(db: None, kind: str, name: str, ground: str) -> None:
    with pytest.raises(Refused):
        set_day(actor=SYSTEM_ACTOR, day=MONDAY, kind=kind, name=name, ground=ground)


def test_removing_a_day_that_is_not_there_is_refused(no_calendar: None) -> None:
    with pytest.raises(Refused):
        remove_day(actor=SYSTEM_ACTOR, day=MONDAY)


def test_new_hours_begin_on_their_day_and_the_old_ones_hold_until_then(commune: Unit) -> None:
    set_opening_hours(
        actor=SYSTEM_ACTOR, unit=commune, spans=NEW_HOURS, counted_weekdays=range(5), starts=date(2026, 12, 1)
    )
    assert hours(commune, MONDAY) == ["07:00-11:30", "13:30-17:00"]
    assert hours("vp-08515", date(2026, 12, 1)) == ["07:30-11:30", "13:00-17:00"]
    assert hours("ubnd-07900", date(2026, 12, 1)) == ["07:00-11:30", "13:30-17:00"]


def test_hours_may_change_twice(commune: Unit) -> None:
    for starts in (date(2026, 12, 1), date(2027, 1, 4)):
        set_opening_hours(
            actor=SYSTEM_ACTOR, unit=commune, spans=NEW_HOURS, counted_weekdays=range(5), starts=starts
        )
    assert (
        hours(commune, date(2026, 12, 31))
        == hours(commune, date(2027, 1, 4))
        == ["07:30-11:30", "13:00-17:00"]
    )
    assert hours(commune, MONDAY) == ["07:00-11:30", "13:30-17:00"]


def test_a_saturday_morning_is_for_receiving_and_counts_only_if_the_unit_says_so(commune: Unit) -> None:
    spans = [*NEW_HOURS, Span(5, time(7, 30), time(11, 30))]
    day = date(2026, 11, 2)
    set_opening_hours(actor=SYSTEM_ACTOR, unit=commune, spans=spans, counted_weekdays=range(5), starts=day)
    assert not calendar_for(commune).is_working_day(SATURDAY)
    assert len(calendar_for(commune).reception_spans(SATURDAY)) == 1
    set_opening_hours(actor=SYSTEM_ACTOR, unit=commune, spans=spans, counted_weekdays=range(6), starts=day)
    assert calendar_for(commune).is_working_day(SATURDAY)


def test_the_first_table_of_an_empty_province_keeps_office_hours_before_it(no_calendar: None) -> None:
    set_opening_hours(
        actor=SYSTEM_ACTOR, spans=NEW_HOURS, counted_weekdays=range(5), starts=date(2026, 12, 1)
    )
    assert hours(None, MONDAY) == ["07:00-11:30", "13:30-17:00"]
    assert hours(None, date(2026, 12, 1)) == ["07:30-11:30", "13:00-17:00"]


def test_overlapping_hours_and_a_week_without_work_are_refused(no_calendar: None) -> None:
    clash = [Span(0, time(7), time(12)), Span(0, time(11), time(17))]
    with pytest.raises(Refused):
        set_opening_hours(actor=SYSTEM_ACTOR, spans=clash, counted_weekdays=[0], starts=MONDAY)
    with pytest.raises(Refused):
        set_opening_hours(actor=SYSTEM_ACTOR, spans=NEW_HOURS, counted_weekdays=[6], starts=MONDAY)
    assert not OpeningSpan.objects.exists()


def test_a_visitor_may_not_touch_the_calendar(db: None) -> None:
    with pytest.raises(Forbidden):
        remove_day(actor=VISITOR_ACTOR, day=MONDAY)


def test_the_year_is_shown_with_grounds_and_marks(province: Unit) -> None:
    days = calendar_days(2026)
    assert len(days) == 17
    assert [day.day for day in days if day.kind == "extra"] == [date(2026, 1, 10), date(2026, 8, 22)]
    assert all(day.ground and day.mark for day in days)


def test_one_day_cannot_be_said_twice_for_the_same_unit(province: Unit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=CULTURE_DAY, kind="off", name="Lần hai")
