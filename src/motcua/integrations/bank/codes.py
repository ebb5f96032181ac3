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
        bin=_name(content, "bin", 6),
        account=_name(content, "account", 19),
        credit=Credit(
            key=_name(content, "key", 80),
            amount=amount,
            text=_words(content, "text"),
            at=_moment(content.get("at")),
        ),
    )


def _name(content: Mapping[str, Any], name: str, longest: int) -> str:
    found = content.get(name)
    if not isinstance(found, str) or not found.strip() or len(found) > longest or not found.isprintable():
        raise NotUnderstood(name)
    return found.strip()


def _words(content: Mapping[str, Any], name: str) -> str:
    """What the payer wrote, whatever it is: money is not refused for a sign a database cannot keep."""
    found = content.get(name, "")
    if not isinstance(found, str):
        raise NotUnderstood(name)
    return "".join(sign if sign.isprintable() else " " for sign in found).strip()


def _moment(text: Any) -> datetime:
    try:
        return moment.told(datetime.fromisoformat(text))
    except (TypeError, ValueError) as problem:
        raise NotUnderstood("at") from problem
