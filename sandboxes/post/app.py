"""The carrier as a WSGI application: the signed JSON protocol, and a page on which orders are moved along."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote

from sandboxes.post.carrier import NEXT, POSTAGE, STATES, Carrier, Order, Refusal
from sandboxes.signed import Environ, StartResponse, from_elsewhere, is_signed, send

MAX_BODY = 64 * 1024
_NOTES = {"delivery_failed": "Không có người nhận", "returned": "Quá số lần giao"}


class App:
    """The WSGI application of one carrier."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
        body: bytes = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY))
        if path == "/health":
            return send(start, 200, {"status": "ok"})
        if path == "/" and method == "GET":
            return send(start, 200, self._page())
        if path == "/move" and method == "POST":
            return self._moved(start, environ, body)
        if not is_signed(
            environ, body, prefix="X_POST", client=self.carrier.client, secret=self.carrier.secret
        ):
            return send(start, 401, {"problem": "chữ ký không đúng"})
        try:
            return send(start, *self._answer(method, path, body))
        except (Refusal, ValueError) as problem:
            return send(start, 422, {"problem": str(problem)})
        except KeyError:
            return send(start, 404, {"problem": "không có đơn này"})

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        parts = [unquote(part) for part in path.strip("/").split("/")]
        match method, parts:
            case "GET", ["ping"]:
                return 200, {"status": "ok"}
            case "POST", ["orders"]:
                return 200, _shown(self.carrier.place(json.loads(body)))
            case "GET", ["orders", number]:
                return 200, _shown(self.carrier.orders[number])
            case "POST", ["orders", number, "cancel"]:
                order = self.carrier.orders[number]
                if order.state != "cancelled":
                    order = self.carrier.advance(number, "cancelled")
                return 200, _shown(order)
        return 404, {"problem": "không có địa chỉ này"}

    def _moved(self, start: StartResponse, environ: Environ, body: bytes) -> Iterable[bytes]:
        if from_elsewhere(environ):
            return send(start, 403, {"problem": "từ trang khác"})
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        number, state = form.get("number", ""), form.get("state", "")
        order = self.carrier.orders.get(number)
        if order is None:
            return send(start, 404, {"problem": "không có đơn này"})
        receiver = order.recipient["name"] if state == "delivered" else ""
        try:
            self.carrier.advance(number, state, receiver=receiver, note=_NOTES.get(state, ""))
        except Refusal as problem:
            return send(start, 409, {"problem": str(problem)})
        start("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    def _page(self) -> str:
        rows = "".join(_row(order) for order in reversed(list(self.carrier.orders.values())))
        return (
            '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bưu chính thử</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<h1>Bưu chính thử (không phải bưu chính thật)</h1>"
            "<p>Bấm để chuyện gì đó xảy ra với bưu gửi; hệ thống một cửa được báo ngay.</p>"
            f"<ul>{rows or '<li>Chưa có đơn nào.</li>'}</ul></html>"
        )


def _row(order: Order) -> str:
    buttons = "".join(
        f'<button name="state" value="{state}">{STATES[state]}</button> '
        for state in NEXT.get(order.state, ())
    )
    return (
        f"<li><strong>{escape(order.number)}</strong> · {escape(order.reference)} ·"
        f" {escape(order.recipient['name'])}, {escape(order.recipient['address'])} ·"
        f" {STATES[order.state]}"
        '<form method="post" action="/move">'
        f'<input type="hidden" name="number" value="{escape(order.number)}">'
        f"{buttons}</form></li>"
    )


def _shown(order: Order) -> dict[str, Any]:
    return {
        "key": order.key,
        "number": order.number,
        "postage": POSTAGE,
        "state": order.state,
        "events": [asdict(event) for event in order.events],
    }
