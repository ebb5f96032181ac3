"""QĐ 20/2020/QĐ-TTg and TT 10/2016/TT-BTTTT; rule 30 of the domain specification."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.lib.errors import Refused
from motcua.organisation.identifiers import AgencyIdentifier, parse

CAPITALS_AND_DIGITS = string.ascii_uppercase + string.digits
level_one = st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True)
not_zero = st.text(CAPITALS_AND_DIGITS, min_size=2, max_size=2).filter(lambda group: group != "00")
number = st.from_regex(r"[0-9]{3}", fullmatch=True).filter(lambda group: group != "000")


@pytest.mark.parametrize("text", ["H44", "H44.12", "G09.20", "H44.12.3", "Z01", "Z99.ABC.7", "A00.1"])
def test_a_well_formed_identifier_is_read_as_it_stands(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "h44.12",
        "H44-12",
        "Z1.3",
        "H44." + "1" * 32,
        "",
        "H4",
        "H444",
        "H44.",
        ".H44",
        "H44..12",
        "Z00.1",
        "Z01" + "9" * 33,
        "H44.1Đ",
        " H44.12",
        "H44.12\n",
        "H44.１２",
    ],
)
def test_anything_else_is_refused_and_not_corrected(text: str) -> None:
    with pytest.raises(Refused):
        parse(text)


def test_thirty_five_characters_are_the_most() -> None:
    assert str(parse("H44." + "1" * 31)) == "H44." + "1" * 31


@pytest.mark.parametrize(
    ("legacy", "today"),
    [
        ("000.00.12.H44", "H44.12"),
        ("000.03.12.H44", "H44.12.03"),
        ("005.03.12.H44", "H44.12.03.005"),
        ("000.00.00.H44", "H44"),
    ],
)
def test_the_form_of_2016_and_that_of_2020_are_one_identifier(legacy: str, today: str) -> None:
    assert str(parse(legacy)) == today
    assert parse(today).legacy == legacy


@pytest.mark.parametrize("gap", ["000.03.00.H44", "005.00.12.H44"])
def test_an_old_identifier_with_a_gap_in_the_middle_is_refused(gap: str) -> None:
    with pytest.raises(Refused):
        parse(gap)


@pytest.mark.parametrize(
    "today", ["H44.101", "H44.1", "H44.12.03.005.9", "Z01.12", "H44.00", "H44.12.03.A01"]
)
def test_there_is_no_old_form_where_it_has_no_room(today: str) -> None:
    assert parse(today).legacy is None


@given(st.builds(lambda first, rest: ".".join([first, *rest]), level_one, st.lists(not_zero, max_size=2)))
def test_the_old_form_leads_back_to_the_same_identifier(text: str) -> None:
    legacy = parse(text).legacy
    assert legacy is not None
    assert parse(legacy) == AgencyIdentifier(text)


@given(level_one, not_zero, not_zero, number)
def test_so_it_does_with_all_four_levels(first: str, second: str, third: str, fourth: str) -> None:
    text = f"{first}.{second}.{third}.{fourth}"
    assert parse(text).legacy == f"{fourth}.{third}.{second}.{first}"
    assert parse(f"{fourth}.{third}.{second}.{first}") == AgencyIdentifier(text)


@given(st.text(CAPITALS_AND_DIGITS + ".-ha", max_size=40))
def test_what_is_read_is_always_valid_by_the_letter_of_the_decision(text: str) -> None:
    try:
        identifier = parse(text)
    except Refused:
        return
    assert len(str(identifier)) <= 35
    assert set(str(identifier)) <= set(CAPITALS_AND_DIGITS + ".")
    assert identifier.level_one[0] in string.ascii_uppercase
    assert identifier.level_one[1:].isdigit()
    assert parse(str(identifier)) == identifier
