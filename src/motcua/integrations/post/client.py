"""The carrier over HTTP: plain JSON, every message signed (docs/reference/post.md)."""

import json
import logging
import time
from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings

from motcua.delivery.gateway import CarrierError, Order, Placed, Told
from motcua.integrations.post import codes
from motcua.lib import moment
from motcua.lib.signed import signature

log = logging.getLogger(__name__)
TIMEOUT = (3.05, 10)
_AWAY = "Máy chủ bưu chính đang không trả lời; hệ thống sẽ tự gửi lại."
_NONSENSE = "Máy chủ bưu chính trả lời không đúng thỏa thuận."


def callback_address() -> str:
    """Where the carrier tells us what happened."""
    return f"{settings.PUBLIC_URL}/buu-chinh/tin/"


class PostCarrier:
    """The adapter of `delivery.gateway.Carrier`."""

    def place(self, order: Order) -> Placed:
        """Order it; the key keeps it a single one."""
        answer = self._send(
            "POST",
            "/orders",
            {
                "key": order.key,
                "reference": order.reference,
                "sender": _end(order.sender),
                "recipient": _end(order.recipient),
                "contents": order.contents,
                "receiver_pays": order.receiver_pays,
                "callback": callback_address(),
            },
        )
        number, postage = answer.get("number"), answer.get("postage")
        if not isinstance(number, str) or not number:
            raise CarrierError(_NONSENSE, retry=False)
        return Placed(number, postage if isinstance(postage, int) and postage >= 0 else None)

    def cancel(self, number: str) -> None:
        """Call it off before it is fetched."""
        self._send("POST", f"/orders/{quote(number, safe='')}/cancel", {})

    def events(self, number: str) -> tuple[Told, ...]:
        """Everything told so far."""
        answer = self._send("GET", f"/orders/{quote(number, safe='')}", None)
        return tuple(told for event in answer.get("events", []) if (told := told_of(event)) is not None)

    def check(self) -> str:
        """Ask whether it is there and knows us."""
        self._send("GET", "/ping", None)
        return "Bưu chính trả lời và nhận đơn."

    def _send(self, method: str, path: str, content: dict[str, Any] | None) -> dict[str, Any]:
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        about, now = settings.POST, str(int(time.time()))
        signed = signature(about["secret"], time=now, method=method, path=path, body=body)
        headers = {
            "Content-Type": "application/json",
            codes.CLIENT_HEADER: about["client"],
            codes.TIME_HEADER: now,
            codes.SIGNATURE_HEADER: signed,
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
            log.warning("post: %s %s: %s", method, path, problem)
            raise CarrierError(_AWAY, retry=True) from problem
        return _understood(answer)


def _understood(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code >= 500 or answer.status_code == 429:
        raise CarrierError(_AWAY, retry=True)
    try:
        found = answer.json()
    except ValueError as problem:
        raise CarrierError(_NONSENSE, retry=False) from problem
    if not isinstance(found, dict):
        raise CarrierError(_NONSENSE, retry=False)
    if answer.status_code >= 300:
        raise CarrierError(f"Bưu chính không nhận: {str(found.get('problem', ''))[:200]}", retry=False)
    return found


def _end(address: Any) -> dict[str, str]:
    return {"name": address.name, "phone": address.phone, "address": address.address}


def told_of(event: Any) -> Told | None:
    """An event of theirs in our words; None when it is none, or speaks of a state we do not know."""
    if not isinstance(event, dict):
        return None
    state = codes.STATES.get(str(event.get("state")))
    try:
        read = datetime.fromisoformat(str(event.get("at")))
        at = moment.told(read)
    except ValueError:
        return None
    if state is None or read.tzinfo is None or not event.get("id"):
        return None
    return Told(
        key=str(event["id"])[:80],
        state=state,
        at=at,
        receiver=str(event.get("receiver") or "")[:200],
        note=str(event.get("note") or "")[:300],
    )
