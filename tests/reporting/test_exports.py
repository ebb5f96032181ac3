"""Reports as files from the background: a row is a file, made by whichever worker, for who asked alone."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage

from motcua.audit.actions import breaks
from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.models import Notice
from motcua.organisation.models import Unit
from motcua.reporting import exports, printing
from motcua.reporting.exporting import (
    MOST_WAITING,
    ask_again,
    ask_for_export,
    drop_export,
    exports_of,
    lines_of,
    open_export,
    sweep_exports,
)
from motcua.reporting.making import LEASE, MAX_ATTEMPTS, make_exports
from motcua.reporting.models import Export
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.table import BrokenReport, Column, ReportKind, Row, Streamed, Table
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
OCTOBER = Asked(FIRST, LAST)
COLUMNS = (Column("number", "STT"), Column("words", "Nội dung", "text"))


class Long:
    """A report with as many lines as one likes; at a line of one's choice something happens."""

    def __init__(self, lines: int, at: int = 0, problem: BaseException | None = None) -> None:
        self.lines, self.at, self.problem = lines, at, problem

    def __call__(self, kind: ReportKind, asked: Asked) -> Table:
        return kind.table(asked, COLUMNS, Streamed(self._rows))

    def _rows(self, most: int | None) -> Iterator[Row]:
        for number in range(1, self.lines + 1):
            if number == self.at and self.problem is not None:
                raise self.problem
            yield {"number": number, "words": f"=dòng {number}"}


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a long report in place of one of the list."""

    def put(*args: Any) -> ReportKind:
        kind = replace(REPORTS["tricks"], compute=Long(*args))
        monkeypatch.setitem(REPORTS, "tricks", kind)
        return kind

    return put


@pytest.fixture
def inspector(cast: Cast) -> Actor:
    return cast.officer("vp-ubnd-tinh", "inspector")


def asked_for(actor: Actor, form: str = "csv", name: str = "tricks") -> Export:
    return ask_for_export(actor=actor, kind=REPORTS[name], asked=OCTOBER, form=form)


def taken(actor: Actor, export: Export) -> bytes:
    _, file = open_export(actor=actor, export_id=export.pk)
    with file:
        return file.read()


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_file_is_made_told_of_and_taken(inspector: Actor, long: Any, form: str) -> None:
    long(2500 if form != "pdf" else 1100)
    export = asked_for(inspector, form)
    assert export.state == Export.State.WAITING
    assert make_exports() == 1
    assert make_exports() == 0
    export.refresh_from_db()
    assert export.state == Export.State.READY, export.problem
    content = taken(inspector, export)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (export.size, export.sha256)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert (len(rows), rows[2500]) == (2501, ["2500", "'=dòng 2500"])
    elif form == "xlsx":
        assert zipfile.is_zipfile(io.BytesIO(content))
    else:
        assert len(pikepdf.open(io.BytesIO(content)).pages) > 20
    assert export.rows_done == (1100 if form == "pdf" else 2500)
    assert export.cut_off is not None
    notice = Notice.objects.get(kind="export")
    assert notice.user_id == inspector.user_id
    assert notice.link == f"/dieu-hanh/bao-cao/tep/{export.pk}/"
    verbs = list(Entry.objects.filter(chain="exports").order_by("number").values_list("verb", flat=True))
    assert verbs == ["ask_for_export", "make_export", "take_export"]
    assert list(breaks()) == []


def test_only_who_asked_may_take_it_and_only_while_the_post_allows_it(
    inspector: Actor, cast: Cast, long: Any
) -> None:
    long(3)
    export = asked_for(inspector)
    make_exports()
    other = cast.officer(f"ubnd-{cast.a_commune}", "signer")
    assert not exports_of(other).exists()
    for act in (open_export, drop_export, ask_again):
        with pytest.raises(Forbidden):
            act(actor=other, export_id=export.pk)
    with pytest.raises(Forbidden):
        open_export(actor=replace(inspector, roles=frozenset({"handler"})), export_id=export.pk)
    with pytest.raises(Forbidden):
        asked_for(other)


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_makes_it_anew(
    inspector: Actor, long: Any
) -> None:
    kind = long(5000, 3500, KeyboardInterrupt())
    export, at = asked_for(inspector), moment.now()
    with moment.at(at), pytest.raises(KeyboardInterrupt):
        make_exports()
    export.refresh_from_db()
    assert (export.state, export.rows_done) == (Export.State.WORKING, 3000)
    with pytest.raises(Refused):
        taken(inspector, export)
    kind.compute.problem = None
    with moment.at(at + LEASE - timedelta(seconds=1)):
        assert make_exports() == 0, "it may still be alive"
    with moment.at(at + LEASE + timedelta(seconds=1)):
        assert make_exports() == 1
    export.refresh_from_db()
    assert (export.state, export.attempts, export.rows_done) == (Export.State.READY, 2, 5000)
    assert taken(inspector, export).count(b"\n") == 5001


def test_what_kills_every_worker_is_given_up_and_told(inspector: Actor, long: Any) -> None:
    long(5, 2, KeyboardInterrupt())
    export, at = asked_for(inspector), moment.now()
    for _ in range(MAX_ATTEMPTS):
        with moment.at(at), pytest.raises(KeyboardInterrupt):
            make_exports()
        at += LEASE + timedelta(seconds=1)
    with moment.at(at):
        assert make_exports() == 0
    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    assert "dừng giữa chừng" in export.problem


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (BrokenReport("1 ≠ 2"), "mâu thuẫn"),
        (Refused("Báo cáo quá dài."), "quá dài"),
        (OSError("disk full"), "Máy gặp lỗi"),
    ],
)
def test_a_failure_is_said_plainly_and_offered_again(
    inspector: Actor, long: Any, problem: Exception, words: str
) -> None:
    kind = long(5, 2, problem)
    export = asked_for(inspector)
    make_exports()
    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    assert words in export.problem
    assert words in Notice.objects.get(kind="export").body
    kind.compute.problem = None
    again = ask_again(actor=inspector, export_id=export.pk)
    make_exports()
    again.refresh_from_db()
    assert again.state == Export.State.READY


def test_the_same_question_waits_once_and_nobody_fills_the_queue(inspector: Actor) -> None:
    assert asked_for(inspector) == asked_for(inspector)
    names = [name for name in REPORTS if name != "tricks"]
    for name in names[: MOST_WAITING - 1]:
        asked_for(inspector, name=name)
    with pytest.raises(Refused):
        asked_for(inspector, name=names[MOST_WAITING])
    with pytest.raises(Refused):
        asked_for(inspector, form="doc")


def test_what_is_no_longer_wanted_is_not_made_to_the_end(inspector: Actor, long: Any) -> None:
    kind = long(9000)
    export = asked_for(inspector)

    def drop(rows: Iterator[Row]) -> Iterator[Row]:
        for number, row in enumerate(rows):
            if number == 1500:
                drop_export(actor=inspector, export_id=export.pk)
            assert number <= 2000
            yield row

    own = kind.compute._rows
    kind.compute._rows = lambda most: drop(own(most))
    make_exports()
    export.refresh_from_db()
    assert (export.state, export.key) == (Export.State.GONE, "")
    with pytest.raises(Refused):
        drop_export(actor=inspector, export_id=export.pk)


def test_files_are_kept_for_some_days_and_the_row_for_ever(
    inspector: Actor, long: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    long(3)
    settings.EXPORT_DAYS = 2
    export, at = asked_for(inspector), moment.now()
    with moment.at(at):
        make_exports()
        assert sweep_exports() == 0
    export.refresh_from_db()
    key = export.key
    assert default_storage.exists(key)
    with moment.at(at + timedelta(days=2)), django_capture_on_commit_callbacks(execute=True):
        assert sweep_exports() == 1
    assert not default_storage.exists(key)
    export.refresh_from_db()
    assert export.state == Export.State.GONE
    with pytest.raises(Refused):
        taken(inspector, export)
    assert ask_again(actor=inspector, export_id=export.pk).state == Export.State.WAITING


def test_a_report_that_is_no_more_cannot_be_asked_for_again(
    inspector: Actor, long: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    long(5, 2, OSError())
    export = asked_for(inspector)
    make_exports()
    monkeypatch.delitem(REPORTS, "tricks")
    with pytest.raises(Refused):
        ask_again(actor=inspector, export_id=export.pk)
    assert make_exports() == 0


def test_a_print_that_fills_a_room_is_refused(inspector: Actor, long: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(printing, "MOST_IN_PIECES", 4)
    long(5)
    export = asked_for(inspector, "pdf")
    make_exports()
    export.refresh_from_db()
    assert "quá dài để in" in export.problem


def test_what_a_sheet_cannot_hold_goes_on_in_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(exports, "SHEET_ROWS", 4)
    table = Long(9)(REPORTS["tricks"], OCTOBER)
    path = tmp_path / "x.xlsx"
    assert exports.write_xlsx(table, path) == 9
    with zipfile.ZipFile(path) as book:
        assert len([name for name in book.namelist() if "worksheets/sheet" in name]) == 3
        assert b'name="tricks (3)"' in book.read("xl/workbook.xml")


@pytest.mark.parametrize("name", list(REPORTS))
def test_every_report_knows_about_how_long_it_is(inspector: Actor, name: str) -> None:
    lines = lines_of(REPORTS[name](OCTOBER))
    assert lines is None or lines >= 0


@pytest.mark.parametrize("name", ["register-07", "late"])
def test_as_many_lines_are_expected_as_will_be_written(cast: Cast, name: str) -> None:
    """Whoever asks: the book follows the desk that received, lateness the agency that decides."""
    start = datetime(2026, 10, 5, 9, tzinfo=moment.TZ)
    with moment.at(start):
        here = [cast.accepted("1.004873", seed=seed) for seed in range(1, 5)]
    agency = here[0].competent_unit
    assert agency is not None
    other = Unit.objects.of_kind("commune_committee").exclude(pk=agency.pk)[0]
    # Received at our desk, decided elsewhere.
    Dossier.objects.filter(pk=here[1].pk).update(competent_unit=other)
    with moment.at(start + timedelta(days=20)):
        cast.work_off(here[2])
        bring_up_to_date()
        for unit in ("", agency.pk, other.pk):
            table = REPORTS[name](replace(OCTOBER, unit=unit))
            assert lines_of(table) == len(list(table.rows)), unit
        wanted = {"register-07": 4, "late": 4}
        assert lines_of(REPORTS[name](OCTOBER)) == wanted[name]
