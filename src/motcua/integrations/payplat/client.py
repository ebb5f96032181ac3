"""The national payment platform over HTTP (docs/reference/payments-protocols.md)."""

import logging
from collections.abc import Mapping
from datetime import datetime

import requests
from django.conf import settings

from motcua.integrations.payplat import codes
from motcua.lib import moment
from motcua.payments.gateway import Bill, GatewayError, Told

log = logging.getLogger(__name__)
NAME = "payplat"
TIMEOUT = (3.05, 10)
_AWAY = "Nền tảng thanh toán đang không trả lời. Hãy thử lại sau ít phút hoặc chọn cách nộp khác."
_NONSENSE = "Nền tảng thanh toán trả lời không đúng thỏa thuận. Hãy chọn cách nộp khác."
_REFUSED = "Nền tảng thanh toán không nhận khoản này. Hãy chọn cách nộp khác."


class Platform:
    """The adapter of `payments.gateway.Gateway`."""

    def begin(self, bill: Bill) -> str:
        """Announce it with the bill; the address of their page. Our way back is registered there."""
        about = settings.PAYPLAT
        answer = self._send("/init", codes.INIT, codes.begin(bill, about["partner"]), codes.ANSWER)
        if answer.get("MaLoi") != codes.DONE:
            log.warning("payplat: %s not taken: %s", bill.number, answer.get("MaLoi"))
            raise GatewayError(_REFUSED, retry=False)
        address = answer.get("DiaChiThanhToan", "")
        if not address.startswith(("https://", "http://")):
            raise GatewayError(_NONSENSE, retry=False)
        return address

    def ask(self, number: str, made_at: datetime) -> Told | None:
        """Their QUERY, answered like a callback."""
        fields = {
            "LoaiBanTin": codes.QUERY,
            "PhienBan": codes.VERSION,
            "MaDoiTac": settings.PAYPLAT["partner"],
            "MaThamChieu": number,
            "ThoiGianGD": codes.at_text(moment.now()),
        }
        answer = self._send("/query", codes.QUERY, fields, codes.CALLBACK)
        if answer.get("MaThamChieu") != number:
            raise GatewayError(_NONSENSE, retry=False)
        if answer.get("MaLoi") == codes.UNKNOWN:
            return None
        try:
            return codes.told(answer)
        except ValueError as problem:
            raise GatewayError(_NONSENSE, retry=False) from problem

    def _send(self, path: str, kind: str, fields: Mapping[str, str], back: str) -> dict[str, str]:
        """Send a message with its proof; their answer, which must be proved too."""
        about = settings.PAYPLAT
        message = codes.proved(kind, fields, about["secret"])
        try:
            answer = requests.post(about["url"] + path, json=message, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException as problem:
            log.warning("payplat: %s: %s", path, problem)
            raise GatewayError(_AWAY, retry=True) from problem
        if answer.status_code >= 500 or answer.status_code == 429:
            raise GatewayError(_AWAY, retry=True)
        try:
            found = codes.fields_of(answer.json())
        except ValueError as problem:
            raise GatewayError(_NONSENSE, retry=False) from problem
        if not codes.is_theirs(back, found, partner=about["partner"], secret=about["secret"]):
            log.warning("payplat: the answer to %s bears a wrong proof", path)
            raise GatewayError(_NONSENSE, retry=False)
        return found
