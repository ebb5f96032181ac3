"""The look-up with the secret of the receipt: more than for everybody, nothing about anybody."""

from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.actions.receipt import issue_secret
from motcua.dossiers.models import Channel, Dossier
from motcua.organisation.models import Unit
from motcua.payments.models import Obligation
from motcua.web.portal.public import receipt
from tests.cast import Cast
from tests.payments.account import asked_for, open_account, pay

pytestmark = pytest.mark.django_db
CODE = "2.000635"
PAGE = "/tra-cuu/giay-tiep-nhan/"


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    receipt.LIMIT.forget()


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.accepted(CODE, channel=Channel.COUNTER)


def ask(client: Client, number: str, secret: str) -> Any:
    return client.post(PAGE, {"ma": number, "rieng": secret})


def test_it_tells_the_room_the_procedure_and_the_day(client: Client, cast: Cast, dossier: Dossier) -> None:
    secret = issue_secret(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    page = ask(client, dossier.number.lower(), secret.lower().replace("-", " ")).content.decode()
    item = dossier.work_items.open().get()
    assert f"{item.unit.name}: {item.name}" in page
    assert dossier.version.procedure.name in page
    assert dossier.due_at is not None
    assert "Hẹn trả" in page


def test_it_tells_nothing_about_people(client: Client, cast: Cast, dossier: Dossier) -> None:
    secret = issue_secret(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    page = ask(client, dossier.number, secret).content.decode()
    lan = cast.lan
    told = [lan.full_name, lan.personal_id, lan.phone, lan.residence, secret, str(dossier.pk)]
    told += [movement.actor.split(" (")[0] for movement in dossier.movements.all() if movement.user_id]
    assert not [each for each in told if str(each) in page]


def test_what_to_bring_is_told(client: Client, cast: Cast, dossier: Dossier) -> None:
    done = cast.work_off(dossier)
    page = ask(client, done.number, issue_secret(actor=cast.desk_of(done), dossier_id=done.pk))
    text = page.content.decode()
    assert "Đến nhận kết quả" in text
    assert "giấy tờ tùy thân" in text


@pytest.mark.parametrize("secret", ["AAAA-BBBB-CCCC", "x"])
def test_a_wrong_secret_and_a_wrong_code_are_told_alike(
    client: Client, dossier: Dossier, secret: str
) -> None:
    wrong_secret, wrong_code = ask(client, dossier.number, secret), ask(client, "H44.99-260101-0001", secret)
    assert wrong_secret.status_code == wrong_code.status_code == 404
    assert wrong_secret.context["error"] == wrong_code.context["error"]
    assert dossier.version.procedure.name not in wrong_secret.content.decode()


def test_without_a_secret_nothing_is_asked(client: Client, dossier: Dossier) -> None:
    assert ask(client, dossier.number, " ").status_code == 400


def test_guessing_is_braked(client: Client, dossier: Dossier) -> None:
    answers = [ask(client, dossier.number, f"{number:012d}").status_code for number in range(11)]
    assert answers == [404] * 10 + [429]


def test_the_door_from_the_look_up_for_everybody(client: Client, dossier: Dossier) -> None:
    assert PAGE in client.get("/tra-cuu/", {"ma": dossier.number}).content.decode()
    assert client.get(PAGE, {"ma": dossier.number}).status_code == 200


def test_who_owes_can_pay_from_there(client: Client, cast: Cast) -> None:
    open_account(Unit.objects.get(pk=f"ubnd-{cast.a_commune}"))
    dossier = cast.accepted(CODE, channel=Channel.COUNTER)
    secret = issue_secret(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    page = ask(client, dossier.number, secret).content.decode()
    asked = asked_for(Obligation.objects.get(pk=dossier.obligation_id))
    assert "Còn phải nộp 24.000 đồng" in page
    assert f"{asked.number} {dossier.number}" in page
    assert "data:image/png;base64," in page
    pay(asked.obligation)
    assert "Còn phải nộp" not in ask(client, dossier.number, secret).content.decode()
