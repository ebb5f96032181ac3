"""The carrier: its orders, what happened to them, and the call-backs that are still to be made."""

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from sandboxes.signed import signature

STATES = {
    "accepted": "Đã nhận đơn",
    "collected": "Đã lấy hàng",
    "out_for_delivery": "Đang đi giao",
    "delivery_failed": "Giao không thành",
    "delivered": "Đã giao",
    "returned": "Đã hoàn về",
    "cancelled": "Đã hủy",
}
# What may follow what; the page offers these, and `auto` takes the first.
NEXT = {
    "accepted": ("collected", "cancelled"),
    "collected": ("out_for_delivery",),
    "out_for_delivery": ("delivered", "delivery_failed"),
    "delivery_failed": ("out_for_delivery", "returned"),
}
POSTAGE = 30_000
CALLBACK_TRIES = 20


@dataclass
class Event:
    """One thing that happened to an order."""

    id: str
    state: str
    at: str
    receiver: str = ""
    note: str = ""


@dataclass
class Order:
    """One consignment as it was ordered."""

    key: str
    number: str
    reference: str
    sender: dict[str, str]
    recipient: dict[str, str]
    contents: str
    receiver_pays: bool
    callback: str
    events: list[Event] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.events[-1].state


@dataclass
class Call:
    """A call-back to be made."""

    order: Order
    event: Event
    due: float
    tries: int = 0


class Refusal(Exception):
    """An order or a step that cannot be; the sentence says why."""


class Carrier:
    """Orders in memory, kept in a file where a folder is given."""

    def __init__(self, *, client: str, secret: str, data: Path | None = None) -> None:
        self.client, self.secret = client, secret
        self.orders: dict[str, Order] = {}
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self._file = data / "orders.json" if data is not None else None
        if self._file is not None and self._file.exists():
            for each in json.loads(self._file.read_text()):
                events = [Event(**event) for event in each.pop("events")]
                order = Order(**each, events=events)
                self.orders[order.number] = order

    def place(self, wanted: dict[str, Any]) -> Order:
        """Take an order; the same key again is the same order."""
        with self.lock:
            found = next((order for order in self.orders.values() if order.key == wanted.get("key")), None)
            if found is not None:
                return found
            order = Order(number=f"EA{len(self.orders) + 1:09d}VN", **_checked(wanted))
            order.events.append(self._event(order, "accepted"))
            self.orders[order.number] = order
            self._keep()
            return order

    def advance(self, number: str, state: str, *, receiver: str = "", note: str = "") -> Order:
        """Something happens to an order, and is to be told."""
        with self.lock:
            order = self.orders[number]
            if state not in NEXT.get(order.state, ()):
                raise Refusal(f"{STATES[order.state]} → {STATES.get(state, state)}: không được.")
            event = self._event(order, state, receiver, note)
            order.events.append(event)
            self.calls.append(Call(order, event, time.monotonic()))
            self._keep()
            return order

    def step(self) -> None:
        """One round of what goes by itself: every order that can go on takes the first way."""
        with self.lock:
            going = [
                (order.number, NEXT[order.state][0]) for order in self.orders.values() if order.state in NEXT
            ]
        for number, state in going:
            receiver = self.orders[number].recipient["name"] if state == "delivered" else ""
            self.advance(number, state, receiver=receiver)

    def call_back(self) -> int:
        """Make the call-backs that are due; what is not answered with 200 is tried again later."""
        with self.lock:
            due = [call for call in self.calls if call.due <= time.monotonic()]
        for call in due:
            if self._call(call) or call.tries >= CALLBACK_TRIES:
                with self.lock:
                    self.calls.remove(call)
            else:
                call.tries += 1
                call.due = time.monotonic() + min(60, 2**call.tries)
        return len(due)

    def _call(self, call: Call) -> bool:
        body = json.dumps(
            {"key": call.order.key, "number": call.order.number, "event": asdict(call.event)},
            ensure_ascii=False,
        ).encode()
        stamp, path = str(int(time.time())), urlsplit(call.order.callback).path
        signed = signature(self.secret, stamp=stamp, method="POST", path=path, body=body)
        headers = {
            "Content-Type": "application/json",
            "X-Post-Client": self.client,
            "X-Post-Time": stamp,
            "X-Post-Signature": signed,
        }
        try:
            answer = requests.post(
                call.order.callback, data=body, headers=headers, timeout=10, allow_redirects=False
            )
        except requests.RequestException:
            return False
        return answer.status_code == 200

    def _event(self, order: Order, state: str, receiver: str = "", note: str = "") -> Event:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        return Event(f"{order.number}-{len(order.events) + 1}", state, at, receiver, note)

    def _keep(self) -> None:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(
                json.dumps([asdict(each) for each in self.orders.values()], ensure_ascii=False)
            )


def _checked(wanted: dict[str, Any]) -> dict[str, Any]:
    ends = {}
    for end in ("sender", "recipient"):
        found = wanted.get(end)
        if not isinstance(found, dict) or not found.get("name") or not found.get("address"):
            raise Refusal(f"{end}: thiếu tên hoặc địa chỉ.")
        ends[end] = {name: str(found.get(name, "")) for name in ("name", "phone", "address")}
    texts = {name: str(wanted.get(name) or "") for name in ("key", "reference", "contents", "callback")}
    if not texts["key"] or not texts["callback"].startswith(("http://", "https://")):
        raise Refusal("key, callback: thiếu.")
    return {**texts, **ends, "receiver_pays": bool(wanted.get("receiver_pays"))}
