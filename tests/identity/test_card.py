"""Reading the line of the counter: a scanned card, a number, a name with a date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.identity.card import looked_for, parse_card

CARD = "025090123456|131111222|Trần Văn Kiểm|05091990|Nam|Khu 5, phường Tân Hòa, tỉnh Phú Thọ|01012022"


def test_a_card_gives_its_facts() -> None:
    card = parse_card(CARD)
    assert card is not None
    assert (card.personal_id, card.full_name) == ("025090123456", "Trần Văn Kiểm")
    assert (card.birth_date, card.sex) == ("1990-09-05", "male")
    assert card.residence == "Khu 5, phường Tân Hòa, tỉnh Phú Thọ"


@pytest.mark.parametrize("text", ["", "025090123456", "a|b|c|d|e|f|g", "025090123456||||||", "1|2|3"])
def test_anything_else_is_no_card(text: str) -> None:
    assert parse_card(text) is None


def test_a_card_without_a_readable_date_still_serves() -> None:
    card = parse_card(CARD.replace("05091990", "99991990"))
    assert card is not None
    assert card.birth_date == ""


@pytest.mark.parametrize("text", ["025190001234", "025 190 001 234", "025.190.001.234"])
def test_a_number_may_be_typed_in_groups(text: str) -> None:
    assert looked_for(text).personal_id == "025190001234"


@pytest.mark.parametrize(
    ("text", "born"),
    [("nguyen thi lan 17/5/1990", "1990-05-17"), ("Nguyễn Thị Lan, 1990", "1990"), ("lan 5-1990", "1990-05")],
)
def test_a_name_comes_with_a_date_or_part_of_one(text: str, born: str) -> None:
    looked = looked_for(text)
    assert looked.birth_date == born
    assert "," not in looked.name
    assert looked.is_enough


@pytest.mark.parametrize("text", ["nguyen thi lan", "1990", "lan 31/02/1990", ""])
def test_half_of_it_is_not_enough(text: str) -> None:
    assert not looked_for(text).is_enough


@given(st.text(max_size=80))
def test_nothing_typed_breaks_it(text: str) -> None:
    looked_for(text)
    parse_card(text)
