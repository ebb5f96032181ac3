from motcua.forms.answers import clean_all, placeholders, prefill, sections, summary, with_prefilled
from tests.forms.test_clean import COUPLE
from tests.forms.tricky import CHAIN, FACTS, FAMILY, KINDS, TODAY, day, lookup, one_page, text


def test_the_summary_shows_words_and_leaves_out_what_is_not_asked() -> None:
    stored = {"a": "yes", "b": "no", "c": "yes", "g": "hai\ndòng"}
    assert summary(CHAIN, stored, {}) == [
        ("Trang một", [("Có a?", "Có"), ("Có b?", "Không")]),
        ("Trang ba", [("Mục g", "hai\ndòng")]),
    ]


def test_the_summary_goes_into_persons_and_groups() -> None:
    cleaned = clean_all(FAMILY, COUPLE, FACTS, TODAY)
    pages = dict(summary(FAMILY, cleaned.values, FACTS))
    assert ("Chồng: Ngày, tháng, năm sinh", "05/09/1990") in pages["Hai bên"]
    assert ("Vợ: Giới tính", "Nữ") in pages["Hai bên"]
    assert ("Con 1: Ngày birth", "01/02/2020") in pages["Con chung"]


def test_every_line_leads_back_to_its_input() -> None:
    cleaned = clean_all(FAMILY, COUPLE, FACTS, TODAY)
    lines = {
        line.name: line.anchor for each in sections(FAMILY, cleaned.values, FACTS) for line in each.lines
    }
    assert lines["members.0.birth"] == "f-members-0-birth"
    assert lines["groom.full_name"] == "f-groom-full_name"


def test_result_papers_get_every_answer_in_words() -> None:
    cleaned = clean_all(FAMILY, COUPLE, FACTS, TODAY)
    words = placeholders(FAMILY, cleaned.values, FACTS)
    assert words["groom"] == words["groom.full_name"] == "Bùi Văn Hùng"
    assert words["bride.birth_date"] == "1992"
    assert words["members"].startswith("1. Họ, chữ đệm, tên: Bùi An; Ngày birth: 01/02/2020")
    assert placeholders(KINDS, {"place": "04792"}, {}, lookup) == {"place": "Phường Tân Hòa"}


SOURCES = {
    "person.full_name": "Bùi Văn Hùng",
    "person.personal_id": "025090001234",
    "person.birth_date": "1990-09-05",
    "person.phone": "không rõ",
    "today": "2026-11-26",
}


def test_what_the_account_knows_is_filled_in_with_its_origin() -> None:
    known = prefill(FAMILY, SOURCES)
    assert known["groom.birth_date"].texts == ("05/09/1990",)
    assert known["groom.full_name"].origin == "Lấy từ tài khoản định danh của bạn"
    assert "groom.phone" not in known, "what is no telephone number is not filled in"
    assert not any(name.startswith("bride") for name in known)


def test_today_is_filled_in_and_says_so() -> None:
    form = one_page(day("signed", prefill="today", not_past="true"), text("who", prefill="person.full_name"))
    known = prefill(form, SOURCES)
    assert (known["signed"].texts, known["signed"].origin) == (("26/11/2026",), "Ngày hôm nay")


def test_what_was_typed_or_erased_is_never_filled_over() -> None:
    known = prefill(FAMILY, SOURCES)
    raw = with_prefilled({"groom.full_name": ["Tên khác"], "groom.personal_id": [""]}, known)
    assert raw["groom.full_name"] == ["Tên khác"]
    assert raw["groom.personal_id"] == [""]
    assert raw["groom.birth_date"] == ["05/09/1990"]
