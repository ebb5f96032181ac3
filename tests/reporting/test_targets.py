"""Targets: set, split, withdrawn, with progress and forecast; who has none; presets with their sources."""

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from motcua.audit.models import Entry
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from motcua.reporting.models import Target
from motcua.reporting.progress import Progress
from motcua.reporting.standings import standing_of, targets_in, without
from motcua.reporting.table import Share
from motcua.reporting.tallies import bring_up_to_date
from motcua.reporting.targets import Aim, presets, set_presets, set_target, split, withdraw
from tests.cast import Cast
from tests.reporting.made import Past, make, on

CODE = "1.004873"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
D = Decimal


def aim(metric: str = "desk_online", scope: str = "province", scope_id: str = "", value: str = "50") -> Aim:
    return Aim(metric, scope, scope_id, FIRST, LAST, D(value), "Kế hoạch thử")


# Arithmetic


def test_the_forecast_is_a_straight_line_over_working_days() -> None:
    found = Progress(D(50), Share(30, 100), elapsed=10, total=20)
    assert found.forecast == Share(60, 200)
    assert (found.missing, found.missing_at_end) == (20, 40)
    assert found.gap == D("-20.00")
    # 100 of 200 wanted, 30 are there, 100 are still to come.
    assert found.wanted_from_now == D("70.00")


def test_a_whole_that_does_not_grow_is_not_stretched() -> None:
    found = Progress(D(80), Share(30, 50), elapsed=10, total=20, fixed=True)
    assert found.forecast == Share(50, 50)
    assert found.wanted_from_now is None
    assert found.missing_at_end == 0


def test_a_target_out_of_reach_is_told() -> None:
    found = Progress(D(90), Share(10, 100), elapsed=15, total=20)
    assert found.wanted_from_now is not None
    assert found.wanted_from_now > 100


def test_before_the_first_working_day_there_is_no_forecast() -> None:
    found = Progress(D(50), Share(0, 0), elapsed=0, total=20)
    assert (found.forecast, found.gap, found.missing_at_end, found.is_reached) == (None, None, None, False)


@given(
    st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 22), st.integers(0, 10), st.integers(1, 100)
)
def test_the_missing_dossiers_are_exactly_enough(
    part: int, whole: int, elapsed: int, more: int, target: int
) -> None:
    part = min(part, whole)
    found = Progress(D(target), Share(part, whole), elapsed, elapsed + more)
    assert (part + found.missing) * 100 >= target * whole
    assert found.missing == 0 or (part + found.missing - 1) * 100 < target * whole
    assert found.is_reached == (found.missing == 0)
    forecast = found.forecast
    assert forecast is not None
    assert forecast.denominator >= whole
    assert 0 <= forecast.numerator <= forecast.denominator


# Setting and splitting


@pytest.fixture
def committees(db: None) -> list[Unit]:
    return list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])


def test_setting_again_withdraws_the_old_one_and_both_stand_in_the_record(db: None) -> None:
    old = set_target(actor=SYSTEM_ACTOR, aim=aim())
    new = set_target(actor=SYSTEM_ACTOR, aim=aim(value="60"))
    assert list(Target.objects.live()) == [new]
    verbs = [each.verb for each in Entry.objects.filter(subject_type="target").order_by("pk")]
    assert verbs == ["set_target", "withdraw_target", "set_target"]
    old.refresh_from_db()
    with pytest.raises(Refused):
        split(actor=SYSTEM_ACTOR, target=old, scope="agency", values={})


def test_a_target_is_split_down_to_the_person(cast: Cast, committees: list[Unit]) -> None:
    unit = committees[0]
    signer = cast.officer(unit, "signer")
    top = set_target(actor=SYSTEM_ACTOR, aim=aim())
    values = {each.pk: D(55) for each in committees}
    own, _ = split(actor=SYSTEM_ACTOR, target=top, scope="agency", values=values)
    desk = cast.officer("ttpvhcc-" + unit.admin_code, "desk_officer")
    (mine,) = split(actor=signer, target=own, scope="person", values={str(desk.user_id): D(70)})
    assert mine.parent == own
    assert own.parent == top
    assert standing_of(mine).name == desk.name
    found = targets_in(FIRST, LAST, unit=unit.pk)
    assert {each.pk for each in found} == {own.pk, mine.pk}
    withdraw(actor=signer, target=mine)
    assert not Target.objects.live().filter(pk=mine.pk).exists()


def test_nobody_sets_targets_for_others(cast: Cast, committees: list[Unit]) -> None:
    signer = cast.officer(committees[0], "signer")
    for refused in (
        aim(),
        aim(scope="agency", scope_id=committees[1].pk),
        aim(scope="service", scope_id=CODE),
    ):
        with pytest.raises(Forbidden):
            set_target(actor=signer, aim=refused)
    with pytest.raises(Forbidden):
        set_target(actor=cast.citizen, aim=aim())


