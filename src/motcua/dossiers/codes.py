"""The dossier code (TT 01/2018 Điều 19, in the order of QĐ 20/2020): writing it and reading every known
shape.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

_SHAPE = re.compile(r"^(?P<unit>[0-9A-Z]+(?:\.[0-9A-Z]+){0,5})-(?P<day>\d{8}|\d{6})-(?P<number>\d{4,7})$")
_OLD_ORDER = re.compile(r"^(?:\d{2,3}\.)+[A-Z]\d{2}$")
_MOST = 9_999_999
_DASHES = re.compile(r"[‐‑‒–—−_]")
_LONGEST = 80
_DATE_DIGITS, _NUMBER_DIGITS = (6, 8), (4, 5, 6, 7)
# Letters and digits that nobody mistakes for another when a number is read out.
CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class DossierCode:
    """A code taken apart: the agency identifier in today's order, the day of acceptance, the daily number."""

    unit: str
    day: date
    number: int


def write(unit: str, day: date, number: int, *, date_digits: int = 6, number_digits: int = 4) -> str:
    """`H44.12-261123-0001`. A number past the width widens it; it never wraps round.

    The width may not pass the seven digits that readers of codes know.
    """
    if not 1 <= number <= _MOST:
        raise ValueError(f"A daily number lies between 1 and {_MOST}.")
    stamp = day.strftime("%Y%m%d" if date_digits == 8 else "%y%m%d")
    return f"{unit}-{stamp}-{number:0{number_digits}d}"


def modern_unit(unit: str) -> str:
    """An identifier in the old order of TT 10/2016 (`000.00.12.H44`) turned to today's (`H44.12`)."""
    if not _OLD_ORDER.match(unit):
        return unit
    return ".".join(group for group in reversed(unit.split(".")) if group.strip("0"))


def parse(text: str) -> DossierCode | None:
    """Read a code in today's order, the old order, or the 2026 vendor form (8-digit date, 7-digit number)."""
    found = _SHAPE.fullmatch(text.strip().upper()) if text.isascii() else None
    if not found:
        return None
    stamp = found["day"]
    try:
        day = datetime.strptime(stamp, "%Y%m%d" if len(stamp) == 8 else "%y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    return DossierCode(unit=modern_unit(found["unit"]), day=day, number=int(found["number"]))


def tidy(text: str) -> str:
    """A code as people type it (spaces, small letters, other dashes), written as the system writes it."""
    bare = _DASHES.sub("-", "".join(text[:_LONGEST].split()))
    return bare.strip(".,;:").upper()


def key(text: str) -> str:
    """One spelling for all the ways the code of a dossier may be written: a code that can be read in today's
    order with a date and a number as short as they go, any other one tidied.
    """
    tidied = tidy(text)
    code = parse(tidied)
    return tidied if code is None else write(code.unit, code.day, code.number)


def spellings(code: DossierCode, units: Iterable[str]) -> list[str]:
    """Every way a date and a daily number of this dossier may be written, under each of these identifiers."""
    return [
        write(unit, code.day, code.number, date_digits=date_digits, number_digits=number_digits)
        for unit in units
        for date_digits in _DATE_DIGITS
        for number_digits in _NUMBER_DIGITS
    ]


def temporary(day: date) -> str:
    """A number to hold on to before acceptance; drawn by chance, so that it tells and reveals nothing."""
    return f"TN{day:%y%m%d}-" + "".join(secrets.choice(CLEAR) for _ in range(6))
