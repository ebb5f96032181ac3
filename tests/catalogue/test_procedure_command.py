"""`./motcua procedure`: the check an author runs, and the JSON Schema for editors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.catalogue.schema import schema_text
from motcua.cli.procedure import procedure
from tests.catalogue.sample import NAME, written

ROOT = Path(__file__).parent.parent.parent
BAD = ("code: KQ.G15.000031", "code: KQ.1")


def test_a_sound_file_passes_and_its_unverified_numbers_are_shown(tmp_path: Path) -> None:
    result = CliRunner().invoke(procedure, ["check", str(written(tmp_path))])
    assert result.exit_code == 0
    assert "Số liệu cần đối chiếu:" in result.output
    assert "1/1 tệp công bố được; 0 lỗi, 0 nhắc nhở, 1 số liệu cần đối chiếu." in result.output


def test_an_error_is_shown_with_file_line_and_path_and_the_command_fails(tmp_path: Path) -> None:
    result = CliRunner().invoke(procedure, ["check", "--quiet", str(written(tmp_path, BAD))])
    assert result.exit_code == 1
    assert f"{tmp_path / NAME}:" in result.output
    assert "results[1].code" in result.output
    assert "Số liệu cần đối chiếu:" not in result.output


def test_a_folder_is_checked_whole(tmp_path: Path) -> None:
    (tmp_path / "hotich").mkdir()
    written(tmp_path / "hotich")
    assert CliRunner().invoke(procedure, ["check", str(tmp_path)]).exit_code == 0


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    assert CliRunner().invoke(procedure, ["check", str(tmp_path)]).exit_code == 1


def test_a_program_may_read_the_faults(tmp_path: Path) -> None:
    result = CliRunner().invoke(procedure, ["check", "--json", str(written(tmp_path, BAD))])
    [report] = json.loads(result.output)
    assert not report["publishable"]
    assert {"kind", "file", "line", "path", "message", "code"} == set(report["faults"][0])


def test_the_check_needs_neither_a_database_nor_django(tmp_path: Path) -> None:
    program = (
        "import sys; from motcua.cli.procedure import procedure\n"
        "try: procedure()\n"
        "finally: assert 'django' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(written(tmp_path))],
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_schema_in_the_documentation_is_current(tmp_path: Path) -> None:
    kept = ROOT / "docs" / "reference" / "procedure.schema.json"
    assert kept.read_text(encoding="utf-8") == schema_text(), "chạy: ./motcua procedure schema --out " + str(
        kept
    )


@pytest.mark.parametrize("out", [True, False])
def test_the_schema_goes_to_the_screen_or_to_a_file(tmp_path: Path, out: bool) -> None:
    path = tmp_path / "schema.json"
    result = CliRunner().invoke(procedure, ["schema", *(["--out", str(path)] if out else [])])
    assert (path.read_text(encoding="utf-8") if out else result.output) == schema_text()
