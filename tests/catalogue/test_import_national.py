"""Taking over national records: new, again, newer; and what can be filed is never touched."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.audit.models import Entry
from motcua.catalogue.actions.import_national import import_national, read_lines
from motcua.catalogue.models import NationalRecord, Procedure, Version
from motcua.cli.main import motcua
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from tests.cast import Cast
from tests.catalogue.national_samples import crawled, structured

pytestmark = pytest.mark.django_db


def take(*records: object, dry_run: bool = False) -> dict[str, int]:
    return dict(import_national(actor=SYSTEM_ACTOR, records=records, dry_run=dry_run).fates)  # type: ignore[arg-type]


def test_a_new_record_is_listed_as_information_only() -> None:
    assert take(crawled()) == {"total": 1, "new": 1}
    row = Procedure.objects.get(pk="9.800001")
    assert row.state == Procedure.State.INFORMATION
    assert row in Procedure.objects.listed(moment.today())
    assert row not in Procedure.objects.in_force(moment.today())


def test_the_same_record_again_changes_nothing() -> None:
    take(crawled())
    entries = Entry.objects.count()
    assert take(crawled()) == {"total": 1, "unchanged": 1}
    assert NationalRecord.objects.count() == 1
    assert Entry.objects.count() == entries


def test_a_newer_record_becomes_the_next_one_with_its_difference() -> None:
    take(crawled())
    assert take(crawled(ten_thu_tuc="Cấp phép nuôi cá")) == {"total": 1, "changed": 1}
    newest = NationalRecord.objects.get(code="9.800001", number=2)
    assert newest.changes == [
        {"label": "Tên", "before": "Cấp phép nuôi cá cảnh tại công viên", "after": "Cấp phép nuôi cá"}
    ]
    assert Procedure.objects.get(pk="9.800001").name == "Cấp phép nuôi cá"


def test_a_dry_run_reads_and_keeps_nothing() -> None:
    assert take(crawled(), dry_run=True) == {"total": 1, "new": 1}
    assert not NationalRecord.objects.exists()
    assert not Procedure.objects.filter(pk="9.800001").exists()


def test_a_procedure_that_can_be_filed_keeps_its_version_and_name() -> None:
    before = Procedure.objects.get(pk="1.001193").name
    take(crawled(ma_thu_tuc="1.001193", ten_thu_tuc="Tên khác hẳn"))
    assert Procedure.objects.get(pk="1.001193").name == before
    assert Version.objects.version_for("1.001193", moment.today()) is not None


def test_an_unreadable_record_is_refused_by_name_and_the_others_are_kept() -> None:
    found = import_national(actor=SYSTEM_ACTOR, records=[crawled(ma_thu_tuc="x"), crawled()])
    assert found.data()["records"] == {"total": 2, "new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert "không đúng mẫu" in found.refused[0]["why"]


def test_the_import_is_in_the_record_with_the_digest_of_every_sheet() -> None:
    take(crawled())
    entry = Entry.objects.filter(verb="catalogue.import").latest("number")
    assert entry.content["records"] == {"9.800001": NationalRecord.objects.get().digest}


def test_only_an_administrator_imports(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        import_national(actor=cast.citizen, records=[crawled()])


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(crawled()) + "\n\n" + json.dumps(crawled(ma_thu_tuc="9.800002")),
        json.dumps([crawled(), crawled(ma_thu_tuc="9.800002")], indent=1),
        json.dumps({"error_code": "00", "result": [structured(), structured(MATTHC="9.800002")]}),
    ],
)
def test_lines_lists_and_wrapped_answers_are_understood(text: str) -> None:
    assert len(list(read_lines(text.splitlines(keepends=True)))) == 2


def test_the_command_reads_a_packed_file_and_reports_every_field(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl.gz"
    file.write_bytes(gzip.compress((json.dumps(crawled()) + "\n").encode()))
    done = CliRunner().invoke(motcua, ["catalogue", "import", str(file), "--json"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert report["records"]["new"] == 1
    assert report["fields"]["term"]["recognised"] == 3
    assert report["fields"]["term"]["share"] == 1.0


def test_the_command_says_what_is_wrong_with_a_broken_file(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{not json")
    done = CliRunner().invoke(motcua, ["catalogue", "import", str(file)])
    assert done.exit_code == 1
    assert "Không đọc được tệp broken.json" in done.output


def test_a_draft_of_an_unknown_code_says_what_to_do() -> None:
    done = CliRunner().invoke(motcua, ["catalogue", "draft", "9.999999"])
    assert done.exit_code == 1
    assert "catalogue import" in done.output
