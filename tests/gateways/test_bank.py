"""A bank tells of money: signed, in lists, repeatedly; a QR code pasted there settles what is owed."""

import json
import time
from typing import Any

import pytest
from django.test import Client
from sandboxes.bank import vietqr
from sandboxes.bank.bank import Bank
from sandboxes.signed import signature

from motcua.identity.actor import SYSTEM_ACTOR
from motcua.payments.actions import request
from motcua.payments.checks import SOUND
from motcua.payments.models import BankMessage, CollectingAccount, Obligation, Payment
from motcua.payments.vietqr import VietQR
from tests.gateways.conftest import AMOUNT, SECRET, Branch

pytestmark = pytest.mark.django_db

ADDRESS = "/ngan-hang/tin/"


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.BANK = {"client": "motcua", "secret": SECRET}


def credit(account: CollectingAccount, key: str = "FT1", **other: Any) -> dict[str, Any]:
    usual = {
        "bin": account.bank_bin,
        "account": account.number,
        "key": key,
        "amount": AMOUNT,
        "text": "chuyen tien",
        "at": "2026-11-28T08:30:00+07:00",
    }
    return {**usual, **other}


def send(
    content: Any, *, secret: str = SECRET, client: str = "motcua", age: int = 0, path: str = ADDRESS
) -> tuple[int, Any]:
    """A message as the bank sends it."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    stamp = str(int(time.time()) - age)
    headers = {
        "X-Bank-Client": client,
        "X-Bank-Time": stamp,
        "X-Bank-Signature": signature(secret, stamp=stamp, method="POST", path=path, body=body),
    }
    answer = Client(enforce_csrf_checks=True).post(
        ADDRESS, body, content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def results(content: Any) -> list[tuple[str, str]]:
    status, answer = send(content)
    assert status == 200
    return [(each["result"], each.get("why", "")) for each in answer["credits"]]


def is_sound() -> None:
    assert [sentence for question in SOUND.values() for sentence in question()] == []


def test_told_again_it_is_known_and_counted_once(account: CollectingAccount) -> None:
    told = {"credits": [credit(account)]}
    assert [results(told) for _ in range(3)] == [[("booked", "")], [("known", "")], [("known", "")]]
    (message,) = BankMessage.objects.all()
    assert (message.source, message.state) == ("webhook", BankMessage.State.UNMATCHED)
    assert results({"credits": [credit(account, amount=9000)]}) == [("refused", "other-amount")]
    is_sound()


def test_a_bad_item_does_not_stop_the_others(account: CollectingAccount) -> None:
    bad = [
        "x",
        credit(account, "FT2", amount=-1),
        credit(account, "FT3", amount="8000"),
        credit(account, "FT4", amount=True),
        {**credit(account, "FT5"), "account": "999"},
        credit(account, "FT6", at="yesterday"),
        credit(account, "FT7", text=7),
        credit(account, "FT8", at="0001-01-01T00:00:00+07:00"),
        credit(account, "FT8", at="9999-12-31T23:59:59-07:00"),
        credit(account, ""),
        credit(account, "F" * 81),
        {**credit(account), "key": 7},
    ]
    found = results({"credits": [credit(account, "FT1"), *bad, credit(account, "FT9")]})
    assert [result for result, _ in found] == ["booked", *["refused"] * len(bad), "booked"]
    assert [why for _, why in found[1:-1]] == [
        "not understood: credits",
        *["not understood: amount"] * 3,
        "unknown-account",
        "not understood: at",
        "not understood: text",
        *["not understood: at"] * 2,
        *["not understood: key"] * 3,
    ]
    assert set(BankMessage.objects.values_list("bank_key", flat=True)) == {"FT1", "FT9"}
    is_sound()


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "\ud800", "x" * 5000, ""])
def test_money_is_not_refused_for_its_words(account: CollectingAccount, text: str) -> None:
    assert results({"credits": [credit(account, text=text)]}) == [("booked", "")]


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "another"},
        {"age": 301},
        {"age": -301},
        {"client": "somebody"},
        {"path": "/elsewhere/"},
    ],
)
def test_what_is_not_signed_now_by_the_bank_is_refused(
    account: CollectingAccount, how: dict[str, Any]
) -> None:
    assert send({"credits": [credit(account)]}, **how) == (401, {"problem": "signature"})
    assert not BankMessage.objects.exists()


def test_without_a_secret_nobody_is_trusted(account: CollectingAccount, settings: Any) -> None:
    settings.BANK = {"client": "motcua", "secret": ""}
    assert send({"credits": [credit(account)]}, secret="")[0] == 401


@pytest.mark.parametrize("content", [b"{", b"[" * 60_000, [], {}, {"credits": {}}, {"credits": [1] * 501}])
def test_what_is_no_list_is_not_understood(content: Any) -> None:
    assert send(content)[0] == 400


def test_too_much_at_once_is_not_read() -> None:
    assert send(b" " * ((512 << 10) + 1))[0] == 413


def test_a_qr_code_pasted_at_the_bank_settles_what_is_owed(branch: Branch, obligation: Obligation) -> None:
    asked = request.by_qr(actor=SYSTEM_ACTOR, obligation_id=obligation.pk, code="H44.12-261128-0001")
    payload = request.qr_of(asked).payload
    assert branch.transfer(qr=payload).status_code == 303
    assert branch.tells() == 1
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.PAID
    assert Payment.objects.get(obligation=obligation).method == Payment.Method.TRANSFER
    (made,) = branch.bank.transfers
    assert (made.answer, branch.tells()) == ("booked", 0)
    assert branch.bank.statement(made.at[:10]).splitlines() == [
        "at,key,bin,account,amount,text",
        f"{made.at},{made.key},970415,118000002599,8000,{asked.number} H44.12-261128-0001",
    ]
    assert branch.bank.statement("2020-01-01") == "at,key,bin,account,amount,text\r\n"
    is_sound()


def test_typed_by_hand_and_told_when_the_system_is_back(branch: Branch, account: CollectingAccount) -> None:
    form = {"bin": "970415", "account": account.number, "amount": "8.000", "text": "nop  tien"}
    assert branch.transfer(**form).status_code == 303
    (made,) = branch.bank.transfers
    right, branch.bank.secret = branch.bank.secret, "wrong for a while"
    assert branch.tells() == 1
    assert (made.answer, BankMessage.objects.count()) == ("", 0)
    branch.bank.secret, made.due = right, time.time()
    assert branch.tells() == 1
    assert BankMessage.objects.get().text == "nop tien"


@pytest.mark.parametrize(
    "form",
    [
        {"qr": "000201010211"},
        {"qr": VietQR(bin="970415", account="123456789", amount=8000).payload.replace("8000", "9000")},
        {"bin": "970415", "account": "1", "amount": "0"},
        {"bin": "97041", "account": "1", "amount": "5"},
        {},
    ],
)
def test_the_bank_refuses_what_is_no_transfer(branch: Branch, form: dict[str, str]) -> None:
    answer = branch.transfer(**form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert branch.bank.transfers == []


def test_the_bank_reads_codes_of_others() -> None:
    """DOMAIN rules 33, 34, 36, and one check value changed."""
    card = "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52"
    assert vietqr.read(card)["account"] == "9704031101234567"
    bought = (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang63042E2E"
    )
    assert vietqr.read(bought) == {
        "bin": "970403",
        "account": "0011012345678",
        "amount": "180000",
        "text": "thanh toan don hang",
    }
    with pytest.raises(vietqr.NotVietQR):
        vietqr.read(bought[:-1] + "F")


def test_transfers_are_kept_over_a_restart(tmp_path: Any) -> None:
    about = {"client": "c", "secret": "s", "webhook": "http://127.0.0.1:1/", "data": tmp_path}
    Bank(**about).transfer(bin="970415", account="1", amount="5", text="")
    assert [each.amount for each in Bank(**about).transfers] == [5]
