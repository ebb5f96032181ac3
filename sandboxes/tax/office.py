"""The office: its slips, the notices and vouchers for them, and what is still to be told."""

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from sandboxes.signed import signature

# Tiểu mục of the budget a notice for land usually names; the amounts are invented.
ITEMS = {
    "transfer": [
        ("1006", "Thuế thu nhập cá nhân", 24_000_000),
        ("2801", "Lệ phí trước bạ nhà đất", 6_000_000),
    ],
    "small": [("2801", "Lệ phí trước bạ nhà đất", 250_000)],
    "nothing": [],
}
DAYS = 30
CALLBACK_TRIES = 20


@dataclass
class Asked:
    """One slip as it came, with everything said about it."""

    key: str
    reference: str
    dossier: str
    payer: str
    payer_id: str
    callback: str
    facts: dict[str, str]
    news: list[dict[str, Any]] = field(default_factory=list)

    @property
    def notice(self) -> dict[str, Any] | None:
        return next((each for each in self.news if each["kind"] == "notice"), None)

    @property
    def left(self) -> int:
        """What is still to be paid, in đồng."""
        if self.notice is None:
            return 0
        paid = [each for each in self.news if each["kind"] == "voucher"]
        owed = sum(int(item["amount"]) for item in self.notice["items"])
        return owed - sum(int(each["paid"]) + int(each["reduced"]) for each in paid)


@dataclass
class Call:
    """Something that is to be told."""

    asked: Asked
    news: dict[str, Any]
    due: float
    tries: int = 0


class Refusal(Exception):
    """A slip or a step that cannot be; the sentence says why."""


class Office:
    """Slips in memory, kept in a file where a folder is given."""

    def __init__(self, *, client: str, secret: str, data: Path | None = None) -> None:
        self.client, self.secret = client, secret
        self.slips: dict[str, Asked] = {}
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self._file = data / "slips.json" if data is not None else None
        if self._file is not None and self._file.exists():
            for each in json.loads(self._file.read_text()):
                self.slips[each["key"]] = Asked(**each)

    def take(self, wanted: dict[str, Any]) -> Asked:
        """Take a slip; the same key again is the same slip."""
        with self.lock:
            texts = {
                name: str(wanted.get(name) or "")
                for name in ("key", "dossier", "payer", "payer_id", "callback")
            }
            if texts["key"] in self.slips:
                return self.slips[texts["key"]]
            if not texts["key"] or not texts["callback"].startswith(("http://", "https://")):
                raise Refusal("key, callback: thiếu.")
            if not texts["payer_id"]:
                raise Refusal("Thiếu số định danh hoặc mã số thuế của người nộp.")
            facts = {str(name): str(value) for name, value in dict(wanted.get("facts") or {}).items()}
            asked = Asked(
                reference=f"PC{len(self.slips) + 1:06d}",
                key=texts["key"],
                dossier=texts["dossier"],
                payer=texts["payer"],
                payer_id=texts["payer_id"],
                callback=texts["callback"],
                facts=facts,
            )
            self.slips[asked.key] = asked
            self._keep()
            return asked

    def give_notice(self, key: str, kind: str = "transfer") -> dict[str, Any]:
        """Work out what is owed, and tell it."""
        with self.lock:
            asked = self.slips[key]
            if asked.notice is not None:
                raise Refusal("Đã ra thông báo rồi.")
            number = f"LTB{len(self.slips):04d}-{asked.reference}"
            notice = {
                "kind": "notice",
                "number": number,
                "decision": f"QD-{asked.reference}",
                "items": [
                    {"code": code, "name": name, "amount": amount} for code, name, amount in ITEMS[kind]
                ],
                "due_on": (datetime.now(UTC) + timedelta(days=DAYS)).date().isoformat(),
            }
            return self._say(asked, notice)

    def take_money(self, key: str, *, paid: int | None = None, reduced: int = 0) -> dict[str, Any]:
        """Somebody pays at the treasury; all that is left unless said otherwise."""
        with self.lock:
            asked = self.slips[key]
            if asked.notice is None or not asked.left:
                raise Refusal("Không còn khoản nào phải nộp.")
            paid = asked.left - reduced if paid is None else paid
            if paid < 0 or reduced < 0 or paid + reduced > asked.left:
                raise Refusal("Số tiền không đúng.")
            voucher = {
                "kind": "voucher",
                "number": f"CT{asked.reference}-{len(asked.news)}",
                "notice": asked.notice["number"],
                "reduced": reduced,
                "paid": paid,
                "left": asked.left - paid - reduced,
            }
            return self._say(asked, voucher)

    def _say(self, asked: Asked, news: dict[str, Any]) -> dict[str, Any]:
        asked.news.append(news)
        self.calls.append(Call(asked, news, time.monotonic()))
        self._keep()
        return news

    def call_back(self) -> int:
        """Tell what is due; what is not answered with 200 is told again later."""
        with self.lock:
            due = [call for call in self.calls if call.due <= time.monotonic()]
        for call in due:
            if self.tell(call.asked, call.news) == 200 or call.tries >= CALLBACK_TRIES:
                with self.lock:
                    self.calls.remove(call)
            else:
                call.tries += 1
                call.due = time.monotonic() + min(60, 2**call.tries)
        return len(due)

    def tell(self, asked: Asked, news: dict[str, Any]) -> int:
        """Make one call; the status of the answer, 0 when there was none."""
        body = json.dumps({"key": asked.key, "news": news}, ensure_ascii=False).encode()
        stamp, path = str(int(time.time())), urlsplit(asked.callback).path
        headers = {
            "Content-Type": "application/json",
            "X-Tax-Client": self.client,
            "X-Tax-Time": stamp,
            "X-Tax-Signature": signature(self.secret, stamp=stamp, method="POST", path=path, body=body),
        }
        try:
            answer = requests.post(
                asked.callback, data=body, headers=headers, timeout=10, allow_redirects=False
            )
        except requests.RequestException:
            return 0
        return answer.status_code

    def _keep(self) -> None:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(
                json.dumps([asdict(each) for each in self.slips.values()], ensure_ascii=False)
            )
