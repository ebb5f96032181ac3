"""The office as a WSGI application: the signed JSON protocol, and a page on which officials act."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote

from sandboxes.signed import Environ, StartResponse, from_elsewhere, is_signed, send
from sandboxes.tax.office import Asked, Office, Refusal

MAX_BODY = 256 * 1024
_NOTICES = {
    "transfer": "Ra thông báo: 30 triệu",
    "small": "Ra thông báo: 250 nghìn",
    "nothing": "Không phải nộp",
}


class App:
    """The WSGI application of one office."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
        body: bytes = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY))
        if path == "/health":
            return send(start, 200, {"status": "ok"})
        if path == "/" and method == "GET":
            return send(start, 200, self._page())
        if path == "/act" and method == "POST":
            return self._acted(start, environ, body)
        client, secret = self.office.client, self.office.secret
        if not is_signed(environ, body, prefix="X_TAX", client=client, secret=secret):
            return send(start, 401, {"problem": "chữ ký không đúng"})
        try:
            return send(start, *self._answer(method, path, body))
        except (Refusal, ValueError) as problem:
            return send(start, 422, {"problem": str(problem)})
        except KeyError:
            return send(start, 404, {"problem": "không có phiếu này"})

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        match method, [unquote(part) for part in path.strip("/").split("/")]:
            case "POST", ["slips"]:
                asked = self.office.take(json.loads(body))
            case "GET", ["slips", key]:
                asked = self.office.slips[key]
            case _:
                return 404, {"problem": "không có địa chỉ này"}
        return 200, {"reference": asked.reference, "news": asked.news}

    def _acted(self, start: StartResponse, environ: Environ, body: bytes) -> Iterable[bytes]:
        if from_elsewhere(environ):
            return send(start, 403, {"problem": "từ trang khác"})
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        key, act = form.get("key", ""), form.get("act", "")
        if key not in self.office.slips:
            return send(start, 404, {"problem": "không có phiếu này"})
        try:
            self._act(key, act)
        except Refusal as problem:
            return send(start, 409, {"problem": str(problem)})
        start("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    def _act(self, key: str, act: str) -> None:
        if act in _NOTICES:
            self.office.give_notice(key, act)
        elif act == "pay":
            self.office.take_money(key)
        elif act == "half":
            self.office.take_money(key, paid=self.office.slips[key].left // 2)
        else:
            raise Refusal("Không có việc này.")

    def _page(self) -> str:
        rows = "".join(_row(asked) for asked in reversed(list(self.office.slips.values())))
        return (
            '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cơ quan thuế thử</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<h1>Cơ quan thuế thử (không phải cơ quan thuế thật)</h1>"
            "<p>Bấm để ra thông báo hoặc để người dân nộp tiền; hệ thống một cửa được báo ngay.</p>"
            f"<ul>{rows or '<li>Chưa có phiếu nào.</li>'}</ul></html>"
        )


def _row(asked: Asked) -> str:
    acts = (
        _NOTICES if asked.notice is None else {"pay": "Nộp hết", "half": "Nộp một nửa"} if asked.left else {}
    )
    buttons = "".join(f'<button name="act" value="{act}">{words}</button> ' for act, words in acts.items())
    facts = "; ".join(f"{escape(name)}: {escape(value)}" for name, value in asked.facts.items())
    return (
        f"<li><strong>{escape(asked.reference)}</strong> · hồ sơ {escape(asked.dossier)} ·"
        f" {escape(asked.payer)} · còn phải nộp {asked.left:,} đồng"
        f"<details><summary>Thông tin</summary>{facts}</details>"
        '<form method="post" action="/act">'
        f'<input type="hidden" name="key" value="{escape(asked.key)}">'
        f'<input type="hidden" name="dossier" value="{escape(asked.dossier)}">{buttons}</form></li>'
    )
