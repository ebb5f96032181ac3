from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.forms.answers import (
    Cleaned,
    all_facts,
    as_raw,
    change_group,
    clean_all,
    clean_page,
    merged,
    pruned,
    to_raw,
    visible_fields,
    visible_pages,
)
from motcua.forms.spec import Form
from tests.forms.tricky import (
    CHAIN,
    FACTS,
    FAMILY,
    FORMS,
    KINDS,
    RULES,
    TODAY,
    YES,
    day,
    lookup,
    one_page,
    text,
    yes_no,
)


def all_of(form: Form, answers: dict[str, Any], **facts: str) -> Cleaned:
    return clean_all(form, answers, facts, TODAY, lookup)


GROOM = {
    "full_name": "Bùi Văn Hùng",
    "personal_id": "025090001234",
    "birth_date": "05/09/1990",
    "sex": "male",
    "residence": "Tổ 5, phường Hòa Bình",
}
BRIDE = {"full_name": "Hà Thị Lan", "personal_id": "025192004321", "birth_date": "1992", "sex": "female"}
CHILD = {"full_name": "Bùi An", "birth": "01/02/2020", "adopted": "no"}
COUPLE = {"groom": GROOM, "bride": BRIDE, "members": [CHILD], "contact_a": "nhà"}


def test_a_hidden_field_has_no_value_even_when_it_was_sent() -> None:
    sent = {"a": "yes", "b": "no", "c": "yes", "d": "chữ", "f": "chữ", "g": "còn"}
    cleaned = all_of(CHAIN, sent)
    assert cleaned.values == {"a": "yes", "b": "no", "g": "còn"}
    assert cleaned.errors == {}


def test_hiding_runs_along_the_whole_chain_of_conditions() -> None:
    stored = {"a": "no", "b": "yes", "c": "yes", "d": "x", "f": "y", "g": "z"}
    assert pruned(CHAIN, stored, {}) == {"a": "no", "g": "z"}
    assert [field.key for field in visible_fields(CHAIN, stored, {})] == ["a", "g"]
    assert [page.key for page in visible_pages(CHAIN, stored, {})] == ["first", "third"]
    assert "d" not in all_facts(CHAIN, stored, {"late": "yes"})


def test_a_question_shows_a_page_and_facts_named_like_fields_are_not_believed() -> None:
    assert [page.key for page in visible_pages(CHAIN, {}, {"late": "no"})] == ["first", "second", "third"]
    assert [page.key for page in visible_pages(CHAIN, {}, {"c": "yes"})] == ["first", "third"]


def test_facts_of_persons_groups_and_files_have_their_names() -> None:
    stored = {
        "groom": {"full_name": "Hùng", "birth_date": "1990", "shoe": "40"},
        "members": [CHILD, {}, CHILD],
    }
    facts = all_facts(FAMILY, stored, FACTS)
    assert facts["groom"] == "yes"
    assert facts["groom.full_name"] == "Hùng"
    assert "groom.shoe" not in facts
    assert facts["members"] == 2
    assert facts["channel"] == "online"
    assert all_facts(KINDS, {"photo": ["a", "b"]}, {})["photo"] == 2


def test_a_required_field_left_blank_says_what_to_do() -> None:
    errors = all_of(KINDS, {}).errors
    assert errors["name"] == "Hãy điền mục “Họ và tên”."
    assert errors["kind"] == "Hãy chọn câu trả lời cho mục “Loại”."
    assert errors["photo"] == "Hãy gửi tệp cho mục “Ảnh”."
    assert "number_of_old" not in errors


def test_a_wrong_value_is_no_value_but_what_was_typed_is_kept() -> None:
    cleaned = clean_page(KINDS, "kinds", {"number": ["02519000123"], "name": ["An Bình"]}, {}, FACTS, TODAY)
    assert cleaned.errors["number"] == "Số định danh cần 12 chữ số. Bạn đã nhập 11."
    assert "number" not in cleaned.values
    assert cleaned.raw["number"] == ["02519000123"]
    assert cleaned.values["name"] == "An Bình"


def test_a_page_is_cleaned_beside_the_answers_of_the_others() -> None:
    first = clean_page(CHAIN, "first", {"a": ["yes"], "b": ["yes"], "c": ["yes"]}, {}, {}, TODAY)
    assert first.complete
    second = clean_page(CHAIN, "second", {"d": ["x"]}, first.answers, {}, TODAY)
    assert second.values == {"d": "x"}
    assert second.answers == {"a": "yes", "b": "yes", "c": "yes", "d": "x"}
    again = clean_page(CHAIN, "first", {"a": ["no"]}, second.answers, {}, TODAY)
    assert again.answers == {"a": "no"}


