"""The figures of the founding articles come out of the engine from data built to those counts."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.lib.money import percent, ratio
from motcua.organisation.models import Unit
from motcua.reporting.figures import EVERYBODY, Whose
from motcua.reporting.index_measures import Period
from motcua.reporting.measures import MEASURES
from motcua.reporting.reports.form_06a import report
from motcua.reporting.table import Share, times
from tests.reporting.made import book_many

CODE = "1.004873"
OTHER = "2.000815"
SEPTEMBER, OCTOBER = date(2021, 9, 10), date(2021, 10, 11)


def taken(day: date) -> list[tuple[str, date, date | None]]:
    return [("take_in", day, day)]


def received(unit: str, day: date, online: int, total: int, code: str = CODE) -> None:
    book_many((unit, code, "online", taken(day), online), (unit, code, "counter", taken(day), total - online))


def share(key: str, first: date, last: date, units: frozenset[str] | None = None) -> Share:
    return MEASURES[key].of_agencies(Period(Whose(units), first, last))


@pytest.fixture
def communes(db: None) -> list[str]:
    rows = Unit.objects.of_kind("commune_committee").order_by("pk")
    return list(rows.values_list("pk", flat=True)[:4])


def month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=30)


def test_the_communes_in_october_2021_and_the_month_before(communes: list[str]) -> None:
    received(communes[0], OCTOBER, 7_733, 23_866)
    received(communes[0], SEPTEMBER, 4_912, 23_866)
    now, before = share("desk_online", *month(OCTOBER)), share("desk_online", *month(SEPTEMBER))
    assert str(now) == "7.733/23.866 (32,40%)"
    assert before.percent == Decimal("20.58")
    assert now.percent is not None
    assert now.percent - before.percent == Decimal("11.82")
    total = report(first=month(OCTOBER)[0], last=month(OCTOBER)[1]).totals
    assert (total.received_online, total.received_online + total.received_direct) == (7_733, 23_866)


def test_one_commune_with_over_860_dossiers(communes: list[str]) -> None:
    received(communes[0], OCTOBER, 238, 868)
    received(communes[1], OCTOBER, 1, 900)
    assert share("desk_online", *month(OCTOBER), frozenset({communes[0]})).percent == Decimal("27.42")
    assert round(860 * 0.2742) == 236


@pytest.mark.parametrize(
    ("before", "now", "expected"), [(81_644, 294_125, "3.60"), (2_303, 7_440, "3.23"), (0, 5, "None")]
)
def test_how_many_times_as_many(communes: list[str], before: int, now: int, expected: str) -> None:
    received(communes[0], date(2016, 5, 5), before, before)
    received(communes[0], date(2017, 5, 5), now, now)
    counts = [
        report(first=date(year, 1, 1), last=date(year, 12, 31)).totals.received_online
        for year in (2016, 2017)
    ]
    assert counts == [before, now]
    assert str(times(*counts)) == expected


def test_the_share_online_by_unit_and_field(communes: list[str]) -> None:
    for place, (unit, online) in enumerate(zip(communes, (100, 100, 72, 42), strict=True)):
        received(unit, OCTOBER, online, 100, (CODE, OTHER)[place % 2])
    found = [share("desk_online", *month(OCTOBER), frozenset({unit})).percent for unit in communes]
    assert found == [Decimal(100), Decimal(100), Decimal(72), Decimal(42)]
    fields = report(first=month(OCTOBER)[0], last=month(OCTOBER)[1]).rows
    assert sorted(percent(row.received_online, row.received_total) or 0 for row in fields) == [71, 86]


@pytest.mark.parametrize(("online", "total", "expected"), [(278, 1000, "27.80"), (749, 1000, "74.90")])
def test_the_share_online_by_year(communes: list[str], online: int, total: int, expected: str) -> None:
    received(communes[0], date(2022, 6, 1), online, total)
    found = share("desk_online", date(2022, 1, 1), date(2022, 12, 31))
    assert str(found.percent) == expected


def test_a_commune_goes_from_a_fifth_to_all(communes: list[str]) -> None:
    received(communes[0], date(2022, 6, 1), 20, 100)
    received(communes[0], date(2023, 6, 1), 100, 100)
    years = [share("desk_online", date(year, 1, 1), date(year, 12, 31)).percent for year in (2022, 2023)]
    assert years == [20, 100]


def test_two_rates_per_service_and_per_dossier(communes: list[str]) -> None:
    period = Period(EVERYBODY, date(2026, 10, 1), date(2026, 10, 31))
    codes = sorted(period.online_codes)
    active = round(len(codes) * 0.3)
    for code in codes[:active]:
        received(communes[0], date(2026, 10, 5), 8, 25, code)
    services = share("services_active", period.first, period.last)
    dossiers = share("dossiers_online", period.first, period.last)
    assert (services.numerator, services.denominator) == (active, len(codes))
    assert abs((services.percent or 0) - 30) < 2
    assert str(dossiers.percent) == "32.00"


def test_the_ranking_of_agencies(communes: list[str]) -> None:
    shares = {communes[0]: 562, communes[1]: 7136, communes[2]: 264, communes[3]: 5946}
    for unit, online in shares.items():
        received(unit, OCTOBER, online, 10_000)
    found = sorted(
        ((share("desk_online", *month(OCTOBER), frozenset({unit})).percent, unit) for unit in communes),
        reverse=True,
    )
    assert [str(value) for value, _ in found] == ["71.36", "59.46", "5.62", "2.64"]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (721, 1086, "721/1.086 (66,39%)"),
        (917, 1865, "917/1.865 (49,17%)"),
        (742, 1865, "742/1.865 (39,79%)"),
        (7733, 23866, "7.733/23.866 (32,40%)"),
    ],
)
def test_a_share_is_shown_with_what_it_comes_from(part: int, whole: int, expected: str) -> None:
    assert ratio(part, whole) == expected
    assert str(Share(part, whole)) == expected


def test_sums_of_shares_add_both_sides() -> None:
    assert 1_773 + 439 == 2_212
    assert Share(1_773, 2_212) + Share(439, 0) == Share(2_212, 2_212)


def test_rule_46_from_dossiers_counted_to_it(communes: list[str]) -> None:
    unit = communes[0]
    before, day, due = date(2026, 9, 20), date(2026, 10, 5), date(2026, 10, 20)
    late_due, far = date(2026, 10, 25), date(2026, 11, 9)

    def solved(start: date, on: date, until: date) -> list[tuple[str, date, date | None]]:
        return [("take_in", start, until), ("conclude", on, until)]

    book_many(
        (unit, CODE, "counter", solved(before, date(2026, 10, 10), due), 12),
        (unit, CODE, "online", solved(day, date(2026, 10, 12), due), 28),
        (unit, CODE, "counter", solved(day, due, due), 35),
        (unit, CODE, "post", solved(day, date(2026, 10, 30), late_due), 5),
        (unit, CODE, "online", [("take_in", day, late_due)], 2),
        (unit, CODE, "counter", [("take_in", day, late_due)], 3),
        (unit, CODE, "counter", [("take_in", day, far)], 15),
    )
    row = report(first=date(2026, 10, 1), last=date(2026, 10, 31)).rows[0]
    assert (row.carried_over, row.received_online, row.received_direct, row.received_total) == (
        12,
        30,
        58,
        100,
    )
    assert (row.solved_early, row.solved_on_time, row.solved_late, row.solved_total) == (40, 35, 5, 80)
    assert (row.pending_in_time, row.pending_overdue, row.pending_total) == (15, 5, 20)
