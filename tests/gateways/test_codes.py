"""The words of the protocols: what is proved over which text, and what is not understood."""

import hashlib
import hmac
from typing import Any

import pytest

from motcua.integrations.payplat import codes as payplat
from motcua.integrations.redirectpay import codes as redirectpay

CALLBACK = {
    "LoaiBanTin": "CALLBACK",
    "MaLoi": "00",
    "MaDoiTac": "motcua",
    "MaThamChieu": "1234567897",
    "SoTien": "8000",
    "MaTienTe": "VND",
    "MaGiaoDich": "G1",
    "MaNganHang": "970415",
    "ThoiGianGD": "20261128083000",
    "ThongTinGiaoDich": "",
}
RETURN = {
    "vnp_TmnCode": "motcua",
    "vnp_TxnRef": "1234567897",
    "vnp_Amount": "800000",
    "vnp_TransactionNo": "14",
    "vnp_PayDate": "20261128083000",
    "vnp_ResponseCode": "00",
    "vnp_TransactionStatus": "00",
}


def test_the_proof_of_the_platform_written_out() -> None:
    text = "CALLBACK|00|motcua|1234567897|8000|VND|G1|970415|20261128083000||secret"
    assert payplat.proof("CALLBACK", CALLBACK, "secret") == hashlib.sha256(text.encode()).hexdigest()


def test_the_signature_of_the_redirect_gateway_written_out() -> None:
    found = {"vnp_TxnRef": "1", "vnp_OrderInfo": "ho so 1&2", "vnp_BankCode": "", "vnp_SecureHash": "x"}
    text = "vnp_OrderInfo=ho+so+1%262&vnp_TxnRef=1"
    assert redirectpay.signed_text(found) == text
    right = hmac.new(b"secret", text.encode(), hashlib.sha512).hexdigest()
    assert redirectpay.is_right("secret", text, right.upper())
    assert not redirectpay.is_right("", text, redirectpay.mac("", text))


@pytest.mark.parametrize(("code", "paid"), [("00", True), ("09", None), ("24", False), ("99", False)])
def test_what_the_platform_says_became_of_it(code: str, paid: bool | None) -> None:
    told = payplat.told({**CALLBACK, "MaLoi": code})
    assert (told.paid, told.amount, told.number) == (paid, 8000, "1234567897")
    assert told.at.isoformat() == "2026-11-28T08:30:00+07:00"


@pytest.mark.parametrize(
    "change",
    [
        *({"SoTien": text} for text in ("", "-1", "8.000", "8000.0", "٨", "1" * 14)),
        {"MaGiaoDich": " "},
        {"ThoiGianGD": ""},
        {"ThoiGianGD": "28/11/2026"},
        {"ThoiGianGD": "00010101000000"},
    ],
)
def test_what_the_platform_may_not_say(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"SoTien|MaGiaoDich|time data|no moment"):
        payplat.told({**CALLBACK, **change})


@pytest.mark.parametrize("content", [{"a": "\ud800"}, [], "x", None])
def test_what_is_no_message_of_the_platform(content: Any) -> None:
    with pytest.raises(ValueError, match=r"no object|surrogates"):
        payplat.fields_of(content)


@pytest.mark.parametrize(
    ("response", "status", "paid"),
    [("00", "00", True), ("00", "01", None), ("24", "02", False), ("00", "02", False), ("07", "00", False)],
)
def test_what_the_redirect_gateway_says_became_of_it(response: str, status: str, paid: bool | None) -> None:
    told = redirectpay.told({**RETURN, "vnp_ResponseCode": response, "vnp_TransactionStatus": status})
    assert (told.paid, told.amount, told.currency) == (paid, 8000, "VND")


@pytest.mark.parametrize(
    "change",
    [
        *({"vnp_Amount": text} for text in ("", "800050", "-100", "1" * 16)),
        {"vnp_TransactionNo": "0"},
        {"vnp_PayDate": "today"},
        {"vnp_PayDate": "99991231235959"},
    ],
)
def test_what_the_redirect_gateway_may_not_say(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"vnp_|time data|no moment"):
        redirectpay.told({**RETURN, **change})
