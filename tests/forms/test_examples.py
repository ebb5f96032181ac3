import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.forms import personal_id
from motcua.forms.answers import clean_all, example_answers
from tests.forms.tricky import FACTS, FAMILY, FORMS, KINDS, RULES, TODAY, UNITS, day, lookup, one_page, text


@pytest.mark.parametrize("key", sorted(FORMS))
@given(seed=st.integers(min_value=0, max_value=10**6), late=st.sampled_from(["yes", "no"]))
def test_an_example_is_always_clean(key: str, seed: int, late: str) -> None:
    facts = {**FACTS, "late": late}
    raw = example_answers(FORMS[key], facts, seed, today=TODAY, units=sorted(UNITS))
    cleaned = clean_all(FORMS[key], raw, facts, TODAY, lookup)
    assert cleaned.errors == {}
    assert cleaned.warnings == {}


@pytest.mark.parametrize("key", sorted(FORMS))
def test_the_same_seed_gives_the_same_people(key: str) -> None:
    first, again, other = (example_answers(FORMS[key], FACTS, seed, today=TODAY) for seed in ("a", "a", "b"))
    assert first == again
    assert first != other or key == "chain"


@given(st.integers(min_value=0, max_value=1000))
def test_what_is_given_stays_and_the_rest_is_invented_around_it(seed: int) -> None:
    wanted = {
        "groom": {"full_name": "Đinh Công Mừng", "birth_date": "1970"},
        "members": [{"full_name": "Đinh A"}, {"full_name": "Đinh B"}],
    }
    raw = example_answers(FAMILY, FACTS, seed, wanted, today=TODAY)
    cleaned = clean_all(FAMILY, raw, FACTS, TODAY)
    assert cleaned.errors == {}
    assert cleaned.values["groom"]["full_name"] == "Đinh Công Mừng"  # type: ignore[index]
    assert cleaned.values["groom"]["personal_id"][4:6] == "70"  # type: ignore[index]
    assert [child["full_name"] for child in cleaned.values["members"]] == ["Đinh A", "Đinh B"]  # type: ignore[attr-defined]


def test_given_values_may_be_flat_and_may_lie_between_others() -> None:
    raw = example_answers(RULES, FACTS, 3, {"death": "20/11/2026", "three": "một"}, today=TODAY)
    cleaned = clean_all(RULES, raw, FACTS, TODAY)
    assert cleaned.errors == {}
    assert (cleaned.values["death"], cleaned.values["one"]) == ("2026-11-20", "một")
    assert cleaned.values["birth"] <= "2026-11-20"  # type: ignore[operator]


def test_a_wrong_given_value_is_passed_on_so_that_its_author_hears_of_it() -> None:
    raw = example_answers(KINDS, FACTS, 1, {"number": "123"}, today=TODAY)
    assert raw["number"] == ["123"]
    assert "number" in clean_all(KINDS, raw, FACTS, TODAY).errors


def test_an_invented_person_has_the_number_of_their_birth_and_sex() -> None:
    raw = example_answers(FAMILY, FACTS, 7, today=TODAY)
    number = raw["bride.personal_id"][0]
    assert number.startswith("025")
    assert personal_id.birth_year(number) == int(raw["bride.birth_date"][0][-4:])
    assert personal_id.sex(number) == raw["bride.sex"][0]


def test_optional_fields_are_left_blank_unless_a_rule_wants_one() -> None:
    assert example_answers(one_page(text("a"), day("b")), {}, 1, today=TODAY) == {}
    raw = example_answers(FAMILY, FACTS, 1, today=TODAY)
    assert raw.keys() & {"contact_a", "contact_b"}


def test_the_63_former_provinces_are_known() -> None:
    assert len(personal_id.PROVINCE_CODES) == 63
    assert {"001", "017", "025", "026", "096"} <= personal_id.PROVINCE_CODES


@pytest.mark.parametrize(("given_then", "given_first"), [("01/02/1950", None), (None, "01/02/2090")])
def test_dates_are_found_far_from_where_they_usually_lie(
    given_then: str | None, given_first: str | None
) -> None:
    order = {"rule": "date_order", "first": "a", "then": "b", "message": "Trước sau."}
    form = one_page(day("a", required="true"), day("b", required="true"), rules=(order,))
    known = {name: [text] for name, text in (("b", given_then), ("a", given_first)) if text}
    raw = example_answers(form, {}, 5, known, today=TODAY)
    assert clean_all(form, raw, {}, TODAY).errors == {}
    assert raw.keys() == {"a", "b"}
