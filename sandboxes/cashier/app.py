"""A sandbox gateway as a WSGI application: its protocol, and the page on which people pretend to pay."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import parse_qs, quote, unquote

from sandboxes.cashier import pages
from sandboxes.cashier.orders import LATE, NEVER, Cashier, Event, Order, Refusal

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
MAX_BODY = 256 * 1024


@dataclass(frozen=True)
class Answer:
    """A page (text), JSON (a mapping) or, with `to`, a redirect."""

    status: int
    content: dict[str, Any] | str = ""
    to: str = ""


class Dialect(Protocol):
    """What differs between gateways."""

    name: str
    cashier: Cashier

    def answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        """What the partner or a browser asks for under the addresses of the protocol."""
        ...

    def way_back(self, order: Order, event: Event | None) -> str:
        """Where the browser goes; without an event the gateway does not know yet."""
        ...


class App:
    """The WSGI application of one gateway."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        body: bytes = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY))
        try:
            answer = self._answer(environ, body)
        except (Refusal, ValueError) as problem:
            answer = Answer(422, pages.problem(str(problem)))
        except KeyError:
            answer = Answer(404, pages.problem("Không có khoản này."))
        return send(start, answer)

    def _answer(self, environ: Environ, body: bytes) -> Answer:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
        cashier = self.dialect.cashier
        match method, [unquote(part) for part in path.strip("/").split("/")]:
            case "GET", ["health"]:
                return Answer(200, {"status": "ok"})
            case "GET", [""]:
                return Answer(200, pages.every(self.dialect.name, list(cashier.orders.values())))
            case "GET", ["pay", number]:
                return Answer(200, pages.one(self.dialect.name, cashier.orders[number]))
            case "POST", ["pay", number]:
                return self._act(environ, number, body)
        return self.dialect.answer(method, path, str(environ.get("QUERY_STRING", "")), body)

    def _act(self, environ: Environ, number: str, body: bytes) -> Answer:
        origin = environ.get("HTTP_ORIGIN", "")
        if origin and origin.partition("//")[2] != environ.get("HTTP_HOST"):
            return Answer(403, pages.problem("Yêu cầu đến từ trang khác."))
        cashier, order = self.dialect.cashier, self.dialect.cashier.orders[number]
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        event: Event | None
        match form.get("act", ""):
            case "pay":
                event = cashier.pay(number)
            case "twice":
                event = cashier.pay(number)
                cashier.pay(number)
            case "late":
                cashier.pay(number, told=LATE)
                event = None
            case "silent":
                cashier.pay(number, told=NEVER)
                event = None
            case "cancel":
                event = cashier.cancel(number)
            case _:
                raise Refusal("Không có việc này.")
        return Answer(303, to=self.dialect.way_back(order, event))


def page_of(order: Order) -> str:
    """The path of the page of one order."""
    return f"/pay/{quote(order.number, safe='')}"


def send(start: StartResponse, answer: Answer) -> Iterable[bytes]:
    """Send an answer with the headers every page of a sandbox has."""
    is_page = isinstance(answer.content, str)
    text = answer.content if isinstance(answer.content, str) else json.dumps(answer.content)
    body = text.encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8" if is_page else "application/json; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        # After the form the browser is sent back to the partner, and browsers hold that to form-action too.
        ("Content-Security-Policy", "default-src 'none'; form-action 'self' http: https:"),
        ("X-Frame-Options", "DENY"),
        ("Content-Length", str(len(body))),
    ]
    if answer.to:
        headers.append(("Location", answer.to))
    start(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
    return [body]
