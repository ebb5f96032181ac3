"""`python -m bench.search`: how good and how quick the search is, over the catalogue that is loaded.

Quality needs the national catalogue imported (`./motcua catalogue import FILE`): many answers are in it.
"""

import csv
import json
import statistics
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from motcua.cli.start import django_ready

django_ready()

from motcua.catalogue.search.find import search  # noqa: E402
from motcua.catalogue.search.index import index  # noqa: E402
from motcua.lib import moment  # noqa: E402

QUERIES = Path(__file__).with_name("search_queries.csv")
# Written after the ranking was settled, never used to settle it.
HELD_OUT = Path(__file__).with_name("search_heldout.csv")
_ROUNDS = 3


@dataclass(frozen=True)
class Question:
    """What somebody types, and the codes that are a right answer."""

    query: str
    codes: frozenset[str]


def questions(file: Path = QUERIES) -> list[Question]:
    with file.open(encoding="utf-8", newline="") as rows:
        return [Question(row["query"], frozenset(row["codes"].split(";"))) for row in csv.DictReader(rows)]


def measure() -> dict[str, Any]:
    """Share with a right answer first and among the first three; processor milliseconds of a query."""
    today = moment.today()
    began = time.perf_counter()
    made = index(today)
    built = time.perf_counter() - began
    times = sorted(_timed(asked.query, today) for asked in questions() for _ in range(_ROUNDS))
    return {
        "procedures": len(made.entries),
        "quality": _quality(QUERIES, today),
        "held_out": _quality(HELD_OUT, today),
        "build_seconds": round(built, 2),
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 2),
    }


def _quality(file: Path, today: date) -> dict[str, Any]:
    """Shares over the queries of a file, and which of them have no right answer first."""
    asked_all = questions(file)
    first = three = 0
    missed: list[dict[str, Any]] = []
    for asked in asked_all:
        codes = [hit.code for hit in search(asked.query, on=today, limit=3)]
        first += bool(codes) and codes[0] in asked.codes
        three += bool(asked.codes & set(codes))
        if not codes or codes[0] not in asked.codes:
            missed.append({"query": asked.query, "wanted": sorted(asked.codes), "found": codes})
    count = len(asked_all)
    return {
        "queries": count,
        "first": round(first / count, 4),
        "first_three": round(three / count, 4),
        "missed_first": missed,
    }


def _timed(query: str, today: date) -> float:
    began = time.process_time()
    search(query, on=today, limit=10)
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
