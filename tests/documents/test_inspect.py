"""What a file really is, and the sentence for whoever sent the wrong one."""

import io
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from motcua.documents.inspect import Inspected, accept_endings, accept_words, inspect
from motcua.lib.errors import Refused
from tests.documents import file_samples as sample

EVERYTHING = ("pdf", "image", "docx", "xlsx", "dwg")


def look(content: bytes, name: str = "giay.pdf", accept: Any = ("pdf", "image"), **limits: int) -> Inspected:
    return inspect(content, name=name, accept=accept, **{"max_mb": 5, **limits})


def refusal(content: bytes, name: str = "giay.pdf", accept: Any = ("pdf", "image"), **limits: int) -> str:
    with pytest.raises(Refused) as caught:
        look(content, name, accept, **limits)
    return caught.value.message


def picture(found: Inspected) -> Image.Image:
    return Image.open(io.BytesIO(found.content))


def red_corner(found: Inspected) -> str:
    """Where the red rectangle of the drawing has come to lie."""
    shown = picture(found).convert("RGB")
    right, low = shown.width - 10, shown.height - 10
    places = {
        "upper left": (10, 10),
        "upper right": (right, 10),
        "lower left": (10, low),
        "lower right": (right, low),
    }
    return next(name for name, at in places.items() if shown.getpixel(at)[1] < 90)  # type: ignore[index, operator]


def reopened(found: Inspected) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(found.content))


# Kind and size


@pytest.mark.parametrize(
    ("content", "name", "kind", "media_type"),
    [
        (sample.pdf(), "a.pdf", "pdf", "application/pdf"),
        (sample.photo(), "a.jpg", "image", "image/jpeg"),
        (sample.photo("PNG"), "a.png", "image", "image/png"),
        (
            sample.office(),
            "a.docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            sample.office("xl/workbook.xml"),
            "a.xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"AC1032" + bytes(200), "a.dwg", "dwg", "image/vnd.dwg"),
    ],
)
def test_the_content_tells_the_kind_and_what_is_fine_stays_as_it_is(
    content: bytes, name: str, kind: str, media_type: str
) -> None:
    found = look(content, name, EVERYTHING)
    assert (found.kind, found.media_type, found.name) == (kind, media_type, name)
    assert found.content == content
    assert found.notes == ()


def test_a_file_on_the_disk_is_inspected_as_well(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(sample.pdf(3))
    assert inspect(path, name="a.pdf", accept=("pdf",), max_mb=1).pages == 3


def test_an_empty_file_is_told_as_such() -> None:
    assert "trống" in refusal(b"")


def test_a_file_that_is_too_big_is_told_both_sizes_and_a_way_out() -> None:
    told = refusal(bytes(2 * 1024 * 1024 + 512 * 1024), max_mb=2)
    assert "2,5 MB" in told
    assert "nhiều nhất 2 MB" in told
    assert "độ phân giải" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "trang web"),
        (b"\n <svg xmlns='http://www.w3.org/2000/svg'/>", "trang web"),
        (b"MZ" + bytes(300), "chương trình"),
        (sample.packed({"a.txt": b"abc"}), "tệp nén"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kiểu cũ"),
        (sample.photo("GIF"), "ảnh kiểu khác"),
        (b"\x01\x02\x03\x04 nothing that anybody knows", "tệp loại khác"),
        (sample.office(), "tệp Word"),
        (b"AC1027" + bytes(100), "AutoCAD"),
    ],
)
def test_a_wrong_kind_is_named_although_the_name_ends_in_pdf(content: bytes, words: str) -> None:
    told = refusal(content, "giay-khai-sinh.pdf")
    assert words in told
    assert "chọn lại" in told


def test_a_photo_where_a_pdf_is_needed_is_told_how_to_get_one() -> None:
    told = refusal(sample.heic(), "IMG_1.HEIC", accept=("pdf",))
    assert "ảnh HEIC" in told
    assert "quét giấy tờ thành PDF" in told


def test_a_photo_where_only_a_spreadsheet_will_do_is_told_so() -> None:
    assert "Hãy lưu lại thành Excel (.xlsx)" in refusal(sample.photo(), accept=("xlsx",))


def test_what_is_accepted_is_said_in_words_and_in_endings() -> None:
    assert accept_words(("pdf",)) == "PDF"
    assert accept_words(("pdf", "image", "docx")) == "PDF, ảnh chụp hoặc Word (.docx)"
    assert accept_endings(("pdf", "dwg")) == ".pdf,.dwg"


# Names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Giấy chứng sinh bé An.pdf", "Giấy chứng sinh bé An.pdf"),
        ("Gia\u0302\u0301y.PDF", "Giấy.PDF"),
        ("C:\\Users\\lan\\giay.pdf", "giay.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("anh\u202efdp.exe", "anhfdp.exe.pdf"),
        ("scan.jpg", "scan.pdf"),
        ("Nghị định 61.2018", "Nghị định 61.2018.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "tep.pdf"),
        ("x" * 400 + ".pdf", "x" * 190 + ".pdf"),
    ],
)
def test_names_keep_their_words_and_get_the_ending_their_content_deserves(given: str, kept: str) -> None:
    assert look(sample.pdf(), given).name == kept


