"""Signatures: made, checked, and caught when something was done to them."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

from motcua.documents.paper import FormKind, render
from motcua.documents.signing import (
    KeyStoreError,
    check_before_issue,
    receipts,
    seal_as_agency,
    sign_as_person,
    sign_result,
    verify,
)
from motcua.documents.signing.check import Finding
from motcua.documents.signing.disk import DiskKeyStore
from motcua.documents.signing.sign import seal_alone
from motcua.lib import moment
from motcua.lib.errors import Refused
from tests.documents import paper_samples as sample

PERSON, AGENCY = "officer:12", "unit:ubnd-07900"
SIGNED_AT = datetime(2026, 11, 20, 15, 0, 7, tzinfo=moment.TZ)
ENROLLED_AT = SIGNED_AT - timedelta(days=30)


def key_store(folder: Path) -> DiskKeyStore:
    store = DiskKeyStore(folder)
    committee = "Ủy ban nhân dân phường Việt Trì"
    store.enroll(PERSON, "Phạm Quốc Việt", committee, "person", valid_from=ENROLLED_AT)
    store.enroll(AGENCY, committee, committee, "agency", valid_from=ENROLLED_AT)
    return store


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with moment.at(SIGNED_AT):
        yield


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> DiskKeyStore:
    return key_store(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def draft() -> bytes:
    return render(FormKind.RESULT, sample.CERTIFICATE, "a4")


@pytest.fixture(scope="module")
def by_person(store: DiskKeyStore, draft: bytes) -> bytes:
    return sign_as_person(
        draft, owner=PERSON, now=SIGNED_AT, reason="Ký kết quả", location="Việt Trì", store=store
    )


@pytest.fixture(scope="module")
def issued(store: DiskKeyStore, by_person: bytes) -> bytes:
    return seal_as_agency(
        by_person, owner=AGENCY, now=SIGNED_AT, reason="Phát hành", location="Việt Trì", store=store
    )


def refused_to_issue(pdf: bytes, store: DiskKeyStore, *, person: str = PERSON, agency: str = AGENCY) -> str:
    with pytest.raises(Refused) as refused:
        check_before_issue(pdf, person=person, agency=agency, store=store)
    return f"{refused.value.code}: {refused.value.message}"


def boxes_on(pdf: bytes) -> list[tuple[str, list[float]]]:
    """Name and rectangle of each signature field of the first page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = list(document.pages[0].obj.Annots)
        return [(str(field.T), [float(edge) for edge in field.Rect]) for field in fields]


def test_a_signed_and_sealed_result_is_good_and_says_who_when_and_for_whom(
    issued: bytes, store: DiskKeyStore
) -> None:
    found = verify(issued, store.trusted())
    person, agency = found.signatures
    assert found.finding is Finding.GOOD
    assert (person.signer, person.organisation, person.kind) == (
        "Phạm Quốc Việt",
        "Ủy ban nhân dân phường Việt Trì",
        "person",
    )
    assert person.signed_at == SIGNED_AT
    assert person.good
    assert not person.covers_whole_document
    assert (agency.signer, agency.kind) == ("Ủy ban nhân dân phường Việt Trì", "agency")
    assert agency.good
    assert agency.covers_whole_document
    assert found.sentences[0] == (
        "Phạm Quốc Việt, Ủy ban nhân dân phường Việt Trì ký lúc 15:00, Thứ Sáu, 20/11/2026."
    )
    assert found.sentences[4] == "Ủy ban nhân dân phường Việt Trì đóng dấu lúc 15:00, Thứ Sáu, 20/11/2026."
    assert "Toàn bộ nội dung còn nguyên vẹn từ khi ký." in found.sentences
    assert any("thu hồi" in sentence and "chưa được kiểm tra" in sentence for sentence in found.sentences)
    check_before_issue(issued, person=PERSON, agency=AGENCY, store=store)


def test_one_call_does_both(store: DiskKeyStore) -> None:
    pdf = sign_result(
        render(FormKind.APOLOGY, sample.APOLOGY),
        person=PERSON,
        agency=AGENCY,
        now=SIGNED_AT,
        reason="Xin lỗi",
        location="Việt Trì",
        store=store,
    )
    check_before_issue(pdf, person=PERSON, agency=AGENCY, store=store)


def test_the_marks_can_be_read_where_the_paper_leaves_room(issued: bytes) -> None:
    with pypdfium2.PdfDocument(issued) as document:
        document.init_forms()
        boxes = boxes_on(issued)
        with_marks = document[0].render(scale=2, may_draw_forms=True).to_pil()
        without = document[0].render(scale=2, may_draw_forms=False, draw_annots=False).to_pil()
    height = with_marks.height / 2
    for _, (left, bottom, right, top) in boxes:
        crop = tuple(round(2 * edge) for edge in (left, height - top, right, height - bottom))
        assert with_marks.crop(crop).tobytes() != without.crop(crop).tobytes()
        assert without.crop(crop).convert("L").getextrema() == (255, 255)
    assert sorted(name for name, _ in boxes) == ["co-quan", "nguoi-ky"]