def test_a_page_that_is_not_there_cleans_to_nothing() -> None:
    cleaned = clean_page(CHAIN, "nowhere", {"a": ["yes"]}, {"a": "no"}, {}, TODAY)
    assert (cleaned.values, cleaned.raw, cleaned.answers) == ({}, {}, {"a": "no"})


def test_a_field_that_these_answers_brought_up_is_announced_and_not_blamed() -> None:
    cleaned = clean_page(CHAIN, "first", {"a": ["yes"]}, {}, {}, TODAY)
    assert cleaned.revealed == ("b",)
    assert cleaned.errors == {"b": "Theo câu trả lời của bạn, cần thêm mục “Có b?”."}
    shown = clean_page(CHAIN, "first", {"a": ["yes"], "shown.b": ["1"]}, {}, {}, TODAY)
    assert shown.revealed == ()
    assert shown.errors == {"b": "Hãy chọn câu trả lời cho mục “Có b?”."}


def test_what_does_not_belong_to_the_form_is_left_out() -> None:
    sent = {
        "a": ["no"],
        "csrfmiddlewaretoken": ["x"],
        "a.b": ["y"],
        "groom.full_name": ["z"],
        "shown.b": ["1"],
    }
    assert clean_page(CHAIN, "first", sent, {}, {}, TODAY).raw == {"a": ["no"]}


def test_characters_a_database_refuses_are_dropped_before_anything_is_stored() -> None:
    assert as_raw({"a": "x\x00y\ud800"}) == {"a": ["xy"]}


def test_a_draft_keeps_other_pages_and_replaces_its_own() -> None:
    draft = merged(CHAIN, "first", {}, {"a": ["yes"], "b": ["no"]})
    draft = merged(CHAIN, "third", draft, {"g": ["nửa chừ"]})
    assert draft == {"a": ["yes"], "b": ["no"], "g": ["nửa chừ"]}
    assert merged(CHAIN, "first", draft, {"a": ["no"]}) == {"a": ["no"], "g": ["nửa chừ"]}
    assert merged(CHAIN, "nowhere", draft, {"a": ["no"]}) == draft


def test_a_couple_that_may_marry_has_nothing_to_correct() -> None:
    cleaned = all_of(FAMILY, COUPLE)
    assert cleaned.errors == {}
    assert cleaned.warnings == {}
    assert cleaned.values["members"] == [{"full_name": "Bùi An", "birth": "2020-02-01", "adopted": "no"}]
    assert cleaned.values["groom"] == {**GROOM, "birth_date": "1990-09-05"}


def test_every_needed_part_of_a_required_person_is_asked_for() -> None:
    errors = all_of(FAMILY, {}).errors
    assert {
        "groom.full_name",
        "groom.personal_id",
        "groom.birth_date",
        "groom.sex",
        "groom.residence",
    } <= set(errors)
    assert "groom.phone" not in errors


def test_an_optional_person_may_be_left_out_but_not_begun_and_left() -> None:
    assert not any(name.startswith("witness") for name in all_of(FAMILY, COUPLE).errors)
    errors = all_of(FAMILY, {**COUPLE, "witness": {"full_name": "Trần Nam"}}).errors
    assert set(errors) == {"witness.personal_id", "witness.birth_date"}


def test_a_personal_id_that_disagrees_is_a_warning_and_never_an_error() -> None:
    odd = {**GROOM, "personal_id": "999192000001"}
    cleaned = all_of(FAMILY, {**COUPLE, "groom": odd})
    assert cleaned.errors == {}
    assert cleaned.warnings["groom.personal_id"] == (
        "Theo số định danh thì năm sinh là 1992, còn bạn điền 1990. Bạn xem lại giúp. "
        "Theo số định danh thì giới tính là nữ, còn bạn chọn nam. Bạn xem lại giúp."
    )
    number = all_of(KINDS, {"number": "003290000001"}).warnings["number"]
    assert "Ba chữ số đầu (003) không phải mã tỉnh" in number
    assert "năm sinh là 2090, chưa tới" in number


