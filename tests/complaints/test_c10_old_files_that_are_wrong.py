"""Complaint C-10: a file of the earlier system that is wrong, cut or killed in the middle loses nothing."""

import csv
import gzip
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.cli.dossiers import dossiers as command
from motcua.dossiers import codes
from motcua.dossiers.actions.carry_over import Origin, carry_over
from motcua.dossiers.counters import identifier_of, new_dossier_code
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Carried, Dossier, Movement, Paper, WorkItem
from motcua.dossiers.old_line import facts_of, read
from motcua.dossiers.old_places import Places
from motcua.identity.actor import DESK_OFFICER
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.complaints.old_dossiers import COUNT, Rows, carried, dossier_of, faults, made, written
from tests.elsewhere import Elsewhere

pytestmark = pytest.mark.django_db


BAD = {
    "procedure": {"procedure": "9.999999"},
    "unit": {"unit": "H62.404"},
    "commune_unknown": {"unit": "00004"},
    "status": {"status": "đang làm"},
    "date": {"received_at": "2026-13-40T08:00"},
    "missing": {"due_at": ""},
    "contradiction": {"returned_at": "2026-09-02T08:00"},
    "channel": {"channel": "fax"},
    "column": {"mau_sac": "xanh"},
    "money": {"fee": "8.000"},
    "case": {"case": "no-such-case"},
    "step": {"step": "no-such-step"},
    "papers": {"papers": [{"name": "Ảnh", "file": "a.pdf"}]},
    "paper-file": {"papers": [{"name": "Ảnh", "file": "../a.pdf", "sha256": "0" * 64}]},
    "owner-differs": {"owner_id": "025190001234", "owner_name": "Người Khác"},
    "code": {"code": "7"},
    "unit-not-competent": {"unit": "so-noi-vu"},
}


