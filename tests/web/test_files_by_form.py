"""Papers sent by an ordinary form, handed out, taken back; and the row that shows them."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from motcua.dossiers.actions import papers, supplement
from motcua.dossiers.actions.supplement import Wanted
from motcua.dossiers.models import Dossier
from tests.cast import Cast
from tests.documents import file_samples as sample
from tests.web.test_files import CODE, COMPONENT, CONTENT, live, logged_in, place_of, sent, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.draft(CODE, with_papers=False)


@pytest.fixture
def lan(cast: Cast) -> Client:
    return logged_in(cast.citizen)


def said(answer: Any) -> str:
    return " | ".join(str(each) for each in answer.wsgi_request._messages)


def test_several_files_at_once_and_one_wrong_one_does_not_lose_the_others(
    lan: Client, dossier: Dossier
) -> None:
    files = [
        uploaded(),
        uploaded(b"", "trống.pdf"),
        uploaded(sample.photo(), "Ảnh 1.jpg"),
        uploaded(b"MZ", "x.pdf"),
    ]
    answer = lan.post(place_of(dossier), {"files": files, "next": "/ho-so/1/giay-to/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ho-so/1/giay-to/")
    assert sorted(paper.file.name for paper in live(dossier) if paper.file) == ["giay.pdf", "Ảnh 1.jpg"]
    words = said(answer)
    assert "trống.pdf: Tệp này trống" in words
    assert "x.pdf: Tệp này là chương trình máy tính" in words
    assert "Đã nhận tệp «Ảnh 1.jpg»" in words


def test_no_file_chosen_is_said(lan: Client, dossier: Dossier) -> None:
    assert "chưa chọn tệp" in said(lan.post(place_of(dossier), {"next": "/"}))


def test_a_file_refused_by_the_dossier_leaves_no_trace(lan: Client, dossier: Dossier) -> None:
    lan.post(place_of(dossier), {"files": uploaded()})
    answer = lan.post(place_of(dossier), {"files": uploaded(name="khac.pdf")})
    assert "đã có trong hồ sơ rồi" in said(answer)
    assert len(live(dossier)) == 1


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "/\\evil.example", "ho-so", ""]
)
def test_nobody_is_sent_to_another_place(lan: Client, dossier: Dossier, next_: str) -> None:
    assert lan.post(place_of(dossier), {"files": uploaded(), "next": next_})["Location"] == "/"


# Handing out


def test_a_file_is_handed_out_with_its_vietnamese_name_and_cannot_run(lan: Client, dossier: Dossier) -> None:
    sent(lan, dossier, name="Giấy chứng sinh bé An.pdf")
    answer = lan.get(f"/tep/{live(dossier)[0].pk}/")
    assert answer.content == CONTENT
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20sinh%20b%C3%A9%20An.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_photos_and_pdfs_can_be_looked_at_and_other_files_only_saved(
    lan: Client, cast: Cast, dossier: Dossier
) -> None:
    sent(lan, dossier)
    sent(lan, dossier, sample.photo(), name="a.jpg")
    shown = [lan.get(f"/tep/{paper.pk}/?xem=1") for paper in live(dossier)]
    assert [each["Content-Disposition"].partition(";")[0] for each in shown] == ["inline", "inline"]
    policy = shown[1]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    word = cast.stored(sample.office(), "a.docx")
    word.media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    word.save()
    paper = papers.attach(actor=cast.citizen, dossier_id=dossier.pk, component_key=COMPONENT, file=word)
    assert lan.get(f"/tep/{paper.pk}/?xem=1")["Content-Disposition"].startswith("attachment")


def test_a_paper_seen_at_the_desk_has_no_file_to_hand_out(lan: Client, cast: Cast, dossier: Dossier) -> None:
    paper = papers.attach(actor=cast.citizen, dossier_id=dossier.pk, component_key=COMPONENT, originals=1)
    assert lan.get(f"/tep/{paper.pk}/").status_code == 404


def test_only_files_that_the_form_names_are_handed_out_as_its_files(
    lan: Client, cast: Cast, dossier: Dossier
) -> None:
    other = cast.stored(CONTENT)
    assert lan.get(f"/tep/ho-so/{dossier.pk}/muc/{other.pk}/").status_code == 404


# Taking back


def test_a_file_is_taken_back(lan: Client, dossier: Dossier) -> None:
    sent(lan, dossier)
    answer = lan.post(f"/tep/{live(dossier)[0].pk}/bo/", {"next": "/ho-so/1/"})
    assert answer["Location"] == "/ho-so/1/"
    assert "Đã bỏ tệp «Giấy chứng sinh.pdf»" in said(answer)
    assert live(dossier) == []
    assert lan.get(f"/tep/{UUID(int=1)}/bo/").status_code == 405


def test_what_has_been_sent_cannot_be_taken_back(lan: Client, cast: Cast) -> None:
    filed = cast.filed(CODE)
    answer = lan.post(f"/tep/{live(filed)[0].pk}/bo/")
    assert "không nhận thêm" in said(answer)
    assert live(filed)


# The row


def test_the_row_shows_the_files_and_where_to_send_more(lan: Client, dossier: Dossier) -> None:
    sent(lan, dossier, sample.heic(), name="IMG_1.HEIC")
    page = lan.get(place_of(dossier) + "?next=/ho-so/1/").content.decode()
    assert page.count("data-upload-row") == 1
    assert page.lstrip().startswith("<li")
    assert "IMG_1.jpg" in page
    assert "chuyển thành JPG" in page
    assert "SHA-256" not in page
    assert 'data-endpoint="/tep/tai-len/"' in page
    assert '<input type="hidden" name="next" value="/ho-so/1/">' in page
    metadata = page.split('data-metadata="')[1].split('"')[0].replace("&quot;", '"')
    assert json.loads(metadata) == {"dossier": str(dossier.pk), "component": COMPONENT}


def test_the_row_of_a_dossier_that_takes_no_more_offers_nothing(lan: Client, cast: Cast) -> None:
    page = lan.get(place_of(cast.filed(CODE))).content.decode()
    assert "data-endpoint" not in page
    assert "<form" not in page


def test_a_wrong_paper_is_wrong_until_a_new_one_has_come(lan: Client, cast: Cast) -> None:
    filed = cast.filed(CODE)
    desk = cast.desk_of(filed)
    wrong = live(filed)[0]
    papers.check(actor=desk, dossier_id=filed.pk, verdicts={str(wrong.pk): ("wrong", "Ảnh bị mờ")})
    asked = Wanted(kind="component", key=wrong.component_key, name=wrong.name, reason="Ảnh bị mờ")
    supplement.ask(actor=desk, dossier_id=filed.pk, items=[asked])
    address = place_of(filed, wrong.component_key)
    page = lan.get(address).content.decode()
    assert 'class="is-wrong"' in page
    assert "Ảnh bị mờ" in page
    assert sent(lan, filed, component=wrong.component_key).status_code == 204
    assert 'class="is-done"' in lan.get(address).content.decode()
