"""The codes of results the system knows: those of national records that shipped procedures end in."""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "result_codes.csv"


@cache
def known_results() -> frozenset[str]:
    """The codes of `result_codes.csv`. The national catalogue holds more, record by record."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))
