"""Files over HTTP in pieces, and never a word of them to a stranger."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.documents.files import read
from motcua.documents.models import Upload
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


def place_of(dossier: Dossier, component: str = COMPONENT) -> str:
    return f"/tep/ho-so/{dossier.pk}/{component}/"


def uploaded(content: bytes = CONTENT, name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


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
