"""The tax office over HTTP: plain JSON, every message signed (docs/reference/tax-office.md)."""

import json
import logging
import time
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings

from motcua.dossiers.tax_office import Notice, Slip, TaxOfficeError, Voucher
from motcua.integrations.tax import codes
from motcua.lib.signed import signature

log = logging.getLogger(__name__)
TIMEOUT = (3.05, 10)
_AWAY = "Máy chủ cơ quan thuế đang không trả lời; hệ thống sẽ tự gửi lại."
_NONSENSE = "Máy chủ cơ quan thuế trả lời không đúng thỏa thuận."


class TaxSystem:
    """The adapter of `dossiers.tax_office.TaxOffice`."""

    def send(self, slip: Slip) -> str:
        """Hand it over; the key keeps it a single one."""
        callback = f"{settings.PUBLIC_URL}/thue/tin/"
        answer = self._send("POST", "/slips", {**asdict(slip), "callback": callback})
        reference = answer.get("reference")
        if not isinstance(reference, str) or not reference:
            raise TaxOfficeError(_NONSENSE, retry=False)
        return reference

    def news(self, key: str) -> tuple[Notice | Voucher, ...]:
        """Everything said so far."""
        answer = self._send("GET", f"/slips/{quote(key, safe='')}", None)
        said = answer.get("news")
        found = (codes.news_of(each) for each in (said if isinstance(said, list) else ()))
        return tuple(each for each in found if each is not None)

    def _send(self, method: str, path: str, content: dict[str, Any] | None) -> dict[str, Any]:
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        about, now = settings.TAX, str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            codes.CLIENT_HEADER: about["client"],
            codes.TIME_HEADER: now,
            codes.SIGNATURE_HEADER: signature(about["secret"], time=now, method=method, path=path, body=body),
        }
        try:
            answer = requests.request(
                method,
                about["url"] + path,
                data=body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            log.warning("tax office: %s %s: %s", method, path, problem)
            raise TaxOfficeError(_AWAY, retry=True) from problem
        return _understood(answer)


def _understood(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code >= 500 or answer.status_code == 429:
        raise TaxOfficeError(_AWAY, retry=True)
    try:
        found = answer.json()
    except ValueError as problem:
        raise TaxOfficeError(_NONSENSE, retry=False) from problem
    if not isinstance(found, dict):
        raise TaxOfficeError(_NONSENSE, retry=False)
    if answer.status_code >= 300:
        words = str(found.get("problem", ""))[:200]
        raise TaxOfficeError(f"Cơ quan thuế không nhận: {words}", retry=False)
    return found