def test_blank_entries_of_a_group_do_not_count() -> None:
    blank = {"full_name": " ", "birth": "", "adopted": ""}
    cleaned = all_of(FAMILY, {**COUPLE, "members": [blank, CHILD, blank]})
    assert cleaned.errors == {}
    assert len(cleaned.values["members"]) == 1  # type: ignore[arg-type]
    assert all_of(FAMILY, {**COUPLE, "members": [blank]}).errors["members"] == (
        "Cần ít nhất 1 người con. Bạn đã điền 0."
    )


def test_a_group_takes_no_more_entries_than_it_may() -> None:
    errors = all_of(FAMILY, {**COUPLE, "members": [CHILD] * 4, "many": "nhiều"}).errors
    assert errors == {"members": "Chỉ nhận nhiều nhất 3 người con. Hãy bỏ bớt."}


def test_conditions_inside_a_group_look_at_their_own_entry() -> None:
    members = [{**CHILD, "adopted": "yes"}, {**CHILD, "adopted": "no", "paper": "thừa"}]
    cleaned = all_of(FAMILY, {**COUPLE, "members": members, "many": "hai"})
    assert cleaned.errors == {"members.0.paper": "Hãy điền mục “Mục paper”."}
    assert "paper" not in cleaned.values["members"][1]  # type: ignore[index]


def test_groups_grow_and_shrink_without_scripts() -> None:
    typed = as_raw({"members": [{"full_name": "Một"}, {"full_name": "Hai"}]})
    grown = change_group(FAMILY, typed, {"add": ["members:2"]})
    assert grown is not None
    assert grown["members.2"] == ["1"]
    assert change_group(FAMILY, grown, {"add": ["members:3"]}) == grown, "three is the most"
    shrunk = change_group(FAMILY, grown, {"remove": ["members:0"]})
    assert shrunk == {"members.0": ["1"], "members.0.full_name": ["Hai"], "members.1": ["1"]}
    assert change_group(FAMILY, typed, {"a": ["x"]}) is None
    assert change_group(FAMILY, typed, {"add": ["nothing:1"]}) == typed
    assert change_group(FAMILY, typed, {"remove": ["members:99"]}) == typed
    assert change_group(FAMILY, {}, {"add": ["members:1"]}) == {"members.0": ["1"]}


def test_a_file_is_taken_out_the_same_way() -> None:
    assert change_group(KINDS, {"photo": ["a", "b"]}, {"remove": ["photo:a"]}) == {"photo": ["b"]}


def test_gaps_between_entries_are_closed() -> None:
    sent = {"members.7.full_name": ["Sau"], "members.2.full_name": ["Trước"], "members.x.full_name": ["?"]}
    raw = clean_page(FAMILY, "children", sent, COUPLE, {}, TODAY).raw
    assert raw["members.0.full_name"] == ["Trước"]
    assert raw["members.1.full_name"] == ["Sau"]
    assert not any(name.startswith(("members.2", "members.7", "members.x")) for name in raw)


GOOD = {
    "birth": "01/01/1950", "death": "20/11/2026", "registered": "26/11/2026",
    "one": "giống", "two": "khác", "three": "Giống", "urgent": "no",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({}, {}),
        ({"birth": "21/11/2026"}, {"death": "Ngày mất phải sau ngày sinh."}),
        ({"birth": "20/11/2026"}, {}),
        ({"death": "10/11/2026"}, {"death": "Quá 15 ngày."}),
        ({"death": "11/11/2026"}, {}),
        ({"two": " GIỐNG"}, {"two": "Hai mục phải khác nhau."}),
        ({"three": "lệch"}, {"three": "Hai mục phải giống nhau."}),
        ({"urgent": "yes"}, {"x": "Việc gấp thì cần một trong hai mục."}),
        ({"urgent": "yes", "y": "có"}, {}),
        ({"urgent": "no", "y": "ẩn"}, {}),
        ({"death": "hôm kia"}, {"death": "Ngày cần ghi theo ngày/tháng/năm, ví dụ 05/09/1990. "
                                         "Bạn đã nhập “hôm kia”."}),
    ],
)  # fmt: skip
def test_rules_between_fields_are_judged(change: dict[str, str], errors: dict[str, str]) -> None:
    assert all_of(RULES, {**GOOD, **change}).errors == errors


