"""Every report: it comes out, costs a fixed number of queries, and says the same in every format."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.actions import supplement
from motcua.dossiers.actions.refuse import refuse, withdraw
from motcua.dossiers.actions.register import enter
from motcua.dossiers.actions.supplement import Wanted
from motcua.dossiers.models import Channel, Dossier, WorkItem
from motcua.identity.actor import INSPECTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions import create_officers
from motcua.organisation.models import Succession, Unit
from motcua.reporting import printing
from motcua.reporting.exports import csv_lines, write_xlsx
from motcua.reporting.reports import REPORTS
from motcua.reporting.reports.form_07a import Row
from motcua.reporting.rights import check_may_open
from motcua.reporting.scope import Asked
from motcua.reporting.table import BrokenReport, Column, Share, Table
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting.made import Past, make, on
from tests.stories import begin_with

CODE = "1.004873"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
OCTOBER = Asked(FIRST, LAST)


def tell(cast: Cast) -> None:
    """Real acts: an early one, a late one, a withdrawn, a refused, one sent back, one at the counter."""
    with moment.at(on(0)):
        early = cast.accepted(CODE)
        late = cast.accepted(CODE, seed=2)
        withdrawn = cast.accepted(CODE, seed=3, channel=Channel.COUNTER)
        sent_back = cast.accepted(CODE, seed=4)
        refused = cast.filed(CODE, seed=5)
        refuse(actor=cast.desk_of(refused), dossier_id=refused.pk, reason="Không thuộc thẩm quyền")
    with moment.at(on(1)):
        cast.work_off(early)
        withdraw(actor=cast.citizen, dossier_id=withdrawn.pk, reason="Không cần nữa")
        item = next(iter(sent_back.open_items()))
        supplement.ask(
            actor=cast.worker_of(item),
            dossier_id=sent_back.pk,
            items=[Wanted("extra", "other", "Bản khai", "Thiếu chữ ký", "Điều 5")],
        )
    with moment.at(on(14)):
        cast.work_off(late)
        bring_up_to_date()


@pytest.fixture
def october(cast: Cast) -> Iterator[Cast]:
    begin_with("dossiers for every report", cast, tell)
    with moment.at(on(40)):
        yield cast


def rows(name: str, asked: Asked = OCTOBER) -> list[dict[str, object]]:
    bring_up_to_date()
    return [dict(row) for row in REPORTS[name](asked).rows]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_comes_out_in_every_format_with_the_same_rows(
    october: Cast, name: str, tmp_path: Path
) -> None:
    kind = REPORTS[name]
    for by in kind.by or [""]:
        made = kind(Asked(FIRST, LAST, by=by))
        assert made.title
        assert made.formula
        assert made.source
        found = list(made.rows)
        keys = {column.key for column in made.columns}
        assert all(keys == set(row) for row in [*found, *([made.totals] if made.totals else [])])
        lines = list(csv.reader(io.StringIO("".join(csv_lines(made)).lstrip("\ufeff"))))
        assert len(lines) == 1 + len(found) + (made.totals is not None)
        assert len({len(line) for line in lines}) == 1
        write_xlsx(made, tmp_path / "bao-cao.xlsx")
        with zipfile.ZipFile(tmp_path / "bao-cao.xlsx") as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row ") == 4 + len(lines)
        plain = json.loads(json.dumps(made.plain()))
        assert len(plain["rows"]) == len(found)


@pytest.mark.parametrize("name", REPORTS)
def test_the_number_of_queries_does_not_grow_with_the_dossiers(october: Cast, name: str) -> None:
    def queries(unit: str) -> int:
        with CaptureQueriesContext(connection) as found:
            list(REPORTS[name](Asked(FIRST, LAST, unit=unit)).rows)
        return len(found)

    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    of_every_kind(october, unit, 1)
    places = ("", unit.pk)
    assert all(map(queries, places))
    before = [queries(place) for place in places]
    of_every_kind(october, unit, 10)
    after = [queries(place) for place in places]
    assert all(now <= then for now, then in zip(after, before, strict=True)), (before, after)


def of_every_kind(cast: Cast, unit: Unit, times: int) -> None:
    """Dossiers late and overdue, asked on the last day, withdrawn, taken in anew, worked on by an officer."""
    taken = ("take_in", on(2), on(5))
    lives = (
        [taken],
        [taken, ("conclude", on(9), on(5))],
        [taken, ("ask_supplement", on(5), None)],
        [taken, ("withdraw", on(4), on(5))],
        [taken, ("conclude", on(5), on(5)), ("hand_over", on(6), on(5))],
    )
    made = make(cast, [Past(unit.pk, CODE, "counter", life) for life in lives] * times)
    officer = cast.officer(unit, "signer").user_id
    WorkItem.objects.bulk_create(
        WorkItem(
            dossier=dossier,
            kind="step",
            step_key="xu-ly",
            name="Xử lý",
            role="handler",
            unit=unit,
            assignee_id=officer,
            opened_at=on(2),
            due_at=on(4),
            done_at=dossier.finished_at,
        )
        for dossier in made
    )
    bring_up_to_date()


def test_07a_tells_waiting_and_given_back_apart(october: Cast) -> None:
    total = REPORTS["07a"](OCTOBER).totals
    assert total is not None
    assert (total["new"], total["solved_on_time"], total["solved_late"]) == (4, 1, 1)
    assert (total["waiting"], total["given_back"], total["open_total"]) == (1, 1, 0)


def test_07a_that_does_not_balance_is_not_shown() -> None:
    row = Row("Hộ tịch", new=3, solved_on_time=2, waiting=1)
    assert row.complete().received_total == 3
    row.waiting = 2
    with pytest.raises(BrokenReport):
        row.complete()


def test_07b_counts_procedures_and_keeps_the_share_per_service(october: Cast) -> None:
    made = REPORTS["07b"](OCTOBER)
    total = made.totals
    assert total is not None
    assert total["total"] == total["full"] + total["partial"] + total["information"]
    assert total["active"] == 1
    assert total["active_online"] == Share(1, total["active_online"].denominator)


def test_the_register_goes_on_through_the_year_and_begins_anew_with_it(cast: Cast) -> None:
    unit = "ttpvhcc-" + cast.a_commune
    other = Unit.objects.of_kind("province_centre").order_by("pk")[0].pk

    def at(day: int, desk: str = unit) -> Past:
        return Past(desk, CODE, "counter", [("take_in", on(day), on(day + 3))])

    for dossier in make(cast, [at(0), at(1), at(2, other), at(30), at(31), at(100)]):
        enter(dossier)
    made = rows("register-07", Asked(date(2026, 11, 1), date(2027, 1, 31)))
    assert [row["number"] for row in made] == [3, 4, 1]
    assert [row["number"] for row in rows("register-07")] == [1, 2, 1]


def test_a_late_dossier_names_the_step_and_who_held_it(october: Cast) -> None:
    (row,) = rows("late")
    assert row["state"] == "Đã giải quyết"
    assert row["days_late"] > 0  # type: ignore[operator]
    assert row["step"]
    assert row["officer"]
    assert row["hours_over"] > 0  # type: ignore[operator]


def test_an_open_overdue_dossier_is_in_the_list_of_late_ones(cast: Cast) -> None:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    make(cast, [Past(unit.pk, CODE, "counter", [("take_in", on(0), on(3, 17))])])
    (row,) = rows("late")
    assert (row["state"], row["finished"], row["step"]) == ("Đang giải quyết", None, "Không bước nào đang mở")


def test_first_time_right_leaves_out_what_nobody_decided(october: Cast) -> None:
    total = REPORTS["first-time-right"](OCTOBER).totals
    assert total is not None
    assert (total["share"], total["supplements"], total["refused"]) == (Share(2, 3), 1, 1)


def test_the_reasons_are_told_by_item_and_act(october: Cast) -> None:
    found = {(row["act"], row["item"]): row for row in rows("reasons")}
    assert found["Yêu cầu bổ sung", "Bản khai"]["examples"] == "Thiếu chữ ký"
    assert found["Từ chối tiếp nhận", ""]["count"] == 1
    assert found["Người dân rút", ""]["examples"] == "Không cần nữa"


def test_staff_are_counted_by_the_work_they_did(october: Cast) -> None:
    total = REPORTS["staff"](OCTOBER).totals
    assert total is not None
    assert total["done"] > 4
    assert total["in_time"].numerator + total["late"] == total["done"]
    assert total["late"] > 0


def test_payments_tell_dossiers_and_money_apart(cast: Cast) -> None:
    from motcua.dossiers.models import Dossier
    from motcua.payments.models import Line, Obligation, Payment

    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    dossiers = make(cast, [Past(unit.pk, CODE, "counter", [("take_in", on(0), on(3))])] * 3)
    for dossier, (amount, method) in zip(
        dossiers, ((8000, "cash"), (2000, "transfer"), (10000, "transfer")), strict=True
    ):
        owed = Obligation.objects.create(state="paid", payer="Lan", amount=amount, determined_at=on(0))
        Line.objects.create(
            obligation=owed, kind="charge", key="le_phi", name="Lệ phí", amount=amount, timing="on_filing"
        )
        Payment.objects.create(
            obligation=owed, amount=amount, method=method, taken_at=on(1), taken_by="Kế toán"
        )
        Dossier.objects.filter(pk=dossier.pk).update(obligation=owed)
    bring_up_to_date()
    total = REPORTS["payments"](OCTOBER).totals
    assert total is not None
    assert total["by_dossier"] == Share(2, 3)
    assert total["by_money"] == Share(12_000, 20_000)
    assert (total["fee"], total["charge"]) == (0, 20_000)


def test_tricks_are_flagged(cast: Cast) -> None:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0].pk

    def one(channel: str, *acts: tuple[str, int, int | None]) -> Past:
        return Past(
            unit,
            CODE,
            channel,
            [
                (verb, on(day, 9 + place), on(due, 17) if due is not None else None)
                for place, (verb, day, due) in enumerate(acts)
            ],
        )

    honest, last_day, just_before, again, dated, typed = make(
        cast,
        [
            one("counter", ("take_in", 0, 9), ("ask_supplement", 1, None), ("supply", 2, 10)),
            one("counter", ("take_in", 0, 3), ("ask_supplement", 3, None)),
            one("counter", ("take_in", 0, 7), ("withdraw", 7, 7)),
            one("counter", ("take_in", 8, 20)),
            one("counter", ("take_in", 1, 9)),
            one("online", ("file", 0, None), ("accept", 0, 9)),
        ],
    )
    Dossier.objects.filter(pk=dated.pk).update(created_at=on(2))
    Dossier.objects.filter(pk=typed.pk).update(typist=cast.lan.user)
    Dossier.objects.exclude(pk__in=[just_before.pk, again.pk]).update(owner=cast.stranger_person)
    found = {(row["sign"], row["code"]) for row in rows("tricks")}
    assert found == {
        ("Yêu cầu bổ sung vào ngày cuối", last_day.code),
        ("Rút ngay trước hạn", just_before.code),
        ("Đóng rồi tiếp nhận lại", again.code),
        ("Ghi lùi thời điểm tiếp nhận", dated.code),
        ("Cán bộ nhập nhưng tính là trực tuyến", typed.code),
    }
    assert honest.code not in {code for _, code in found}


def test_the_old_map_leaves_dossiers_with_the_agency_that_had_them(cast: Cast) -> None:
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])
    old = Unit.objects.create(
        id="cu-99999", kind="old_commune", level="commune", name="Xã cũ", short_name="Xã cũ"
    )
    Succession.objects.create(old=old, new=units[0], on=date(2026, 10, 10))
    make(cast, [Past(old.pk, CODE, "counter", [("take_in", on(0), on(3))])])
    make(cast, [Past(units[0].pk, CODE, "counter", [("take_in", on(0), on(3))])])
    bring_up_to_date()

    def by_unit(**more: object) -> dict[object, object]:
        asked = Asked(FIRST, LAST, by="unit", **more)  # type: ignore[arg-type]
        return {row["label"]: row["received_total"] for row in REPORTS["06a"](asked).rows}

    assert by_unit() == {units[0].name: 2}
    assert by_unit(old_map=True) == {units[0].name: 1, "Xã cũ": 1}
    assert by_unit(unit=units[0].pk) == {units[0].name: 2}
    assert by_unit(unit=units[0].pk, old_map=True) == {units[0].name: 1}
    assert by_unit(level="province") == {}


def test_a_report_is_for_those_it_is_meant_for(cast: Cast) -> None:
    kind = REPORTS["06a"]
    commune = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    signer = cast.officer(commune, "signer")
    check_may_open(signer, kind, Asked(FIRST, LAST, unit=commune.pk))
    with pytest.raises(Forbidden):
        check_may_open(signer, kind, OCTOBER)
    with pytest.raises(Forbidden):
        check_may_open(signer, kind, Asked(FIRST, LAST, unit="so-tu-phap"))
    check_may_open(Actor(kind="officer", name="Thanh tra", roles=frozenset({INSPECTOR})), kind, OCTOBER)
    with pytest.raises(Forbidden):
        check_may_open(cast.citizen, kind, OCTOBER)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused):
        Asked(LAST, FIRST)


def test_a_text_is_never_a_formula_in_a_spreadsheet() -> None:
    made = Table(
        "x", "Thử", [Column("a", "A", "text"), Column("b", "B", "share")], [{"a": "=1+1", "b": Share(1, 2)}],
        OCTOBER, "Toàn tỉnh", "", "",
    )  # fmt: skip
    line = list(csv_lines(made))[1]
    assert line == "'=1+1,1,2,50.00\r\n"


def test_a_report_too_long_for_paper_is_left_to_the_spreadsheet() -> None:
    column = Column("a", "A", "text")
    rows = [{"a": "x"}] * (printing.MOST_ROWS + 1)
    with pytest.raises(Refused, match="Excel"):
        printing.on_paper(Table("x", "Thử", [column], rows, OCTOBER, "Toàn tỉnh", "", ""))


def test_the_command_knows_every_report_and_writes_files(october: Cast, tmp_path: Path) -> None:
    from motcua.cli.report import report as command

    assert create_officers is not None
    run = CliRunner().invoke
    listed = json.loads(run(command, ["--json"], catch_exceptions=False).output)
    assert [row["name"] for row in listed] == list(REPORTS)
    period = ["--from", "2026-10-01", "--to", "2026-10-31"]
    target, sheet = tmp_path / "a.csv", tmp_path / "a.xlsx"
    done = run(command, ["07a", *period, "--csv", str(target), "--xlsx", str(sheet)], catch_exceptions=False)
    assert done.exit_code == 0
    assert target.read_text(encoding="utf-8-sig").startswith("Lĩnh vực,")
    assert sheet.stat().st_size > 1000
    paper = tmp_path / "a.pdf"
    assert run(command, ["06a", *period, "--pdf", str(paper)], catch_exceptions=False).exit_code == 0
    with pikepdf.open(paper) as pdf:
        assert len(pdf.pages) >= 1
    assert run(command, ["weather", *period]).exit_code == 1
    assert run(command, ["06a", *period, "--by", "colour"]).exit_code == 1
    assert run(command, ["06a", *period, "--unit", "nowhere"]).exit_code == 1
    assert run(command, ["06a"]).exit_code == 1
    assert "Tổng số" in run(command, ["06a", *period, "--by", "level"]).output
