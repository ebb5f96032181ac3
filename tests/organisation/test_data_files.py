"""The data files by themselves, without a database."""

import re
from collections import Counter
from datetime import date

import pytest

from motcua.lib.calendars import Calendar
from motcua.organisation import seed
from motcua.organisation.identifiers import parse
from motcua.organisation.models import Unit

COMMUNES = seed.rows("communes.csv")
PREDECESSORS = seed.rows("predecessors.csv")


def test_the_province_has_exactly_148_communes_of_which_15_are_wards() -> None:
    assert Counter(row["kind"] for row in COMMUNES) == {"commune": 133, "ward": 15}


def test_no_commune_code_or_name_occurs_twice() -> None:
    assert len({row["code"] for row in COMMUNES}) == 148
    assert len({row["name"] for row in COMMUNES}) == 148
    assert all(re.fullmatch(r"\d{5}", row["code"]) for row in COMMUNES)


def test_the_communes_of_the_province_are_the_same_in_the_national_list() -> None:
    national = {
        row["code"]: row["name"] for row in seed.rows("national_communes.csv") if row["province"] == "25"
    }
    assert national == {row["code"]: row["name"] for row in COMMUNES}


def test_the_nation_has_34_provinces_and_3321_communes() -> None:
    provinces = {row["code"] for row in seed.rows("all_provinces.csv")}
    national = seed.rows("national_communes.csv")
    assert len(provinces) == 34
    assert len({row["code"] for row in national}) == len(national) == 3321
    assert {row["province"] for row in national} == provinces


def test_the_kind_of_a_commune_is_the_one_in_its_name() -> None:
    assert all(row["name"].startswith({"commune": "Xã ", "ward": "Phường "}[row["kind"]]) for row in COMMUNES)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("08515", "Xã Hy Cương"),
        ("07900", "Phường Việt Trì"),
        ("08707", "Phường Vĩnh Yên"),
        ("04795", "Phường Hòa Bình"),
    ],
)
def test_well_known_communes_have_their_codes(code: str, name: str) -> None:
    assert {"code": code, "name": name} in [{"code": r["code"], "name": r["name"]} for r in COMMUNES]


def test_every_predecessor_leads_to_a_commune_that_exists() -> None:
    assert {row["new_code"] for row in PREDECESSORS} == {row["code"] for row in COMMUNES}


def test_479_old_communes_of_32_districts_of_three_provinces_were_merged() -> None:
    olds = {row["old_code"]: row["province"] for row in PREDECESSORS}
    assert Counter(olds.values()) == {"25": 207, "17": 151, "26": 121}
    assert {row["district"] for row in PREDECESSORS} == {
        row["code"] for row in seed.rows("old_districts.csv")
    }
    assert len(seed.rows("old_districts.csv")) == 32


def test_only_a_divided_commune_is_partial_and_each_has_one_main_successor() -> None:
    times = Counter(row["old_code"] for row in PREDECESSORS)
    assert {code for code, n in times.items() if n > 1} == {"04891", "04957", "05221"}
    assert all((row["partial"] == "yes") == (times[row["old_code"]] > 1) for row in PREDECESSORS)
    assert Counter(row["old_code"] for row in PREDECESSORS if row["main"] == "yes") == dict.fromkeys(times, 1)


def test_a_district_answers_through_a_commune_on_its_own_land() -> None:
    land = {(row["district"], row["new_code"]) for row in PREDECESSORS}
    assert all((row["code"], row["main_successor"]) in land for row in seed.rows("old_districts.csv"))


def test_a_name_that_went_before_lies_on_the_land_of_its_district() -> None:
    land = {(row["district"], row["new_code"]) for row in PREDECESSORS}
    assert all((row["district"], row["new_code"]) in land for row in seed.rows("earlier_names.csv"))


def test_every_day_of_the_calendar_has_a_ground_and_a_mark() -> None:
    assert all(day.name and day.ground and day.mark in {"S", "S2", "D", "GK"} for day in seed.days())
    assert len({day.day for day in seed.days()}) == len(seed.days())


@pytest.mark.parametrize(
    ("off", "worked"), [(date(2026, 1, 2), date(2026, 1, 10)), (date(2026, 8, 31), date(2026, 8, 22))]
)
def test_a_swapped_day_is_off_and_its_saturday_is_worked(off: date, worked: date) -> None:
    calendar = Calendar.from_rows(days=seed.days())
    assert not calendar.is_working_day(off)
    assert worked.weekday() == 5
    assert calendar.is_working_day(worked)


def test_a_holiday_on_a_rest_day_is_made_up_for_on_the_next_working_day() -> None:
    """BLLĐ 2019 Điều 111(3): as many computed days (D) as holidays that fell on a weekend."""
    days = seed.days()
    on_weekends = [day for day in days if day.kind == "off" and day.day.weekday() >= 5]
    computed = [day for day in days if day.mark == "D"]
    assert [day.day for day in on_weekends] == [
        date(2026, 4, 26),
        date(2027, 2, 6),
        date(2027, 2, 7),
        date(2027, 5, 1),
    ]
    assert [day.day for day in computed] == [
        date(2026, 4, 27),
        date(2027, 2, 10),
        date(2027, 2, 11),
        date(2027, 5, 3),
    ]


def test_what_nobody_announced_yet_says_that_it_is_a_draft() -> None:
    drafts = [day for day in seed.days() if day.day.year == 2027 and "Nguyên đán" in day.name]
    assert len(drafts) == 7
    assert all("dự kiến" in day.name for day in drafts)


def test_the_bodies_of_the_contract_are_all_there() -> None:
    slugs = {row["slug"] for row in seed.rows("departments.csv")}
    assert {"so-tu-phap", "so-noi-vu", "so-nnmt", "so-xay-dung", "so-tai-chinh", "so-y-te"} <= slugs
    assert {"so-gddt", "so-khcn", "so-cong-thuong", "so-vhttdl", "so-dtg"} <= slugs
    assert {
        "thanh-tra",
        "ttpvhcc-tinh",
        "cong-an-tinh",
        "bhxh-tinh",
        "thue-tinh",
        "vpdkdd-tinh",
        "ttdvvl",
    } <= slugs


def test_every_unit_has_a_valid_identifier_or_none_and_no_two_share_one() -> None:
    identifiers = [unit.agency_identifier for unit in seed.units() if unit.agency_identifier]
    assert all(str(parse(identifier)) == identifier for identifier in identifiers)
    assert len(set(identifiers)) == len(identifiers)


def test_every_unit_is_of_a_known_kind_and_named_once() -> None:
    units = seed.units()
    assert {unit.kind for unit in units} == set(Unit.Kind.values)
    assert len({unit.pk for unit in units}) == len(units)


def test_no_telephone_number_could_be_somebodys() -> None:
    assert all(re.fullmatch(r"0210 000 \d{4}", unit.phone) for unit in seed.units() if unit.phone)
