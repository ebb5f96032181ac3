"""A brake on guessing: so many questions from one address in so many seconds, counted in memory.

Nothing is written to a database or a cache. Each process of the web server counts for itself, so several
processes let through a little more; trying out numbers stays pointless, which is the only task.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest

_MOST_ADDRESSES = 10_000
_PROXIES = frozenset({"127.0.0.1", "::1"})


class Limit:
    """At most `most` questions in `seconds` from one address; the longest silent are forgotten first."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def lets(self, address: str) -> bool:
        """Count a question and say whether it may be answered. A refused one does not lengthen the wait."""
        now = self.clock()
        with self._lock:
            asked = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while len(self._asked) > _MOST_ADDRESSES:
                self._asked.popitem(last=False)
            while asked and asked[0] <= now - self.seconds:
                asked.popleft()
            if len(asked) >= self.most:
                return False
            asked.append(now)
            return True

    def forget(self) -> None:
        """Start anew, as after a restart."""
        with self._lock:
            self._asked.clear()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Only a proxy on this machine is believed, and only its last hop."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.rsplit(",", 1)[-1].strip() if forwarded and address in _PROXIES else address
