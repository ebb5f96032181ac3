"""Report 06a from real acts, against an independent count over the exported history."""

import json
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from motcua.dossiers.actions.refuse import withdraw
from motcua.dossiers.models import Channel, Dossier
from motcua.lib import moment
from motcua.reporting.history import lines
from motcua.reporting.models import Tally
from motcua.reporting.recompute import differences, rebuild
from motcua.reporting.reports.form_06a import BrokenReport, Row, check, report
from motcua.reporting.tallies import catch_up
from tests.cast import Cast
from tests.stories import begin_with

CODE = "1.004873"
START = datetime(2026, 10, 5, 8, 30, tzinfo=moment.TZ)


def on(day: int, hour: int = 9) -> datetime:
    return START.replace(hour=hour) + timedelta(days=day)


def tell(cast: Cast) -> None:
    """A few dossiers: one early, one late, one withdrawn, one pending, one overdue, one only filed."""
    with moment.at(on(0)):
        early = cast.accepted(CODE)
        late = cast.accepted(CODE, seed=2)
        withdrawn = cast.accepted(CODE, seed=3, channel=Channel.COUNTER)
        cast.accepted(CODE, seed=4)
    with moment.at(on(1)):
        cast.work_off(early)
        withdraw(actor=cast.citizen, dossier_id=withdrawn.pk, reason="Không cần nữa")
    with moment.at(on(14)):
        cast.work_off(late)
        cast.accepted(CODE, seed=5)
        cast.filed(CODE, seed=6)


@pytest.fixture
def province(cast: Cast) -> Cast:
    begin_with("dossiers for 06a", cast, tell)
    return cast


def independent(first: date, last: date) -> dict[str, int]:
    """The same figures by a program that shares no code: a plain pass over the exported history."""
    by_dossier: dict[str, list[dict[str, str]]] = {}
    for line in lines():
        row = json.loads(line)
        by_dossier.setdefault(row["dossier"], []).append(row)
    figures = dict.fromkeys(
        ["online", "direct", "carried", "early", "on_time", "late", "in_time", "overdue"], 0
    )
    for rows in by_dossier.values():
        accepted = next((r for r in rows if r["verb"] in ("accept", "take_in")), None)
        if accepted is None or accepted["at"][:10] > last.isoformat():
            continue
        end = next(
            (r for r in rows if r["verb"] in ("conclude", "decline", "withdraw", "stop", "lapse")), None
        )
        end_day = end["at"][:10] if end else "9999"
        if accepted["at"][:10] >= first.isoformat():
            figures["online" if accepted["channel"] == "online" else "direct"] += 1
        elif end_day >= first.isoformat():
            figures["carried"] += 1
        if end is not None and first.isoformat() <= end_day <= last.isoformat():
            due = (end["due"] or end["at"])[:10]
            figures["early" if end_day < due else "on_time" if end_day == due else "late"] += 1
        if end_day > last.isoformat():
            due_then = [r for r in rows if r["at"][:10] <= last.isoformat()][-1]["due"]
            figures["overdue" if due_then and due_then[:10] < last.isoformat() else "in_time"] += 1
    return figures


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 1), (1, 13), (0, 30), (2, 20), (14, 14), (30, 40)])
def test_the_report_equals_an_independent_count(province: Cast, first: int, last: int) -> None:
    catch_up()
    days = on(first).date(), on(last).date()
    total = report(first=days[0], last=days[1]).totals
    expected = independent(*days)
    assert {
        "online": total.received_online,
        "direct": total.received_direct,
        "carried": total.carried_over,
        "early": total.solved_early,
        "on_time": total.solved_on_time,
        "late": total.solved_late,
        "in_time": total.pending_in_time,
        "overdue": total.pending_overdue,
    } == expected


def test_the_sums_are_the_same_however_often_they_are_brought_up_to_date(cast: Cast) -> None:
    with moment.at(on(0)):
        dossier = cast.filed(CODE)
        catch_up()
    with moment.at(on(1)):
        catch_up()
        cast.accepted(CODE, seed=2)
        catch_up()
        catch_up()
    assert differences() == []
    kept = sorted(Tally.objects.exclude(count=0).values_list("day", "metric", "count"))
    rebuild()
    assert sorted(Tally.objects.exclude(count=0).values_list("day", "metric", "count")) == kept
    assert Dossier.objects.filter(pk=dossier.pk).exists()


def test_a_sum_that_somebody_changed_is_found(province: Cast) -> None:
    catch_up()
    row = Tally.objects.exclude(count=0).first()
    assert row is not None
    Tally.objects.filter(pk=row.pk).update(count=row.count + 1)
    found = differences()
    assert [(each.kept, each.recomputed) for each in found] == [(row.count + 1, row.count)]


def test_the_identities_of_rule_46_are_enforced() -> None:
    row = Row("Hộ tịch", received_online=30, received_direct=58, carried_over=12)
    row.solved_early, row.solved_on_time, row.solved_late = 40, 35, 5
    row.pending_total, row.pending_overdue = 20, 5
    assert (row.complete().received_total, row.solved_total, row.pending_in_time) == (100, 80, 15)
    row.solved_late += 1
    with pytest.raises(BrokenReport):
        check(row)


def test_the_command_prints_rows_and_totals_with_the_same_keys(province: Cast) -> None:
    from motcua.cli.report import report as command

    words = ["06a", "--from", "2026-10-01", "--to", "2026-10-31", "--json"]
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    made = json.loads(done.output)
    assert set(made["rows"][0]) == set(made["totals"])
    assert made["totals"]["received_total"] == 5
