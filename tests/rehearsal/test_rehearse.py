"""`./motcua rehearse`: one procedure and some of the ways through the pages of a system of its own."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from motcua.dossiers.lifecycle import MOVES, Status
from motcua.lib.errors import Refused
from motcua.rehearsal.plan import tasks
from motcua.rehearsal.reached import NOT_WALKED
from motcua.rehearsal.ways import every_way

ROOT = Path(__file__).resolve().parents[2]
# Along the rows of carrying over no page leads: tests/complaints/test_c10_old_dossiers_are_carried_over.py.
ROWS = [move for move in MOVES if move.verb not in NOT_WALKED]
WALKED = {"refusal": Status.REFUSED, "stop-accepted": Status.STOPPED, "lapse": Status.STOPPED}


def _rehearse(*words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return subprocess.run(
        [sys.executable, "-m", "motcua", "rehearse", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Both cases of one procedure, and three ways: ended by the desk, by the agency, and weeks later."""
    ways = [word for key in WALKED for word in ("--way", key)]
    done = _rehearse("--procedure", "1.001570", *ways, "--systems", "1", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["totals"]["failed"] == 0
    return told


def test_every_case_of_a_procedure_is_walked_to_its_signed_result(found: dict[str, Any]) -> None:
    walks = [each for each in found["walks"] if each["way"] == "ordinary"]
    assert {each["case"] for each in walks} == {"pause", "resume"}
    for each in walks:
        assert each["ok"]
        assert each["code"].startswith("H44.")
        assert each["states"][-1] == "Đã trả kết quả"
        assert each["due"]


def test_other_ways_end_as_the_law_says_some_of_them_weeks_later(found: dict[str, Any]) -> None:
    last = {each["way"]: each["states"][-1] for each in found["walks"] if each["way"] != "ordinary"}
    assert last == {way: status.word for way, status in WALKED.items()}


def test_what_was_reached_of_the_table_is_counted(found: dict[str, Any]) -> None:
    times = {(row["verb"], row["before"]): row["times"] for row in found["coverage"]}
    assert list(times) == [(move.verb, move.before.name) for move in ROWS]
    promised = [row for way in every_way() if way.key in {*WALKED, "ordinary"} for row in way.moves]
    assert all(times[verb, before.name] for verb, before in promised)
    assert times["hand_over", "DONE"] == 2
    assert not times["stop", "FINANCIAL"], "nobody went there"
    reached = sum(count > 0 for count in times.values())
    assert found["totals"]["moves_reached"] == reached < found["totals"]["moves"] == len(ROWS)


def test_every_move_of_the_table_has_a_way_that_goes_along_it() -> None:
    """Whoever adds a row to the table adds a way: one file in `motcua.rehearsal.ways`."""
    promised = {row for way in every_way() for row in way.moves}
    assert {(move.verb, move.before) for move in ROWS} - promised == set()
    assert promised - {(move.verb, move.before) for move in ROWS} == set()


def test_every_way_has_a_key_of_its_own_and_a_procedure_that_fits() -> None:
    keys = [way.key for way in every_way()]
    assert len(keys) == len(set(keys))
    planned = tasks([], date(2026, 11, 25))
    assert {task.way.key for task in planned} == set(keys)
    page = (ROOT / "docs/reference/rehearse.md").read_text(encoding="utf-8")
    assert [key for key in keys if f"`{key}`" not in page] == []


def test_an_unknown_way_is_told_with_the_ways_there_are() -> None:
    with pytest.raises(Refused, match="withdrawal-filed"):
        tasks([], date(2026, 11, 25), ["nowhere"])


def test_an_unknown_code_is_told_at_once() -> None:
    done = _rehearse("--procedure", "9.999999")
    assert done.returncode == 1
    assert "9.999999" in done.stderr


def test_a_procedure_that_is_not_in_force_yet_is_not_walked() -> None:
    with pytest.raises(Refused):
        tasks(["3.000722"], date(2026, 8, 31))
    assert tasks(["3.000722"], date(2026, 9, 1))


def test_without_codes_every_case_is_walked() -> None:
    planned = tasks([], date(2026, 11, 25))
    found = [task for task in planned if task.way.key == "ordinary"]
    assert len({task.spec.code for task in found}) == 65
    assert [task.number for task in found] == list(range(len(found)))
