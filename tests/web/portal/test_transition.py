"""The citizen is shown what a newer version changes, and chooses in plain words."""

import pytest
from django.test import Client

from motcua.dossiers.actions.transition import take_effect
from motcua.dossiers.models import Dossier, Transition
from motcua.identity.models import User
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.newer import MOVE, consent, fee, newer, term

pytestmark = pytest.mark.django_db
AT = "2026-11-05T09:00"


@pytest.fixture
def lan(cast: Cast, client: Client) -> Client:
    client.force_login(cast.lan.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(cast: Cast, clause: object = None) -> Dossier:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
        chosen = clause or consent("2026-11-20")
        newer(cast, BIRTH_AGAIN, term(3), fee("birth_again", 7000), begins="2026-11-05", clause=chosen)  # type: ignore[arg-type]
    with on(AT):
        take_effect()
    return dossier


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()  # type: ignore[no-any-return]


def test_what_changes_stands_side_by_side(lan: Client, cast: Cast) -> None:
    dossier = asked(cast)
    own, page = f"/ho-so/{dossier.pk}/", f"/ho-so/{dossier.pk}/quy-dinh-moi/"
    assert f'href="{page}"' in text(lan, own)
    shown = text(lan, page)
    row = shown.split("Thời hạn giải quyết")[1].split("</tr>")[0]
    assert row.index("5 ngày làm việc") < row.index("3 ngày làm việc")
    assert "5.000 đồng" in shown
    assert "7.000 đồng" in shown
    assert "20/11/2026" in shown
    assert " checked" not in shown, "nobody is led to either"


def test_who_agrees_reads_of_it_on_the_way_of_the_dossier(lan: Client, cast: Cast) -> None:
    dossier = asked(cast)
    with on(AT):
        answer = lan.post(f"/ho-so/{dossier.pk}/quy-dinh-moi/", {"chon": "chuyen"}, follow=True)
    said = answer.content.decode()
    assert "Hồ sơ đã chuyển sang quy định mới." in said
    assert "Hồ sơ chuyển sang bản mới của thủ tục" in said
    assert "Bạn được hỏi: quy định cũ hay mới" in said
    assert Transition.objects.get(dossier=dossier).state == Transition.State.MOVED


def test_who_stays_is_told_so(lan: Client, cast: Cast) -> None:
    dossier = asked(cast)
    with on(AT):
        answer = lan.post(f"/ho-so/{dossier.pk}/quy-dinh-moi/", {"chon": "giu"}, follow=True)
    assert "Hồ sơ giữ quy định lúc bạn nộp." in answer.content.decode()
    assert "người dân chọn ở lại" in text(lan, f"/ho-so/{dossier.pk}/quy-dinh-moi/")
    assert cast.fresh(dossier).version_id == dossier.version_id


def test_no_choice_is_asked_for_again(lan: Client, cast: Cast) -> None:
    dossier = asked(cast)
    with on(AT):
        said = lan.post(f"/ho-so/{dossier.pk}/quy-dinh-moi/", {}).content.decode()
    assert "Hãy chọn một trong hai cách." in said
    assert Transition.objects.get(dossier=dossier).is_awaiting


def test_too_late_is_said_kindly(lan: Client, cast: Cast) -> None:
    dossier = asked(cast)
    with on("2026-11-21T09:00"):
        said = lan.post(f"/ho-so/{dossier.pk}/quy-dinh-moi/", {"chon": "chuyen"}, follow=True)
    assert "hồ sơ giữ quy định cũ" in said.content.decode()


def test_a_stranger_finds_nothing(client: Client, cast: Cast) -> None:
    dossier = asked(cast)
    client.force_login(cast.stranger_person.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/ho-so/{dossier.pk}/quy-dinh-moi/").status_code == 404
    assert client.post(f"/ho-so/{dossier.pk}/quy-dinh-moi/", {"chon": "chuyen"}).status_code == 404
    assert Transition.objects.get(dossier=dossier).is_awaiting


def test_a_dossier_that_nothing_reached_says_so(lan: Client, cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    assert "không có gì phải chọn" in text(lan, f"/ho-so/{dossier.pk}/quy-dinh-moi/")


def test_officers_read_on_the_case_page_what_became_of_it(client: Client, cast: Cast) -> None:
    dossier = asked(cast, MOVE)
    user = User.objects.get(pk=cast.desk_of(dossier).user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    with on(AT):
        assert "<strong>Đã chuyển</strong>" in text(client, f"/can-bo/ho-so/{dossier.pk}/")
