"""The shape of the code: layers, sizes, one place for status, templates in use, no trace of a machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

from motcua.catalogue.check import check_file
from tests.codebase.tree import ROOT, SRC, python, shown, templates, texts

LOOK_AGAIN = 400

# Where a status may be named: the domain, what tells it to people, what fills or counts the demo.
MAY_NAME_A_STATUS = {"dossiers", "reporting", "web", "demo", "rehearsal"}
SETS_A_STATUS = {"src/motcua/dossiers/actions/move.py"}


def test_dependencies_point_downwards() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = {shown(path) for path in python() if len(path.read_text().splitlines()) > LOOK_AGAIN}
    assert not long, f"Longer than {LOOK_AGAIN} lines: {sorted(long)}"


def test_a_status_is_set_in_one_place_only() -> None:
    setting = {shown(path) for path in python() if re.search(r"\bdossier\.status\s*=[^=]", path.read_text())}
    assert setting == SETS_A_STATUS


def test_a_status_is_named_only_where_it_is_law_or_told_to_people() -> None:
    naming = {
        path.relative_to(SRC).parts[0]
        for path in python()
        if re.search(r"lifecycle import [^\n]*\bStatus\b|lifecycle\.Status\b", path.read_text())
    }
    assert naming <= MAY_NAME_A_STATUS


def test_no_template_asks_for_a_status() -> None:
    asking = [
        shown(path)
        for path in templates()
        if re.search(r"dossier\.status\s*(==|!=)|Status\.[A-Z]|state\s*==\s*\d", path.read_text())
    ]
    assert not asking, "Loop over open_verbs or ask a property instead."


def test_every_template_is_used() -> None:
    sources = "\n".join(path.read_text() for path in [*python(), *templates()])
    unused = []
    for path in templates():
        name = path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix()
        # A family of templates may be named with the last part left open: f"ui/fields/{kind}.html".
        open_name = re.compile(re.escape(name.rsplit("/", 1)[0]) + r"/\{[^}/]+\}\.html")
        if name not in sources and not open_name.search(sources):
            unused.append(name)
    assert not unused


def test_only_the_edge_knows_what_is_called_a_helper() -> None:
    banned = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py"}
    assert not [shown(path) for path in python() if path.name in banned]


def test_nothing_unfinished_is_marked_in_the_code() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    marked = [shown(path) for path in [*python(), *templates()] if mark.search(path.read_text())]
    assert not marked


def test_every_procedure_file_can_be_published() -> None:
    files = sorted((SRC / "catalogue" / "data").rglob("*.yaml"))
    assert files
    faulty = {path.name: [str(fault) for fault in check_file(path)[0].errors] for path in files}
    assert not {name: faults for name, faults in faulty.items() if faults}


def test_the_repository_does_not_know_where_it_lies() -> None:
    folders = {path.name for path in ROOT.rglob("*") if path.is_dir() and ".venv" not in path.parts}
    names = {str(ROOT)}
    if ROOT.parent != Path(ROOT.anchor):
        siblings = {path.name for path in ROOT.parent.iterdir()} - {ROOT.name} - folders
        names |= {f"{ROOT.parent}/{name}" for name in siblings} | {f"../{name}/" for name in siblings}
    knowing = [(shown(path), name) for path in texts() for name in names if name in path.read_text()]
    assert not knowing


def test_the_lock_files_name_no_place_to_load_from() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text()
        assert "://" not in text
        assert "index-url" not in text
        assert "--hash=sha256:" in text
