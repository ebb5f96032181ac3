"""Counting visits without knowing visitors.

A page that was answered adds one to a number in memory, kept by day and pattern of the address
(«/ho-so/<uuid>/»): never the address, the visitor, the browser or the network. Reading must not write, so a
thread of the web process adds the numbers to the database once a minute, and when the process ends. One that
is killed loses at most the last minute.
"""

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

from django.db import close_old_connections, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from motcua.lib import moment
from motcua.web.steering.models import Visit
from motcua.web.ui.doors import door_of

log = logging.getLogger(__name__)
PERIOD = 60.0

_lock = threading.Lock()
_waiting: Counter[tuple[date, str]] = Counter()


class VisitMiddleware:
    """Counts pages that were shown to people: answered by 200 to GET, as HTML, not to a script."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        found = request.resolver_match
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        asked_by_script = request.headers.get("X-Requested-With") == "fetch"
        counts = request.method == "GET" and is_page and not asked_by_script
        if counts and found is not None and door_of(found.func) is not None:
            count(f"/{found.route}")
        return response


def count(page: str) -> None:
    """One more visit of this page today, in memory."""
    with _lock:
        _waiting[moment.today(), page[:120]] += 1


def flush() -> int:
    """Add what was counted to the database; returns how many visits. What cannot be written is kept."""
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
    try:
        _add(taken)
    except Exception:
        with _lock:
            _waiting.update(taken)
        raise
    return sum(taken.values())


@transaction.atomic
def _add(taken: dict[tuple[date, str], int]) -> None:
    for (day, page), number in sorted(taken.items()):
        Visit.objects.get_or_create(day=day, page=page, defaults={"count": 0})
        Visit.objects.filter(day=day, page=page).update(count=F("count") + number)


def keep_flushing(stop: threading.Event | None = None, *, period: float = PERIOD) -> threading.Thread:
    """Start the thread of this web process that writes the numbers down; they are written at its end, too."""
    stop = stop or threading.Event()

    def run() -> None:
        while not stop.wait(period):
            _flush_quietly()

    thread = threading.Thread(target=run, name="visits", daemon=True)
    thread.start()
    atexit.register(_flush_quietly)
    return thread


def _flush_quietly() -> None:
    close_old_connections()
    try:
        flush()
    except Exception:
        log.exception("Visits could not be written down; they are kept and tried again.")
    finally:
        close_old_connections()
