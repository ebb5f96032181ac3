"""Their words and ours. The exchange of the tax authority is not known to us: names and shape are our own
(unverified), with the facts a notice and a voucher have (DOMAIN of land: mã, tiểu mục, số tiền, hạn).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.dossiers.tax_office import Item, Notice, Voucher

HEADERS = "X-Tax"
CLIENT_HEADER, TIME_HEADER, SIGNATURE_HEADER = (
    f"{HEADERS}-{part}" for part in ("Client", "Time", "Signature")
)
_MOST_ITEMS = 50


def news_of(content: Any) -> Notice | Voucher | None:
    """A message of theirs in our words; None when it is none, or an amount in it is no amount."""
    if not isinstance(content, Mapping):
        return None
    try:
        match content.get("kind"):
            case "notice":
                return _notice(content)
            case "voucher":
                return _voucher(content)
    except (KeyError, TypeError, ValueError):
        return None
    return None


def _notice(content: Mapping[str, Any]) -> Notice:
    items = content["items"]
    if not isinstance(items, list) or len(items) > _MOST_ITEMS:
        raise ValueError("items")
    return Notice(
        number=_text(content, "number"),
        decision=str(content.get("decision", "")),
        items=tuple(
            Item(_text(each, "code"), _text(each, "name"), _amount(each, "amount")) for each in items
        ),
        due_on=date.fromisoformat(content["due_on"]),
    )


def _voucher(content: Mapping[str, Any]) -> Voucher:
    return Voucher(
        number=_text(content, "number"),
        notice=_text(content, "notice"),
        reduced=_amount(content, "reduced"),
        paid=_amount(content, "paid"),
        left=_amount(content, "left"),
    )


def _text(content: Mapping[str, Any], name: str) -> str:
    text = str(content[name]).strip()
    if not text or len(text) > 200:
        raise ValueError(name)
    return text


def _amount(content: Mapping[str, Any], name: str) -> int:
    amount = content[name]
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount < 10**13:
        raise ValueError(name)
    return amount
