"""Complaint C-10: old data was not moved; merged communes lost their cases, systems were upgraded in part.

Here a file of the earlier system comes over dossier by dossier, whoever answers today for a commune that was
merged away finds the work in the own queue, and file and database are counted against each other.
"""

import csv
import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bench.carry import OLD_UNITS, known_cases, lines
from click.testing import CliRunner
from django.test import Client

from motcua.audit.actions import breaks
from motcua.audit.models import Entry
from motcua.cli.dossiers import dossiers as command
from motcua.dossiers import codes, deadlines, public, soundness
from motcua.dossiers.actions import accept as acceptance
from motcua.dossiers.actions import papers
from motcua.dossiers.actions.amend import settle_payment
from motcua.dossiers.actions.carry_over import ASKED, Origin, carry_over
from motcua.dossiers.actions.hand_over import SELF, Shown, hand_over
from motcua.dossiers.actions.supplement import supply
from motcua.dossiers.counters import identifier_of, new_dossier_code
from motcua.dossiers.lifecycle import CARRYING, Status
from motcua.dossiers.models import Carried, Dossier, Movement, Paper, WorkItem
from motcua.dossiers.old_line import facts_of, read
from motcua.dossiers.old_places import Places
from motcua.dossiers.queries import searched
from motcua.identity.actor import DESK_OFFICER
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from motcua.organisation.actors import actor_of
from motcua.organisation.models import Succession, Unit
from motcua.payments.checks import SOUND
from motcua.reporting.recompute import differences
from motcua.reporting.reports.form_06a import report
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.elsewhere import Elsewhere
from tests.stories import begin_with
from tests.web.test_files import logged_in

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def rows() -> Rows:
    return made()


@pytest.fixture
def over(cast: Cast, tmp_path: Path) -> Rows:
    """All of them carried over."""

    def tell(_: Cast) -> Rows:
        rows = made()
        assert carried(written(tmp_path, rows))["ok"]
        return rows

    return begin_with("old dossiers carried over", cast, tell)


def test_every_line_is_accounted_for_and_every_sum_is_the_same(
    cast: Cast, rows: Rows, tmp_path: Path
) -> None:
    found = carried(written(tmp_path, rows))
    assert (found["lines"], found["carried"], found["differences"]) == (COUNT, COUNT, [])
    assert found["file"] == found["database"]
    assert found["file"]["money"] == {
        "owed": sum(row["fee"] + row["charge"] for row in rows),
        "paid": sum(row["paid"] for row in rows),
    }
    assert found["file"]["status"].keys() == {str(status) for status in range(1, 11)}
    assert set(Movement.objects.values_list("verb", flat=True)) == CARRYING
    assert faults() == []
    assert not Notice.objects.exists(), "Nothing has happened to these dossiers."


def test_a_rehearsal_reports_the_same_and_writes_nothing(cast: Cast, rows: Rows, tmp_path: Path) -> None:
    file = written(tmp_path, rows)
    tried = carried(file, "--dry-run")
    assert not Dossier.objects.exists()
    assert not Carried.objects.exists()
    done = carried(file)
    assert {**tried, "dry_run": False} == done


def test_twice_is_once_and_a_changed_line_is_told_not_written(over: Rows, tmp_path: Path) -> None:
    before = list(Dossier.objects.order_by("pk").values())
    again = carried(written(tmp_path, over))
    assert (again["carried"], again["there"], again["ok"]) == (0, COUNT, True)
    changed = [{**over[0], "owner_phone": "0988000000"}, *over[1:]]
    told = carried(written(tmp_path, changed))
    assert told["differing_lines"] == [{"line": 1, "code": over[0]["code"], "columns": ["owner_phone"]}]
    assert not told["ok"]
    assert list(Dossier.objects.order_by("pk").values()) == before


def test_the_commune_that_took_over_has_the_work(over: Rows, cast: Cast) -> None:
    for code in OLD_UNITS:
        row = next(row for row in over if row["unit"] == code and row["status"] == Status.IN_PROGRESS)
        dossier = dossier_of(row)
        unit = dossier.competent_unit
        assert unit is not None
        assert unit.kind == Unit.Kind.COMMUNE_COMMITTEE
        assert unit.is_valid(moment.today())
        step = dossier.work_items.open().get()
        assert step.step_key == dossier.spec.route.steps[0].key
        assert cast.worker_of(step).user_id
    heirs = Succession.objects.filter(old__admin_code="04789", old__kind="old_commune", main=True)
    merged = next(row for row in over if row["unit"] == "04789")
    assert dossier_of(merged).competent_unit_id == heirs.get().new_id


def test_history_and_record_say_where_it_came_from(over: Rows) -> None:
    for number, row in enumerate(over[:5], start=1):
        dossier = dossier_of(row)
        movement = dossier.movements.get()
        origin = {"system": row["system"], "file": "cu.jsonl", "line": number}
        assert movement.details.items() >= origin.items()
        entry = Entry.objects.about("dossier", str(dossier.pk)).get(verb=movement.verb)
        assert all(str(word) in entry.content["reason"] for word in origin.values())