def test_what_is_unknown_is_refused_with_its_line_and_the_rest_goes_on(cast: Cast, tmp_path: Path) -> None:
    assert cast.lan.personal_id == "025190001234"
    good = [row for row in made(60) if row["status"] == Status.IN_PROGRESS]
    bad = [{**good[0], "code": f"BAD-{name}", **wrong} for name, wrong in BAD.items()]
    file = written(tmp_path, [*bad, *good])
    with file.open("a", encoding="utf-8") as out:
        out.write("{nothing\n")
        out.write(json.dumps(good[1]) + "\n")
    found = carried(file, "--refused", str(tmp_path / "sua.jsonl"))
    assert {code: each["count"] for code, each in found["refused"].items()} == {
        **dict.fromkeys(BAD, 1),
        "unreadable": 1,
        "twice": 1,
    }
    for number, name in enumerate(BAD, start=1):
        (example,) = found["refused"][name]["examples"]
        assert example["line"] == number
        assert example["why"].endswith(".")
    assert found["carried"] == len(good)
    assert found["differences"] == []
    mended = [json.loads(line) for line in (tmp_path / "sua.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(mended) == len(BAD) + 2
    assert all(row["_why"] and row["_line"] for row in mended)
    again = [{**good[0], "_line": 1, "code": "MENDED-1", "owner_id": ""}]
    assert carried(written(tmp_path, again, "sua2.jsonl"))["ok"]


def test_a_procedure_without_a_route_is_told_apart(cast: Cast, tmp_path: Path) -> None:
    from motcua.catalogue.models import Procedure

    known = Procedure.objects.first()
    assert known is not None
    Procedure.objects.create(pk="1.000999", name="Thủ tục mới", field=known.field)
    row = {**made(5)[3], "procedure": "1.000999", "case": ""}
    assert "procedure-without-route" in carried(written(tmp_path, [row]))["refused"]


def test_papers_come_with_their_files_and_their_fingerprints(cast: Cast, tmp_path: Path) -> None:
    import hashlib

    from tests.documents import file_samples

    content = file_samples.pdf(1)
    (tmp_path / "giay-to").mkdir()
    (tmp_path / "giay-to" / "1.pdf").write_bytes(content)
    good = {"name": "Đơn", "file": "giay-to/1.pdf", "sha256": hashlib.sha256(content).hexdigest()}
    rows = [row for row in made(30) if row["status"] == Status.IN_PROGRESS][:2]
    rows[0]["papers"], rows[1]["papers"] = [good], [{**good, "sha256": "0" * 64}]
    found = carried(written(tmp_path, rows))
    assert found["carried"] == 1
    assert "paper-digest" in found["refused"]
    (paper,) = dossier_of(rows[0]).live_papers()
    assert paper.file is not None
    assert paper.verdict == Paper.Verdict.FINE


def test_csv_and_packed_files_say_the_same(cast: Cast, rows: Rows, tmp_path: Path) -> None:
    assert carried(written(tmp_path, rows))["ok"]
    names = list({name: None for row in rows for name in row})
    table = tmp_path / "cu.csv.gz"
    with gzip.open(table, "wt", encoding="utf-8-sig", newline="") as out:
        sheet = csv.DictWriter(out, names)
        sheet.writeheader()
        sheet.writerows({**row, "papers": json.dumps(row["papers"])} for row in rows)
    found = carried(table)
    assert (found["there"], found["ok"]) == (COUNT, True)


def test_a_file_cut_in_the_middle_is_told_and_what_came_stays(cast: Cast, rows: Rows, tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    found = carried(cut)
    assert found["broken"]
    assert not found["ok"]
    assert 0 < found["carried"] < COUNT
    assert found["differences"] == []
    assert faults() == []


def test_a_difference_between_file_and_database_is_found(over: Rows, tmp_path: Path) -> None:
    dossier = dossier_of(over[0])
    other = Unit.objects.of_kind("commune_committee").exclude(pk=dossier.competent_unit_id).last()
    Dossier.objects.filter(pk=dossier.pk).update(competent_unit=other)
    found = carried(written(tmp_path, over))
    assert not found["ok"]
    assert {each["what"] for each in found["differences"]} == {"unit"}


def test_the_numbers_given_here_go_round_those_given_there(cast: Cast, tmp_path: Path) -> None:
    unit = Unit.objects.get(pk=f"ttpvhcc-{cast.a_commune}")
    identifier, today = identifier_of(unit), moment.today()
    row = next(row for row in made(20) if row["status"] == Status.IN_PROGRESS)
    row["code"] = codes.write(identifier, today, 1, date_digits=8, number_digits=7)
    assert carried(written(tmp_path, [row]))["ok"]
    assert new_dossier_code(unit, today) == codes.write(identifier, today, 2)


def test_nobody_but_the_import_carries_over(cast: Cast) -> None:
    old = read(facts_of(made(5)[3]))
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    with pytest.raises(Forbidden):
        carry_over(actor=desk, old=old, origin=Origin("x", 1), places=Places())


def test_the_report_reads_well(cast: Cast, rows: Rows, tmp_path: Path) -> None:
    file = written(tmp_path, [*rows[:20], {**rows[20], "unit": "H62.404"}])
    done = CliRunner().invoke(command, ["import", str(file)], catch_exceptions=False)
    assert done.exit_code == 1
    for said in ("21 dòng: 20 chuyển được", "dòng 21: Không biết đơn vị", "phải nộp", "trong tệp"):
        assert said in done.stdout


def test_killed_in_the_middle_and_run_again_it_ends_the_same(elsewhere: Elsewhere, tmp_path: Path) -> None:
    count = 600
    file = written(tmp_path, made(count))
    words = [sys.executable, "-m", "motcua", "dossiers", "import", str(file), "--json"]
    process = subprocess.Popen(
        words, env=elsewhere.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 600
    while not Carried.objects.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    there = Carried.objects.count()
    assert 0 < there < count, "It was killed too early or too late."
    assert Dossier.objects.count() == there == Movement.objects.count()
    whole = subprocess.run(words, env=elsewhere.environment, capture_output=True, text=True, check=False)
    found = json.loads(whole.stdout)
    assert (whole.returncode, found["carried"], found["there"]) == (0, count - there, there)
    assert Dossier.objects.count() == Carried.objects.count() == Movement.objects.count() == count
    assert WorkItem.objects.open().count() == sum(
        row["status"] in (1, 2, 4, 6, 9) or (row["status"] == 5 and "accepted_at" in row)
        for row in made(count)
    )
    for check in (["dossiers", "check"], ["figures", "verify"], ["audit"], ["ledger", "check"]):
        said = subprocess.run(
            [sys.executable, "-m", "motcua", *check],
            env=elsewhere.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stdout[-2000:]
