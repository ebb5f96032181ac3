"""Giving results out and sending them by post, by the buttons of the desk."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN
from tests.stories import begin_with

pytestmark = pytest.mark.django_db

Browser = Callable[..., Client]
SHEET = {
    "recipient": "Nguyễn Thị Lan",
    "phone": "0912000111",
    "address": "Khu 3, phường Nông Trang",
    "payer": "receiver",
}


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return begin_with(
        "a result to be returned", cast, lambda cast: cast.finished(BIRTH_AGAIN, channel=Channel.COUNTER)
    )


def page_of(browser: Client, dossier: Dossier) -> str:
    return browser.get(reverse("desk:case", args=[dossier.pk])).content.decode()


def test_a_result_is_sent_followed_and_delivered(cast: Cast, dossier: Dossier, as_officer: Browser) -> None:
    desk = as_officer(cast.desk_of(dossier))
    send, note = (reverse(f"desk:{name}", args=[dossier.pk]) for name in ("send-post", "note-parcel"))
    refused = desk.post(send, SHEET)
    assert refused.status_code == 409
    assert "hãy ghi số hiệu" in refused.content.decode()
    assert "Khu 3, phường Nông Trang" in refused.content.decode(), "nothing typed is lost"
    assert desk.post(send, SHEET | {"number": "EA1VN"}).status_code == 302
    page = page_of(desk, dossier)
    assert "EA1VN" in page
    assert "không phải phí, lệ phí" in page
    assert reverse("desk:hand-over", args=[dossier.pk]) not in page
    assert desk.post(note, {}).status_code == 409
    assert desk.post(note, {"state": "posted"}).status_code == 302
    assert dossier.number in desk.get(reverse("desk:list", args=["o-buu-chinh"])).content.decode()
    assert desk.post(note, {"state": "delivered", "receiver": "Nguyễn Thị Lan"}).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).state == Status.RETURNED
    assert "Nguyễn Thị Lan nhận" in page_of(desk, dossier)


def test_a_parcel_that_came_back_is_fetched_at_the_desk(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    desk = as_officer(cast.desk_of(dossier))
    send, note, fetch, give = (
        reverse(f"desk:{name}", args=[dossier.pk])
        for name in ("send-post", "note-parcel", "fetch-at-desk", "hand-over")
    )
    desk.post(send, SHEET | {"number": "EA1VN"})
    desk.post(note, {"state": "posted"})
    desk.post(note, {"state": "returned"})
    assert dossier.number in desk.get(reverse("desk:list", args=["buu-chinh-hoan"])).content.decode()
    assert desk.post(fetch, {"reason": "Tự đến"}).status_code == 302
    wrong = desk.post(give, {"receiver": "Trần Văn Bình", "capacity": "delegate", "paper": "id-card"})
    assert wrong.status_code == 409
    assert "giấy ủy quyền" in wrong.content.decode()
    right = {"receiver": "Nguyễn Thị Lan", "capacity": "self", "paper": "id-card", "proof": "register"}
    assert desk.post(give, right).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).state == Status.RETURNED
    assert "Người nhận: Nguyễn Thị Lan; Thẻ căn cước; Đã ký vào sổ" in page_of(desk, dossier)


def test_another_commune_neither_sends_nor_sees(cast: Cast, dossier: Dossier, as_officer: Browser) -> None:
    other = Unit.objects.of_kind("commune_centre").exclude(pk=dossier.receiving_unit_id).order_by("pk")[0]
    browser = as_officer(cast.officer(other, DESK_OFFICER))
    for name in ("send-post", "note-parcel", "fetch-at-desk"):
        assert browser.post(reverse(f"desk:{name}", args=[dossier.pk]), SHEET).status_code == 404


def test_the_citizen_reads_where_the_parcel_is(cast: Cast, dossier: Dossier, as_officer: Browser) -> None:
    desk = as_officer(cast.desk_of(dossier))
    desk.post(reverse("desk:send-post", args=[dossier.pk]), SHEET | {"number": "EA1VN"})
    desk.post(reverse("desk:note-parcel", args=[dossier.pk]), {"state": "posted"})
    citizen = Client()
    citizen.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")
    page = citizen.get(reverse("mine:dossier", args=[dossier.pk])).content.decode()
    assert "Bưu chính đang chuyển" in page
    assert "EA1VN" in page
