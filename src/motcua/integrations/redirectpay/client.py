"""The redirect gateway: a signed address for the browser, and a query over HTTP."""

import logging
import secrets
from datetime import datetime

import requests
from django.conf import settings
from django.urls import reverse

from motcua.integrations.redirectpay import codes
from motcua.lib import moment
from motcua.payments.gateway import Bill, GatewayError, Told

log = logging.getLogger(__name__)
NAME = "redirectpay"
PAY_PATH, QUERY_PATH = "/paymentv2/vpcpay.html", "/merchant_webapi/api/transaction"
TIMEOUT = (3.05, 10)
_AWAY = "Cổng thanh toán đang không trả lời. Hãy thử lại sau ít phút hoặc chọn cách nộp khác."
_NONSENSE = "Cổng thanh toán trả lời không đúng thỏa thuận."


class RedirectGateway:
    """The adapter of `payments.gateway.Gateway`."""

    def begin(self, bill: Bill) -> str:
        """Nothing is sent: the signed address itself announces it. People come back to an address of ours
        that checks the signature.
        """
        about = settings.REDIRECTPAY
        return_url = settings.PUBLIC_URL + reverse("redirectpay:back")
        text = codes.signed_text(codes.begin(bill, terminal=about["terminal"], return_url=return_url))
        return f"{about['url']}{PAY_PATH}?{text}&{codes.SIGNATURE}={codes.mac(about['secret'], text)}"

    def ask(self, number: str, made_at: datetime) -> Told | None:
        """Their `querydr`."""
        about = settings.REDIRECTPAY
        fields = {
            "vnp_RequestId": secrets.token_hex(16),
            "vnp_Version": codes.VERSION,
            "vnp_Command": "querydr",
            "vnp_TmnCode": about["terminal"],
            "vnp_TxnRef": number,
            "vnp_OrderInfo": f"Hoi giao dich {number}",
            "vnp_TransactionDate": codes.at_text(made_at),
            "vnp_CreateDate": codes.at_text(moment.now()),
            "vnp_IpAddr": "127.0.0.1",
        }
        fields[codes.SIGNATURE] = codes.mac(about["secret"], codes.joined(codes.ASKED, fields))
        answer = self._send(fields)
        if answer.get("vnp_TxnRef") != number or answer.get("vnp_TmnCode") != about["terminal"]:
            raise GatewayError(_NONSENSE, retry=False)
        if answer.get("vnp_ResponseCode") == codes.UNKNOWN_ORDER:
            return None
        try:
            return codes.told(answer)
        except ValueError as problem:
            raise GatewayError(_NONSENSE, retry=False) from problem

    def _send(self, fields: dict[str, str]) -> dict[str, str]:
        about = settings.REDIRECTPAY
        try:
            answer = requests.post(
                about["url"] + QUERY_PATH, json=fields, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException as problem:
            log.warning("redirectpay: %s", problem)
            raise GatewayError(_AWAY, retry=True) from problem
        if answer.status_code >= 500 or answer.status_code == 429:
            raise GatewayError(_AWAY, retry=True)
        try:
            found = {str(name): str(value) for name, value in dict(answer.json()).items()}
        except (ValueError, TypeError) as problem:
            raise GatewayError(_NONSENSE, retry=False) from problem
        text, sent = codes.joined(codes.ANSWERED, found), found.get(codes.SIGNATURE, "")
        # A value with the stroke in it would let the same signature fit values cut elsewhere.
        ambiguous = any("|" in found.get(name, "") for name in codes.ANSWERED)
        if ambiguous or not codes.is_right(about["secret"], text, sent):
            log.warning("redirectpay: an answer bears a wrong signature")
            raise GatewayError(_NONSENSE, retry=False)
        return found
