"""How the other side may write things, and what we make of it."""

import pytest

from motcua.integrations.eidentity.codes import citizen_claims

ID_TOKEN = {"sub": "s-1", "acr": "2"}


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("1990-05-17", "1990-05-17"),
        ("17/05/1990", "1990-05-17"),
        ("1946", "1946"),
        ("0000-05-17", ""),
        (None, ""),
    ],
)
def test_birth_dates_of_every_kind(told: object, kept: str) -> None:
    assert citizen_claims(ID_TOKEN, {"birthdate": told}, {}).birth_date == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [("Nữ", "female"), ("male", "male"), ("1", "male"), (2, "female"), ("khác", ""), ([], "")],
)
def test_sexes_of_every_kind(told: object, kept: str) -> None:
    assert citizen_claims(ID_TOKEN, {"gender": told}, {}).sex == kept


@pytest.mark.parametrize(
    ("userinfo", "acr", "level"),
    [
        ({"vneid_level": 1}, "2", 1),
        ({"vneid_level": "2"}, None, 2),
        ({}, "2", 2),
        ({}, None, 1),
        ({"vneid_level": 9}, "2", 1),
        ({"vneid_level": "urn:x"}, None, 1),
    ],
)
def test_the_level_is_never_guessed_upwards(userinfo: dict[str, object], acr: str | None, level: int) -> None:
    assert citizen_claims({"sub": "s", "acr": acr}, userinfo, {}).level == level


def test_an_address_may_be_text_or_an_object() -> None:
    assert citizen_claims(ID_TOKEN, {"address": {"formatted": "Khu 3"}}, {}).residence == "Khu 3"
    assert citizen_claims(ID_TOKEN, {"address": " Khu 3 "}, {}).residence == "Khu 3"


def test_a_commune_code_that_is_none_is_left_out() -> None:
    assert citizen_claims(ID_TOKEN, {"residence_code": "07894"}, {}).residence_unit == "07894"
    assert citizen_claims(ID_TOKEN, {"residence_code": "Phú Thọ"}, {}).residence_unit == ""


def test_spaces_in_numbers_and_names_are_tidied() -> None:
    told = citizen_claims(ID_TOKEN, {"personal_id": "025 190 001 234", "name": " Lê  Minh Tuấn "}, {})
    assert (told.personal_id, told.full_name) == ("025190001234", "Lê Minh Tuấn")


@pytest.mark.parametrize(("told", "kept"), [(True, True), ("true", True), (False, False), (None, False)])
def test_the_mark_of_a_digital_citizen(told: object, kept: bool) -> None:
    assert citizen_claims(ID_TOKEN, {"digital_citizen": told}, {}).digital_citizen is kept
