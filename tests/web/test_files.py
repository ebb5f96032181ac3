"""Files over HTTP: in pieces, from an ordinary form, handed out, taken back; and never to a stranger."""

import base64
import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents.files import read
from motcua.documents.models import Upload
from motcua.dossiers.actions import papers, supplement
from motcua.dossiers.actions.supplement import Wanted
from motcua.dossiers.models import Dossier, Paper
from motcua.identity.actor import Actor
from motcua.identity.models import User
from tests.cast import Cast
from tests.documents import file_samples as sample

pytestmark = pytest.mark.django_db
CODE, COMPONENT = "1.001193", "birth_proof"
CONTENT = sample.pdf(2)
TUS = {"Tus-Resumable": "1.0.0", "X-Requested-With": "fetch"}
PIECES = "application/offset+octet-stream"


def logged_in(actor: Actor, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    if actor.post_id:
        session = client.session
        session["post"] = actor.post_id
        session.save()
    return client


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.draft(CODE, with_papers=False)


@pytest.fixture
def lan(cast: Cast) -> Client:
    return logged_in(cast.citizen)


@pytest.fixture
def stranger(cast: Cast) -> Client:
    return logged_in(cast.stranger)


def coded(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in told.items())


def announce(
    client: Client,
    dossier: Dossier | str,
    content: bytes = CONTENT,
    *,
    name: str = "Giấy chứng sinh.pdf",
    component: str = COMPONENT,
    body: bytes | None = None,
    **headers: str,
) -> Any:
    where = str(dossier.pk) if isinstance(dossier, Dossier) else dossier
    told = coded(filename=name, filetype="application/pdf", dossier=where, component=component)
    return client.generic(
        "POST",
        "/tep/tai-len/",
        body or b"",
        content_type=PIECES if body is not None else "application/octet-stream",
        headers={**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": told, **headers},
    )


def patch(client: Client, address: str, offset: int | str, piece: bytes, **headers: str) -> Any:
    return client.generic(
        "PATCH",
        address,
        piece,
        content_type=PIECES,
        headers={**TUS, "Upload-Offset": str(offset), "Content-Type": PIECES, **headers},
    )


def head(client: Client, address: str) -> Any:
    return client.head(address, headers=TUS)


def sent(client: Client, dossier: Dossier, content: bytes = CONTENT, **more: Any) -> Any:
    """A whole file in two pieces; the answer to the second one."""
    address = announce(client, dossier, content, **more)["Location"]
    half = len(content) // 2
    patch(client, address, 0, content[:half])
    return patch(client, address, half, content[half:])


def live(dossier: Dossier) -> list[Paper]:
    return list(dossier.papers.filter(replaced_at__isnull=True))


# In pieces


def test_a_file_in_pieces_is_handed_in_with_its_last_byte(lan: Client, dossier: Dossier) -> None:
    answer = announce(lan, dossier)
    address = answer["Location"]
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (201, "0", "1.0.0")
    assert "GMT" in answer["Upload-Expires"]
    assert patch(lan, address, 0, CONTENT[:100])["Upload-Offset"] == "100"
    assert live(dossier) == []
    told = head(lan, address)
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("100", str(len(CONTENT)))
    assert told["Cache-Control"] == "no-store"
    assert patch(lan, address, 100, CONTENT[100:]).status_code == 204
    (paper,) = live(dossier)
    assert paper.component_key == COMPONENT
    assert paper.file is not None
    assert paper.file.name == "Giấy chứng sinh.pdf"
    assert read(paper.file) == CONTENT
    assert head(lan, address)["Upload-Offset"] == str(len(CONTENT))


def test_a_file_may_come_with_its_announcement(lan: Client, dossier: Dossier) -> None:
    answer = announce(lan, dossier, body=CONTENT)
    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(CONTENT)))
    assert len(live(dossier)) == 1


def test_a_piece_larger_than_what_is_read_at_once_arrives_whole(
    lan: Client, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.web.files.tus.PIECE", 64)
    address = announce(lan, dossier)["Location"]
    assert patch(lan, address, 0, CONTENT[:640])["Upload-Offset"] == "640"
    patch(lan, address, 640, CONTENT[640:])
    assert len(live(dossier)) == 1


def test_a_body_above_djangos_limit_for_forms_is_taken(lan: Client, dossier: Dossier, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert sent(lan, dossier).status_code == 204


def test_the_answer_to_the_last_piece_got_lost_and_it_comes_again(lan: Client, dossier: Dossier) -> None:
    address = announce(lan, dossier)["Location"]
    for _ in range(3):
        assert patch(lan, address, 0, CONTENT).status_code == 204
    assert len(live(dossier)) == 1


def test_a_wrong_offset_is_a_conflict_that_says_where_to_go_on(lan: Client, dossier: Dossier) -> None:
    address = announce(lan, dossier)["Location"]
    patch(lan, address, 0, CONTENT[:100])
    answer = patch(lan, address, 50, CONTENT[50:])
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "100")
    assert patch(lan, address, 50, b"").status_code == 409
    assert patch(lan, address, 100, b"").status_code == 204


def test_the_same_file_from_two_devices_is_told_to_be_here(lan: Client, cast: Cast, dossier: Dossier) -> None:
    first, second = announce(lan, dossier)["Location"], announce(logged_in(cast.citizen), dossier)["Location"]
    assert patch(lan, first, 0, CONTENT).status_code == 204
    answer = patch(lan, second, 0, CONTENT)
    assert answer.status_code == 422
    assert "đã có trong hồ sơ rồi" in answer.json()["error"]
    assert len(live(dossier)) == 1


def test_a_refused_file_is_told_why_and_may_be_sent_anew(lan: Client, dossier: Dossier) -> None:
    answer = sent(lan, dossier, b"<html>khong phai pdf</html>")
    assert answer.status_code == 422
    assert "trang web" in answer.json()["error"]
    address = f"/tep/tai-len/{Upload.objects.get().pk}/"
    assert head(lan, address).status_code == 410
    assert patch(lan, address, 0, b"x").status_code == 422
    assert live(dossier) == []


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [(b"", 422, "trống"), (bytes(21 * 1024 * 1024), 413, "nhiều nhất 20 MB")],
)
def test_sizes_are_told_before_anything_is_sent(
    lan: Client, dossier: Dossier, content: bytes, status: int, words: str
) -> None:
    answer = announce(lan, dossier, content)
    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_a_component_that_the_procedure_does_not_have_is_refused(lan: Client, dossier: Dossier) -> None:
    answer = announce(lan, dossier, component="moon")
    assert answer.status_code == 422
    assert "không có giấy tờ đó" in answer.json()["error"]


