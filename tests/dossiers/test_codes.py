"""The dossier code: rules 25 to 30."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.dossiers import codes
from motcua.dossiers.codes import DossierCode

DAY = date(2022, 5, 31)
units = st.from_regex(r"[A-Y][0-9]{2}(\.[0-9A-Z]{1,4}){0,4}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2068, 12, 31))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H44.12-220531-0001", DossierCode("H44.12", DAY, 1)),
        ("000.00.12.H44-220531-0001", DossierCode("H44.12", DAY, 1)),
        ("000.00.53.H48-220921-0099", DossierCode("H48.53", date(2022, 9, 21), 99)),
        ("001.02.12.H44-220531-0001", DossierCode("H44.12.02.001", DAY, 1)),
        ("G09.20-20260609-0092637", DossierCode("G09.20", date(2026, 6, 9), 92637)),
        ("H44.12.3-220531-10000", DossierCode("H44.12.3", DAY, 10000)),
        (" h44.12-220531-0001\n", DossierCode("H44.12", DAY, 1)),
        ("H44-220531-0001", DossierCode("H44", DAY, 1)),
    ],
)
def test_rule_25_every_known_shape_is_read(text: str, code: DossierCode) -> None:
    assert codes.parse(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H44.12",
        "H44.12-220531",
        "H44.12-220531-001",
        "H44.12-220531-00000001",
        "H44.12-221331-0001",
        "H44.12-2205310-0001",
        "H44..12-220531-0001",
        "H44_12-220531-0001",
        "H44.1.2.3.4.5.6-220531-0001",
        "H44.12-220531-0001-",
        "H44.12-２２０５３１-0001",
        "Đ44.12-220531-0001",
        "ſ44-220531-0001",
        "TN261123-ABC234",
    ],
)
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    assert codes.parse(text) is None


@given(units, days, st.integers(1, 9_999_999), st.sampled_from((6, 8)), st.integers(4, 7))
@example("H44.12", DAY, 10_000, 6, 4)
def test_what_is_written_is_read_again(unit: str, day: date, number: int, digits: int, width: int) -> None:
    text = codes.write(unit, day, number, date_digits=digits, number_digits=width)
    assert codes.parse(text) == DossierCode(unit, day, number)


@given(units, days, st.integers(1, 9999), st.integers(1, 9_999_999))
def test_rule_28_two_numbers_of_a_day_never_give_one_code(unit: str, day: date, one: int, other: int) -> None:
    assert (codes.write(unit, day, one) == codes.write(unit, day, other)) is (one == other)


@given(st.text(max_size=40))
def test_reading_never_fails(text: str) -> None:
    code = codes.parse(text)
    assert code is None or code.number >= 0


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_numbers_nobody_could_read_are_not_written(number: int) -> None:
    with pytest.raises(ValueError, match="daily number"):
        codes.write("H44", DAY, number)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.12.H44", "H44.12"),
        ("000.01.12.H44", "H44.12.01"),
        ("H44.12", "H44.12"),
        ("12.3.H44", "12.3.H44"),
    ],
)
def test_the_old_order_is_turned_round(old: str, new: str) -> None:
    assert codes.modern_unit(old) == new


def test_temporary_numbers_tell_nothing_and_are_easily_read_out() -> None:
    numbers = {codes.temporary(DAY) for _ in range(500)}
    assert len(numbers) == 500
    for number in numbers:
        assert number.startswith("TN220531-")
        assert not set(number.partition("-")[2]) & set("01OIUL")
