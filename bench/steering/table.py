"""Measuring all of it, keeping what was found, and telling it beside what it was at 20,000 dossiers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.steering.place import Place

BASE = 20_000
Say = Callable[[str], None]


def measure(
    place: Place, dossiers: int, parts: frozenset[str], *, made: dict[str, float], say: Say
) -> dict[str, Any]:
    """Measure the parts asked for; what was measured of other parts before is kept. Django is awake.

    `made`: seconds of making the year, empty where it was there.
    """
    from django.conf import settings
    from django.db import connection

    from bench.steering import asked, rollup
    from bench.steering.timing import timed

    kept = Path(settings.DATA_DIR) / f"bench-steering-{dossiers}.json"
    found: dict[str, Any] = _read(kept) | {"dossiers": dossiers, "database": place.name}
    if made:
        # Another year: what was measured of an earlier one says nothing about it.
        found = {"dossiers": dossiers, "database": place.name, "seconds": made}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        found["database_mib"] = round(cursor.fetchone()[0] / 2**20)
        cursor.execute("SELECT count(*) FROM dossiers_movement")
        found["movements"] = cursor.fetchone()[0]
    sources = {"pages": asked.pages, "reports": asked.reports, "index": asked.indices}
    for part, rows in sources.items():
        if part in parts:
            found[part] = {}
            for name, calls in rows():
                found[part][name] = asdict(timed(name, calls))
                say(f"{name}: {found[part][name]['p95']} ms")
    if "rollup" in parts:
        found["rollup"] = rollup.rate()
    if "recompute" in parts:
        found["recompute"] = rollup.recompute()
    kept.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    base = _read(kept.with_name(f"bench-steering-{BASE}.json"))
    return found | {"ratios": _ratios(found, base)}


def _read(kept: Path) -> dict[str, Any]:
    return dict(json.loads(kept.read_text())) if kept.exists() else {}


def _ratios(found: dict[str, Any], base: dict[str, Any]) -> dict[str, float]:
    """How many times the median at 20,000 the median of each row is."""
    return {
        name: round(row["p50"] / before["p50"], 2)
        for part in ("pages", "reports", "index")
        for name, row in found.get(part, {}).items()
        if (before := base.get(part, {}).get(name)) and before["p50"]
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The table for people."""
    size = f"{found['dossiers']:,} hồ sơ, {found['movements']:,} bước, {found['database_mib']:,} MiB"
    yield f"{found['database']}: {size}"
    yield f"{'':42} {'p50 ms':>9} {'p95 ms':>9} {'câu lệnh':>9} {'× 20.000':>9}"
    for part in ("pages", "reports", "index"):
        for name, row in found.get(part, {}).items():
            ratio = found["ratios"].get(name, "–")
            yield f"{name:42} {row['p50']:>9} {row['p95']:>9} {row['statements']:>9} {ratio:>9}"
            if row["fault"]:
                yield f"  hỏng: {row['fault']}"
    for part in ("rollup", "recompute", "seconds"):
        for name, value in found.get(part, {}).items():
            yield f"{part} {name:35} {value:>9}"
