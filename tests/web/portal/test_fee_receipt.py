"""Checking a receipt for money: whoever has it in the hand learns whether it holds, nobody else anything."""

from typing import Any

import pytest
from django.test import Client

from motcua.identity.actor import ACCOUNTANT, OFFICER, Actor
from motcua.lib.text import masked
from motcua.organisation.models import Unit
from motcua.payments.actions.receipt import replace, withdraw
from motcua.payments.models import Obligation, Receipt
from motcua.web.portal.public import fee_receipt
from tests.cast import Cast
from tests.payments.account import open_account, pay

pytestmark = pytest.mark.django_db
PAGE = "/bien-lai/"


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    fee_receipt.LIMIT.forget()


@pytest.fixture
def receipt(cast: Cast) -> Receipt:
    open_account(Unit.objects.get(pk=f"ubnd-{cast.a_commune}"))
    dossier = cast.filed("1.004873")
    pay(Obligation.objects.get(pk=dossier.obligation_id))
    return Receipt.objects.get()


def accountant(receipt: Receipt) -> Actor:
    unit = receipt.series.unit_id
    roles = frozenset({ACCOUNTANT})
    return Actor(kind=OFFICER, name="Kế toán", user_id=9, unit_id=unit, units=frozenset({unit}), roles=roles)


def typed(client: Client, receipt: Receipt, **other: str) -> Any:
    given = {"ky-hieu": receipt.series.symbol, "so": f"{receipt.number:08d}", "rieng": receipt.secret}
    return client.post(PAGE, {**given, **other})


def test_the_code_on_the_receipt_says_that_it_holds(client: Client, cast: Cast, receipt: Receipt) -> None:
    page = client.get(f"{PAGE}{receipt.secret}/").content.decode()
    assert "Biên lai có hiệu lực." in page
    assert str(receipt) in page
    assert "3.000 đồng" in page
    assert masked(cast.lan.full_name) in page


def test_nobody_is_named(client: Client, cast: Cast, receipt: Receipt) -> None:
    withdraw(actor=accountant(receipt), receipt_id=receipt.pk, reason=f"Sai tên {cast.lan.full_name}")
    page = client.get(f"{PAGE}{receipt.secret}/").content.decode()
    assert "không còn hiệu lực" in page
    assert not [each for each in (cast.lan.full_name, cast.lan.personal_id) if str(each) in page]


def test_what_stands_on_the_paper_can_be_typed(client: Client, receipt: Receipt) -> None:
    assert "Biên lai có hiệu lực." in typed(client, receipt, so="1").content.decode()
    low = typed(client, receipt, **{"ky-hieu": f" {receipt.series.symbol.lower()} "})
    assert "Biên lai có hiệu lực." in low.content.decode()


@pytest.mark.parametrize("wrong", [{"so": "2"}, {"ky-hieu": "X99E"}, {"rieng": "0" * 16}, {"so": "một"}])
def test_whatever_is_wrong_is_told_alike(client: Client, receipt: Receipt, wrong: dict[str, str]) -> None:
    answer = typed(client, receipt, **wrong)
    assert answer.status_code == 404
    assert answer.context["error"] == fee_receipt.WRONG
    assert "3.000" not in answer.content.decode()


def test_all_three_have_to_be_given(client: Client, receipt: Receipt) -> None:
    assert typed(client, receipt, rieng=" ").status_code == 400


def test_a_replaced_one_names_the_other(client: Client, receipt: Receipt) -> None:
    new = replace(actor=accountant(receipt), receipt_id=receipt.pk, reason="Sai tên", payer="Nguyễn Văn Nam")
    page = client.get(f"{PAGE}{receipt.secret}/").content.decode()
    assert "không còn hiệu lực" in page
    assert f"Đã được thay thế bằng biên lai {new}" in page
    assert f"Thay thế biên lai {receipt}" in client.get(f"{PAGE}{new.secret}/").content.decode()


def test_trying_out_is_stopped_by_either_way(client: Client, receipt: Receipt) -> None:
    for _ in range(fee_receipt.LIMIT.most):
        assert client.get(f"{PAGE}0000000000000000/").status_code == 404
    assert client.get(f"{PAGE}{receipt.secret}/").status_code == 429
    assert typed(client, receipt).status_code == 429
