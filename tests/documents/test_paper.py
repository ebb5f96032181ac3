"""The papers: what stands on them, on which pages, and what user data can do to them (nothing)."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from motcua.documents.paper import FormKind, Paper, Size, render
from motcua.documents.paper.data import (
    ControlSheet,
    HandedIn,
    Letterhead,
    Missing,
    Party,
    ReceiptSlip,
    ResultPaper,
    SupplementRequest,
    TransferSlip,
)
from motcua.documents.paper.letters import NO_SHAPE, printable
from tests.documents import paper_samples as sample

SIZES: tuple[Size, ...] = ("a5", "a4")
POINTS = {"a5": (420, 595), "a4": (595, 842)}
LONG_NAME = "Nguyễn Phước Quý Thị Ngữ Thuỷ Hoàng Ẩm Ường Ể Ỗ Ữ Ặ " * 8
INJECTION = '#panic("x") *b* $x$ @ref <label> // c /* d */ \\ `raw` [x] #{1+1} = h'


def text_of(pdf: bytes) -> str:
    """All words in reading order, one space apart."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def picture_of(pdf: bytes, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=3).to_pil()


def ink_outside_margins(pdf: bytes, points: int = 15) -> bool:
    """Whether anything is printed closer than `points` to an edge of some page."""
    for number in range(pages_of(pdf)):
        picture = picture_of(pdf, number).convert("L")
        edge = points * 3
        inner = Image.new("L", (picture.width - 2 * edge, picture.height - 2 * edge), 255)
        picture.paste(inner, (edge, edge))
        if picture.getextrema()[0] < 128:
            return True
    return False


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("kind", "data"), sample.SAMPLES)
def test_an_ordinary_paper_fits_on_one_page_of_its_size(kind: FormKind, data: Paper, size: Size) -> None:
    pdf = render(kind, data, size)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        assert tuple(round(length) for length in document[0].get_size()) == POINTS[size]
    assert not ink_outside_margins(pdf)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (
            FormKind.RECEIPT,
            sample.RECEIPT,
            [
                "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
                "Tiếp nhận hồ sơ của: Nguyễn Thị Thuỷ Ngữ",
                "Chủ hồ sơ: Hoàng Nguyễn Minh An",
                "Giấy chứng sinh do cơ sở khám bệnh, chữa bệnh cấp",
                "Thời gian nhận hồ sơ: 08:05, Thứ Sáu, 20/11/2026",
                "Thời gian trả kết quả: 17:00, Thứ Hai, 23/11/2026",
                "NGƯỜI TIẾP NHẬN HỒ SƠ",
                "Trần Đức Hiếu",
            ],
        ),
        (
            FormKind.SUPPLEMENT_REQUEST,
            sample.SUPPLEMENT_REQUEST,
            [
                "HOÀN THIỆN HỒ SƠ",
                "Ảnh chụp bị mờ",
                "Điều 16 Luật Hộ tịch",
                "không tính vào",
                "bà Đỗ Thị Ước",
                "GIÁM ĐỐC",
            ],
        ),
        (
            FormKind.REFUSAL,
            sample.REFUSAL,
            [
                "TỪ CHỐI TIẾP NHẬN",
                "Trẻ đã được đăng ký",
                "Khoản 1 Điều 13",
                "trích lục khai sinh",
                "khiếu nại",
            ],
        ),
        (
            FormKind.APOLOGY,
            sample.APOLOGY,
            ["XIN LỖI", "17:00, Thứ Năm, 26/11/2026", "17:00, Thứ Hai, 30/11/2026", "lộ giới", "Lưu: VT."],
        ),
        (
            FormKind.STOP_NOTICE,
            sample.STOP_NOTICE,
            ["DỪNG GIẢI QUYẾT HỒ SƠ", "đơn đề nghị dừng", "không hoàn lại lệ phí", "trả lại bản chính"],
        ),
        (
            FormKind.CONTROL_SHEET,
            sample.CONTROL_SHEET,
            ["PHIẾU KIỂM SOÁT", "08:30, Thứ Sáu, 20/11/2026", "Trước hạn", "Quá hạn", "Bùi Thị Ngọc Huyền"],
        ),
        (
            FormKind.RESULT,
            sample.DECISION,
            [
                "Số: 45/QĐ-UBND",
                "QUYẾT ĐỊNH:",
                "Căn cứ Luật",
                "Điều 2.",
                "Nơi nhận:",
                "- Như Điều 3;",
                "CHỦ TỊCH",
            ],
        ),
        (FormKind.RESULT, sample.CERTIFICATE, ["GIẤY KHAI SINH", "HOÀNG NGUYỄN MINH AN", sample.CODE]),
        (
            FormKind.RESULT,
            sample.NOTICE,
            ["THÔNG BÁO", "Kính gửi: bà Nguyễn Thị Thuỷ Ngữ", "chưa có đường vào"],
        ),
    ],
)
def test_the_facts_stand_on_the_paper(kind: FormKind, data: Paper, words: list[str], size: Size) -> None:
    text = text_of(render(kind, data, size))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        *(
            (kind, data, sample.CODE)
            for kind, data in sample.SAMPLES
            if not isinstance(data, ResultPaper | TransferSlip)
        ),
        (FormKind.RESULT, sample.CERTIFICATE, sample.VERIFY_URL),
        (FormKind.RESULT, replace(sample.CERTIFICATE, verify_url=""), sample.CODE),
    ],
)
@pytest.mark.parametrize("size", SIZES)
def test_the_qr_code_reads_back(kind: FormKind, data: Paper, shown: str, size: Size) -> None:
    found = zxingcpp.read_barcodes(picture_of(render(kind, data, size)))
    assert [code.text for code in found] == [shown]


