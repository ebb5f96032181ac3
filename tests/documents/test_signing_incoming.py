"""Signed files on their way in: what is broken is refused with the reason, everything else is let through."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from motcua.documents.paper import FormKind, render
from motcua.documents.signing import sign_as_person
from motcua.documents.signing.disk import DiskKeyStore
from motcua.documents.signing.incoming import check_incoming
from motcua.lib import moment
from motcua.lib.errors import Refused
from tests.documents import file_samples
from tests.documents import paper_samples as sample

SIGNED_AT = datetime(2026, 11, 20, 15, 0, tzinfo=moment.TZ)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    store = DiskKeyStore(tmp_path_factory.mktemp("strange-keys"))
    before = SIGNED_AT - timedelta(days=30)
    store.enroll("officer:77", "Trần Văn Giám Đốc", "Công ty Thử Nghiệm", "person", valid_from=before)
    draft = render(FormKind.RESULT, sample.CERTIFICATE, "a4")
    with moment.at(SIGNED_AT):
        yield sign_as_person(
            draft, owner="officer:77", now=SIGNED_AT, reason="Ký", location="Việt Trì", store=store
        )


def said(pdf: bytes) -> str:
    with pytest.raises(Refused) as refused:
        check_incoming(pdf)
    return refused.value.message


def test_a_whole_signature_is_fine_whoever_issued_its_certificate(signed: bytes) -> None:
    check_incoming(signed)


def test_a_file_without_signature_is_fine() -> None:
    check_incoming(file_samples.pdf(1))


def test_a_byte_changed_after_signing_is_refused_with_the_signer_and_what_to_do(signed: bytes) -> None:
    at = signed.index(b"stream\n") + 40
    message = said(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])
    assert "Trần Văn Giám Đốc" in message
    assert "tệp gốc" in message


def test_a_page_added_after_signing_is_refused(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as document:
        document.add_blank_page()
        target = io.BytesIO()
        document.save(target)
    assert "Chữ ký số" in said(target.getvalue())


def test_a_signature_of_the_wrong_format_is_refused(signed: bytes) -> None:
    at = signed.index(b"/Contents <") + len(b"/Contents <")
    assert "Chữ ký số" in said(signed[:at] + b"00" * 200 + signed[at + 400 :])


def test_the_upload_is_refused_at_once(tmp_path: Path, signed: bytes, db: None) -> None:
    from motcua.documents.models import StoredFile
    from motcua.documents.uploads import Limits, take_in
    from motcua.identity.actor import SYSTEM_ACTOR

    at = signed.index(b"stream\n") + 40
    broken = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    with pytest.raises(Refused) as refused:
        take_in(actor=SYSTEM_ACTOR, name="hop-dong.pdf", content=broken, limits=Limits())
    assert refused.value.code == "signature"
    assert not StoredFile.objects.exists()
    take_in(actor=SYSTEM_ACTOR, name="hop-dong.pdf", content=signed, limits=Limits())
