"""The places of a dossier on the pages where they are chosen: at the counter, and when filing online."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.actions import draft
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.identity.models import User
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.papers_away import RESIDENCE, elsewhere

pytestmark = pytest.mark.django_db


def browser(user_id: int | None) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user_id), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def away(cast: Cast) -> Dossier:
    """Somebody of one commune at the desk of another."""
    far = elsewhere(cast)
    sample = cast.draft(RESIDENCE, channel=Channel.COUNTER)
    return draft.start(
        actor=cast.officer(far, DESK_OFFICER),
        version=sample.version,
        submitter=cast.lan,
        channel=Channel.COUNTER,
        receiving_unit=far,
        answers=sample.answers,
        raw=sample.raw,
    )


def test_the_counter_says_who_decides_and_until_when_the_papers_have_to_be_there(
    cast: Cast, away: Dossier
) -> None:
    desk = browser(cast.officer(elsewhere(cast), DESK_OFFICER).user_id)
    url = reverse("desk:intake", args=[away.pk])
    with on("2026-11-18T15:30"):
        text = desk.get(url).content.decode()
    assert "bạn tiếp nhận phi địa giới" in text
    assert "08:00, Thứ Năm, 19/11/2026" in text
    assert "Nhận tại bộ phận một cửa khác" in text
    home = f"ttpvhcc-{cast.a_commune}"
    keep = reverse("desk:intake-keep", args=[away.pk])
    typed = {**away.answers, **away.raw, "desk-return": "desk"}
    assert desk.post(keep, {**typed, "desk-return-unit": home}).status_code == 200
    away.refresh_from_db()
    assert away.return_unit_id == home
    desk.post(keep, typed)
    away.refresh_from_db()
    assert away.return_unit_id == away.receiving_unit_id


def test_online_the_person_chooses_the_desk_to_fetch_the_result_at(cast: Cast) -> None:
    begun = cast.draft(BIRTH_AGAIN)
    citizen, url = browser(cast.lan.user_id), reverse("filing:place", args=[begun.pk])
    far = elsewhere(cast)
    text = citizen.get(url).content.decode()
    assert far.name in text
    sent = {"return_method": "desk", "return_unit": far.pk, "chosen_place": cast.a_commune}
    assert citizen.post(url, sent).status_code == 302
    begun.refresh_from_db()
    assert begun.return_unit_id == far.pk
    assert far.name in citizen.get(reverse("filing:check", args=[begun.pk])).content.decode()
    wrong = citizen.post(url, {**sent, "return_unit": "khong-co"}).content.decode()
    assert "Kết quả của thủ tục này không trả ở nơi bạn chọn." in wrong