@pytest.mark.parametrize(
    ("born", "wrong"),
    [
        ("26/11/2006", False),
        ("27/11/2006", True),
        ("11/2006", False),
        ("12/2006", True),
        ("2006", False),
        ("2007", True),
    ],
)
def test_age_is_counted_in_full_years_on_the_day_of_filing(born: str, wrong: bool) -> None:
    number = f"0252{born[-2:]}000001"
    groom = {**GROOM, "birth_date": born, "personal_id": number}
    errors = all_of(FAMILY, {**COUPLE, "groom": groom}).errors
    assert errors == ({"groom.birth_date": "Chồng cần đủ 20 tuổi."} if wrong else {})


def test_somebody_born_on_29_february_comes_of_age_on_1_march() -> None:
    form = one_page(
        day("born"), rules=({"rule": "age_at_least", "field": "born", "years": "18", "message": "Chưa đủ."},)
    )
    young = clean_all(form, {"born": "29/02/2008"}, {}, date(2026, 2, 28))
    assert young.errors == {"born": "Chưa đủ."}
    assert clean_all(form, {"born": "29/02/2008"}, {}, date(2026, 3, 1)).errors == {}


def test_one_person_cannot_be_both_sides() -> None:
    bride = {**BRIDE, "personal_id": GROOM["personal_id"]}
    assert all_of(FAMILY, {**COUPLE, "bride": bride}).errors == {
        "bride.personal_id": "Hai bên phải là hai người."
    }


def test_a_rule_over_several_pages_is_said_where_it_can_be_mended() -> None:
    form = Form.model_validate(
        {
            "pages": [
                {"key": "p1", "title": "Một", "fields": [text("a")]},
                {"key": "p2", "title": "Hai", "fields": [text("b")]},
            ],
            "rules": [{"rule": "one_filled", "fields": ["a", "b"], "message": "Cần một mục."}],
        }
    )
    assert clean_page(form, "p1", {"a": [""]}, {}, {}, TODAY).errors == {}
    assert clean_page(form, "p2", {"b": [""]}, {}, {}, TODAY).errors == {"b": "Cần một mục."}
    assert clean_page(form, "p2", {"b": [""]}, {"a": "x"}, {}, TODAY).errors == {}
    assert clean_all(form, {}, {}, TODAY).errors == {"a": "Cần một mục."}


values = st.one_of(
    st.sampled_from(
        ["yes", "no", "", "x", "1990", "05/09/1990", "1.234,5", "new", "again", "04792", "025090001234"]
    ),
    st.text(max_size=8),
)


def sendings(form: Form) -> st.SearchStrategy[dict[str, list[str]]]:
    names = sorted(name for name in form.fact_names())
    names += [f"members.{n}.{key}" for n in (0, 1, 5) for key in ("full_name", "birth", "adopted", "paper")]
    return st.dictionaries(st.sampled_from(names), st.lists(values, max_size=2))


@pytest.mark.parametrize("key", sorted(FORMS))
@given(data=st.data())
def test_whatever_is_sent_hidden_fields_have_no_value(key: str, data: st.DataObject) -> None:
    form = FORMS[key]
    cleaned = all_of(form, data.draw(sendings(form)), **FACTS)
    asked = {field.key for field in visible_fields(form, cleaned.values, FACTS)}
    assert cleaned.values.keys() <= asked
    assert pruned(form, cleaned.values, FACTS) == cleaned.values


@pytest.mark.parametrize("key", sorted(FORMS))
@given(data=st.data())
def test_cleaning_what_cleaning_gave_changes_nothing(key: str, data: st.DataObject) -> None:
    form = FORMS[key]
    once = all_of(form, data.draw(sendings(form)), **FACTS).values
    assert all_of(form, to_raw(form, once), **FACTS).values == once
    assert all_of(form, once, **FACTS).values == once


@pytest.mark.parametrize("key", sorted(FORMS))
@given(data=st.data())
def test_page_by_page_ends_where_the_whole_form_ends(key: str, data: st.DataObject) -> None:
    form = FORMS[key]
    sent = data.draw(sendings(form))
    draft: dict[str, list[str]] = {}
    answers: dict[str, object] = {}
    for page in form.pages:
        cleaned = clean_page(form, page.key, sent, answers, FACTS, TODAY, lookup)
        draft = merged(form, page.key, draft, sent)
        answers = cleaned.answers
    assert answers == all_of(form, draft, **FACTS).values


def test_a_conditional_field_and_its_condition_may_share_a_page() -> None:
    form = one_page(yes_no("a"), text("b", required="true", when={"fact": "a", **YES}))
    assert all_of(form, {"a": "maybe", "b": "x"}).values == {}