def test_a_dossier_that_has_been_sent_takes_no_more(lan: Client, cast: Cast) -> None:
    answer = announce(lan, cast.filed(CODE))
    assert answer.status_code == 422
    assert "không nhận thêm" in answer.json()["error"]


def test_a_draft_thrown_away_meanwhile_takes_no_more(lan: Client, dossier: Dossier) -> None:
    address = announce(lan, dossier)["Location"]
    dossier.delete()
    answer = patch(lan, address, 0, CONTENT)
    assert answer.status_code == 422
    assert "bỏ đi" in answer.json()["error"]


def test_giving_up_leaves_nothing(lan: Client, dossier: Dossier) -> None:
    address = announce(lan, dossier)["Location"]
    patch(lan, address, 0, CONTENT[:100])
    assert lan.delete(address, headers=TUS).status_code == 204
    assert head(lan, address).status_code == 404
    assert not Upload.objects.exists()


def test_what_is_not_the_protocol_is_answered_as_the_protocol_says(lan: Client, dossier: Dossier) -> None:
    address = announce(lan, dossier)["Location"]
    options = lan.options("/tep/tai-len/")
    assert (options.status_code, options["Tus-Version"]) == (204, "1.0.0")
    assert "creation" in options["Tus-Extension"]
    assert lan.head(address).status_code == 412
    assert lan.post(address, headers=TUS).status_code == 405
    assert lan.get("/tep/tai-len/", headers=TUS).status_code == 405
    assert lan.patch(address, b"x", content_type="text/plain", headers=TUS).status_code == 415
    assert patch(lan, address, "-1", b"x").status_code == 400
    assert announce(lan, dossier, **{"Upload-Length": "ten"}).status_code == 400
    assert announce(lan, dossier, **{"Upload-Metadata": "filename ???"}).status_code == 400


def test_without_the_token_of_the_page_nothing_is_taken(cast: Cast, dossier: Dossier) -> None:
    client = logged_in(cast.citizen, enforce_csrf_checks=True)
    assert announce(client, dossier).status_code == 403
    client.cookies["csrftoken"] = "a" * 32
    assert announce(client, dossier, **{"X-CSRFToken": "a" * 32}).status_code == 201


def test_a_session_that_has_ended_is_told_so(dossier: Dossier) -> None:
    answer = announce(Client(), dossier)
    assert answer.status_code == 401
    assert "đăng nhập" in answer.json()["error"]


# Strangers


def test_for_a_stranger_dossier_upload_and_paper_do_not_exist(
    lan: Client, stranger: Client, dossier: Dossier
) -> None:
    assert announce(stranger, dossier).status_code == 404
    assert announce(stranger, "not-a-number").status_code == 404
    address = announce(lan, dossier)["Location"]
    assert head(stranger, address).status_code == 404
    assert patch(stranger, address, 0, CONTENT).status_code == 404
    assert stranger.delete(address, headers=TUS).status_code == 404
    patch(lan, address, 0, CONTENT)
    (paper,) = live(dossier)
    assert stranger.get(f"/tep/{paper.pk}/").status_code == 404
    assert stranger.post(f"/tep/{paper.pk}/bo/").status_code == 404
    assert stranger.get(place_of(dossier)).status_code == 404
    assert stranger.post(place_of(dossier), {"files": uploaded()}).status_code == 404
    assert len(live(dossier)) == 1


def test_an_officer_of_another_unit_sees_nothing_and_the_own_desk_does(cast: Cast) -> None:
    filed = cast.filed(CODE)
    paper = live(filed)[0]
    other = next(unit for unit in ("so-tu-phap", "so-noi-vu") if unit not in cast.desk_of(filed).units)
    assert logged_in(cast.officer(other, "handler")).get(f"/tep/{paper.pk}/").status_code == 404
    assert logged_in(cast.desk_of(filed)).get(f"/tep/{paper.pk}/").status_code == 200


def test_an_officer_who_may_look_may_not_put_papers_in(cast: Cast) -> None:
    accepted = cast.accepted(CODE)
    assert accepted.competent_unit is not None
    signer = cast.officer(accepted.competent_unit, "signer")
    assert announce(logged_in(signer), accepted).status_code == 403


def test_a_visitor_is_sent_to_the_log_in(dossier: Dossier) -> None:
    answer = Client().get(place_of(dossier))
    assert answer.status_code == 302
    assert "dang-nhap" in answer["Location"]


# From an ordinary form


def place_of(dossier: Dossier, component: str = COMPONENT) -> str:
    return f"/tep/ho-so/{dossier.pk}/{component}/"


def uploaded(content: bytes = CONTENT, name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


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
