"""The bank as a WSGI application: a page to transfer on, and the statement of a day."""

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from sandboxes.bank import vietqr
from sandboxes.bank.bank import TZ, Bank, Refusal, Transfer

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
MAX_BODY = 64 * 1024
_HTML, _CSV = "text/html; charset=utf-8", "text/csv; charset=utf-8"
_FIELDS = {"bin": "Ngân hàng (BIN)", "account": "Số tài khoản", "amount": "Số tiền", "text": "Nội dung"}


class App:
    """The WSGI application of one bank."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
        match method, path:
            case "GET", "/health":
                return _send(start, 200, "ok")
            case "GET", "/":
                return _send(start, 200, self._page())
            case "GET", "/statement.csv":
                query = _first(str(environ.get("QUERY_STRING", "")))
                return _send(start, 200, self.bank.statement(query.get("day") or _today()), _CSV)
            case "POST", "/transfer":
                return self._transfer(environ, start)
        return _send(start, 404, "Không có địa chỉ này")

    def _transfer(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN", "")
        if origin and origin.partition("//")[2] != environ.get("HTTP_HOST"):
            return _send(start, 403, "Yêu cầu đến từ trang khác")
        body = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY))
        form = _first(body.decode("utf-8", "replace"))
        try:
            wanted = {name: form.get(name, "").strip() for name in _FIELDS}
            if form.get("qr", "").strip():
                read = vietqr.read(form["qr"].strip())
                # A code without an amount leaves it to the payer.
                wanted = {**read, "amount": read["amount"] or wanted["amount"]}
            self.bank.transfer(**wanted)
        except (Refusal, vietqr.NotVietQR) as problem:
            return _send(start, 422, self._page(str(problem)))
        start("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    def _page(self, problem: str = "") -> str:
        inputs = "".join(
            f'<p><label>{label} <input name="{name}"></label></p>' for name, label in _FIELDS.items()
        )
        rows = "".join(_row(each) for each in reversed(self.bank.transfers))
        said = f'<p role="alert"><strong>{escape(problem)}</strong></p>' if problem else ""
        return (
            '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Ngân hàng thử</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>'
            "<h1>Ngân hàng thử (không có đồng tiền nào được chuyển)</h1>"
            f'{said}<form method="post" action="/transfer">'
            '<p><label>Dán nội dung mã VietQR <textarea name="qr" rows="3" cols="60"></textarea></label></p>'
            f"<p>Hoặc ghi từng mục:</p>{inputs}<p><button>Chuyển tiền</button></p></form>"
            f"<h2>Đã chuyển</h2><ul>{rows or '<li>Chưa có giao dịch nào.</li>'}</ul>"
            f'<form action="/statement.csv"><p><label>Sao kê ngày <input type="date" name="day"'
            f' value="{_today()}"></label> <button>Tải tệp CSV</button></p></form></main></body></html>'
        )


def _row(each: Transfer) -> str:
    said = each.answer or ("đang báo" if each.due is not None else "không báo được")
    return (
        f"<li>{escape(each.key)} · {each.amount:,} đồng · {escape(each.bin)} {escape(each.account)}"
        f" · {escape(each.text)} · {escape(said)}</li>"
    )


def _today() -> str:
    return datetime.now(TZ).date().isoformat()


def _first(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _send(start: StartResponse, status: int, text: str, kind: str = _HTML) -> Iterable[bytes]:
    body = text.encode()
    headers = [
        ("Content-Type", kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
        ("Content-Length", str(len(body))),
    ]
    if kind == _CSV:
        headers.append(("Content-Disposition", 'attachment; filename="statement.csv"'))
    start(f"{status} {HTTPStatus(status).phrase}", headers)
    return [body]