def test_a_photo_named_pdf_is_a_photo() -> None:
    found = look(sample.photo(), "giay.pdf")
    assert (found.kind, found.name) == ("image", "giay.jpg")


# Photos


def test_a_photo_of_an_iphone_becomes_jpeg_and_the_original_is_noted() -> None:
    found = look(sample.heic(), "IMG_0042.HEIC")
    assert (found.media_type, found.name) == ("image/jpeg", "IMG_0042.jpg")
    assert picture(found).size == (640, 480)
    assert any("HEIC" in note for note in found.notes)
    assert any("SHA-256" in note for note in found.notes)
    assert not picture(found).getexif()
    assert look(sample.heic(), "IMG_0042.HEIC").content == found.content


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_kinds_that_not_every_computer_shows_become_jpeg(kind: str) -> None:
    found = look(sample.photo(kind), "anh")
    assert (found.media_type, found.name) == ("image/jpeg", "anh.jpg")
    assert red_corner(found) == "upper left"


@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [(6, "upper right", (480, 640)), (3, "lower right", (640, 480)), (8, "lower left", (480, 640))],
)
def test_a_turned_photo_is_put_upright_once(orientation: int, corner: str, size: tuple[int, int]) -> None:
    found = look(sample.photo(exif=sample.exif(orientation=orientation)), "a.jpg")
    assert picture(found).size == size
    assert red_corner(found) == corner
    assert not picture(found).getexif()
    assert any("xoay" in note for note in found.notes)


def test_a_turned_photo_of_an_iphone_is_not_turned_twice() -> None:
    found = look(sample.heic(orientation=6), "IMG.HEIC")
    assert picture(found).size == (480, 640)
    assert red_corner(found) == "upper right"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_where_a_photo_was_taken_is_not_kept(kind: str) -> None:
    content = sample.photo(kind, exif=sample.exif(place=True))
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(sample.GPS)
    found = look(content, "a")
    assert not picture(found).getexif()
    assert "thoại".encode() not in found.content
    assert any("nơi chụp" in note for note in found.notes)
    assert picture(found).size == (640, 480)


def test_taking_the_traces_out_does_not_touch_the_quality() -> None:
    tables = Image.open(io.BytesIO(sample.photo(quality=63))).quantization  # type: ignore[attr-defined]
    found = look(sample.photo(quality=63, exif=sample.exif(place=True)), "a.jpg")
    assert picture(found).quantization == tables  # type: ignore[attr-defined]


def test_what_hangs_behind_a_photo_is_cut_off() -> None:
    found = look(sample.photo() + b"<?php a film or a program", "a.jpg")
    assert b"<?php" not in found.content
    assert b"<?php" not in look(sample.photo("PNG") + b"<?php", "a.png").content


def test_a_comment_in_a_photo_is_not_kept() -> None:
    assert b"Lan" not in look(sample.photo(comment=b"Lan 0912"), "a.jpg").content


@pytest.mark.parametrize(("size", "kept"), [((4000, 3000), (3000, 2250)), ((500, 6200), (242, 3000))])
def test_a_huge_photo_is_made_smaller_and_says_so(size: tuple[int, int], kept: tuple[int, int]) -> None:
    found = look(sample.photo(size=size), "a.jpg")
    assert picture(found).size == kept
    assert any(f"{size[0]}×{size[1]}" in note for note in found.notes)


def test_a_huge_scan_in_black_and_white_stays_a_png() -> None:
    target = io.BytesIO()
    sample.drawing(4000, 3000, "L").convert("1").save(target, "PNG")
    found = look(target.getvalue(), "a.png")
    assert (found.media_type, found.name) == ("image/png", "a.png")
    assert max(picture(found).size) == 3000


def test_transparent_paper_is_white_paper() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (4000, 400), (0, 0, 0, 0)).save(target, "PNG")
    found = look(target.getvalue(), "a.png")
    assert found.media_type == "image/jpeg"
    assert picture(found).getpixel((5, 5)) == (255, 255, 255)


def test_a_photo_in_printers_colours_is_read() -> None:
    target = io.BytesIO()
    sample.drawing().convert("CMYK").save(target, "JPEG", exif=sample.exif(place=True))
    assert picture(look(target.getvalue(), "a.jpg")).mode == "RGB"


def test_a_tiny_photo_is_kept_with_a_warning() -> None:
    found = look(sample.photo(size=(60, 40)), "a.jpg")
    assert found.notes == ("Ảnh nhỏ (60×40 điểm ảnh), chữ trên giấy tờ có thể khó đọc.",)


def test_a_picture_with_an_absurd_number_of_pixels_is_not_unpacked() -> None:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")
    assert "9000×9000" in refusal(target.getvalue(), "a.png")


