"""Numbers of payment requests, and how they are found again in what a bank passes on. Pure.

Ten digits: nine drawn by chance and a check digit (Luhn), so that a slip or a neighbouring number is seen.
Banks drop dots and hyphens, change case and glue words together; digits in a row they leave alone.
"""

import re
import secrets
from collections.abc import Iterator

LENGTH = 10
_RUN = re.compile(r"[0-9]+")
_LEFT = re.compile(r"[^0-9A-Za-z]+")
# A dossier code without its dots and hyphens: agency letter, then digits only (TT 01/2018 Điều 19), or the
# temporary number of an online filing.
_CODE = re.compile(r"[A-Z]{1,2}[0-9]{8,24}")


def draw() -> str:
    """A new number; whether it is free is for the caller to find out."""
    body = str(secrets.randbelow(9 * 10**8) + 10**8)
    return body + _check_digit(body)


def _check_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def is_number(text: str) -> bool:
    """Whether this may be the number of a request."""
    plain = len(text) == LENGTH and text.isascii() and text.isdigit() and text[0] != "0"
    return plain and _check_digit(text[:-1]) == text[-1]


def numbers_in(text: str) -> list[str]:
    """Candidates, the likeliest first: ten digits that stand alone, then ten inside a longer row."""
    runs = _RUN.findall(text)
    alone = [run for run in runs if is_number(run)]
    inside = [
        run[at : at + LENGTH]
        for run in runs
        if len(run) > LENGTH
        for at in range(len(run) - LENGTH + 1)
        if is_number(run[at : at + LENGTH])
    ]
    return list(dict.fromkeys(alone + inside))


def bare(code: str) -> str:
    """A code as banks leave it: capital letters and digits."""
    return _LEFT.sub("", code).upper()


def codes_in(text: str) -> list[str]:
    """Candidates for the bare code of a dossier, the longest first."""
    return list(dict.fromkeys(sorted(_codes(bare(text)), key=len, reverse=True)))


def _codes(text: str) -> Iterator[str]:
    for found in _CODE.finditer(text):
        run = found.group()
        letters = len(run) - len(run.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        # A word may have been glued before the letter of the agency.
        for start in range(letters):
            for end in range(len(run), start + 9, -1):
                yield run[start:end]
