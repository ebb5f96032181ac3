"""The vendor as a WSGI application: the signed JSON protocol, and a page with the receipts it has issued."""

import json
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import unquote

from sandboxes.ereceipt.vendor import STATES, Receipt, Refusal, Vendor
from sandboxes.signed import Environ, StartResponse, is_signed, send

MAX_BODY = 256 * 1024


class App:
    """The WSGI application of one vendor."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
        body: bytes = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY))
        if path == "/health":
            return send(start, 200, {"status": "ok"})
        if path == "/" and method == "GET":
            return send(start, 200, self._page())
        client, secret = self.vendor.client, self.vendor.secret
        if not is_signed(environ, body, prefix="X_RECEIPT", client=client, secret=secret):
            return send(start, 401, {"problem": "chữ ký không đúng"})
        try:
            status, content = self._answer(method, path, body)
        except (Refusal, ValueError, TypeError) as problem:
            return send(start, 422, {"problem": str(problem)})
        except KeyError:
            return send(start, 404, {"problem": "không có biên lai này"})
        if self.vendor.loses_answer():
            return send(start, 503, {"problem": "câu trả lời bị mất"})
        return send(start, status, content)

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        match method, [unquote(part) for part in path.strip("/").split("/")]:
            case "POST", ["receipts"]:
                return 200, _shown(self.vendor.issue(json.loads(body)))
            case "GET", ["receipts", key]:
                return 200, _shown(self.vendor.receipts[key])
            case "POST", ["receipts", key, "cancel"]:
                return 200, _shown(self.vendor.cancel(key, str(json.loads(body).get("reason") or "")))
            case "GET", ["receipts", key, "paper"]:
                return 200, {"key": key, "pdf": b64encode(self.vendor.paper(key)).decode()}
        return 404, {"problem": "không có địa chỉ này"}

    def _page(self) -> str:
        rows = "".join(_row(each) for each in reversed(list(self.vendor.receipts.values())))
        return (
            '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Nhà cung cấp biên lai thử</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<h1>Nhà cung cấp biên lai thử (không phải nhà cung cấp thật)</h1>"
            "<p>Biên lai ở đây không có giá trị.</p>"
            f"<ul>{rows or '<li>Chưa có biên lai nào.</li>'}</ul></html>"
        )


def _row(each: Receipt) -> str:
    return (
        f"<li><strong>{escape(each.template)} {escape(each.symbol)} số {each.number:08d}</strong> ·"
        f" {escape(each.collector)} · {escape(each.payer)} · {each.amount:,} đồng · {STATES[each.state]}</li>"
    )


def _shown(each: Receipt) -> dict[str, Any]:
    return {
        "key": each.key,
        "template": each.template,
        "symbol": each.symbol,
        "number": each.number,
        "issued_at": each.issued_at,
        "state": each.state,
        "corrects": each.corrects,
    }
