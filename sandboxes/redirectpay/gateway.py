"""The parameters of the gateway and its answers."""

import hashlib
import hmac
import json
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import requests

from sandboxes.cashier.app import Answer, page_of
from sandboxes.cashier.orders import Cashier, Event, Order

PAY_PATH, QUERY_PATH = "/paymentv2/vpcpay.html", "/merchant_webapi/api/transaction"
ASKED = (
    *("vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate"),
    *("vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo"),
)
ANSWERED = (
    *("vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef"),
    *("vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType"),
    *("vnp_TransactionStatus", "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount"),
)
# State: what the payer did, and where the transaction stands.
CODES = {"paid": ("00", "00"), "waiting": ("00", "01"), "cancelled": ("24", "02")}
# Answers that end the matter; the others mean that it is told again.
_FINAL = ("00", "01", "02", "04")


def mac(secret: str, text: str) -> str:
    """HMAC-SHA512 in hexadecimal."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def signed(parameters: dict[str, str], secret: str) -> str:
    """The sorted, url-encoded parameters with their signature."""
    text = urlencode(sorted((name, value) for name, value in parameters.items() if value))
    return f"{text}&vnp_SecureHash={mac(secret, text)}"


class Gateway:
    """One gateway with one terminal; `notify` is registered, not sent with a payment."""

    name = "Cổng thanh toán thử"

    def __init__(
        self,
        *,
        terminal: str,
        secret: str,
        notify: str,
        data: Path | None = None,
        late: float = 20.0,
    ) -> None:
        self.terminal, self.secret, self.notify = terminal, secret, notify
        self.cashier = Cashier(self.tell, data=data, late=late)

    def answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        """The address people are sent to, and the query."""
        match method, path:
            case "GET", _ if path == PAY_PATH:
                return self._begin(dict(parse_qsl(query)))
            case "POST", _ if path == QUERY_PATH:
                return Answer(200, self._queried(dict(json.loads(body))))
        return Answer(404, {"vnp_ResponseCode": "03"})

    def _begin(self, given: dict[str, str]) -> Answer:
        sent = given.pop("vnp_SecureHash", "")
        right = mac(self.secret, urlencode(sorted(given.items())))
        if given.get("vnp_TmnCode") != self.terminal or not hmac.compare_digest(right, sent):
            return Answer(401, "Sai chữ ký")
        order = self.cashier.take(
            Order(
                number=given["vnp_TxnRef"],
                amount=int(given["vnp_Amount"]) // 100,
                title=given["vnp_OrderInfo"],
                return_url=given["vnp_ReturnUrl"],
                info=given["vnp_CreateDate"],
            )
        )
        return Answer(303, to=page_of(order))

    def _queried(self, asked: dict[str, str]) -> dict[str, str]:
        text = "|".join(asked.get(name, "") for name in ASKED)
        order = self.cashier.orders.get(asked.get("vnp_TxnRef", ""))
        if not hmac.compare_digest(mac(self.secret, text), asked.get("vnp_SecureHash", "")):
            said = {"vnp_ResponseCode": "97"}
        elif order is None or order.info != asked.get("vnp_TransactionDate"):
            said = {"vnp_ResponseCode": "91", "vnp_TxnRef": asked.get("vnp_TxnRef", "")}
        else:
            said = {**self._said(order, order.last), "vnp_ResponseCode": "00"}
        said |= {
            "vnp_ResponseId": secrets.token_hex(16),
            "vnp_Command": "querydr",
            "vnp_TmnCode": self.terminal,
        }
        text = "|".join(said.get(name, "") for name in ANSWERED)
        return {**said, "vnp_SecureHash": mac(self.secret, text)}

    def way_back(self, order: Order, event: Event | None) -> str:
        """The address of the partner with signed parameters."""
        return f"{order.return_url}?{signed(self._said(order, event), self.secret)}"

    def tell(self, order: Order, event: Event) -> bool:
        """One notification; whether it need not be made again."""
        address = f"{self.notify}?{signed(self._said(order, event), self.secret)}"
        try:
            answer = requests.get(address, timeout=10, allow_redirects=False)
            return dict(answer.json()).get("RspCode") in _FINAL
        except (requests.RequestException, ValueError, TypeError):
            return False

    def _said(self, order: Order, event: Event | None) -> dict[str, str]:
        response, status = CODES[event.state if event is not None else "waiting"]
        return {
            "vnp_TmnCode": self.terminal,
            "vnp_TxnRef": order.number,
            "vnp_Amount": str((event.amount if event is not None else order.amount) * 100),
            "vnp_OrderInfo": order.title,
            "vnp_BankCode": "NCB",
            "vnp_TransactionNo": event.transaction if event is not None else "0",
            "vnp_PayDate": event.at if event is not None else "",
            "vnp_ResponseCode": response,
            "vnp_TransactionStatus": status,
        }
