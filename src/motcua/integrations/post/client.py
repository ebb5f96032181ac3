"""The carrier over HTTP: plain JSON, every message signed (docs/reference/post.md)."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings

from motcua.delivery.gateway import CarrierError, Order, Placed, Told
from motcua.integrations.post import codes
from motcua.lib import moment
from motcua.lib.signed_json import Peer, PeerError


def _peer() -> Peer:
    return Peer("bưu chính", codes.HEADERS, **settings.POST)


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
            raise CarrierError(_peer().nonsense().message, retry=False)
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
        try:
            return _peer().send(method, path, content)
        except PeerError as problem:
            raise CarrierError(problem.message, retry=problem.retry) from problem


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
