"""Reading a national record: certain things are read, uncertain ones flagged, nothing is guessed."""

import pytest

from motcua.catalogue.national import crawled, portal_json
from motcua.catalogue.national.difference import difference
from motcua.catalogue.national.drafting import draft_text
from motcua.catalogue.national.sheet import Notes, Sheet, Unreadable
from motcua.catalogue.source import parse
from tests.catalogue.national_samples import BASES, PAPERS, WAYS, structured
from tests.catalogue.national_samples import crawled as record


def read(**changes: object) -> Sheet:
    return crawled.read(record(**changes), Notes())


def whys(sheet: Sheet, field: str) -> list[str]:
    return [flag.why for flag in sheet.flags if flag.field == field]


def test_a_clear_record_is_read_whole() -> None:
    sheet = read()
    assert not sheet.flags
    assert sheet.levels == ("province", "commune")
    assert sheet.audience == ("citizen", "organisation")
    assert [(way.channel, way.amount, way.unit) for way in sheet.ways] == [
        ("online", 3, "working-days"),
        ("counter", 5, "calendar-days"),
        ("post", 2, "months"),
    ]
    assert sheet.ways[0].fees[0].amount == 50_000
    assert sheet.ways[0].fees[0].note == "mỗi bể"
    assert sheet.ways[1].fees[0].free
    assert sheet.ways[1].note == "Trực tiếp tại quầy thì mang theo ảnh."
    assert [(p.name, p.form_file, p.originals, p.copies) for p in sheet.cases[0].papers] == [
        ("Đơn đề nghị;", "Mẫu 01.docx", 1, 0),
        ("Ảnh bể cá", "", 0, 2),
    ]
    assert [(each.name, each.code) for each in sheet.results] == [
        ("Giấy phép nuôi cá", "KQ.G99.800001"),
        ("Thẻ người nuôi cá", "KQ.G99.800002"),
    ]
    assert [(each.title, each.number) for each in sheet.basis] == [
        ("Luật Cá cảnh", "01/2030/QH20"),
        ("Thông tư hướng dẫn", "2/2030/TT-BCC"),
    ]
    assert sheet.steps == ("Bước 1: Nộp đơn.", "Bước 2: Nhận giấy phép.")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Trực tuyến5Miễn phí", "mất đơn vị"),
        ("Trực tuyến1100 VNĐ", "dính liền"),
        ("Trực tuyến1,5 NgàyMiễn phí", "số nguyên"),
    ],
)
def test_a_term_that_is_not_certain_is_flagged_and_not_guessed(row: str, why: str) -> None:
    sheet = read(cach_thuc_thuc_hien=WAYS + row)
    assert sheet.ways[0].amount is None
    assert why in whys(sheet, "term")[0]


@pytest.mark.parametrize(
    ("fee", "why"),
    [
        ("Miễn phí(Mức thu do Hội đồng nhân dân quyết định)", "Ghi «Miễn phí»"),
        ("20 VNĐ(20.000 đồng)", "quá nhỏ"),
        ("10 USD", "ngoại tệ"),
    ],
)
def test_money_that_is_not_certain_is_flagged_and_not_guessed(fee: str, why: str) -> None:
    sheet = read(cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5 Ngày làm việc{fee}")
    assert sheet.ways[0].fees[0].amount is None
    assert not sheet.ways[0].fees[0].free
    assert why in whys(sheet, "fee")[0]


def test_cases_are_told_apart_by_their_headings() -> None:
    sheet = read(
        thanh_phan_ho_so=f"1. Người lớn:{PAPERS}Đơn1 bản chính"
        f"2. Trẻ em:{PAPERS}Đơn của cha mẹ1 bản chính,1 bản sao"
    )
    assert [case.name for case in sheet.cases] == ["1. Người lớn", "2. Trẻ em"]
    assert [len(case.papers) for case in sheet.cases] == [1, 1]


def test_a_count_that_runs_on_from_a_year_is_read_and_from_another_number_flagged() -> None:
    sheet = read(
        thanh_phan_ho_so=f"--{PAPERS}Tờ khai theo Thông tư năm 20241 bản chínhGiấy theo Mẫu số 0171 bản chính"
    )
    first, second = sheet.cases[0].papers
    assert (first.name, first.originals) == ("Tờ khai theo Thông tư năm 2024", 1)
    assert second.originals is None
    assert whys(sheet, "counts")


def test_a_number_in_the_middle_of_a_sentence_is_no_count() -> None:
    sheet = read(thanh_phan_ho_so=f"--{PAPERS}Nộp 01 bản chính hoặc bản sao giấy khai1 bản chính")
    assert [paper.name for paper in sheet.cases[0].papers] == ["Nộp 01 bản chính hoặc bản sao giấy khai"]


def test_a_legal_text_without_a_number_keeps_its_words() -> None:
    sheet = read(can_cu_phap_ly=f"{BASES}Luật Cá cảnh01/2030/QH20Công văn không số")
    assert sheet.basis[-1].title == "Công văn không số"
    assert whys(sheet, "basis")


def test_a_record_without_code_or_name_is_refused() -> None:
    with pytest.raises(Unreadable, match="không đúng mẫu"):
        read(ma_thu_tuc="9.1")
    with pytest.raises(Unreadable, match="không có tên"):
        read(ten_thu_tuc=" ")


def test_the_structured_answer_gives_the_same_facts() -> None:
    sheet = portal_json.read(structured(), Notes())
    assert not sheet.flags
    assert sheet.ways[0].amount == 3
    assert sheet.ways[0].fees[0].amount == 50_000
    assert sheet.cases[0].papers[0].originals == 1
    assert sheet.results[0].code == "KQ.G99.800001"
    assert sheet.agency == "Ủy ban nhân dân cấp Xã"
    assert sheet.steps == ("Nộp đơn.", "Nhận giấy phép.")


def test_a_structured_answer_without_a_unit_is_flagged() -> None:
    way = structured()["CACHTHUCTHUCHIEN"]
    way[0]["THOIGIAN"][0]["DONVITINH"] = ""
    sheet = portal_json.read(structured(CACHTHUCTHUCHIEN=way), Notes())
    assert sheet.ways[0].amount is None
    assert whys(sheet, "term")


def test_the_difference_names_what_went_and_what_came() -> None:
    changed = difference(read(), read(ten_thu_tuc="Cấp phép nuôi cá", trinh_tu_thuc_hien="Bước 1: Nộp đơn."))
    assert [(change.label, change.before, change.after) for change in changed] == [
        ("Tên", "Cấp phép nuôi cá cảnh tại công viên", "Cấp phép nuôi cá"),
        ("Trình tự", "Bước 2: Nhận giấy phép.", ""),
    ]


def test_a_draft_file_can_be_read_and_names_what_is_uncertain() -> None:
    text = draft_text(read(cach_thuc_thuc_hien=f"{WAYS}Trực tuyến5Miễn phí"))
    source = parse(text)
    assert not source.findings
    assert source.data["code"] == "9.800001"
    assert source.data["components"][0]["originals"] == "1"
    assert "# Cần xem (term): Thời hạn mất đơn vị" in text
