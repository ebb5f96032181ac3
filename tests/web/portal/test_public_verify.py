"""Checking a signed file: in memory, in plain sentences, and whether it is the one that was issued."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents.files import read
from motcua.documents.models import StoredFile
from motcua.dossiers.models import Result
from motcua.web.portal.public import uploads, verify
from tests.cast import PDF, Cast
from tests.stories import begin_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    verify.LIMIT.forget()


@pytest.fixture
def result(cast: Cast) -> Result:
    """An issued result, signed and sealed."""
    pk = begin_with("a birth certificate", cast, lambda cast: cast.finished("1.001193").results.get().pk)
    return Result.objects.select_related("file", "dossier__competent_unit").get(pk=pk)


def content_of(result: Result) -> bytes:
    assert result.file is not None
    return read(result.file)


def changed(pdf: bytes) -> bytes:
    """The same file with a byte of its content turned."""
    at = pdf.find(b"stream") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def send(client: Client, content: bytes, url: str = "/xac-minh/") -> Any:
    return client.post(url, {"file": SimpleUploadedFile("ket-qua.pdf", content)})


def test_the_issued_file_is_recognised_with_its_name_number_day_and_agency(
    client: Client, result: Result
) -> None:
    page = send(client, content_of(result))
    said = page.content.decode()
    assert "Tệp bạn cầm đúng là bản cơ quan đã phát hành." in said
    assert result.name in said
    assert str(result.dossier.competent_unit.name) in said if result.dossier.competent_unit else True
    assert "Toàn bộ nội dung còn nguyên vẹn từ khi ký." in said


def test_a_changed_file_is_not_to_be_trusted(client: Client, result: Result) -> None:
    said = send(client, changed(content_of(result))).content.decode()
    assert "Không nên tin tệp này." in said
    assert "đúng là bản" not in said


def test_a_file_that_is_no_pdf_is_told_so(client: Client) -> None:
    said = send(client, b"GIF89a not a pdf").content.decode()
    assert "Tệp không phải là PDF" in said


def test_a_pdf_without_signature_is_told_so(client: Client) -> None:
    page = send(client, PDF)
    assert page.status_code == 200
    assert not page.context["verdict"].found.good


def test_nothing_chosen_is_said_at_the_field(client: Client) -> None:
    page = client.post("/xac-minh/", {})
    assert page.status_code == 400
    assert verify.NO_FILE in page.content.decode()


def test_a_file_too_large_is_refused_before_it_is_read_whole(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_MOST", 1000)
    page = send(client, b"%PDF-" + b"x" * 200_000)
    assert page.status_code == 400
    assert verify.TOO_LARGE in page.content.decode()


def test_nothing_uploaded_is_kept(client: Client, result: Result) -> None:
    kept = StoredFile.objects.count()
    page = send(client, content_of(result) + b"\n% more\n")
    assert page.status_code == 200
    assert StoredFile.objects.count() == kept


def test_the_upload_needs_the_token_of_the_page(result: Result) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, content_of(result)).status_code == 403
    token = strict.get("/xac-minh/").cookies["csrftoken"].value
    file = SimpleUploadedFile("ket-qua.pdf", content_of(result))
    sent = strict.post("/xac-minh/", {"csrfmiddlewaretoken": token, "file": file})
    assert "đúng là bản" in sent.content.decode()


def test_the_qr_page_says_who_signed_and_when_and_shows_nothing_of_the_person(
    client: Client, result: Result, cast: Cast
) -> None:
    page = client.get(f"/xac-minh/{result.pk}/").content.decode()
    assert result.name in page
    assert result.number in page
    assert "ký lúc" in page
    assert "đóng dấu lúc" in page
    facts = [value for value in result.dossier.values.values() if isinstance(value, str) and len(value) > 6]
    secrets = {cast.lan.full_name, str(cast.lan.personal_id), result.dossier.number, *facts}
    assert not [secret for secret in secrets if secret in page]


def test_on_the_qr_page_the_file_one_holds_is_compared_with_the_one_issued(
    client: Client, result: Result
) -> None:
    url = f"/xac-minh/{result.pk}/"
    assert "đúng là bản cơ quan đã phát hành" in send(client, content_of(result), url).content.decode()
    other = send(client, changed(content_of(result)), url).content.decode()
    assert "không phải là bản cơ quan đã phát hành cho kết quả này" in other


def test_another_issued_result_is_not_taken_for_this_one(client: Client, result: Result, cast: Cast) -> None:
    second = cast.finished("2.000635").results.select_related("file").first()
    assert second is not None
    said = send(client, content_of(second), f"/xac-minh/{result.pk}/").content.decode()
    assert "là một kết quả khác" in said


def test_a_result_not_issued_or_not_there_is_not_found(client: Client, cast: Cast) -> None:
    accepted = cast.accepted("1.001193")
    drafted = cast.step(accepted).results.first()
    assert drafted is not None
    assert client.get(f"/xac-minh/{drafted.pk}/").status_code == 404
    assert client.get(f"/xac-minh/{uuid.uuid4()}/").status_code == 404


def test_when_the_store_is_gone_the_facts_stay(client: Client, result: Result) -> None:
    StoredFile.objects.filter(pk=result.file_id).update(key="nowhere/at/all")
    page = client.get(f"/xac-minh/{result.pk}/")
    assert page.status_code == 200
    assert "Chưa đọc được bản lưu lúc này." in page.content.decode()


def test_the_pages_cost_few_queries(
    client: Client, result: Result, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        client.get(f"/xac-minh/{result.pk}/")


def test_checking_too_often_has_to_wait(client: Client) -> None:
    answers = [client.get("/xac-minh/").status_code for _ in range(verify.LIMIT.most + 1)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}