@pytest.mark.parametrize(
    "wrong",
    [
        aim(metric="weather"),
        aim(scope="planet"),
        aim(value="0"),
        aim(value="101"),
        aim(scope="agency", scope_id="nowhere"),
        aim(scope="person", scope_id="x"),
        aim(metric="services_active", scope="person", scope_id="1"),
        Aim("desk_online", "province", "", LAST, FIRST, D(50)),
    ],
)
def test_a_senseless_target_is_refused(db: None, wrong: Aim) -> None:
    with pytest.raises(Refused):
        set_target(actor=SYSTEM_ACTOR, aim=wrong)


def test_the_founding_targets_ship_with_their_sources(db: None) -> None:
    made = set_presets(actor=SYSTEM_ACTOR, first=FIRST, last=LAST)
    assert {(each.metric, int(each.value)) for each in made} == {
        ("services_active", 80),
        ("dossiers_online", 50),
        ("desk_online", 80),
        ("organisations_online", 100),
        ("handled_online", 60),
    }
    assert all(each.source for each in made)
    assert len(presets()) == 5


# Progress


@pytest.fixture
def half_way(cast: Cast, committees: list[Unit]) -> None:
    """By noon of 15 October: 3 online of 10, in the first agency."""
    pasts = [Past(committees[0].pk, CODE, "online", [("accept", on(0), on(3))])] * 3
    pasts += [Past(committees[0].pk, CODE, "counter", [("take_in", on(1), on(3))])] * 7
    make(cast, pasts)
    bring_up_to_date()


def test_progress_of_agency_service_and_province(half_way: None, committees: list[Unit]) -> None:
    scopes = (("province", ""), ("agency", committees[0].pk), ("service", CODE), ("agency", committees[1].pk))
    with moment.at(on(10)):
        found = [
            standing_of(set_target(actor=SYSTEM_ACTOR, aim=aim(scope=scope, scope_id=scope_id)))
            for scope, scope_id in scopes
        ]
    assert [each.progress.share for each in found] == [Share(3, 10)] * 3 + [Share(0, 0)]
    # From 1 to 15 October 2026 there are 11 working days, in the whole month 22.
    first = found[0].progress
    assert (first.elapsed, first.total) == (11, 22)
    assert first.forecast == Share(6, 20)
    assert (first.missing, first.missing_at_end) == (2, 4)


def test_progress_of_a_person_and_of_a_division(cast: Cast) -> None:
    with moment.at(on(0)):
        dossier = cast.finished(CODE)
    step = dossier.work_items.filter(kind="step").first()
    assert step is not None
    desk = cast.desk_of(dossier)
    person = set_target(actor=SYSTEM_ACTOR, aim=aim(scope="person", scope_id=str(desk.user_id)))
    unit = set_target(actor=SYSTEM_ACTOR, aim=aim("on_time", "unit", step.unit_id, "90"))
    with moment.at(on(3)):
        assert standing_of(person).progress.share == Share(1, 1)
        found = standing_of(unit)
    assert found.progress.share.numerator == found.progress.share.denominator > 0


def test_who_has_no_target_is_named(cast: Cast, committees: list[Unit]) -> None:
    unit = committees[0]
    everybody = without("desk_online", "agency", FIRST, LAST)
    set_target(actor=SYSTEM_ACTOR, aim=aim(scope="agency", scope_id=unit.pk))
    assert set(everybody) - set(without("desk_online", "agency", FIRST, LAST)) == {(unit.pk, unit.name)}
    desk = cast.officer("ttpvhcc-" + unit.admin_code, "desk_officer")
    below = without(
        "desk_online", "person", moment.today(), moment.today(), unit="ttpvhcc-" + unit.admin_code
    )
    assert (str(desk.user_id), desk.name) in below
    divisions = without("desk_online", "unit", FIRST, LAST, unit=unit.pk)
    assert divisions
    assert all(key.startswith(("phong-", "vp-")) for key, _ in divisions)


def test_the_command_sets_presets_and_prints_progress(half_way: None) -> None:
    from motcua.cli.targets import targets as command

    words = ["--month", "2026-10", "--set-presets", "--json"]
    made = json.loads(CliRunner().invoke(command, words, catch_exceptions=False).output)
    desk = next(row for row in made["targets"] if row["metric"] == "desk_online")
    assert (desk["numerator"], desk["denominator"], desk["ratio"], desk["missing"]) == (3, 10, 30.0, 5)
    assert made["without"]
    assert "Toàn tỉnh" in CliRunner().invoke(command, ["--month", "2026-10"]).output
