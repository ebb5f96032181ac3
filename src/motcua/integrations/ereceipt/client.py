"""A vendor of receipts over HTTP: plain JSON, every message signed (docs/reference/ereceipt.md)."""

from base64 import b64decode
from typing import Any
from urllib.parse import quote

from django.conf import settings

from motcua.integrations.ereceipt import codes
from motcua.lib.signed_json import Peer, PeerError
from motcua.payments.receipt_provider import Issued, ProviderError, Wanted


class Vendor:
    """The adapter of `payments.receipt_provider.Provider`."""

    name = "ereceipt"

    def issue(self, wanted: Wanted) -> Issued:
        """The key keeps it a single one, however often it is asked for."""
        return self._issued(wanted, {})

    def adjust(self, wanted: Wanted, old_key: str, reason: str) -> Issued:
        """A receipt that adjusts the old one."""
        return self._issued(wanted, {"corrects": old_key, "how": "adjust", "reason": reason})

    def replace(self, wanted: Wanted, old_key: str, reason: str) -> Issued:
        """A receipt that stands in the place of the old one."""
        return self._issued(wanted, {"corrects": old_key, "how": "replace", "reason": reason})

    def cancel(self, key: str, reason: str) -> None:
        """It counts no more; its number is not used again."""
        self._send("POST", f"/receipts/{quote(key, safe='')}/cancel", {"reason": reason})

    def fetch(self, key: str) -> bytes | None:
        """The PDF as the vendor has signed it."""
        answer = self._send("GET", f"/receipts/{quote(key, safe='')}/paper", None)
        try:
            pdf = b64decode(str(answer.get("pdf", "")), validate=True)
        except ValueError:
            pdf = b""
        if not pdf.startswith(b"%PDF-"):
            raise ProviderError(_peer().nonsense().message, retry=False)
        return pdf

    def _issued(self, wanted: Wanted, more: dict[str, Any]) -> Issued:
        answer = self._send("POST", "/receipts", codes.written(wanted) | more)
        issued = codes.issued_of(answer, wanted.key)
        if issued is None:
            raise ProviderError(_peer().nonsense().message, retry=False)
        return issued

    def _send(self, method: str, path: str, content: dict[str, Any] | None) -> dict[str, Any]:
        try:
            return _peer().send(method, path, content)
        except PeerError as problem:
            raise ProviderError(problem.message, retry=problem.retry) from problem


def _peer() -> Peer:
    return Peer("nhà cung cấp biên lai", codes.HEADERS, **settings.ERECEIPT)
