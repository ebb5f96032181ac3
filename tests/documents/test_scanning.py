"""Scans as pictures: opened page by page, judged, straightened, split, bundled."""

import io

import pikepdf
import pytest
from PIL import Image

from motcua.documents.scanning import bundle, codes, opening, pages, quality, reading, straighten
from motcua.documents.scanning.codes import Separator
from motcua.documents.scanning.drawing import PDF, TIFF, BrokenPage
from motcua.documents.scanning.drawing import pages as pages_of
from motcua.documents.scanning.split import Placed, Seen, Way, propose
from motcua.lib.errors import Refused
from tests.documents import file_samples, scan_samples

KEYS = ("declaration", "birth_proof", "marriage")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (scan_samples.pdf([scan_samples.page(1), scan_samples.page(2)]), PDF),
        (scan_samples.tiff([scan_samples.page(1), scan_samples.page(2)]), TIFF),
    ],
)
def test_a_scan_is_opened_page_by_page_from_any_page(content: bytes, media_type: str) -> None:
    found = opening.look(content)
    assert (found.media_type, found.pages) == (media_type, 2)
    drawn = list(pages_of(content, media_type, start=1))
    assert len(drawn) == 1
    assert not isinstance(drawn[0], BrokenPage)
    assert min(drawn[0].size) >= 1240


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "quét lại"),
        (b"%PDF-1.7 cut short", "broken", "hỏng"),
        (scan_samples.tiff([scan_samples.page()])[:60], "broken", "hỏng"),
        (file_samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "password", "mật khẩu"),
        (file_samples.office(), "kind", "PDF, TIFF hoặc JPG"),
        (file_samples.pdf(301), "too-many", "chia thành nhiều lần quét"),
        (bytes(61 * 1024 * 1024), "too-big", "200–300 dpi"),
    ],
)
def test_what_is_no_scan_is_refused_with_what_to_do(content: bytes, code: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        opening.look(content)
    assert caught.value.code == code
    assert words in caught.value.message


@pytest.mark.parametrize("blur", [0, 1, 2])
def test_what_can_be_read_is_not_called_blurred(blur: float) -> None:
    assert quality.measured(scan_samples.page(blur=blur)).faults == []


@pytest.mark.parametrize("blur", [3, 4])
def test_a_blurred_page_is_told_with_what_to_do(blur: float) -> None:
    assert quality.measured(scan_samples.page(blur=blur)).faults == [quality.BLURRED]


def test_dark_faint_and_small_pages_are_told() -> None:
    page = scan_samples.page()
    assert quality.measured(page.point(lambda value: value // 4)).faults == [quality.DARK]
    assert quality.measured(page.point(lambda value: 225 + value // 9)).faults == [quality.FAINT]
    assert quality.measured(page.resize((620, 877))).faults == [quality.SMALL]


def test_dust_is_blank_and_a_single_line_is_not() -> None:
    assert pages.made(scan_samples.blank()).blank
    line = scan_samples.page(lines=["Lan"] + [""] * 23)
    assert not pages.made(line).blank


@pytest.mark.parametrize("angle", [-4.0, -1.0, 2.5])
def test_a_page_that_lay_askew_stands_straight(angle: float) -> None:
    made = pages.made(scan_samples.page(angle=angle))
    kept = Image.open(io.BytesIO(made.content))
    assert abs(straighten.skew(quality.grey(kept))) < 0.3


def test_a_page_on_its_side_is_told_to_turn_the_usual_way_where_nobody_can_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "languages", frozenset)
    assert pages.made(scan_samples.page().rotate(90, expand=True)).turned == 90
    assert pages.made(scan_samples.page()).turned == 0


@pytest.mark.parametrize("angle", [0, 7, 180])
def test_a_separator_sheet_is_known_however_it_lies(angle: float) -> None:
    made = pages.made(scan_samples.separator("1.001193", "birth_proof", angle=angle))
    assert made.separator == Separator("1.001193", "birth_proof")
    assert Separator.read("https://example.vn") is None
    assert Separator.read(codes.PREFIX) is None


WRITTEN, EMPTY = Seen(), Seen(blank=True)


@pytest.mark.parametrize(
    ("way", "seen", "placed"),
    [
        # Sheets name the papers; what lies before the first sheet has no name yet.
        (
            "auto",
            [WRITTEN, Seen(separator="marriage"), WRITTEN, EMPTY, WRITTEN, Seen(separator="moon"), WRITTEN],
            [(1, ""), (0, ""), (2, "marriage"), (0, ""), (2, "marriage"), (0, ""), (3, "")],
        ),
        # As many pieces as components: in the order of the list.
        (
            "auto",
            [EMPTY, WRITTEN, WRITTEN, EMPTY, EMPTY, WRITTEN, EMPTY, WRITTEN],
            [
                (0, ""),
                (1, "declaration"),
                (1, "declaration"),
                (0, ""),
                (0, ""),
                (2, "birth_proof"),
                (0, ""),
                (3, "marriage"),
            ],
        ),
        ("blank", [WRITTEN, EMPTY, WRITTEN], [(1, ""), (0, ""), (2, "")]),
        ("code", [Seen(coded=True), WRITTEN, Seen(coded=True)], [(1, ""), (1, ""), (2, "")]),
        ("whole", [WRITTEN, EMPTY, WRITTEN], [(1, ""), (0, ""), (1, "")]),
        ("auto", [], []),
    ],
)
def test_pages_that_belong_together(way: Way, seen: list[Seen], placed: list[tuple[int, str]]) -> None:
    assert propose(seen, way, KEYS, KEYS) == [Placed(*each) for each in placed]


def test_pages_become_one_pdf_with_their_pictures_untouched() -> None:
    first, second = scan_samples.jpeg(scan_samples.page()), scan_samples.jpeg(file_samples.drawing())
    content = bundle.pdf([(first, 0), (second, 450)])
    assert content == bundle.pdf([(first, 0), (second, 90)]), "the same pages give the same bytes"
    with pikepdf.open(io.BytesIO(content)) as document:
        assert [int(page.get("/Rotate", 0)) for page in document.pages] == [0, 90]
        pictures = [page.get_images()["/Im0"].read_raw_bytes() for page in document.pages]
    assert pictures == [first, second]


def test_a_page_without_colour_is_kept_in_grey_and_a_stamp_keeps_its_red() -> None:
    assert bundle.plain(scan_samples.page().convert("RGB")).mode == "L"
    assert bundle.plain(file_samples.drawing()).mode == "RGB"


def test_what_stands_behind_a_label_is_suggested() -> None:
    text = "Họ và tên : Nguyễn Thị Lan.\nNgay sinh: 17/05/1990\nSố: 12\n\nNơi ở hiện nay"
    assert reading.suggested(text, ["Họ và tên người yêu cầu", "Ngày sinh", "Quê quán"]) == {
        "Họ và tên người yêu cầu": "Nguyễn Thị Lan",
        "Ngày sinh": "17/05/1990",
    }


@pytest.mark.skipif(not reading.available(), reason="Tesseract with Vietnamese is not installed.")
def test_tesseract_reads_vietnamese() -> None:
    page = scan_samples.page(lines=["Họ và tên: Nguyễn Thị Lan", "Ngày sinh: 17/05/1990"] + [""] * 22)
    text = reading.text_of(page.crop((0, 100, 1240, 400)))
    assert reading.suggested(text, ["Ngày sinh"]) == {"Ngày sinh": "17/05/1990"}
