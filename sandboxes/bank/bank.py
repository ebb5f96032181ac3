"""The bank: transfers, what is still to be told of them, and the statement of a day."""

import csv
import io
import json
import threading
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import requests

from sandboxes.signed import signature

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
TRIES = 20
COLUMNS = ("at", "key", "bin", "account", "amount", "text")


class Refusal(Exception):
    """A transfer that cannot be; the sentence says why."""


@dataclass
class Transfer:
    """Money come to an account. `answer`: what its owner said of it; `due`: when to tell, Unix seconds."""

    key: str
    bin: str
    account: str
    amount: int
    text: str
    at: str
    due: float | None
    tries: int = 0
    answer: str = ""

    def told(self) -> dict[str, str | int]:
        """The item of the message, and the row of the statement."""
        facts = asdict(self)
        return {name: facts[name] for name in COLUMNS}


class Bank:
    """Transfers in memory, kept in a file where a folder is given."""

    def __init__(self, *, client: str, secret: str, webhook: str, data: Path | None = None) -> None:
        self.client, self.secret, self.webhook = client, secret, webhook
        self.transfers: list[Transfer] = []
        self.lock = threading.RLock()
        self._file = data / "transfers.json" if data is not None else None
        if self._file is not None and self._file.exists():
            self.transfers = [Transfer(**each) for each in json.loads(self._file.read_text())]

    def transfer(self, *, bin: str, account: str, amount: str, text: str) -> Transfer:
        """Somebody transfers. Raises Refusal."""
        digits = amount.replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and 0 < int(digits) < 10**13):
            raise Refusal("Số tiền phải là số đồng nguyên, lớn hơn 0.")
        if not (bin.isdigit() and len(bin) == 6) or not account.isalnum():
            raise Refusal("Ngân hàng (6 chữ số) hoặc số tài khoản không đúng.")
        with self.lock:
            at = datetime.now(TZ)
            made = Transfer(
                key=f"FT{at:%y%m%d}{len(self.transfers) + 1:06d}",
                bin=bin,
                account=account,
                amount=int(digits),
                text=" ".join(text.split())[:200],
                at=at.isoformat(timespec="seconds"),
                due=time.time(),
            )
            self.transfers.append(made)
            self._keep()
            return made

    def call_back(self) -> int:
        """Tell what is due, all in one message; what is not answered is told again. How many were told."""
        with self.lock:
            due = [each for each in self.transfers if each.due is not None and each.due <= time.time()][:200]
        if not due:
            return 0
        answers = self.tell([each.told() for each in due])
        with self.lock:
            for each in due:
                each.tries += 1
                each.answer = answers.get(each.key, "")
                done = bool(each.answer) or each.tries >= TRIES
                each.due = None if done else time.time() + min(60, 2**each.tries)
            self._keep()
        return len(due)

    def tell(self, credits: list[dict[str, str | int]]) -> dict[str, str]:
        """One message; what was said of each item by its key, nothing when there was no answer."""
        body = json.dumps({"credits": credits}, ensure_ascii=False).encode()
        stamp, path = str(int(time.time())), urlsplit(self.webhook).path
        headers = {
            "Content-Type": "application/json",
            "X-Bank-Client": self.client,
            "X-Bank-Time": stamp,
            "X-Bank-Signature": signature(self.secret, stamp=stamp, method="POST", path=path, body=body),
        }
        try:
            answer = requests.post(
                self.webhook, data=body, headers=headers, timeout=10, allow_redirects=False
            )
            if answer.status_code != 200:
                return {}
            return {
                each["key"]: f"{each['result']} {each.get('why', '')}".strip()
                for each in answer.json()["credits"]
            }
        except (requests.RequestException, ValueError, KeyError, TypeError):
            return {}

    def statement(self, day: str) -> str:
        """Every transfer of a day (YYYY-MM-DD, Vietnamese time) as CSV."""
        made = io.StringIO()
        rows = csv.DictWriter(made, COLUMNS)
        rows.writeheader()
        rows.writerows(each.told() for each in self.transfers if each.at.startswith(day))
        return made.getvalue()

    def _keep(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps([asdict(each) for each in self.transfers], ensure_ascii=False))
        beside.replace(self._file)