def test_a_flipped_byte_is_not_intact(issued: bytes, store: DiskKeyStore) -> None:
    place = issued.index(b"stream", 5000) + 40
    broken = issued[:place] + bytes([issued[place] ^ 1]) + issued[place + 1 :]
    found = verify(broken, store.trusted())
    assert found.finding is Finding.DOUBTFUL
    assert [fact.intact for fact in found.signatures] == [False, False]
    assert any("Nội dung đã bị thay đổi sau khi ký" in sentence for sentence in found.sentences)
    assert refused_to_issue(broken, store).startswith("signature_not_good")


def test_a_page_added_after_signing_is_reported(issued: bytes, store: DiskKeyStore) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(issued))
    stream = writer.add_object(StreamObject(stream_data=b"q Q"))
    writer.insert_page(PageObject(contents=stream, media_box=(0, 0, 595, 842)))
    target = io.BytesIO()
    writer.write(target)
    found = verify(target.getvalue(), store.trusted())
    assert found.finding is Finding.DOUBTFUL
    assert [fact.changed_after for fact in found.signatures] == [True, True]
    assert any("bị thêm hoặc sửa nội dung" in sentence for sentence in found.sentences)


def test_bytes_written_after_the_last_signature_are_reported(issued: bytes, store: DiskKeyStore) -> None:
    assert not verify(issued + b"\n%%EOF more\n", store.trusted()).good


def test_without_a_seal_or_with_strangers_nothing_is_issued(
    by_person: bytes, issued: bytes, draft: bytes, store: DiskKeyStore
) -> None:
    assert (
        refused_to_issue(draft, store)
        == "signature_not_good: Chưa phát hành được. Tệp không có chữ ký số nào."
    )
    assert refused_to_issue(by_person, store).startswith("signatures_missing")
    store.enroll("officer:13", "Người Khác", "Phòng Kinh tế", "person", valid_from=ENROLLED_AT)
    assert refused_to_issue(issued, store, person="officer:13").startswith("wrong_signer")


def test_an_unknown_authority_is_named_and_not_trusted(issued: bytes, tmp_path: Path) -> None:
    other = DiskKeyStore(tmp_path / "other")
    found = verify(issued, other.trusted())
    assert found.finding is Finding.DOUBTFUL
    assert [(fact.intact, fact.trusted, fact.valid_then) for fact in found.signatures] == [
        (True, False, True)
    ] * 2
    assert any("Chưa xác nhận được nơi cấp" in sentence for sentence in found.sentences)
    assert not any("thu hồi" in sentence for sentence in found.sentences)


def test_further_roots_may_be_trusted(issued: bytes, store: DiskKeyStore, tmp_path: Path) -> None:
    other = DiskKeyStore(tmp_path / "other")
    folder = other.folder / "trusted"
    folder.mkdir()
    root = (store.folder / "authority" / "root.pem").read_text()
    (folder / "province.pem").write_text(root[root.index("-----BEGIN CERTIFICATE") :])
    assert verify(issued, other.trusted()).good


def test_a_certificate_that_ended_since_still_proves_what_was_signed_in_time(
    issued: bytes, store: DiskKeyStore
) -> None:
    with moment.at(SIGNED_AT + timedelta(days=5 * 365)):
        assert verify(issued, store.trusted()).good


@pytest.mark.parametrize("when", [ENROLLED_AT - timedelta(days=1), ENROLLED_AT + timedelta(days=4 * 365)])
def test_nobody_signs_outside_the_life_of_a_certificate(
    draft: bytes, store: DiskKeyStore, when: datetime
) -> None:
    with pytest.raises(KeyStoreError, match="chỉ có hiệu lực") as failed:
        sign_as_person(draft, owner=PERSON, now=when, reason="", location="", store=store)
    assert not failed.value.retry


def test_the_seal_comes_after_the_person(draft: bytes, store: DiskKeyStore) -> None:
    with pytest.raises(Refused, match="chưa có chữ ký"):
        seal_as_agency(draft, owner=AGENCY, now=SIGNED_AT, reason="", location="", store=store)


def test_nobody_signs_twice_in_the_same_place(by_person: bytes, store: DiskKeyStore) -> None:
    with pytest.raises(Refused, match="đã được ký"):
        sign_as_person(by_person, owner=PERSON, now=SIGNED_AT, reason="", location="", store=store)


def test_a_person_cannot_seal_nor_an_agency_sign(draft: bytes, by_person: bytes, store: DiskKeyStore) -> None:
    with pytest.raises(KeyStoreError, match="không dùng"):
        sign_as_person(draft, owner=AGENCY, now=SIGNED_AT, reason="", location="", store=store)
    with pytest.raises(KeyStoreError, match="không dùng"):
        seal_as_agency(by_person, owner=PERSON, now=SIGNED_AT, reason="", location="", store=store)


