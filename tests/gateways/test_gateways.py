"""Paying through a gateway: told once, three times, late, never, too little, twice, by somebody else."""

import socket
import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from sandboxes.cashier.orders import NEVER, Cashier, Order
from sandboxes.redirectpay.gateway import signed

from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.payments import differences, gateway
from motcua.payments.actions import cancel
from motcua.payments.actions.through_gateway import (
    ENDED,
    OTHER_AMOUNT,
    OTHER_CURRENCY,
    TWICE,
    ask_about_waiting,
)
from motcua.payments.books import standing
from motcua.payments.checks import SOUND
from motcua.payments.gateway import GatewayError
from motcua.payments.models import GatewayMessage, Obligation, Payment, PaymentRequest, Receipt
from tests.gateways.conftest import AMOUNT, SECRET, Counter, System, bill_for, served

pytestmark = pytest.mark.django_db

_STATE = Obligation.State


def state(obligation: Obligation) -> str:
    obligation.refresh_from_db()
    return obligation.state


def is_sound() -> None:
    assert [sentence for question in SOUND.values() for sentence in question()] == []


def problems() -> list[str]:
    return list(GatewayMessage.objects.order_by("pk").values_list("problem", flat=True))


def later() -> Any:
    """A moment at which requests are asked about."""
    return moment.at(moment.now() + timedelta(minutes=6))


def receipts(obligation: Obligation) -> int:
    return Receipt.objects.filter(payment__obligation=obligation).count()


def test_a_person_pays_and_comes_back(counter: Counter, obligation: Obligation) -> None:
    asked, page = counter.begin()
    shown = requests.get(page, timeout=60).text
    assert "8.000 đồng" in shown
    assert "Trả tiền" in shown
    assert counter.dossier.code in shown
    back = counter.press(page, "pay")
    assert counter.tells() == 1
    assert state(obligation) == _STATE.PAID
    answer = counter.system.get(back)
    assert answer.status_code == 302
    assert str(counter.dossier.pk) in answer.headers["Location"]
    assert Payment.objects.get(obligation=obligation).method == Payment.Method.GATEWAY
    assert PaymentRequest.objects.get(pk=asked.pk).next_ask_at is None
    assert counter.tells() == 0, "answered: nothing is told again"
    is_sound()


def test_told_three_times_is_one_payment_with_its_receipts_once(
    counter: Counter, obligation: Obligation
) -> None:
    """DOMAIN rule 43."""
    _, page = counter.begin()
    counter.press(page, "pay")
    assert counter.tells() == 1
    once = receipts(obligation)
    assert counter.tells_again()
    assert counter.tells_again()
    assert (Payment.objects.count(), receipts(obligation)) == (1, once)
    assert once == 1
    assert state(obligation) == _STATE.PAID
    is_sound()


def test_less_than_asked_is_no_payment_but_kept_apart_for_the_accountant(
    counter: Counter, obligation: Obligation
) -> None:
    """DOMAIN rule 43: 7,999 for 8,000."""
    asked, _ = counter.begin()
    counter.cashier.pay(asked.number, amount=7_999)
    counter.tells()
    assert counter.tells_again()
    assert state(obligation) == _STATE.DUE
    assert not Payment.objects.filter(obligation=obligation).exists()
    assert problems() == [OTHER_AMOUNT]
    assert differences.from_gateways(["ubnd-tinh"]).count() == 1
    is_sound()


def test_paid_twice_leaves_the_second_as_surplus(counter: Counter, obligation: Obligation) -> None:
    _, page = counter.begin()
    counter.press(page, "twice")
    assert counter.tells() == 2
    assert state(obligation) == _STATE.OVER
    assert standing(obligation).surplus == AMOUNT
    assert problems() == ["", TWICE]
    assert receipts(obligation) == 1
    is_sound()


def test_the_callback_comes_late_after_the_browser_is_back(counter: Counter, obligation: Obligation) -> None:
    counter.cashier.late = 3600
    asked, page = counter.begin()
    answer = counter.system.get(counter.press(page, "late"))
    assert str(counter.dossier.pk) in answer.headers["Location"]
    assert (counter.tells(), state(obligation)) == (0, _STATE.DUE)
    (event,) = counter.cashier.orders[asked.number].events
    event.due = time.time()
    assert (counter.tells(), state(obligation)) == (1, _STATE.PAID)
    is_sound()


