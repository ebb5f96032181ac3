"""`./motcua rehearse`: one procedure through the pages of a system of its own."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from motcua.lib.errors import Refused
from motcua.rehearsal.plan import tasks

ROOT = Path(__file__).resolve().parents[2]


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


def test_every_case_of_a_procedure_is_walked_to_its_signed_result() -> None:
    done = _rehearse("--procedure", "1.001570", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["totals"]["failed"] == 0
    assert {each["case"] for each in found["walks"]} == {"pause", "resume"}
    for each in found["walks"]:
        assert each["ok"]
        assert each["code"].startswith("H44.")
        assert each["states"][-1] == "Đã trả kết quả"
        assert each["due"]


def test_an_unknown_code_is_told_at_once() -> None:
    done = _rehearse("--procedure", "9.999999")
    assert done.returncode == 1
    assert "9.999999" in done.stderr


def test_a_procedure_that_is_not_in_force_yet_is_not_walked() -> None:
    with pytest.raises(Refused):
        tasks(["3.000722"], date(2026, 8, 31))
    assert tasks(["3.000722"], date(2026, 9, 1))


def test_without_codes_every_case_is_walked() -> None:
    found = tasks([], date(2026, 11, 25))
    assert len({task.spec.code for task in found}) == 64
    assert [task.number for task in found] == list(range(len(found)))
