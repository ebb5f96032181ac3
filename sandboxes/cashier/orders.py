"""The orders of a sandbox gateway, what happened to each, and what is still to be told."""

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
LATE_SECONDS = 20.0
TRIES = 20
PAID, CANCELLED, WAITING = "paid", "cancelled", "waiting"
NOW, LATE, NEVER = "now", "late", "never"


class Refusal(Exception):
    """A step that cannot be; the sentence says why."""


@dataclass
class Event:
    """The order was paid (once more) or cancelled. `due`: when to tell it, Unix seconds; None: no more."""

    state: str
    transaction: str
    amount: int
    currency: str
    at: str
    due: float | None
    tries: int = 0


@dataclass
class Order:
    """What somebody is to pay: the number the partner gave it, whole đồng, what to show, where to go back."""

    number: str
    amount: int
    title: str
    return_url: str
    lines: list[tuple[str, int]] = field(default_factory=list)
    payer: str = ""
    to: str = ""
    info: str = ""
    events: list[Event] = field(default_factory=list)

    @property
    def paid(self) -> Event | None:
        return next((event for event in self.events if event.state == PAID), None)

    @property
    def last(self) -> Event | None:
        """What a query is answered with: the first payment, else the cancellation."""
        return self.paid or next(iter(self.events), None)

    @property
    def state(self) -> str:
        return WAITING if self.last is None else self.last.state


class Cashier:
    """Orders in memory, kept in a file where a folder is given. `tell` makes one call: was it answered?"""

    def __init__(
        self,
        tell: Callable[[Order, Event], bool],
        *,
        data: Path | None = None,
        late: float = LATE_SECONDS,
    ) -> None:
        self.tell, self.late = tell, late
        self.orders: dict[str, Order] = {}
        self.lock = threading.RLock()
        self._file = data / "orders.json" if data is not None else None
        if self._file is not None and self._file.exists():
            for each in json.loads(self._file.read_text()):
                events = [Event(**event) for event in each.pop("events")]
                self.orders[each["number"]] = Order(**each, events=events)

    def take(self, order: Order) -> Order:
        """Take an order; a number used before is the same order, or refused when the amount is another."""
        with self.lock:
            known = self.orders.get(order.number)
            if known is not None:
                if known.amount != order.amount:
                    raise Refusal("Số tham chiếu này đã dùng cho số tiền khác.")
                return known
            if not order.number or order.amount <= 0:
                raise Refusal("Thiếu số tham chiếu hoặc số tiền.")
            self.orders[order.number] = order
            self._keep()
            return order

    def pay(
        self,
        number: str,
        *,
        told: str = NOW,
        amount: int | None = None,
        currency: str = "VND",
    ) -> Event:
        """Somebody pays; told at once, some seconds late, or never. Another amount or currency: a test."""
        with self.lock:
            order = self.orders[number]
            return self._happened(order, PAID, told, order.amount if amount is None else amount, currency)

    def cancel(self, number: str) -> Event:
        """Somebody does not want to. Raises Refusal when it is paid."""
        with self.lock:
            order = self.orders[number]
            if order.paid is not None:
                raise Refusal("Khoản này đã trả rồi.")
            return self._happened(order, CANCELLED, NOW, order.amount, "VND")

    def _happened(self, order: Order, state: str, told: str, amount: int, currency: str) -> Event:
        due = {NOW: time.time(), LATE: time.time() + self.late, NEVER: None}[told]
        at = datetime.now(TZ).strftime("%Y%m%d%H%M%S")
        transaction = str(10**13 + secrets.randbelow(9 * 10**13))
        event = Event(state, transaction, amount, currency, at, due)
        order.events.append(event)
        self._keep()
        return event

    def call_back(self) -> int:
        """Tell what is due; what is not answered is told again later. How many calls were made."""
        with self.lock:
            due = [
                (order, event)
                for order in self.orders.values()
                for event in order.events
                if event.due is not None and event.due <= time.time()
            ]
        for order, event in due:
            answered = self.tell(order, event)
            with self.lock:
                event.tries += 1
                done = answered or event.tries >= TRIES
                event.due = None if done else time.time() + min(60, 2**event.tries)
                self._keep()
        return len(due)

    def _keep(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved: a start after a crash finds the old file or the new one.
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps([asdict(each) for each in self.orders.values()], ensure_ascii=False))
        beside.replace(self._file)
