"""A file of the earlier system, carried over."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.carry import OLD_UNITS, known_cases, lines
from click.testing import CliRunner

from motcua.audit.actions import breaks
from motcua.cli.dossiers import dossiers as command
from motcua.dossiers import codes, soundness
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.payments.checks import SOUND
from motcua.reporting.recompute import differences
from motcua.reporting.tallies import bring_up_to_date

COUNT = 140
Rows = list[dict[str, Any]]


def made(count: int = COUNT, **more: Any) -> Rows:
    return list(lines(count, units=OLD_UNITS, cases=known_cases(), **more))


def written(folder: Path, rows: Rows, name: str = "cu.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def carried(file: Path, *options: str) -> dict[str, Any]:
    """What the command reports, with its exit code."""
    done = CliRunner().invoke(command, ["import", str(file), "--json", *options], catch_exceptions=False)
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == (0 if found["ok"] else 1)
    return found


def of_status(rows: Rows, status: Status, **wanted: Any) -> dict[str, Any]:
    return next(
        row
        for row in rows
        if row["status"] == status and all((name in row) == there for name, there in wanted.items())
    )


def dossier_of(row: dict[str, Any]) -> Dossier:
    return Dossier.objects.with_screen().get(carried__key=codes.key(row["code"]))


def faults() -> list[str]:
    """What any of our own checks finds wrong."""
    checks: list[Callable[[], Iterator[str]]] = [
        *soundness.NOBODY_IS_LEFT_ALONE.values(),
        soundness.moved,
        soundness.timed,
        soundness.registered,
        soundness.numbered,
        breaks,
        *SOUND.values(),
    ]
    bring_up_to_date()
    return [sentence for check in checks for sentence in check()] + [str(each) for each in differences()]
