"""A procedure to take home and to hear: one page with a code, large letters, sentences for the ear."""

import io
from dataclasses import replace
from datetime import datetime
from itertools import product

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.actions.import_national import import_national
from motcua.documents.paper import Leaflet, LeafletGroup, render_leaflet
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.web.portal.public import leaflet
from motcua.web.portal.public.brief import Brief, brief_of
from motcua.web.portal.public.spoken import passages, said
from tests.catalogue.national_samples import crawled
from tests.documents.test_paper import ink_outside_margins, pages_of, picture_of, text_of

BIRTH, COUNTER_ONLY, TOLD = "1.001193", "2.000815", "9.800001"
NOON = datetime(2026, 11, 18, 12, tzinfo=moment.TZ)


def test_the_leaflet_is_one_page_with_what_a_person_asks(client: Client, db: None) -> None:
    leaflet.LIMIT.forget()
    with moment.at(NOON):
        answer = client.get(f"/thu-tuc/{BIRTH}/to-roi.pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = text_of(answer.content)
    assert pages_of(answer.content) == 1
    for asked in (
        "Đăng ký khai sinh",
        "Bạn nhận được",
        "Mất bao lâu",
        "Hết bao nhiêu",
        "Ai giải quyết",
        BIRTH,
    ):
        assert asked in words
    assert "ngày 18 tháng 11 năm 2026" in words


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (f"/thu-tuc/{BIRTH}/to-roi.pdf", f"/nop/{BIRTH}/"),
        (f"/thu-tuc/{BIRTH}/to-roi.pdf?late=yes&child_kind=usual", f"/nop/{BIRTH}/?channel=online"),
        (f"/thu-tuc/{TOLD}/to-roi.pdf", f"/thu-tuc/{TOLD}/"),
    ],
)
def test_its_code_opens_the_filing_or_the_page(client: Client, db: None, path: str, opened: str) -> None:
    leaflet.LIMIT.forget()
    import_national(actor=SYSTEM_ACTOR, records=[crawled()])
    found = zxingcpp.read_barcodes(picture_of(client.get(path).content))
    assert len(found) == 1
    assert found[0].text.startswith(f"{settings.PUBLIC_URL}{opened}")


def test_a_procedure_with_a_hundred_long_papers_still_fits_and_says_that_some_are_left_out(db: None) -> None:
    long = "Bản vẽ thiết kế kỹ thuật có đóng dấu của đơn vị tư vấn, kèm theo thuyết minh và dự toán " * 2
    import_national(actor=SYSTEM_ACTOR, records=[crawled()])
    papers = LeafletGroup("Giấy tờ", tuple(f"{long}{number}" for number in range(100)))
    every = [brief_of(TOLD, {}, moment.now())]
    every.append(_longest(every[0]))
    for size, brief in product(("a4", "a5"), every):
        plain = leaflet.of(brief, large=False)
        pdf = render_leaflet(_with(plain, (papers,)), size)  # type: ignore[arg-type]
        assert pages_of(pdf) == 1
        assert "xem đủ danh sách" in text_of(pdf)
        assert not ink_outside_margins(pdf, 12)


def test_large_letters_leave_nothing_out_and_are_large(client: Client, db: None) -> None:
    leaflet.LIMIT.forget()
    pdf = client.get(f"/thu-tuc/{BIRTH}/to-roi.pdf", {"chu": "to"}).content
    brief = brief_of(BIRTH, {}, moment.now())
    words = text_of(pdf)
    assert all(paper.split(" (")[0] in words for group in brief.papers for paper in group.papers)
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        heights = [
            (box := page.get_textpage().get_charbox(0))[3] - box[1] for page in document if page is not None
        ]
    assert min(heights) > 8


def test_asking_for_leaflets_without_end_is_refused(client: Client, db: None) -> None:
    leaflet.LIMIT.forget()
    codes = {client.get(f"/thu-tuc/{BIRTH}/to-roi.pdf").status_code for _ in range(leaflet.LIMIT.most + 1)}
    leaflet.LIMIT.forget()
    assert codes == {200, 400}


def test_the_page_for_the_ear_says_everything_in_sentences(client: Client, db: None) -> None:
    import_national(actor=SYSTEM_ACTOR, records=[crawled()])
    page = client.get(f"/thu-tuc/{BIRTH}/doc-to/").content.decode()
    assert "data-listen hidden" in page
    for passage in passages(brief_of(BIRTH, {}, moment.now())):
        assert f">{passage.title}</h2>" in page
    sheet = client.get(f"/thu-tuc/{TOLD}/doc-to/").content.decode()
    assert "năm mươi nghìn đồng" in sheet
    assert client.get("/thu-tuc/9.999999/doc-to/").status_code == 404
    assert client.get("/thu-tuc/9.999999/to-roi.pdf").status_code == 404


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Lệ phí 8.000 đồng.", "Lệ phí tám nghìn đồng."),
        ("Có 1.865 thủ tục, trong đó 917.", "Có một nghìn tám trăm sáu mươi lăm thủ tục, trong đó 917."),
        ("Trước ngày 01/7/2026", "Trước ngày 1 tháng 7 năm 2026"),
        ("UBND xã nộp 50% cho HĐND", "Ủy ban nhân dân xã nộp 50 phần trăm cho Hội đồng nhân dân"),
        ("Mã 1.001193", "Mã 1.001193"),
        ("Tờ khai (1 bản chính).", "Tờ khai, 1 bản chính."),
    ],
)
def test_what_a_voice_would_stumble_over_is_written_out(written: str, heard: str) -> None:
    assert said(written) == heard


@given(st.text(alphabet='aă «»()"[],.8/%', max_size=60))
def test_no_bracket_is_left_for_a_voice_to_read_out(text: str) -> None:
    assert not set(said(text)) & set('«»()"[]')


@given(st.integers(1000, 10**12))
def test_no_sum_is_left_in_figures_with_dots(amount: int) -> None:
    heard = said(f"Phí {amount:,} đồng".replace(",", "."))
    assert not any(sign.isdigit() for sign in heard)


def _longest(brief: Brief) -> Brief:
    """Everything that is always on the page as long as it may come."""
    long = "Văn phòng đăng ký đất đai và Chi nhánh Văn phòng đăng ký đất đai " * 20
    return replace(
        brief,
        name=long[:500],
        reason=long,
        where=long,
        answers=tuple(replace(answer, value=long) for answer in brief.answers),
        answered=((long, long),) * 12,
    )


def _with(plain: Leaflet, papers: tuple[LeafletGroup, ...]) -> Leaflet:
    return replace(plain, papers=papers)