@pytest.mark.parametrize("size", SIZES)
def test_what_people_type_is_never_read_as_a_template(size: Size) -> None:
    citizen = replace(sample.CITIZEN, name=INJECTION)
    assert INJECTION in text_of(render(FormKind.RECEIPT, replace(sample.RECEIPT, submitter=citizen), size))
    result = replace(sample.CERTIFICATE, fields=((INJECTION, INJECTION),), title=INJECTION)
    assert text_of(render(FormKind.RESULT, result, size)).count(INJECTION) == 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("value", [LONG_NAME, "x" * 400, "a" * 200 + "@example.vn"])
def test_no_length_breaks_the_layout(value: str, size: Size) -> None:
    party = Party(name=value, address=value, phone=value, email=value, personal_id=value)
    papers: list[tuple[FormKind, Paper]] = [
        (
            FormKind.RECEIPT,
            replace(
                sample.RECEIPT, submitter=party, owner=party, components=(HandedIn(value),), notes=(value,)
            ),
        ),
        (
            FormKind.SUPPLEMENT_REQUEST,
            replace(sample.SUPPLEMENT_REQUEST, items=(Missing(value, value, value, value),)),
        ),
        (FormKind.CONTROL_SHEET, replace(sample.CONTROL_SHEET, head=replace(sample.HEAD, agency=value))),
        (
            FormKind.RESULT,
            replace(sample.CERTIFICATE, fields=((value, value),), signer=replace(sample.CHAIR, name=value)),
        ),
    ]
    for kind, data in papers:
        pdf = render(kind, data, size)
        assert not ink_outside_margins(pdf), kind
        assert value.split()[0].lower() in text_of(pdf).replace(" ", "").lower(), kind


@pytest.mark.parametrize("size", SIZES)
def test_many_rows_flow_on_with_the_head_of_the_table_the_code_and_the_number_of_the_page(size: Size) -> None:
    components = tuple(HandedIn(name=f"Giấy tờ thứ {number}", originals=1) for number in range(60))
    pdf = render(FormKind.RECEIPT, replace(sample.RECEIPT, components=components), size)
    text = text_of(pdf)
    count = pages_of(pdf)
    assert count > 1
    assert f"Trang 2/{count}" in text
    assert f"Hồ sơ {sample.CODE} 2" in text
    assert text.count("Tên thành phần hồ sơ") > 1
    assert "Giấy tờ thứ 59" in text


@pytest.mark.parametrize("size", SIZES)
def test_received_files_are_listed_on_their_own_page_with_digests_that_can_be_copied(size: Size) -> None:
    pdf = render(FormKind.RECEIPT, replace(sample.RECEIPT, files=sample.files(3)), size)
    with pypdfium2.PdfDocument(pdf) as document:
        second = document[1].get_textpage().get_text_bounded()
    assert "DANH MỤC TỆP ĐÃ NHẬN" in second
    assert f"{2:064x}" in second


@pytest.mark.parametrize("size", SIZES)
def test_every_line_of_a_transfer_list_can_be_scanned(size: Size) -> None:
    pdf = render(FormKind.TRANSFER, sample.TRANSFER, size)
    found = {code.text for code in zxingcpp.read_barcodes(picture_of(pdf))}
    assert found == {sample.TRANSFER.code, *(line.code for line in sample.TRANSFER.lines)}


def test_a_control_sheet_flows_over_pages_without_splitting_a_step() -> None:
    sheet = replace(sample.CONTROL_SHEET, rows=sample.CONTROL_SHEET.rows * 6)
    pdf = render(FormKind.CONTROL_SHEET, sheet)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 1
    assert all(page.count("Giao:") == page.count("Nhận:") for page in pages)


