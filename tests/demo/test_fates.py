"""How many dossiers of each fate there are, and the ways through a route."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.demo.fates import SHARES, STATUS_OF, Fate, shares
from motcua.demo.paths import forward, shortest
from motcua.demo.plan import latest_day
from motcua.dossiers.lifecycle import Status


@given(st.integers(1, 3000))
def test_there_are_as_many_fates_as_dossiers(count: int) -> None:
    assert len(shares(count)) == count


@given(st.integers(len(SHARES), 3000))
def test_no_fate_is_left_out(count: int) -> None:
    assert set(shares(count)) == set(Fate)


def test_of_a_thousand_about_seven_hundred_are_returned() -> None:
    counted = Counter(STATUS_OF[fate] for fate in shares(1000))
    assert 650 <= counted[Status.RETURNED] <= 780
    assert set(counted) == set(Status)


@pytest.mark.parametrize("act", ["opinions", "field_visit", "sign_refusal", "number"])
def test_the_way_to_an_act_of_a_route_comes_there(act: str) -> None:
    for path in SHIPPED.rglob("*.yaml"):
        spec = check_file(path)[1]
        assert spec is not None
        if not any(step.act == act for step in spec.route.steps):
            continue
        step = spec.route.steps[0]
        for _ in range(20):
            if step.act == act:
                break
            outcome = step.outcome(shortest(spec.route, step.key, to_act=act))
            assert outcome is not None
            found = spec.route.step(outcome.to)
            assert found is not None, f"{spec.code}: {step.key} leads away from {act}"
            step = found
        assert step.act == act


def test_where_no_way_leads_there_the_ordinary_way_is_taken() -> None:
    spec = check_file(next(SHIPPED.rglob("1.001193.yaml")))[1]
    assert spec is not None
    step = spec.route.steps[0]
    assert shortest(spec.route, step.key, to_act="field_visit") == forward(step).key
    with pytest.raises(LookupError):
        shortest(spec.route, "nowhere", to_act="sign")


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({}, None),
        ({"death": "2026-03-09", "name": "An", "born": "1948"}, date(2026, 3, 9)),
        (
            {"people": [{"birth": "1990-01-01"}, {"birth": "2026-02-02"}], "on": "2025-12-31"},
            date(2026, 2, 2),
        ),
    ],
)
def test_nobody_files_before_the_days_an_example_tells_of(
    values: dict[str, object], day: date | None
) -> None:
    assert latest_day(values) == day
