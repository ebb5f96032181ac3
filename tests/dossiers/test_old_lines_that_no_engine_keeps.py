"""One bad line is told and stops nobody, on either engine; what would be cut off or guessed is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from bench.carry import known_cases, lines
from click.testing import CliRunner

from motcua.cli.dossiers import dossiers as command
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Carried
from tests.cast import Cast

pytestmark = pytest.mark.django_db
UNITS = ("04789",)

BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "nul": ("unfit", {"owner_name": "Nguyễn\x00An"}),
    "nul-deep": ("unfit", {"papers": [{"name": "Đơn\x00"}]}),
    "half-a-pair": ("unfit", {"owner_name": "An \ud800"}),
    "no-number": ("unfit", {"answers": {"x": float("nan")}}),
    "endless": ("unfit", {"answers": {"x": float("inf")}}),
    "capitals": ("code", {"code": "ß" * 60}),
    "answers-list": ("case", {"answers": [1]}),
    "answers-deep": ("case", {"answers": {"x": {"y": 1}}}),
    "name-of-file": ("paper-file", {"papers": [{"name": "a", "file": "a" * 3000, "sha256": "0" * 64}]}),
    "phone": ("too-long", {"owner_phone": "0" * 21}),
    "name": ("too-long", {"owner_name": "A" * 121}),
    "eleven-digits": ("owner-id", {"owner_id": "01234567890"}),
    "due-before": ("date", {"due_at": "2020-01-01"}),
    "due-run-together": ("date", {"due_at": "20261231"}),
    "week": ("date", {"received_at": "2026-W35-1T08:00"}),
}


def good(count: int = 60) -> list[dict[str, Any]]:
    made = lines(count, units=UNITS, cases=known_cases())
    return [row for row in made if row["status"] == Status.IN_PROGRESS]


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    file = folder / "cu.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def run(file: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["import", str(file), *options], catch_exceptions=False)
    return done.exit_code, done.output


def test_a_line_that_no_engine_keeps_is_told_and_the_rest_goes_on(cast: Cast, tmp_path: Path) -> None:
    rows = good()
    bad = [{**rows[0], "code": f"BAD-{name}", **wrong} for name, (_, wrong) in BAD.items()]
    mending = tmp_path / "sua.jsonl"
    _, said = run(written(tmp_path, [rows[1], *bad, rows[2]]), "--json", "--refused", str(mending))
    found = json.loads(said)
    assert found["carried"] == 2
    assert found["differences"] == []
    refused = [json.loads(row) for row in mending.read_text(encoding="utf-8").splitlines()]
    assert [row["_line"] for row in refused] == list(range(2, len(bad) + 2))
    counted: dict[str, int] = {}
    for code, _ in BAD.values():
        counted[code] = counted.get(code, 0) + 1
    assert {code: each["count"] for code, each in found["refused"].items()} == counted


def test_the_request_of_the_old_system_ends_on_a_day_after_it(cast: Cast, tmp_path: Path) -> None:
    asked = next(row for row in lines(60, units=UNITS, cases=known_cases()) if row["status"] == 5)
    wrong = ("2026-12-31 hoặc sau", "2000-01-01")
    rows = [{**asked, "code": f"U-{until}"[:20], "supplement_until": until} for until in wrong]
    found = json.loads(run(written(tmp_path, rows), "--json")[1])
    assert found["refused"]["date"]["count"] == len(wrong)


def test_a_file_without_a_dossier_never_matches(cast: Cast, tmp_path: Path) -> None:
    empty = written(tmp_path, [])
    assert run(empty)[0] == 1
    other = tmp_path / "other.jsonl"
    other.write_bytes(json.dumps(good()[0]).encode("utf-16"))
    code, said = run(other)
    assert code == 1
    assert "không có dòng hồ sơ nào" in said


def test_the_data_is_never_overwritten_by_what_was_refused(cast: Cast, tmp_path: Path) -> None:
    file = written(tmp_path, [{**good()[0], "unit": "H62.404"}])
    before = file.read_bytes()
    code, said = run(file, "--refused", str(file))
    assert code == 1
    assert "dữ liệu sẽ mất" in said
    assert file.read_bytes() == before
    assert not Carried.objects.exists()


def test_what_was_refused_is_read_by_its_owner_alone(cast: Cast, tmp_path: Path) -> None:
    mending = tmp_path / "sua.jsonl"
    mending.touch(mode=0o644)
    run(written(tmp_path, [{**good()[0], "unit": "H62.404"}]), "--refused", str(mending))
    assert mending.stat().st_mode & 0o777 == 0o600
