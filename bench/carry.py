"""An invented file of an earlier system, and how long carrying it over takes.

`MOTCUA_DATA=DIR PYTHONPATH=src:. .venv/bin/python -m bench.carry 10000` in a folder set up before.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

PROCEDURES = ("1.001193", "2.000815", "1.004873")
# Communes that were merged away on 01/07/2025, and some of today.
OLD_UNITS = ("04789", "04792", "04795", "04798")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Châu", "Phạm Quốc Dũng", "Hoàng Thu Hà", "Bùi Đức Long")
# So long ago the first of them was received; the last one some days before today.
_DAYS = 80
STATUSES = (1, 2, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 10, 10)


def lines(
    count: int, *, units: tuple[str, ...], cases: dict[str, str], seed: int = 1
) -> Iterator[dict[str, Any]]:
    """So many dossiers in every status; `cases` names a case for each procedure."""
    from motcua.lib import moment

    began = moment.now().replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=None)
    began -= timedelta(days=_DAYS)
    chance = random.Random(seed)  # noqa: S311 - invented data
    for number in range(1, count + 1):
        status = STATUSES[number % len(STATUSES)]
        procedure = chance.choice(tuple(cases))
        received = began + timedelta(minutes=number * 7 % 100_000)
        row: dict[str, Any] = {
            "system": "Một cửa điện tử cũ",
            "code": _code(number, received),
            "procedure": procedure,
            "case": cases[procedure],
            "unit": chance.choice(units),
            "channel": chance.choice(("counter", "online", "post")),
            "status": status,
            "owner_id": f"0{number:011}",
            "owner_name": chance.choice(NAMES),
            "owner_birth_date": f"19{number % 60 + 40}-05-17",
            "owner_phone": "0912000111",
            "received_at": received.isoformat(),
            "fee": number % 5 * 1000,
            "charge": 8000,
            "papers": [{"name": "Tờ khai", "originals": 1}, {"name": "Giấy tờ kèm theo", "copies": 2}],
        }
        row["paid"] = row["fee"] + row["charge"] if number % 3 else 0
        yield row | _of_status(status, number, received)


def _code(number: int, received: datetime) -> str:
    """In turn the order of today, the order before it, the form of 2026, and one of no known shape."""
    return (
        f"H62.999-{received:%y%m%d}-{number:05}",
        f"000.00.99.H62-{received:%y%m%d}-{number:05}",
        f"H62.999-{received:%Y%m%d}-{number:07}",
        f"HS/{received:%Y}/{number:06}",
    )[number % 4]


def _of_status(status: int, number: int, received: datetime) -> dict[str, Any]:
    accepted, due = received + timedelta(hours=2), received + timedelta(days=4 + number % 90)
    ended = received + timedelta(days=3)
    taken = {"accepted_at": accepted.isoformat(), "due_at": due.isoformat()}
    waits = {"waiting_since": (received + timedelta(days=1)).isoformat(), "waiting_for": "Bản sao hộ khẩu"}
    return {
        1: {},
        2: taken,
        3: {"finished_at": ended.isoformat()},
        4: taken,
        5: {**(taken if number // 14 % 2 else {}), **waits, "supplement_until": f"{due:%Y-%m-%d}"},
        6: taken | waits,
        7: taken | {"finished_at": ended.isoformat()},
        8: taken | {"finished_at": ended.isoformat()},
        9: taken | {"finished_at": ended.isoformat()},
        10: taken
        | {"finished_at": ended.isoformat(), "returned_at": ended.isoformat(), "receiver": "Chủ hồ sơ"},
    }[status]


def known_cases() -> dict[str, str]:
    """The first case of some procedures that a commune decides."""
    from motcua.catalogue.models import Version
    from motcua.lib import moment

    found = {}
    for code in PROCEDURES:
        version = Version.objects.version_for(code, moment.today())
        if version is not None:
            found[code] = version.spec.cases[0].key
    return found


def main() -> None:
    """Write the file, carry it over as the command does, print what it took."""
    import django
    from django.conf import settings

    django.setup()
    from motcua.dossiers.actions.carry_over_file import carry_over_file
    from motcua.dossiers.old_files import read_lines
    from motcua.identity.actor import SYSTEM_ACTOR

    count = int(sys.argv[1])
    file = Path(settings.DATA_DIR) / "old.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for row in lines(count, units=OLD_UNITS, cases=known_cases()):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for what in ("chuyển", "chạy lại"):
        began, spent = time.monotonic(), time.process_time()
        with file.open(encoding="utf-8", errors="replace", newline="") as text:
            found = carry_over_file(actor=SYSTEM_ACTOR, lines=read_lines(text), file=file)
        wall, cpu = time.monotonic() - began, time.process_time() - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{what}: {found.carried} + {found.there}, {wall:.1f} s ({cpu:.1f} s CPU), {peak} MiB")
        print(found.is_whole, found.examples, found.differences()[:5])


if __name__ == "__main__":
    main()
