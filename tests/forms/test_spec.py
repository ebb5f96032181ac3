import pytest
from pydantic import ValidationError

from motcua.forms.spec import Form
from tests.forms.tricky import FAMILY, YES, day, one_page, text, yes_no

WHEN_LATER = {"fact": "later", **YES}


@pytest.mark.parametrize(
    ("fields", "rules", "said"),
    [
        ([text("a"), text("a")], [], "Có hai trường cùng khóa «a»."),
        ([text("a", when=WHEN_LATER), yes_no("later")], [], "nhắc đến «later», là mục hỏi sau đó"),
        ([yes_no("later", when=WHEN_LATER)], [], "nhắc đến «later», là mục hỏi sau đó"),
        (
            [text("a", when={"fact": "dad.sex", "is": "male"}),
             {"key": "dad", "type": "person", "label": "Cha", "parts": ["sex"]}],
            [], "nhắc đến «dad.sex»",
        ),
        ([text("a", min_length="9", max_length="3")], [], "mức thấp nhất (9) lớn hơn mức cao nhất (3)"),
        ([{"key": "n", "type": "number", "label": "Số", "min": "5", "max": "1"}], [], "lớn hơn mức cao nhất"),
        ([{"key": "c", "type": "choice", "label": "Loại"}], [], "cần ít nhất hai phương án"),
        (
            [{"key": "c", "type": "choice", "label": "Loại",
              "options": [{"value": "x", "label": "X"}, {"value": "x", "label": "Y"}]}],
            [], "hai phương án cùng giá trị «x»",
        ),
        ([text("a", prefill="person.shoe_size")], [], "Nguồn điền sẵn «person.shoe_size» không có"),
        ([text("a", prefill="person")], [], "nguồn «person» dùng cho trường kiểu person"),
        (
            [{"key": "p", "type": "person", "label": "Cha", "prefill": "person.full_name"}],
            [], "nguồn «person» dùng cho trường kiểu person",
        ),
        ([{"key": "p", "type": "person", "label": "Cha", "parts": ["shoe"]}], [], "không có phần «shoe»"),
        ([{"key": "p", "type": "person", "label": "Cha", "parts": []}], [], "danh sách phần (parts) trống"),
        (
            [{"key": "p", "type": "person", "label": "Cha", "parts": ["sex"], "required_parts": ["phone"]}],
            [], "phần bắt buộc «phone» không có trong parts",
        ),
        (
            [{"key": "g", "type": "group", "label": "Con", "fields": [text("a"), text("a")]}],
            [], "Nhóm «g» có hai trường cùng khóa «a»",
        ),
        (
            [{"key": "g", "type": "group", "label": "Con",
              "fields": [text("a", when=WHEN_LATER), yes_no("later")]}],
            [], "Trường «g.a»: điều kiện nhắc đến «later»",
        ),
        (
            [text("a"), text("b")],
            [{"rule": "different", "fields": ["a", "c"], "message": "Khác nhau."}],
            "Quy tắc different nhắc đến trường «c»",
        ),
        (
            [text("a"), day("b")],
            [{"rule": "date_order", "first": "a", "then": "b", "message": "Thứ tự."}],
            "Quy tắc date_order cần trường ngày, nhưng «a» không phải là ngày",
        ),
    ],
)  # fmt: skip
def test_a_form_that_contradicts_itself_is_refused_in_vietnamese(
    fields: list[dict[str, object]], rules: list[dict[str, object]], said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        one_page(*fields, rules=tuple(rules))
    assert said in str(refused.value)


def test_a_group_cannot_hold_a_group() -> None:
    inner = {"key": "g", "type": "group", "label": "Trong", "fields": [text("a")]}
    with pytest.raises(ValidationError):
        one_page({"key": "h", "type": "group", "label": "Ngoài", "fields": [inner]})


def test_a_page_cannot_depend_on_its_own_fields() -> None:
    page = {"key": "p", "title": "Trang", "when": {"fact": "a", **YES}, "fields": [yes_no("a")]}
    with pytest.raises(ValidationError, match="Trang «Trang»: điều kiện nhắc đến «a»"):
        Form.model_validate({"pages": [page]})


def test_two_pages_cannot_share_a_key() -> None:
    pages = [{"key": "p", "title": "Trang", "fields": [text(key)]} for key in ("a", "b")]
    with pytest.raises(ValidationError, match="Có hai trang cùng khóa «p»"):
        Form.model_validate({"pages": pages})


def test_a_fact_nobody_asks_for_is_found_once_the_questions_are_known() -> None:
    form = one_page(text("a", when={"all": [{"fact": "late", **YES}, {"fact": "channel", "is": "online"}]}))
    assert form.problems({"late"}) == []
    assert form.problems(set()) == [
        "Trường «a»: điều kiện nhắc đến «late» nhưng không có câu hỏi hay trường nào như vậy."
    ]


def test_a_field_may_not_take_the_key_of_a_question() -> None:
    assert one_page(text("late")).problems({"late"}) == [
        "Trường «late» trùng khóa với một câu hỏi; hãy đặt khóa khác."
    ]


def test_conditions_inside_a_group_may_name_earlier_fields_of_the_same_entry() -> None:
    assert FAMILY.problems(set()) == []


def test_a_form_knows_its_pages_fields_and_facts() -> None:
    assert FAMILY.page("people") is FAMILY.pages[0]
    assert FAMILY.page("nowhere") is None
    assert FAMILY.field("members") is not None
    assert FAMILY.field("full_name") is None
    assert {"groom", "groom.birth_date", "members"} <= FAMILY.fact_names()
