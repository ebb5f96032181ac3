"""`./motcua procedure route`: a procedure file's route as a BPMN drawing, and back."""

from pathlib import Path

from click.testing import CliRunner, Result

from motcua.catalogue.check import check_file
from motcua.cli.procedure import procedure
from tests.catalogue.sample import written
from tests.workflow.test_bpmn import PLAIN, drawn


def run(*words: object) -> Result:
    return CliRunner().invoke(procedure, ["route", *map(str, words)])


def test_a_route_goes_out_and_comes_back_and_nothing_else_of_the_file_changes(tmp_path: Path) -> None:
    file, drawing = written(tmp_path), tmp_path / "route.bpmn"
    text = file.read_text().rstrip() + "\n\n# A word about what follows.\nunverified: thử\n"
    file.write_text(text)
    before = check_file(file)[1]
    assert run("export", file, "--bpmn", drawing).exit_code == 0
    done = run("import", drawing, file)
    assert done.exit_code == 0, done.output
    assert check_file(file)[1] == before
    assert file.read_text().partition("route:")[0] == text.partition("route:")[0]
    assert file.read_text().endswith("\n\n# A word about what follows.\nunverified: thử\n")


def test_what_a_foreign_drawing_leaves_open_is_said_and_a_new_file_is_begun(tmp_path: Path) -> None:
    drawing, file = tmp_path / "foreign.bpmn", tmp_path / "new.yaml"
    drawing.write_bytes(drawn(PLAIN))
    done = run("import", drawing, file)
    assert done.exit_code == 0, done.output
    assert file.read_text().startswith("route:\n  steps:\n")
    assert "không ghi loại việc và số giờ" in done.output
    assert "Thiếu mục «act»" in done.output


def test_what_cannot_be_read_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    drawing, file = tmp_path / "foreign.bpmn", written(tmp_path)
    drawing.write_bytes(drawn(PLAIN + '<bpmn:parallelGateway id="x" name="Cùng lúc"/>'))
    text = file.read_text()
    done = run("import", drawing, file)
    assert done.exit_code == 1
    assert "«Cùng lúc» là cổng song song" in done.output
    assert file.read_text() == text


def test_a_route_with_a_missing_step_is_not_exported(tmp_path: Path) -> None:
    file = written(tmp_path, ("to: number}", "to: nowhere}"))
    done = run("export", file, "--bpmn", tmp_path / "a.bpmn")
    assert done.exit_code == 1
    assert "nowhere" in done.output
