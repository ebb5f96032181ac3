"""Money at the desk: the code to scan, the live word, the receipt to hand over; nothing for other desks."""

import pytest
from django.test import Client

from motcua.dossiers.actions.seal_receipts import seal_receipts
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER, HANDLER, Actor
from motcua.identity.models import User
from motcua.organisation.models import Unit
from motcua.payments.models import Obligation, Receipt
from tests.cast import Cast
from tests.payments.account import asked_for, open_account, pay

pytestmark = pytest.mark.django_db
CODE = "2.000635"


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    open_account(Unit.objects.get(pk=f"ubnd-{cast.a_commune}"))
    return cast.filed(CODE, channel=Channel.COUNTER)


def owed(dossier: Dossier) -> Obligation:
    return Obligation.objects.get(pk=dossier.obligation_id)


def enter(client: Client, acting: Actor) -> Client:
    user = User.objects.get(pk=acting.user_id)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    body: str = answer.content.decode()
    return body


def test_after_intake_the_code_stands_there_to_be_scanned(
    client: Client, cast: Cast, dossier: Dossier
) -> None:
    enter(client, cast.desk_of(dossier))
    page = text(client, f"/can-bo/quay/ho-so/{dossier.pk}/xong/")
    asked = asked_for(owed(dossier))
    assert "QR để người dân quét tại quầy" in page
    assert f"{asked.number} {dossier.number}" in page
    assert f'data-pay-state="/can-bo/ho-so/{dossier.pk}/nop-tien/tinh-trang/"' in page


def test_the_officer_is_told_that_the_money_is_there(client: Client, cast: Cast, dossier: Dossier) -> None:
    enter(client, cast.desk_of(dossier))
    state = f"/can-bo/ho-so/{dossier.pk}/nop-tien/tinh-trang/"
    assert not client.get(state).json()["done"]
    pay(owed(dossier))
    told = client.get(state).json()
    assert (told["done"], told["waits"], told["receipts"][0]["url"]) == (True, True, "")
    assert "Đang ký số" in told["receipts"][0]["note"]
    early = client.get(f"/can-bo/ho-so/{dossier.pk}/bien-lai/{Receipt.objects.get().pk}.pdf")
    assert (early.status_code, "đang được ký số" in early.content.decode()) == (400, True)
    seal_receipts()
    mark, told = told["mark"], client.get(state).json()
    assert told["mark"] != mark
    assert (told["done"], told["waits"]) == (True, False)
    page = text(client, f"/can-bo/ho-so/{dossier.pk}/")
    assert told["words"] in page
    assert told["receipts"][0]["url"] in page
    answer = client.get(told["receipts"][0]["url"])
    assert answer.content.startswith(b"%PDF")
    assert "QR để người dân quét" not in page


def test_what_is_left_gets_a_code_when_it_is_asked_for(client: Client, cast: Cast, dossier: Dossier) -> None:
    enter(client, cast.desk_of(dossier))
    pay(owed(dossier), 4000)
    page = text(client, f"/can-bo/ho-so/{dossier.pk}/")
    assert "Lập mã QR cho số còn phải nộp" in page
    client.post(f"/can-bo/ho-so/{dossier.pk}/nop-tien/lap-ma/")
    assert asked_for(owed(dossier)).amount == 20_000


def test_a_free_dossier_says_nothing_of_codes(client: Client, cast: Cast) -> None:
    dossier = cast.filed("1.001193", channel=Channel.COUNTER)
    enter(client, cast.desk_of(dossier))
    assert "data-pay-state" not in text(client, f"/can-bo/quay/ho-so/{dossier.pk}/xong/")


def test_another_desk_finds_nothing(client: Client, cast: Cast, dossier: Dossier) -> None:
    pay(owed(dossier))
    other = Unit.objects.of_kind("commune_centre").exclude(pk=dossier.receiving_unit_id).order_by("pk")[0]
    enter(client, cast.officer(other, DESK_OFFICER))
    receipt = Receipt.objects.get()
    for rest in ("nop-tien/tinh-trang/", f"bien-lai/{receipt.pk}.pdf"):
        assert client.get(f"/can-bo/ho-so/{dossier.pk}/{rest}").status_code == 404
    assert client.post(f"/can-bo/ho-so/{dossier.pk}/nop-tien/lap-ma/").status_code == 404


def test_only_a_desk_makes_codes(client: Client, cast: Cast, dossier: Dossier) -> None:
    enter(client, cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER))
    assert client.post(f"/can-bo/ho-so/{dossier.pk}/nop-tien/lap-ma/").status_code == 403
