"""The tax office over HTTP: plain JSON, every message signed (docs/reference/tax-office.md)."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.conf import settings

from motcua.dossiers.tax_office import Notice, Slip, TaxOfficeError, Voucher
from motcua.integrations.tax import codes
from motcua.lib.signed_json import Peer, PeerError


def _peer() -> Peer:
    return Peer("cơ quan thuế", codes.HEADERS, **settings.TAX)


class TaxSystem:
    """The adapter of `dossiers.tax_office.TaxOffice`."""

    def send(self, slip: Slip) -> str:
        """Hand it over; the key keeps it a single one."""
        callback = f"{settings.PUBLIC_URL}/thue/tin/"
        answer = self._send("POST", "/slips", {**asdict(slip), "callback": callback})
        reference = answer.get("reference")
        if not isinstance(reference, str) or not reference:
            raise TaxOfficeError(_peer().nonsense().message, retry=False)
        return reference

    def news(self, key: str) -> tuple[Notice | Voucher, ...]:
        """Everything said so far."""
        answer = self._send("GET", f"/slips/{quote(key, safe='')}", None)
        said = answer.get("news")
        found = (codes.news_of(each) for each in (said if isinstance(said, list) else ()))
        return tuple(each for each in found if each is not None)

    def _send(self, method: str, path: str, content: dict[str, Any] | None) -> dict[str, Any]:
        try:
            return _peer().send(method, path, content)
        except PeerError as problem:
            raise TaxOfficeError(problem.message, retry=problem.retry) from problem
