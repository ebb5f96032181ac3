"""MT940, the statement banks exchange. Each movement is parsed by itself: a wrong one spoils no other."""

import re
from collections.abc import Iterator

import mt940

from motcua.lib.errors import Refused

_TAG = re.compile(r"^:(\d\d[A-Z]?):")
_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})
Transaction = mt940.models.Transaction


def is_swift(content: bytes) -> bool:
    """Whether a file begins like such a statement."""
    return re.search(rb"^:20:", content[:2000], re.M) is not None and b":61:" in content


def movements_in(content: bytes, account: str) -> Iterator[tuple[int, Transaction | None]]:
    """Every movement with its line; None for one that cannot be read. Refused for another account's."""
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    head: list[str] = []
    block: list[str] = []
    begun = 0
    for number, line in enumerate(lines, 1):
        tag = _TAG.match(line)
        if tag and tag[1] == "25" and account not in re.sub(r"\W", "", line):
            raise Refused(
                f"Sao kê này là của tài khoản khác ({line[4:].strip()}).", field="file", code="other-account"
            )
        if tag and tag[1] != "86" and block:
            yield begun, _parsed(head, block)
            block = []
        if tag and tag[1] == "61":
            begun, block = number, [line]
        elif block:
            block.append(line)
        elif tag and tag[1] == "20":
            head = [line]
        elif head and not (tag and tag[1].startswith(("62", "64", "65"))):
            head.append(line)
    if block:
        yield begun, _parsed(head, block)


def _parsed(head: list[str], block: list[str]) -> Transaction | None:
    try:
        found = list(mt940.parse("\n".join([*head, *block])))
    except (RuntimeError, ValueError, KeyError, ArithmeticError):
        return None
    return found[0] if len(found) == 1 and found[0].data.get("amount") is not None else None


def reference_of(movement: Transaction) -> str:
    """The bank's own number, else the customer's."""
    for name in ("bank_reference", "customer_reference"):
        found = str(movement.data.get(name) or "").strip()
        if found.upper() not in _NO_REFERENCE:
            return found
    return ""