def test_the_browser_is_back_first_and_is_believed(counter: Counter, obligation: Obligation) -> None:
    _, page = counter.begin()
    back = counter.press(page, "pay")
    assert counter.system.get(back).status_code == 302
    assert state(obligation) == _STATE.PAID
    assert counter.system.get(back).status_code == 302, "reloaded"
    assert counter.tells() == 1
    assert (Payment.objects.count(), counter.tells()) == (1, 0)
    is_sound()


def test_never_told_is_found_by_asking(counter: Counter, obligation: Obligation) -> None:
    asked, page = counter.begin()
    counter.press(page, "silent")
    assert counter.tells() == 0
    assert ask_about_waiting() == 0, "not yet"
    with later():
        assert ask_about_waiting() == 1
    assert state(obligation) == _STATE.PAID
    assert GatewayMessage.objects.get().request_id == asked.pk
    is_sound()


def test_asked_before_anybody_paid(counter: Counter, obligation: Obligation) -> None:
    asked, _ = counter.begin()
    with later():
        assert ask_about_waiting() == 1
    told = gateway.adapter(counter.name).ask(asked.number, asked.made_at)
    assert told is not None
    assert told.paid is None
    assert gateway.adapter(counter.name).ask("1234567897", asked.made_at) is None
    assert state(obligation) == _STATE.DUE


def test_who_cancels_still_owes_and_may_pay_afterwards(counter: Counter, obligation: Obligation) -> None:
    _, page = counter.begin()
    answer = counter.system.get(counter.press(page, "cancel"))
    assert answer.status_code == 302
    assert counter.tells() == 1
    assert (state(obligation), GatewayMessage.objects.count()) == (_STATE.DUE, 0)
    counter.press(page, "pay")
    counter.tells()
    assert state(obligation) == _STATE.PAID


def test_success_after_a_cancellation_is_surplus(counter: Counter, obligation: Obligation) -> None:
    _, page = counter.begin()
    cancel(actor=SYSTEM_ACTOR, obligation_id=obligation.pk, chain="system")
    counter.press(page, "pay")
    assert counter.tells() == 1
    assert state(obligation) == _STATE.OVER
    assert standing(obligation).surplus == AMOUNT
    assert problems() == [ENDED]
    is_sound()


def test_a_number_never_given_is_answered_so(counter: Counter, obligation: Obligation) -> None:
    asked, page = counter.begin()
    order = counter.cashier.orders.pop(asked.number)
    order.number = "1234567897"
    counter.cashier.orders[order.number] = order
    back = counter.press(page.rsplit("/", 1)[0] + "/1234567897", "pay")
    assert counter.tells() == 1
    assert counter.tells() == 0, "the answer ends the matter"
    assert counter.system.get(back).headers["Location"] == "/ho-so/"
    assert (state(obligation), Payment.objects.count()) == (_STATE.DUE, 0)


def test_the_gateway_is_away(counter: Counter, obligation: Obligation, settings: Any) -> None:
    asked, _ = counter.begin()
    with socket.create_server(("127.0.0.1", 0)) as free:
        away = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings.PAYPLAT = {**settings.PAYPLAT, "url": away}
    settings.REDIRECTPAY = {**settings.REDIRECTPAY, "url": away}
    with pytest.raises(GatewayError) as caught:
        gateway.adapter(counter.name).ask(asked.number, asked.made_at)
    assert caught.value.retry
    with later():
        assert ask_about_waiting() == 1, "asked, unheard, and asked again later"
        assert ask_about_waiting() == 0
    assert PaymentRequest.objects.get(pk=asked.pk).next_ask_at is not None


def test_the_system_is_away_and_is_told_later(counter: Counter, obligation: Obligation) -> None:
    _, page = counter.begin()
    counter.press(page, "pay")
    (event,) = next(iter(counter.cashier.orders.values())).events
    tell, counter.cashier.tell = counter.cashier.tell, lambda order, event: False
    assert counter.cashier.call_back() == 1
    assert event.due is not None
    assert event.due > time.time()
    counter.cashier.tell, event.due = tell, time.time()
    assert (counter.tells(), state(obligation)) == (1, _STATE.PAID)


