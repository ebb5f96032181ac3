"""Parameters of a redirect gateway of the VNPAY kind (2.1.0), their signature, their words and ours."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from motcua.lib import moment
from motcua.lib.text import ascii_letters
from motcua.payments.gateway import Bill, Told

VERSION = "2.1.0"
SIGNATURE = "vnp_SecureHash"
_UNSIGNED = frozenset({SIGNATURE, "vnp_SecureHashType"})
# The query and its answer are signed over these values, joined by «|».
ASKED = (
    *("vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate"),
    *("vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo"),
)
ANSWERED = (
    *("vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef"),
    *("vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType"),
    *("vnp_TransactionStatus", "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount"),
)
DONE, WAITING, UNKNOWN_ORDER = "00", "01", "91"
# What we answer to a notification.
CONFIRMED, NOT_FOUND, ALREADY, INVALID_AMOUNT, INVALID_CHECKSUM, FAULT = "00", "01", "02", "04", "97", "99"
WORDS = {
    CONFIRMED: "Confirm Success",
    NOT_FOUND: "Order not found",
    ALREADY: "Order already confirmed",
    INVALID_AMOUNT: "Invalid amount",
    INVALID_CHECKSUM: "Invalid checksum",
    FAULT: "Not understood",
}
_MOMENT = "%Y%m%d%H%M%S"
_VALID = timedelta(minutes=15)
# An amount is written in hundredths of a đồng.
_HUNDREDTHS = 100


def mac(secret: str, text: str) -> str:
    """HMAC-SHA512 in hexadecimal."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def signed_text(parameters: Mapping[str, str]) -> str:
    """What is signed of an address: its filled parameters, sorted and url-encoded."""
    return urlencode(sorted((n, v) for n, v in parameters.items() if n not in _UNSIGNED and v))


def joined(names: Iterable[str], fields: Mapping[str, str]) -> str:
    """What is signed of a query or its answer."""
    return "|".join(fields.get(name, "") for name in names)


def is_right(secret: str, text: str, sent: str) -> bool:
    """Signed with the shared secret. Without a secret nothing is."""
    return bool(secret) and hmac.compare_digest(mac(secret, text).encode(), sent.lower().encode())


def parameters_of(query: str) -> dict[str, str]:
    """The gateway's own parameters. Raises ValueError when one stands twice: which of them was signed?"""
    pairs = [(name, value) for name, value in parse_qsl(query, max_num_fields=60) if name.startswith("vnp_")]
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a parameter stands twice")
    return dict(pairs)


def at_text(at: datetime) -> str:
    """A moment as they write it, in Vietnamese time."""
    return at.astimezone(moment.TZ).strftime(_MOMENT)


def begin(bill: Bill, *, terminal: str, return_url: str) -> dict[str, str]:
    """The parameters of the address people are sent to, without the signature."""
    return {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": terminal,
        "vnp_Amount": str(bill.amount * _HUNDREDTHS),
        "vnp_CurrCode": "VND",
        "vnp_TxnRef": bill.number,
        "vnp_OrderInfo": ascii_letters(f"Thanh toan ho so {bill.dossier}"),
        "vnp_OrderType": "other",
        "vnp_Locale": "vn",
        "vnp_ReturnUrl": return_url,
        "vnp_IpAddr": bill.ip,
        "vnp_CreateDate": at_text(bill.made_at),
        "vnp_ExpireDate": at_text(bill.made_at + _VALID),
    }


def told(fields: Mapping[str, str]) -> Told:
    """A signed return, notification or answer in our words. Raises ValueError.

    They name no currency on the way back: what was asked for in đồng is told in đồng.
    """
    amount = fields.get("vnp_Amount", "")
    if not (amount.isascii() and amount.isdigit() and len(amount) <= 15) or int(amount) % _HUNDREDTHS:
        raise ValueError("vnp_Amount")
    status = fields.get("vnp_TransactionStatus", "")
    transaction = fields.get("vnp_TransactionNo", "").strip()
    paid = status == DONE and fields.get("vnp_ResponseCode") == DONE
    if paid and transaction in ("", "0"):
        raise ValueError("vnp_TransactionNo")
    paid_at = fields.get("vnp_PayDate", "")
    return Told(
        number=fields.get("vnp_TxnRef", ""),
        transaction=transaction,
        amount=int(amount) // _HUNDREDTHS,
        currency=fields.get("vnp_CurrCode") or "VND",
        paid=None if status == WAITING else paid,
        at=_moment(paid_at) if paid_at else moment.now(),
    )


def _moment(text: str) -> datetime:
    return moment.told(datetime.strptime(text, _MOMENT).replace(tzinfo=moment.TZ))
