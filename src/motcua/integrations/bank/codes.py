"""What a bank tells, in our words. Shape and names are our own (docs/reference/payments-protocols.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.lib import moment
from motcua.payments.actions.bank import Credit

CLIENT_HEADER, TIME_HEADER, SIGNATURE_HEADER = "X-Bank-Client", "X-Bank-Time", "X-Bank-Signature"
MOST_CREDITS = 500
BOOKED, KNOWN, REFUSED = "booked", "known", "refused"
UNKNOWN_ACCOUNT = "unknown-account"


class NotUnderstood(ValueError):
    """An item lacks something; the message is the name of the field."""


@dataclass(frozen=True, slots=True)
class Told:
    """A credit to an account: bank by BIN, number of the account."""

    bin: str
    account: str
    credit: Credit


def told(content: Any) -> Told:
    """One item of the list `credits`. Raises NotUnderstood."""
    if not isinstance(content, Mapping):
        raise NotUnderstood("credits")
    amount = content.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount < 10**13:
        raise NotUnderstood("amount")
    return Told(
        bin=_text(content, "bin", 6),
        account=_text(content, "account", 19),
        credit=Credit(
            key=_text(content, "key", 80),
            amount=amount,
            text=_text(content, "text", 500, may_be_empty=True),
            at=_moment(content.get("at")),
        ),
    )


def _text(content: Mapping[str, Any], name: str, longest: int, *, may_be_empty: bool = False) -> str:
    text = content.get(name)
    # isprintable: neither NUL nor half a character, which a database would refuse for the whole message.
    if not isinstance(text, str) or len(text) > longest or not text.isprintable():
        raise NotUnderstood(name)
    if not may_be_empty and not text.strip():
        raise NotUnderstood(name)
    return text.strip()


def _moment(text: Any) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError) as problem:
        raise NotUnderstood("at") from problem
    return found if found.tzinfo is not None else found.replace(tzinfo=moment.TZ)