@pytest.mark.parametrize(
    ("status", "body", "retry"),
    [
        ("503 Service Unavailable", b"", True),
        ("429 Too Many Requests", b"", True),
        ("200 OK", b"<html>", False),
        ("200 OK", b"[1]", False),
        ("200 OK", b"{}", False),
    ],
)
def test_an_answer_that_is_none(
    counter: Counter, settings: Any, status: str, body: bytes, retry: bool
) -> None:
    def app(environ: Any, start: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start(status, [("Content-Length", str(len(body)))])
        return [body]

    asked, _ = counter.begin()
    with served(app) as url:
        settings.PAYPLAT = {**settings.PAYPLAT, "url": url}
        settings.REDIRECTPAY = {**settings.REDIRECTPAY, "url": url}
        with pytest.raises(GatewayError) as caught:
            gateway.adapter(counter.name).ask(asked.number, asked.made_at)
    assert caught.value.retry is retry
    assert caught.value.message.endswith(".")


def test_an_answer_signed_by_somebody_else_is_not_believed(counter: Counter, settings: Any) -> None:
    asked, page = counter.begin()
    counter.press(page, "silent")
    settings.PAYPLAT = {**settings.PAYPLAT, "secret": "another"}
    settings.REDIRECTPAY = {**settings.REDIRECTPAY, "secret": "another"}
    with pytest.raises(GatewayError) as caught:
        gateway.adapter(counter.name).ask(asked.number, asked.made_at)
    assert not caught.value.retry


def test_two_gateways_do_not_answer_for_each_other(
    payplat: Counter, redirectpay: Counter, obligation: Obligation
) -> None:
    """A number given to one, told by the other with a right proof of its own, is unknown there."""
    asked, _ = redirectpay.begin()
    payplat.cashier.take(Order(asked.number, AMOUNT, "", f"{payplat.system.url}/thanh-toan/payplat/ve/"))
    payplat.cashier.pay(asked.number)
    assert (payplat.tells(), payplat.tells()) == (1, 0)
    assert (state(obligation), GatewayMessage.objects.count()) == (_STATE.DUE, 0)


# One gateway only


def test_payplat_another_currency_is_never_taken_for_money(payplat: Counter, obligation: Obligation) -> None:
    asked, _ = payplat.begin()
    payplat.cashier.pay(asked.number, currency="USD")
    assert payplat.tells() == 1
    assert (state(obligation), problems()) == (_STATE.DUE, [OTHER_CURRENCY])
    is_sound()


def test_payplat_is_away_when_somebody_wants_to_pay(
    payplat: Counter, dossier: Dossier, settings: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.PAYPLAT = {**settings.PAYPLAT, "url": f"http://127.0.0.1:{free.getsockname()[1]}"}
    _, bill = bill_for(dossier, "payplat")
    with pytest.raises(GatewayError, match="đang không trả lời"):
        gateway.adapter("payplat").begin(bill)


def test_payplat_takes_nothing_with_a_wrong_secret(payplat: Counter, dossier: Dossier, settings: Any) -> None:
    settings.PAYPLAT = {**settings.PAYPLAT, "secret": "another"}
    _, bill = bill_for(dossier, "payplat")
    with pytest.raises(GatewayError):
        gateway.adapter("payplat").begin(bill)


def _callback(payplat: Counter) -> tuple[PaymentRequest, dict[str, str]]:
    asked, page = payplat.begin()
    back = payplat.press(page, "pay")
    return asked, {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def _post(system: System, content: Any) -> tuple[int, str]:
    address = f"{system.url}/thanh-toan/payplat/tin/"
    answer = system.while_serving(lambda: requests.post(address, json=content, timeout=60))
    return answer.status_code, answer.json()["MaLoi"]


@pytest.mark.parametrize(
    "change",
    [
        {"SoTien": "1"},
        {"MaThamChieu": "1234567897"},
        {"MaXacThuc": ""},
        {"MaXacThuc": "0" * 64},
        {"MaDoiTac": "another"},
        {"LoaiBanTin": "ANSWER"},
        {"MaNganHang": "970415|"},
    ],
)
def test_payplat_a_wrong_proof_is_refused_and_logged(
    payplat: Counter, obligation: Obligation, change: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    _, fields = _callback(payplat)
    assert _post(payplat.system, {**fields, **change}) == (401, "97")
    assert "wrong proof" in caplog.text
    assert (state(obligation), Payment.objects.count()) == (_STATE.DUE, 0)


def test_payplat_without_a_secret_trusts_nobody(
    payplat: Counter, obligation: Obligation, settings: Any
) -> None:
    _, fields = _callback(payplat)
    settings.PAYPLAT = {**settings.PAYPLAT, "secret": ""}
    assert _post(payplat.system, fields) == (401, "97")


def test_payplat_a_repeat_is_answered_alike(payplat: Counter, obligation: Obligation) -> None:
    _, fields = _callback(payplat)
    assert _post(payplat.system, fields) == _post(payplat.system, fields) == (200, "00")
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("content", [[], "x", None, 3])
def test_payplat_what_is_no_message_is_not_understood(payplat: Counter, content: Any) -> None:
    assert _post(payplat.system, content) == (400, "96")


def test_payplat_brackets_in_brackets_without_end_are_not_understood(payplat: Counter) -> None:
    answer = Client().post("/thanh-toan/payplat/tin/", b"[" * 60_000, content_type="application/json")
    assert (answer.status_code, answer.json()["MaLoi"]) == (400, "96")


def _notify(system: System, back: str) -> str:
    answer = system.get(f"{system.url}/thanh-toan/redirectpay/tin/?{urlsplit(back).query}")
    code: str = answer.json()["RspCode"]
    return code


def test_redirectpay_answers_what_its_kind_expects(redirectpay: Counter, obligation: Obligation) -> None:
    _, page = redirectpay.begin()
    back = redirectpay.press(page, "pay")
    assert _notify(redirectpay.system, back.replace("vnp_Amount=800000", "vnp_Amount=900000")) == "97"
    assert _notify(redirectpay.system, f"{back}&vnp_Amount=1") == "97", "a parameter stands twice"
    assert state(obligation) == _STATE.DUE
    assert [_notify(redirectpay.system, back) for _ in range(3)] == ["00", "02", "02"]
    assert state(obligation) == _STATE.PAID


def test_redirectpay_half_a_dong_is_not_understood(redirectpay: Counter, obligation: Obligation) -> None:
    asked, _ = redirectpay.begin()
    said = {"vnp_TmnCode": "motcua", "vnp_TxnRef": asked.number, "vnp_Amount": "800050"}
    query = signed(said, SECRET)
    assert _notify(redirectpay.system, f"/?{query}") == "99"
    back = redirectpay.system.get(f"{redirectpay.system.url}/thanh-toan/redirectpay/ve/?{query}")
    assert back.headers["Location"] == "/ho-so/"
    assert state(obligation) == _STATE.DUE


def test_redirectpay_another_amount_is_answered_so(redirectpay: Counter, obligation: Obligation) -> None:
    asked, page = redirectpay.begin()
    order = redirectpay.cashier.orders[asked.number]
    order.amount = 7_999
    back = redirectpay.press(page, "pay")
    assert [_notify(redirectpay.system, back) for _ in range(2)] == ["04", "04"]
    assert (state(obligation), problems()) == (_STATE.DUE, [OTHER_AMOUNT])


def test_redirectpay_a_changed_return_leads_nowhere(
    redirectpay: Counter, obligation: Obligation, caplog: pytest.LogCaptureFixture
) -> None:
    _, page = redirectpay.begin()
    back = redirectpay.press(page, "cancel").replace("vnp_TransactionStatus=02", "vnp_TransactionStatus=00")
    assert redirectpay.system.get(back).headers["Location"] == "/ho-so/"
    assert "wrong signature" in caplog.text
    assert state(obligation) == _STATE.DUE


def test_redirectpay_an_address_with_another_amount_is_not_taken(
    redirectpay: Counter, dossier: Dossier
) -> None:
    _, bill = bill_for(dossier, "redirectpay")
    address = gateway.adapter("redirectpay").begin(bill)
    changed = address.replace("vnp_Amount=800000", "vnp_Amount=100")
    assert requests.get(changed, timeout=60).status_code == 401


def test_an_unknown_gateway_is_not_asked_for(dossier: Dossier, counter: Counter) -> None:
    with pytest.raises(Refused):
        bill_for(dossier, "nowhere")
    assert not PaymentRequest.objects.filter(gateway="nowhere").exists()


def test_orders_are_kept_over_a_restart(counter: Counter, tmp_path: Any) -> None:
    asked, _ = counter.begin()
    order = counter.cashier.orders[asked.number]
    kept = Cashier(lambda order, event: True, data=tmp_path)
    kept.take(order)
    kept.pay(asked.number, told=NEVER)
    again = Cashier(lambda order, event: True, data=tmp_path)
    assert again.orders[asked.number].state == "paid"
