"""The table «Cách thức thực hiện»: channel, time, money and remark, crawled without separators. Pure."""

import re
from decimal import Decimal

from motcua.catalogue.national.sheet import Channel, Fee, Notes, TermUnit, Way

HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
NOTHING = "Không có thông tin"

CHANNELS: dict[str, Channel] = {
    "Trực tuyến": "online",
    "Trực tiếp": "counter",
    "Dịch vụ bưu chính": "post",
}
UNITS: dict[str, TermUnit] = {
    "ngày làm việc": "working-days",
    "ngày": "calendar-days",
    "tháng": "months",
    "năm": "years",
    "tuần": "weeks",
    "giờ làm việc": "hours",
    "giờ": "hours",
    "phút": "minutes",
}
# Words the tax authority writes where a time should stand.
_NO_TERM = r"Không phải trả kết quả cho người nộp thuế|Không quy định|Không "
_UNIT = "|".join(unit.capitalize() for unit in sorted(UNITS, key=len, reverse=True))
_TIME = rf"(?:\d+(?:[.,]\d+)?\s?(?:{_UNIT})|{NOTHING}|{_NO_TERM}|Không)"
_CURRENCY = r"Việt Nam Đồng|VNĐ|VND|Đồng|USD|Đô la Mỹ"
_SUM = rf"\d[\d.,]*\s?(?:{_CURRENCY})"
_MONEY = rf"(?:Miễn phí|{NOTHING}|{_SUM})"
_CHANNEL = "|".join(CHANNELS)
# A time whose unit was lost («5Miễn phí»), or digits of time and money run together («1100 VNĐ»).
_LOST = rf"\d+(?=Miễn phí|{NOTHING}|\s?(?:{_CURRENCY}))|\d+,\d[\d,]*(?=\s?(?:{_CURRENCY}))"
_ROW = re.compile(rf"(?P<channel>{_CHANNEL})(?=(?:{_TIME})\s*{_MONEY}|{_LOST})")
_TERM = re.compile(rf"(?P<amount>\d+(?:[.,]\d+)?)\s?(?P<unit>{_UNIT})|(?P<none>{NOTHING}|{_NO_TERM}|Không)")
_SUM_PARTS = re.compile(rf"(?P<digits>\d[\d.,]*)\s?(?P<currency>{_CURRENCY})")
_THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})*$|^\d+$")
_SET_ELSEWHERE = re.compile(r"\d|quy định|Nghị quyết|HĐND|Hội đồng|Thông tư|[Mm]ức", re.UNICODE)
_FREE_NOTES = frozenset(
    {"", "không", "không có", "không thu", "không quy định", "miễn phí", "không thu lệ phí", "không thu phí"}
)
# Below it no fee of the State exists; the record has lost its thousands.
_LEAST_AMOUNT = 1_000


def ways(text: str, notes: Notes) -> tuple[Way, ...]:
    """The rows of the table. What stands before the first row that can be told apart is flagged."""
    body = text.strip().removeprefix(HEAD)
    if body in {"", NOTHING}:
        notes.absent("channel")
        return ()
    starts = list(_ROW.finditer(body))
    if not starts or starts[0].start() > 0:
        first = body[: starts[0].start()] if starts else body
        notes.flag("channel", "Không tách được dòng nào của bảng cách thức thực hiện.", first)
    if not starts:
        return ()
    ends = [start.start() for start in starts[1:]] + [len(body)]
    return tuple(
        _way(start["channel"], body[start.end() : end], notes)
        for start, end in zip(starts, ends, strict=True)
    )


def _way(channel: str, rest: str, notes: Notes) -> Way:
    notes.good("channel")
    amount, unit, term_text, rest = _term(rest, notes)
    fees, note = _fees(rest, notes)
    return Way(channel=CHANNELS[channel], amount=amount, unit=unit, term_text=term_text, fees=fees, note=note)


def _term(rest: str, notes: Notes) -> tuple[int | None, TermUnit | None, str, str]:
    """The time at the beginning of a row, and what follows it."""
    found = _TERM.match(rest)
    if found is None:
        return _lost_unit(rest, notes)
    text, after = found.group().strip(), rest[found.end() :].lstrip()
    if found["none"] is not None:
        notes.absent("term")
        return None, None, "" if text == NOTHING else text, after
    amount, unit = Decimal(found["amount"].replace(",", ".")), UNITS[found["unit"].lower()]
    if amount != int(amount) or amount <= 0:
        notes.flag("term", "Thời hạn không phải số nguyên dương.", text)
        return None, None, text, after
    notes.good("term", text)
    return int(amount), unit, text, after


def _lost_unit(rest: str, notes: Notes) -> tuple[int | None, TermUnit | None, str, str]:
    alone = re.match(rf"\d+(?=Miễn phí|{NOTHING})", rest)
    if alone is not None:
        notes.flag("term", "Thời hạn mất đơn vị (giờ, ngày hay ngày làm việc?).", alone.group())
        return None, None, alone.group(), rest[alone.end() :]
    notes.flag("term", "Thời hạn và mức phí dính liền nhau, không tách chắc chắn được.", rest[:40])
    return None, None, "", rest


def _fees(rest: str, notes: Notes) -> tuple[tuple[Fee, ...], str]:
    """Every sum with its remark in brackets, and the description after them."""
    found: list[Fee] = []
    while (match := re.match(_MONEY, rest)) is not None:
        note, after = _bracketed(rest[match.end() :])
        found.append(_fee(match.group(), note, notes))
        rest = after
    lines = tuple(fee for fee in found if fee.text != NOTHING)
    if found and not lines:
        notes.absent("fee")
    elif not found:
        notes.flag("fee", "Không nhận ra mức phí.", rest[:80])
    return lines, rest.strip()


def _bracketed(rest: str) -> tuple[str, str]:
    """The remark in balanced brackets at the beginning, and what follows it."""
    if not rest.startswith("("):
        return "", rest
    depth = 0
    for at, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return rest[1:at].strip(), rest[at + 1 :]
    return "", rest


def _fee(text: str, note: str, notes: Notes) -> Fee:
    if text == NOTHING:
        return Fee(text=text)
    if text == "Miễn phí":
        if note.lower().strip(" .") in _FREE_NOTES or not _SET_ELSEWHERE.search(note):
            notes.good("fee", text)
            return Fee(free=True, text=text, note=note)
        notes.flag("fee", "Ghi «Miễn phí» nhưng ghi chú nói có mức thu hoặc nơi khác quy định.", note)
        return Fee(text=text, note=note)
    return _sum(text, note, notes)


def _sum(text: str, note: str, notes: Notes) -> Fee:
    parts = _SUM_PARTS.match(text)
    digits, currency = (parts["digits"], parts["currency"]) if parts else (text, "")
    if currency in {"USD", "Đô la Mỹ"}:
        notes.flag("fee", "Mức thu ghi bằng ngoại tệ.", text)
        return Fee(currency="USD", text=text, note=note)
    if not _THOUSANDS.match(digits):
        notes.flag("fee", "Số tiền không viết theo nhóm ba chữ số.", text)
        return Fee(text=text, note=note)
    amount = int(digits.replace(",", ""))
    if amount < _LEAST_AMOUNT:
        notes.flag("fee", "Số tiền quá nhỏ, có thể đã mất ba chữ số 0 hoặc dính với thời hạn.", text)
        return Fee(text=text, note=note)
    notes.good("fee", text)
    return Fee(amount=amount, text=text, note=note)
