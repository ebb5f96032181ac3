"""The one-stop evaluation of TT 01/2018: points, one decimal, bands (rules 47, 48), what data there are."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.reporting.onestop import (
    Evaluation,
    Index,
    agency_band,
    mean,
    of_attitude,
    of_contacts,
    of_online,
    of_petitions,
    of_time,
    officer_band,
)
from motcua.reporting.onestop_of_period import evaluate_officer, evaluate_unit, quarter
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting.made import Past, make, on

DUE = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("18.0", "Xuất sắc"),
        ("15.0", "Xuất sắc"),
        ("14.9", "Tốt"),
        ("12.0", "Tốt"),
        ("11.9", "Khá"),
        ("9.0", "Khá"),
        ("8.9", "Trung bình"),
        ("6.0", "Trung bình"),
        ("5.9", "Yếu"),
        ("0.0", "Yếu"),
    ],
)
def test_rule_47_the_bands_of_an_agency_leave_no_hole(total: str, words: str) -> None:
    assert agency_band(Decimal(total)) == words


@pytest.mark.parametrize(
    ("total", "share"),
    [("10", "100%"), ("5.0", "100%"), ("4.9", "từ 70%"), ("3.5", "từ 70%"), ("3.4", "dưới 70%")],
)
def test_rule_47_the_bands_of_an_officer(total: str, share: str) -> None:
    assert share in officer_band(Decimal(total))


def test_rule_48_an_index_is_rounded_to_one_decimal() -> None:
    assert mean([2, 1, 0]) == Decimal("1.0")
    assert mean([2, 2, 1]) == Decimal("1.7")
    assert mean([]) is None


def test_the_points_of_time_contacts_and_attitude() -> None:
    assert [of_time(date(2026, 10, day), DUE) for day in (19, 20, 21)] == [2, 1, 0]
    assert of_time(DUE, None) is None
    assert [of_contacts(times) for times in (0, 1, 2)] == [2, 1, 0]
    assert of_contacts(3, citizens_fault=True) == 1
    assert of_attitude(date(2026, 10, 19), DUE, upheld_complaint=False) == 2
    assert of_attitude(date(2026, 10, 19), DUE, upheld_complaint=True) == 0


def test_the_points_of_petitions() -> None:
    assert of_petitions(0, 0, dragging=False) == 2
    assert of_petitions(9, 10, dragging=False) == 1
    assert of_petitions(89, 100, dragging=False) == 0
    assert of_petitions(10, 10, dragging=True) == 0


def test_the_points_of_online_services() -> None:
    assert of_online((20, 100), (30, 100), late=0) == 2
    assert of_online((19, 100), (30, 100), late=0) == 1
    assert of_online((20, 100), (15, 100), late=0) == 1
    assert of_online((20, 100), (14, 100), late=0) == 0
    assert of_online((20, 100), (30, 100), late=1) == 0
    assert of_online((0, 100), (0, 0), late=0) == 0


def test_what_has_no_data_is_left_out_and_the_grade_scaled() -> None:
    known = tuple(Index(number, Decimal("1.5")) for number in (1, 2, 3))
    found = Evaluation((*known, *(Index(number, None) for number in range(4, 10))))
    assert (found.total, found.maximum, found.scaled) == (Decimal("4.5"), 6, Decimal("13.5"))
    assert found.band == "Tốt"
    assert not found.is_complete
    assert Evaluation((Index(1, None),)).band == ""


def test_the_quarter_of_a_day() -> None:
    found = quarter(date(2026, 11, 22))
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter(date(2026, 2, 1)).last == date(2026, 3, 31)


def test_an_agency_is_evaluated_from_its_history(cast: Cast) -> None:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]

    def solved(end: int) -> Past:
        due = on(5, 17)
        return Past(unit.pk, "1.004873", "online", [("accept", on(0), due), ("conclude", on(end), due)])

    make(cast, [solved(2), solved(5), solved(9)])
    bring_up_to_date()
    found = {each.number: each for each in evaluate_unit(quarter(on(0).date(), unit.pk)).indices}
    assert found[1].value == Decimal("1.0")
    assert found[3].value == 2
    assert found[9].value in (1, 2)
    assert [number for number, each in found.items() if each.value is None] == [2, 4, 5, 7, 8]
    assert all(found[number].note for number in (4, 5, 7, 8))


def test_an_officer_is_evaluated_over_the_own_dossiers(cast: Cast) -> None:
    with moment.at(on(0)):
        dossier = cast.finished("1.004873")
    item = dossier.work_items.filter(kind="step").first()
    assert item is not None
    assert item.assignee is not None
    found = evaluate_officer(item.assignee, quarter(on(0).date()))
    assert [each.number for each in found.indices] == [1, 2, 3, 4, 7]
    assert found.indices[0].value == 2
    assert found.indices[1].value == 2
    assert found.band == "Hoàn thành 100% nhiệm vụ"
