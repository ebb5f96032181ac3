"""Frozen months: made once, the same from the history again, and any change of them found."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity import actor as who
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.actions.calendar import set_day
from motcua.organisation.models import Unit
from motcua.reporting.figures import STEP, work_done
from motcua.reporting.fold import RULES_VERSION
from motcua.reporting.models import Snapshot, Tally
from motcua.reporting.recompute import BY_CALENDAR, differences
from motcua.reporting.snapshots import FROZEN, freeze, nightly, unlike
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting.made import Past, make, on

MONTH = date(2026, 10, 1)


@pytest.fixture
def october(cast: Cast) -> list[Dossier]:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    acts = [("take_in", on(0), on(3)), ("conclude", on(2), on(3))]
    return make(cast, [Past(unit.pk, "1.004873", "counter", acts)] * 2)


def test_a_month_is_frozen_once_with_rules_and_digest(october: list[Dossier]) -> None:
    with moment.at(on(40)):
        made = freeze(actor=SYSTEM_ACTOR, month=date(2026, 10, 17))
        assert {each.name for each in made} == set(FROZEN)
        assert {each.rules for each in made} == {RULES_VERSION}
        assert freeze(actor=SYSTEM_ACTOR, month=MONTH) == []
    assert Entry.objects.filter(verb="freeze_figures").count() == len(FROZEN)


def test_a_month_that_runs_is_not_frozen(db: None) -> None:
    with moment.at(on(10)), pytest.raises(Refused):
        freeze(actor=SYSTEM_ACTOR, month=MONTH)


def test_later_acts_do_not_change_what_is_frozen(october: list[Dossier]) -> None:
    with moment.at(on(40)):
        freeze(actor=SYSTEM_ACTOR, month=MONTH)
        october[0].movements.create(
            at=on(39), verb="hand_over", before=9, after=10, clock="leave", actor="Quầy", due_at=on(3)
        )
        bring_up_to_date()
    with moment.at(on(80)):
        assert unlike() == []


def test_a_changed_snapshot_and_a_changed_history_are_found(october: list[Dossier]) -> None:
    with moment.at(on(40)):
        freeze(actor=SYSTEM_ACTOR, month=MONTH)
        kept = Snapshot.objects.get(name="06a-field")
        content = {**kept.content, "totals": {**kept.content["totals"], "solved_early": 99}}
        Snapshot.objects.filter(pk=kept.pk).update(content=content)
        assert [(each.name, "sửa" in each.why) for each in unlike(month=MONTH)] == [("06a-field", True)]
        Snapshot.objects.filter(pk=kept.pk).update(content=kept.content)
        assert unlike() == []
        october[0].movements.create(
            at=on(1, 8), verb="apologise", before=4, after=4, clock="extend", actor="X", due_at=on(1)
        )
        Dossier.objects.filter(pk=october[1].pk).update(channel="online")
        october[1].movements.create(
            at=on(39), verb="hand_over", before=9, after=10, clock="leave", actor="X", due_at=on(3)
        )
        bring_up_to_date()
        found = {each.name: each.why for each in unlike()}
    assert "rows" in found["06a-unit"]
    assert set(found) == set(FROZEN)


def test_the_nightly_job_proves_and_freezes(october: list[Dossier]) -> None:
    with moment.at(on(40)):
        night = nightly()
        assert night.is_clean
        assert set(night.frozen) == set(FROZEN)
        assert nightly().frozen == ()
        Tally.objects.filter(metric="accepted").update(count=7)
        spoilt = nightly()
    assert not spoilt.is_clean
    assert spoilt.differences


def test_another_calendar_makes_the_sums_anew_and_hides_no_fault(cast: Cast, october: list[Dossier]) -> None:
    def declare(day: date) -> None:
        admin = cast.officer("vp-ubnd-tinh", who.ADMIN)
        set_day(actor=admin, day=day, kind="off", name="Nghỉ bão", ground="Công điện số 1")

    WorkItem.objects.create(
        dossier=october[0],
        kind="step",
        name="Thẩm định",
        role="handler",
        unit=october[0].competent_unit,
        assignee=cast.lan.user,
        opened_at=on(1),
        done_at=on(5),
    )
    with moment.at(on(40)):
        bring_up_to_date()
        before = work_done(None, None, moment.today(), STEP)
        for number in range(15):
            declare(on(number).date())
        assert {each.metric for each in differences()} <= BY_CALENDAR
        assert nightly().is_clean
        assert differences() == []
        assert work_done(None, None, moment.today(), STEP) != before
        declare(on(16).date())
        Tally.objects.filter(metric="accepted").update(count=7)
        night = nightly()
    assert {each.metric for each in night.differences} == {"accepted"}


def test_wrong_sums_are_not_frozen(october: list[Dossier]) -> None:
    with moment.at(on(40)):
        bring_up_to_date()
        Tally.objects.filter(metric="accepted").update(count=7)
        assert nightly().frozen == ()
    assert not Snapshot.objects.exists()


def test_the_commands_of_figures(october: list[Dossier]) -> None:
    from motcua.cli.figures import figures

    run = CliRunner().invoke
    assert run(figures, ["verify", "--month", "2026-10"], catch_exceptions=False).exit_code == 0
    assert json.loads(run(figures, ["verify", "--json"]).output) == {"differences": []}
    with moment.at(on(40)):
        assert "Đã chốt" in run(figures, ["freeze", "--month", "2026-10"], catch_exceptions=False).output
        night = run(figures, ["nightly", "--json"], catch_exceptions=False)
    assert night.exit_code == 0
    assert json.loads(night.output)["differences"] == []
    with moment.at(on(10)):
        assert run(figures, ["freeze", "--month", "2026-10"]).exit_code == 1
    assert run(figures, ["rebuild"], catch_exceptions=False).exit_code == 0
