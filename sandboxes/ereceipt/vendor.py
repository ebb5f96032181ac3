"""The vendor: receipts it has numbered, in a file where a folder is given."""

import json
import threading
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TEMPLATES = {"fee": ("01BLP", "P"), "charge": ("01BLLP", "L")}
HOW = {"adjust": "adjusted", "replace": "replaced"}
STATES = {
    "valid": "Có hiệu lực",
    "cancelled": "Đã hủy",
    "adjusted": "Đã được điều chỉnh",
    "replaced": "Đã được thay thế",
}


class Refusal(Exception):
    """A receipt that cannot be; the sentence says why."""


@dataclass
class Receipt:
    """One receipt as it was asked for, with what it was given."""

    key: str
    unit: str
    collector: str
    kind: str
    payer: str
    dossier: str
    amount: int
    words: str
    template: str
    symbol: str
    number: int
    issued_at: str
    state: str = "valid"
    reason: str = ""
    corrects: str = ""


class Vendor:
    """Numbers run from 1 for each unit, kind and year. `lose`: so many answers get lost on the way back."""

    def __init__(self, *, client: str, secret: str, data: Path | None = None, lose: int = 0) -> None:
        self.client, self.secret, self.lose = client, secret, lose
        self.receipts: dict[str, Receipt] = {}
        self.lock = threading.RLock()
        self._file = data / "receipts.json" if data is not None else None
        if self._file is not None and self._file.exists():
            for each in json.loads(self._file.read_text()):
                self.receipts[each["key"]] = Receipt(**each)

    def issue(self, wanted: dict[str, Any]) -> Receipt:
        """The same key again is the same receipt; one that corrects another ends that one."""
        with self.lock:
            key = str(wanted.get("key") or "")
            if key in self.receipts:
                return self.receipts[key]
            made = self._made(key, wanted)
            how, corrects = str(wanted.get("how") or ""), str(wanted.get("corrects") or "")
            if how or corrects:
                old = self.receipts.get(corrects)
                if old is None or how not in HOW:
                    raise Refusal("corrects, how: không có biên lai cũ này.")
                if old.state != "valid":
                    raise Refusal("Biên lai cũ không còn hiệu lực.")
                old.state, old.reason = HOW[how], str(wanted.get("reason") or "")
                made.corrects = corrects
            self.receipts[key] = made
            self._keep()
            return made

    def _made(self, key: str, wanted: dict[str, Any]) -> Receipt:
        kind, amount, unit = wanted.get("kind"), wanted.get("amount"), str(wanted.get("unit") or "")
        if not key or not unit or kind not in TEMPLATES:
            raise Refusal("key, unit, kind: thiếu hoặc sai.")
        lines = wanted.get("lines") or []
        if not isinstance(amount, int) or amount <= 0 or sum(int(line["amount"]) for line in lines) != amount:
            raise Refusal("amount: phải bằng tổng các dòng.")
        now = datetime.now(UTC)
        template, letter = TEMPLATES[kind]
        symbol = f"{letter}{now.year % 100:02d}T"
        others = (
            each.number
            for each in self.receipts.values()
            if (each.unit, each.kind, each.symbol) == (unit, kind, symbol)
        )
        texts = {name: str(wanted.get(name) or "") for name in ("collector", "payer", "dossier", "words")}
        return Receipt(
            key=key,
            unit=unit,
            kind=kind,
            amount=amount,
            template=template,
            symbol=symbol,
            number=max(others, default=0) + 1,
            issued_at=now.isoformat(),
            **texts,
        )

    def cancel(self, key: str, reason: str) -> Receipt:
        """It counts no more. Cancelled before, it stays as it is."""
        with self.lock:
            found = self.receipts[key]
            if found.state == "valid":
                found.state, found.reason = "cancelled", reason
                self._keep()
            return found

    def paper(self, key: str) -> bytes:
        """A plain PDF of one page."""
        found = self.receipts[key]
        return pdf(
            [
                "BIEN LAI THU TIEN (THU, KHONG CO GIA TRI)",
                f"{found.template} {found.symbol} so {found.number:08d}",
                found.collector,
                f"Nguoi nop: {found.payer}",
                f"Ho so: {found.dossier}",
                f"So tien: {found.amount:,} dong. {found.words}",
                f"Tinh trang: {STATES[found.state]}",
                found.issued_at,
            ]
        )

    def loses_answer(self) -> bool:
        """Whether this answer gets lost on the way."""
        with self.lock:
            if self.lose <= 0:
                return False
            self.lose -= 1
            return True

    def _keep(self) -> None:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            rows = [asdict(each) for each in self.receipts.values()]
            self._file.write_text(json.dumps(rows, ensure_ascii=False))


def pdf(lines: list[str]) -> bytes:
    """Lines of letters without diacritics on one page, written by hand."""
    text = " ".join(f"({_plain(line)}) Tj T*" for line in lines)
    drawn = f"BT /F1 11 Tf 14 TL 40 380 Td {text} ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 420]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = letters.encode("ascii", "ignore").decode()
    return plain.replace("\\", " ").replace("(", "[").replace(")", "]")