def test_a_pdf_from_elsewhere_is_signed_in_its_upper_right_corner(store: DiskKeyStore) -> None:
    foreign = pikepdf.new()
    foreign.add_blank_page(page_size=(595, 842))
    target = io.BytesIO()
    foreign.save(target)
    pdf = sign_result(
        target.getvalue(),
        person=PERSON,
        agency=AGENCY,
        now=SIGNED_AT,
        reason="Số hóa",
        location="Việt Trì",
        store=store,
    )
    check_before_issue(pdf, person=PERSON, agency=AGENCY, store=store)
    assert all(left > 595 / 2 and bottom > 842 * 0.85 for _, (left, bottom, _, _) in boxes_on(pdf))


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7 but nothing more", b"%PDF-1.7\n" + b"\x00" * 5000]
)
def test_a_file_that_cannot_be_signed_is_refused_in_words(content: bytes, store: DiskKeyStore) -> None:
    with pytest.raises(Refused, match="không ký được"):
        sign_as_person(content, owner=PERSON, now=SIGNED_AT, reason="", location="", store=store)


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", Finding.NOT_PDF),
        (b"PK\x03\x04", Finding.NOT_PDF),
        (b"%PDF-1.7 but nothing more", Finding.UNREADABLE),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF", Finding.UNREADABLE),
    ],
)
def test_what_is_no_pdf_is_called_so(content: bytes, finding: Finding, store: DiskKeyStore) -> None:
    found = verify(content, store.trusted())
    assert found.finding is finding
    assert len(found.sentences) == 1


def test_a_locked_pdf_cannot_be_read(issued: bytes, store: DiskKeyStore) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(issued)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert verify(target.getvalue(), store.trusted()).finding is Finding.UNREADABLE


def test_empty_fields_are_no_signatures(draft: bytes, store: DiskKeyStore) -> None:
    assert verify(draft, store.trusted()).finding is Finding.NO_SIGNATURE


def test_a_rubbish_signature_is_doubtful(issued: bytes, store: DiskKeyStore) -> None:
    place = issued.index(b"/Contents <") + len(b"/Contents <")
    broken = issued[:place] + b"00" * 200 + issued[place + 400 :]
    assert verify(broken, store.trusted()).finding is Finding.DOUBTFUL


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_poppler_agrees(issued: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(issued)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in said


def test_a_signed_paper_is_still_an_archive_file_with_sound_syntax(issued: bytes) -> None:
    with pikepdf.open(io.BytesIO(issued)) as document:
        assert document.check_pdf_syntax() == []
        assert all(int(annotation.F) & 4 for annotation in document.pages[0].obj.Annots)
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"


def test_long_names_still_fit_their_mark(draft: bytes, tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path)
    long_name = "Ủy ban nhân dân xã Nguyễn Phước Quý Thị Ngữ Thuỷ Hoàng Ẩm Ường " * 3
    certificate = store.enroll("officer:1", long_name, long_name, "person", valid_from=ENROLLED_AT)
    assert len(certificate.common_name) <= 64
    assert certificate.common_name.endswith("…")
    signed = sign_as_person(draft, owner="officer:1", now=SIGNED_AT, reason="", location="", store=store)
    assert verify(signed, store.trusted()).good


def test_the_sample_of_a_decision_signs_too(store: DiskKeyStore) -> None:
    long_decision = replace(sample.DECISION, paragraphs=sample.DECISION.paragraphs * 15)
    pdf = sign_result(
        render(FormKind.RESULT, long_decision, "a4"),
        person=PERSON,
        agency=AGENCY,
        now=SIGNED_AT,
        reason="Ký",
        location="Việt Trì",
        store=store,
    )
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) > 1
        assert len(document.pages[-1].obj.Annots) == 2
    assert verify(pdf, store.trusted()).good


def test_a_receipt_is_sealed_without_a_person_and_only_a_receipt(store: DiskKeyStore, draft: bytes) -> None:
    paper = render(FormKind.FEE_RECEIPT, sample.FEE_RECEIPT)
    sealed = seal_alone(
        paper, owner=AGENCY, now=SIGNED_AT, reason="Biên lai điện tử", location="Phú Thọ", store=store
    )
    found = verify(sealed, store.trusted())
    assert found.good
    assert [fact.kind for fact in found.signatures] == ["agency"]
    with pytest.raises(Refused):
        seal_as_agency(draft, owner=AGENCY, now=SIGNED_AT, reason="", location="", store=store)


def test_without_a_certificate_the_receipt_goes_out_as_it_is() -> None:
    assert receipts.seal(b"%PDF-1.7", unit_id="nobody-has-this", at=SIGNED_AT) == b"%PDF-1.7"
