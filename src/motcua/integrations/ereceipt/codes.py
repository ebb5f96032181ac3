"""Their words and ours. No vendor's protocol is known to us: names and shape are our own (unverified), with
the facts a receipt must have (NĐ 254/2026 Điều 22).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.lib import moment
from motcua.payments.models.receipt import LAST_NUMBER
from motcua.payments.receipt_provider import Issued, Wanted

HEADERS = "X-Receipt"


def written(wanted: Wanted) -> dict[str, Any]:
    """A receipt to be, as the vendor reads it; amounts are whole đồng."""
    return {
        "key": wanted.key,
        "unit": wanted.unit_id,
        "collector": wanted.unit_name,
        "kind": wanted.kind,
        "payer": wanted.payer,
        "dossier": wanted.reference,
        "lines": [{"name": name, "amount": amount} for name, amount in wanted.lines],
        "amount": wanted.amount,
        "words": wanted.words,
        "currency": "VND",
        "method": wanted.method,
        "paid_at": wanted.at.astimezone(moment.TZ).isoformat(),
    }


def issued_of(answer: Mapping[str, Any], key: str) -> Issued | None:
    """What they gave it; None when it is about another one, or no number of a receipt."""
    template, symbol, number = answer.get("template"), answer.get("symbol"), answer.get("number")
    if answer.get("key") != key or not _is_short(template) or not _is_short(symbol):
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= LAST_NUMBER:
        return None
    try:
        at = datetime.fromisoformat(str(answer.get("issued_at")))
        return Issued(str(template), str(symbol), number, moment.told(at))
    except ValueError:
        return None


def _is_short(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= 20