def test_a_term_without_a_day_says_so() -> None:
    text = text_of(render(FormKind.RECEIPT, replace(sample.RECEIPT, due_at=None)))
    assert "Thời gian trả kết quả: khi giải quyết xong" in text


def test_letters_the_font_lacks_and_unseen_ones_do_no_harm() -> None:
    name = "Trần 王小明 \u202e\x00 Ngữ\ud800"
    text = text_of(
        render(FormKind.RECEIPT, replace(sample.RECEIPT, submitter=replace(sample.CITIZEN, name=name)))
    )
    assert f"Trần {NO_SHAPE * 3} Ngữ" in text


def test_decomposed_letters_are_composed() -> None:
    assert printable("Nguye\u0302\u0303n") == "Nguyễn"


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_printed(value: str) -> None:
    data = replace(sample.NOTICE, paragraphs=(value,), addressee=value)
    assert render(FormKind.RESULT, data).startswith(b"%PDF-")


def test_days_and_months_are_lettered_as_the_decree_wants() -> None:
    head = Letterhead(agency="Sở Tư pháp", place="Phú Thọ", day=date(2026, 2, 6))
    data = replace(sample.NOTICE, head=head)
    assert "Phú Thọ, ngày 06 tháng 02 năm 2026" in text_of(render(FormKind.RESULT, data))


def test_a_document_without_a_number_leaves_room_for_it() -> None:
    data = replace(sample.DECISION, head=replace(sample.ISSUED, number="", symbol="QĐ-UBND"))
    assert "/QĐ-UBND" in text_of(render(FormKind.RESULT, data))


def test_the_mark_stands_on_every_page() -> None:
    data = replace(sample.DECISION, mark="DỰ THẢO", paragraphs=sample.DECISION.paragraphs * 12)
    pdf = render(FormKind.RESULT, data)
    assert pages_of(pdf) > 1
    assert text_of(pdf).count("DỰ THẢO") == pages_of(pdf)


def test_the_file_names_itself_and_its_language_and_can_be_read_aloud() -> None:
    with pikepdf.open(io.BytesIO(render(FormKind.RECEIPT, sample.RECEIPT))) as document:
        assert document.Root.Lang == "vi-VN"
        assert document.docinfo["/Title"] == f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {sample.CODE}"
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert document.check_pdf_syntax() == []


def test_a_paper_is_made_only_of_its_own_facts() -> None:
    with pytest.raises(TypeError, match="ReceiptSlip"):
        render(FormKind.RECEIPT, sample.REFUSAL)


def test_each_kind_has_a_sample() -> None:
    # The register is a book of many pages, slip and receipt bear another code: tests of their own.
    apart = {FormKind.REGISTER, FormKind.RATING_SLIP, FormKind.FEE_RECEIPT}
    assert {kind for kind, _ in sample.SAMPLES} == set(FormKind) - apart
    assert isinstance(sample.RECEIPT, ReceiptSlip)
    assert isinstance(sample.SUPPLEMENT_REQUEST, SupplementRequest)
    assert isinstance(sample.CONTROL_SHEET, ControlSheet)


@pytest.mark.parametrize("size", SIZES)
def test_a_receipt_slip_says_how_to_pay_at_home(size: Size) -> None:
    pdf = render(FormKind.RECEIPT, replace(sample.RECEIPT, pay=sample.PAY), size)
    assert not ink_outside_margins(pdf)
    pages = [picture_of(pdf, number) for number in range(pages_of(pdf))]
    found = [{code.text for code in zxingcpp.read_barcodes(page)} for page in pages]
    # A full receipt stays on its page, signatures and all; the code goes with it on the next.
    assert found == [{sample.RECEIPT.code}, {sample.PAY.payload}]
    assert f"Nội dung: {sample.PAY.content}" in text_of(pdf)


@pytest.mark.parametrize("size", SIZES)
def test_a_receipt_for_money_fits_on_one_page_and_opens_its_look_up(size: Size) -> None:
    pdf = render(FormKind.FEE_RECEIPT, sample.FEE_RECEIPT, size)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
    assert not ink_outside_margins(pdf)
    assert [code.text for code in zxingcpp.read_barcodes(picture_of(pdf))] == [sample.FEE_RECEIPT.lookup_url]
    words = text_of(pdf)
    for told in ("Số: 00000007", "Mẫu số: 01BLP", "Hai mươi tư nghìn đồng", "Bưu điện tỉnh Phú Thọ"):
        assert told in words
    assert "ĐÃ HỦY" not in words
    assert "ĐÃ HỦY" in text_of(render(FormKind.FEE_RECEIPT, replace(sample.FEE_RECEIPT, mark="ĐÃ HỦY"), size))
