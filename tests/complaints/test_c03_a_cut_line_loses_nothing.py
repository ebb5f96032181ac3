"""C-03: files went up, the line broke ten times, and days later the ward said the dossier had no attachment.

Here an upload goes on where it broke, what was received stands on the receipt with name, size and digest, and
nothing can be sent while a paper that must be there is missing.
"""

import hashlib
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from motcua.dossiers.models import Dossier, PrintedForm
from tests.cast import Cast
from tests.documents import file_samples
from tests.web.test_files import announce, head, live, logged_in, patch

pytestmark = pytest.mark.django_db
CODE, COMPONENT = "1.001193", "birth_proof"
NAME = "Giấy chứng sinh của bé.pdf"
CONTENT = file_samples.pdf(4)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def lan(cast: Cast) -> Client:
    return logged_in(cast.citizen)


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """A draft that still lacks its one paper."""
    return cast.draft(CODE, case=cast.version(CODE).spec.case("late"), with_papers=False)


def uploaded_over_a_bad_line(lan: Client, dossier: Dossier) -> None:
    """Ten breaks: the telephone asks where it was and goes on from there; nothing is sent twice."""
    address = announce(lan, dossier, CONTENT, name=NAME)["Location"]
    step = len(CONTENT) // 10 + 1
    for expected in range(0, len(CONTENT), step):
        there = int(head(lan, address)["Upload-Offset"])
        assert there == expected
        answer = patch(lan, address, there, CONTENT[there : there + step])
        assert answer.status_code == 204


def send(lan: Client, dossier: Dossier) -> Any:
    version = Dossier.objects.get(pk=dossier.pk).draft_version
    return lan.post(f"/nhap/{dossier.pk}/nop/", {"promise": "yes", "version": version}, follow=True)


def test_an_upload_goes_on_where_the_line_broke(lan: Client, dossier: Dossier) -> None:
    uploaded_over_a_bad_line(lan, dossier)
    (paper,) = live(dossier)
    assert paper.file is not None
    assert paper.file.sha256 == DIGEST


def test_half_a_file_does_not_count_as_handed_in(lan: Client, dossier: Dossier) -> None:
    address = announce(lan, dossier, CONTENT, name=NAME)["Location"]
    patch(lan, address, 0, CONTENT[:100])
    assert live(dossier) == []
    assert "Hồ sơ chưa đủ để nộp" in send(lan, dossier).content.decode()
    assert Dossier.objects.get(pk=dossier.pk).is_draft


def test_without_a_paper_that_must_be_there_nothing_is_sent_and_the_page_names_it(
    lan: Client, dossier: Dossier
) -> None:
    page = lan.get(f"/nhap/{dossier.pk}/kiem-tra/").content.decode()
    assert "Giấy chứng sinh" in page
    said = send(lan, dossier).content.decode()
    assert "Hồ sơ chưa đủ để nộp" in said
    assert "Giấy chứng sinh" in said
    assert Dossier.objects.get(pk=dossier.pk).is_draft


def test_the_page_sent_lists_name_size_and_digest_of_what_was_received(lan: Client, dossier: Dossier) -> None:
    uploaded_over_a_bad_line(lan, dossier)
    page = send(lan, dossier).content.decode()
    assert "Chúng tôi đã nhận" in page
    for expected in (NAME, DIGEST[:12], "KB"):
        assert expected in page


def test_the_receipt_of_the_law_lists_them_too(lan: Client, cast: Cast, dossier: Dossier) -> None:
    """Form 01 as printed: whoever has it can show what was there."""
    uploaded_over_a_bad_line(lan, dossier)
    send(lan, dossier)
    cast.accept(Dossier.objects.get(pk=dossier.pk))
    receipt = PrintedForm.objects.get(dossier=dossier, kind=PrintedForm.Kind.RECEIPT)
    with pypdfium2.PdfDocument(lan.get(f"/ho-so/{dossier.pk}/mau/{receipt.pk}.pdf").content) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    flat = "".join(text.replace("\u200b", "").split())
    assert "".join(NAME.split()) in flat
    assert DIGEST in flat