def test_an_old_code_is_found_by_everybody_however_it_is_written(
    over: Rows, cast: Cast, client: Client
) -> None:
    for row in over[:28]:
        dossier = dossier_of(row)
        page = client.get("/tra-cuu/", {"ma": row["code"].lower()}).content.decode()
        assert dossier.number in page, row["code"]
        desk = cast.desk_of(dossier)
        assert dossier in searched(desk, row["code"])
    long_form = next(row["code"] for row in over if codes.parse(row["code"]) and len(row["code"]) > 20)
    code = codes.parse(long_form)
    assert code is not None
    assert public.id_of(codes.write(code.unit, code.day, code.number)) == public.id_of(long_form)


def test_the_due_moment_of_the_old_system_is_kept_and_says_so(over: Rows) -> None:
    for row in (each for each in over if each["status"] == Status.IN_PROGRESS):
        dossier = dossier_of(row)
        deadline = deadlines.deadline_of(dossier)
        assert deadline is not None
        assert deadline.due == dossier.due_at == read(facts_of(row)).at("due_at")
        assert "Hạn do hệ thống cũ ấn định" in deadline.explanation[0].text


def test_the_new_holder_works_it_off_to_the_end(over: Rows, cast: Cast) -> None:
    dossier = dossier_of(of_status(over, Status.IN_PROGRESS, due_at=True))
    due = dossier.due_at
    done = cast.work_off(dossier)
    assert done.state == Status.DONE
    assert done.due_at == due
    sent_on = acceptance.forward(
        actor=cast.desk_of(dossier_of(of_status(over, Status.ACCEPTED))),
        dossier_id=dossier_of(of_status(over, Status.ACCEPTED)).pk,
    )
    assert cast.work_off(sent_on).state == Status.DONE
    ready = dossier_of(of_status(over, Status.DONE))
    given = hand_over(
        actor=cast.desk_of(ready),
        dossier_id=ready.pk,
        receiver=ready.owner.full_name,
        shown=Shown(SELF, "id-card"),
    )
    assert given.state == Status.RETURNED
    assert faults() == []


def test_who_was_waited_for_goes_on_and_the_wait_is_taken_off(over: Rows, cast: Cast) -> None:
    owing = dossier_of(of_status(over, Status.FINANCIAL))
    assert owing.due_at is None
    settled = settle_payment(actor=cast.desk_of(owing), dossier_id=owing.pk, reason="Biên lai 12")
    assert settled.due_at is not None
    assert settled.due_kept is not None
    assert settled.due_at > settled.due_kept
    assert settled.work_items.open().get().paused_at is None
    asked = dossier_of(of_status(over, Status.SUPPLEMENT, accepted_at=True))
    answer(cast, asked)
    assert cast.fresh(asked).state == Status.IN_PROGRESS
    assert faults() == []


def answer(cast: Cast, dossier: Dossier) -> None:
    """The desk takes in what the earlier system had asked for."""
    desk = cast.desk_of(dossier)
    papers.attach(actor=desk, dossier_id=dossier.pk, component_key=ASKED, copies=1)
    supply(actor=desk, dossier_id=dossier.pk)


def test_what_was_only_filed_there_is_accepted_here_with_a_code_of_ours(over: Rows, cast: Cast) -> None:
    row = of_status(over, Status.FILED)
    dossier = dossier_of(row)
    assert (dossier.code, dossier.number) == (None, codes.tidy(row["code"]))
    accepted = cast.accept(dossier)
    assert accepted.code not in (None, accepted.old_code)
    assert public.id_of(row["code"]) == accepted.pk
    assert accepted.register_row.number > 0
    asked = dossier_of(of_status(over, Status.SUPPLEMENT, accepted_at=False))
    answer(cast, asked)
    assert cast.fresh(asked).state == Status.FILED
    assert faults() == []


def test_finished_ones_are_kept_readable_without_work(over: Rows, cast: Cast) -> None:
    for status in (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED):
        assert not dossier_of(of_status(over, status)).open_items()


def test_pages_open_in_every_status(over: Rows, cast: Cast) -> None:
    for status in (status for status in Status if status):
        dossier = dossier_of(of_status(over, status))
        page = logged_in(cast.desk_of(dossier)).get(f"/can-bo/ho-so/{dossier.pk}/").content.decode()
        assert "Chuyển từ hệ thống trước" in page, status
        owner = owner_of(dossier)
        theirs = logged_in(actor_of(owner.user)).get(f"/ho-so/{dossier.pk}/").content.decode()
        assert "Hồ sơ được chuyển sang từ hệ thống trước" in theirs, status


def owner_of(dossier: Dossier) -> Person:
    """The owner logs in for the first time: known by the personal number alone."""
    from motcua.identity.models import User

    owner = dossier.owner
    owner.user = User.objects.create(
        login=f"vneid:{owner.personal_id}", kind=User.Kind.CITIZEN, name=owner.full_name
    )
    owner.save(update_fields=["user"])
    return owner


def test_report_06a_has_the_open_ones_as_brought_forward(over: Rows) -> None:
    bring_up_to_date()
    today = moment.today()
    first = today.replace(day=1)
    open_there = [row for row in over if row["status"] in (2, 4, 5, 6) and "accepted_at" in row]
    totals = report(first=first, last=today).totals
    assert totals.carried_over == totals.received_total == totals.pending_total == len(open_there)
    before = report(first=first - timedelta(days=90), last=first - timedelta(days=1)).totals
    assert before.received_total == 0, "What the old system reported is reported once."


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
    # On a busy machine it has to be slower than who watches it.
    slow = ["nice", "-n", "19", *words]
    process = subprocess.Popen(
        slow, env=elsewhere.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
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
