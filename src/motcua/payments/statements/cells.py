"""Amounts and moments as banks write them. Pure; raises ValueError with a sentence for people."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from motcua.lib import moment

_CURRENCY = re.compile(r"(vnd|vnđ|đồng|đ|\s|\u00a0)+", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
# «1,250,000.00» and «1.250.000,00»: the last sign stands before the hundredths, of which there are none.
_WITH_CENTS = re.compile(r"(.*\d)[.,](\d{1,2})")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p")


def amount_in(cell: Any) -> int:
    """Whole đồng, below zero for what goes out; an empty cell is nothing."""
    if cell is None or cell == "":
        return 0
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        if cell != int(cell):
            raise ValueError(f"Số tiền «{cell}» có phần lẻ của đồng.")
        return int(cell)
    plain = _CURRENCY.sub("", str(cell))
    sign = -1 if plain.startswith("-") or (plain.startswith("(") and plain.endswith(")")) else 1
    plain = plain.strip("+-()")
    if not plain:
        return 0
    return sign * _whole(plain, str(cell))


def _whole(plain: str, typed: str) -> int:
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if _GROUPED.fullmatch(plain):
        return int(re.sub("[.,]", "", plain))
    found = _WITH_CENTS.fullmatch(plain)
    if found is None or int(found[2]):
        raise ValueError(f"Không đọc được số tiền «{typed}».")
    return _whole(found[1], typed)


def moment_in(cell: Any) -> datetime:
    """The moment, in Vietnamese time; midnight where only a day is given."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=moment.TZ)
    if isinstance(cell, date):
        return datetime.combine(cell, time.min, moment.TZ)
    typed = " ".join(str(cell or "").replace("T", " ").split())
    for day in _DAYS:
        for clock in _TIMES:
            try:
                return moment.told(datetime.strptime(typed, day + clock).replace(tzinfo=moment.TZ))
            except ValueError:
                continue
    raise ValueError(f"Không đọc được ngày «{typed}»." if typed else "Thiếu ngày giao dịch.")