def test_a_picture_that_claims_even_more_is_not_opened() -> None:
    content = bytearray(sample.photo("PNG"))
    content[16:24] = (60000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    assert "lớn quá mức" in refusal(bytes(content), "a.png")


@pytest.mark.parametrize(
    "content", [sample.photo(), sample.photo("PNG"), sample.heic(), sample.photo("WEBP")]
)
def test_a_photo_that_was_cut_short_is_told_so(content: bytes) -> None:
    assert "hỏng" in refusal(content[: len(content) // 2], "a.jpg")


# PDF


def test_a_pdf_with_a_password_says_how_to_take_it_off() -> None:
    locked = sample.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "bỏ mật khẩu" in refusal(locked)


def test_a_pdf_that_only_forbids_printing_can_be_read_and_stays() -> None:
    content = sample.pdf(encryption=pikepdf.Encryption(owner="a", user=""))
    assert look(content).content == content


def test_a_pdf_without_pages_and_one_that_was_cut_short_are_told_so() -> None:
    assert "hỏng" in refusal(sample.pdf(0))
    content = sample.pdf(3)
    assert "hỏng" in refusal(content[: len(content) // 2])
    assert "hỏng" in refusal(b"%PDF-1.7\nnothing")


def test_a_long_pdf_is_told_to_be_split() -> None:
    assert "Tệp có 6 trang, nhiều nhất 5 trang" in refusal(sample.pdf(6), max_pages=5)


def test_a_pdf_with_a_small_fault_is_mended() -> None:
    content = sample.pdf(2)
    at = content.rindex(b"startxref")
    found = look(content[:at] + b"startxref\n7\n%%EOF")
    assert found.pages == 2
    assert any("đã được sửa" in note for note in found.notes)
    assert not reopened(found).get_warnings()


def _scripts(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script]))
    document.attachments["bang.xml"] = b"<a/>"
    goes_on = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://motcua.example", Next=script)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=goes_on
    )
    film = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = document.make_indirect([link, film])
    document.pages[0].AA = pikepdf.Dictionary(O=script)


def test_what_runs_in_a_pdf_is_taken_out_and_the_rest_stays() -> None:
    content = sample.pdf(2, _scripts, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    found = look(content)
    document = reopened(found)
    shown = b"".join(each.unparse() for each in document.objects)
    assert b"JavaScript" not in shown
    assert b"alert" not in shown
    assert len(document.attachments) == 0
    assert [key for key in ("/OpenAction", "/AA") if key in document.Root] == []
    (link,) = document.pages[0].Annots
    assert str(link.A.URI) == "https://motcua.example"
    assert "/Next" not in link.A
    assert b"Trang 1" in document.pages[1].Contents.read_bytes()
    assert any("JavaScript" in note and "tệp đính kèm" in note for note in found.notes)
    assert look(content).content == found.content


def test_a_pdf_that_opens_at_its_first_page_is_not_rewritten() -> None:
    def first_page(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    content = sample.pdf(1, first_page)
    assert look(content).content == content


def test_a_signed_pdf_is_never_rewritten() -> None:
    def signed(document: pikepdf.Pdf) -> None:
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"\x30\x80")
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Ky", V=document.make_indirect(value))
        document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=[document.make_indirect(field)])

    def signed_and_running(document: pikepdf.Pdf) -> None:
        signed(document)
        _scripts(document)

    plain = sample.pdf(1, signed)
    assert look(plain).content == plain
    assert look(plain).notes == ("Tệp có chữ ký số nên được giữ nguyên từng byte.",)
    running = sample.pdf(1, signed_and_running)
    assert look(running).content == running
    assert "mở cẩn thận" in look(running).notes[0]


def test_a_pdf_that_inflates_without_end_is_stopped() -> None:
    bomb = zlib.compress(bytes(300 * 1024 * 1024), 9)
    head = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
    content = head + str(len(bomb)).encode() + b">>\nstream\n" + bomb + b"\nendstream\nendobj\n"
    assert "hỏng" in refusal(content + b"trailer\n<</Root 2 0 R>>\n%%EOF")


# Word and Excel


def test_a_word_file_that_unpacks_to_an_absurd_size_is_not_opened() -> None:
    bomb = sample.office(word__media__a=bytes(30 * 1024 * 1024))
    assert "bung ra" in refusal(bomb, accept=("docx",))
    assert "bung ra" in refusal(sample.packed(_many()), accept=("docx",))


def _many() -> dict[str, bytes]:
    return {"[Content_Types].xml": b"", "word/document.xml": b""} | {f"word/{n}": b"" for n in range(5000)}


def test_a_word_file_with_macros_is_told_how_to_be_saved() -> None:
    assert "macro" in refusal(
        sample.office(word__vbaProject_bin=b"").replace(b"Project_bin", b"Project.bin"), accept=("docx",)
    )


def test_a_locked_word_file_and_one_of_old_are_told_apart() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert ".docx" in refusal(old, accept=("docx",))
    assert "bỏ mật khẩu" in refusal(old + "EncryptedPackage".encode("utf-16-le"), accept=("docx",))


def test_a_damaged_word_file_is_told_so() -> None:
    whole = sample.office()
    assert "hỏng" in refusal(whole[:-30], accept=("docx",))
    spoiled = bytearray(whole)
    spoiled[whole.index(b"word/document.xml") + 20] ^= 0xFF
    assert "hỏng" in refusal(bytes(spoiled), accept=("docx",))
