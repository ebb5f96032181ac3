"""Communes and agencies side by side: what is held against what, in which colour, and which way is good."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.reporting.cockpit import Month, Numbers
from motcua.reporting.league import MEASURES, Measure, Standing, communes
from motcua.reporting.measures import MEASURES as AIMS
from motcua.reporting.table import Share
from motcua.reporting.targets import Aim, set_target
from motcua.web.steering.league import (
    HIGH,
    LOW,
    MIDDLE,
    Mark,
    Wanted,
    bands_of,
    legend_of,
    lines_of,
    wanted_of,
)
from motcua.web.steering.lists import FIGURE_LISTS
from motcua.web.steering.scope import Scope
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]
OCTOBER = {"thang": "2026-10"}
LEAGUE = "/dieu-hanh/xep-hang/"
SCOPE = Scope("", "", "Toàn tỉnh", Month(date(2026, 10, 1), date(2026, 10, 31)))


def stand(measure: Measure, *found: Numbers) -> list[Standing]:
    return [
        Standing(f"ubnd-{n}", f"{n:05}", f"Xã {n}", each, measure.share(each)) for n, each in enumerate(found)
    ]


def on_time(*shares: int) -> list[Standing]:
    return stand(MEASURES["dung-han"], *(Numbers(early=each, late=100 - each) for each in shares))


def test_the_league_names_the_gap_in_points_and_in_dossiers(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    with moment.at(on(15)):
        page = as_officer(leader).get(LEAGUE, OCTOBER | {"chi-so": "dung-han"})
        assert as_officer(leader).get(LEAGUE, {"chi-so": "la", "xep": "la"}).status_code == 200
    mine = next(line for line in page.context["lines"] if line.share.unit_id == leader.unit_id)
    assert (mine.share.share, mine.percent, mine.gap) == (Share(2, 3), "66,67%", "+0,00")
    assert len(page.context["marks"]) == 148


@pytest.mark.parametrize(
    ("key", "numbers", "wanted", "missing", "band"),
    [
        ("truc-tuyen", Numbers(online=2, direct=8), 50.0, 3, "far"),
        ("truc-tuyen", Numbers(online=5, direct=5), 50.0, 0, "good"),
        ("truc-tuyen", Numbers(online=9, direct=11), 50.0, 1, "near"),
        ("qua-han", Numbers(pending=10, overdue=4), 10.0, 3, "far"),
        ("qua-han", Numbers(pending=10, overdue=1), 10.0, 0, "good"),
        ("qua-han", Numbers(), 10.0, 0, "none"),
    ],
)
def test_what_is_missing_of_a_target_is_said_in_dossiers(
    key: str, numbers: Numbers, wanted: float, missing: int, band: str
) -> None:
    measure = MEASURES[key]
    aimed = Wanted(wanted, "chỉ tiêu của tỉnh", is_target=True)
    line = lines_of(stand(measure, numbers), measure, aimed, SCOPE)[0]
    assert (line.missing, line.band.key) == (missing, band)


def test_without_a_target_the_mean_over_all_dossiers_is_the_measure() -> None:
    measure = MEASURES["dung-han"]
    wanted = wanted_of(measure, stand(measure, Numbers(early=1, late=1), Numbers(on_time=98)))
    assert (wanted.value, wanted.words, wanted.is_target) == (99.0, "99", False)


@pytest.mark.parametrize(
    ("shares", "bands"),
    [
        ([90, 60, 30], [HIGH, MIDDLE, LOW]),
        ([90, 90, 90], [MIDDLE, MIDDLE, MIDDLE]),
        ([100, 100, 100, 100, 7], [MIDDLE, MIDDLE, MIDDLE, MIDDLE, LOW]),
        ([99, 98, 97, 96, 95, 94], [HIGH, HIGH, MIDDLE, MIDDLE, LOW, LOW]),
    ],
)
def test_without_a_target_colours_only_part_high_from_low(shares: list[int], bands: list[Any]) -> None:
    mean = Wanted(50.0, "mức chung", is_target=False)
    assert bands_of(on_time(*shares), MEASURES["dung-han"], mean) == bands


def test_the_legend_says_from_which_share_to_which() -> None:
    measure, mean = MEASURES["dung-han"], Wanted(50.0, "mức chung", is_target=False)
    lines = lines_of([*on_time(99, 98, 97, 96, 95, 94), *stand(measure, Numbers())], measure, mean, SCOPE)
    found = [(key.band.key, key.number, key.span) for key in legend_of(lines, mean)]
    assert found == [
        ("high", 2, "98,00% đến 99,00%"),
        ("middle", 2, "96,00% đến 97,00%"),
        ("low", 2, "94,00% đến 95,00%"),
        ("none", 1, ""),
    ]


def test_names_at_an_edge_of_the_map_are_written_inwards() -> None:
    leans = [Mark(x, 100, LOW, "xã A", "", "", labelled=True).leans for x in (26, 360, 694)]
    assert leans == ["start", "middle", "end"]


def test_the_map_is_held_against_the_target_the_province_has_set(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    aimed = {measure.key: measure.aim for measure in MEASURES.values() if measure.aim}
    assert set(aimed.values()) <= AIMS.keys()
    days = (date(2026, 1, 1), date(2026, 12, 31))
    client = as_officer(leader)
    for number, (key, metric) in enumerate(aimed.items()):
        with moment.at(on(20)):
            if key != "truc-tuyen":
                before = client.get(LEAGUE, OCTOBER | {"chi-so": key})
                assert not before.context["wanted"].is_target
                assert {each.band.key for each in before.context["legend"]} == {
                    *("high", "middle", "low", "none")
                }
                assert "Chưa giao chỉ tiêu" in before.content.decode()
            aim = Aim(metric, "province", "", *days, Decimal(f"{50 + number}.5"), "Kế hoạch số 12")
            set_target(actor=SYSTEM_ACTOR, aim=aim)
            page = client.get(LEAGUE, OCTOBER | {"chi-so": key})
        assert page.context["wanted"].words == f"{50 + number},5"
        assert page.context["wanted"].basis == "chỉ tiêu của tỉnh, Kế hoạch số 12"
        assert {each.band.key for each in page.context["legend"]} == {"good", "near", "far", "none"}


def test_every_measure_on_the_map_says_what_it_counts_and_which_way_is_good(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    client = as_officer(leader)
    with moment.at(on(20)):
        for measure in MEASURES.values():
            page = client.get(LEAGUE, OCTOBER | {"chi-so": measure.key})
            words = page.content.decode()
            assert measure.formula in words
            assert f"Càng {'cao' if measure.more_is_better else 'thấp'} càng tốt" in words
            mine = next(
                line
                for line in (*page.context["lines"], *page.context["idle"])
                if line.share.unit_id == leader.unit_id
            )
            assert 0 <= mine.share.share.numerator <= mine.share.share.denominator
            assert measure.behind in FIGURE_LISTS
            if mine.url:
                assert client.get(mine.url).status_code == 200
    found = communes(SCOPE.month, MEASURES["dung-lan-dau"])[0]
    assert found.share == Share(2, 2), "two results, nobody was sent back, one was withdrawn"


@pytest.mark.parametrize("key", ["khong-tien-mat", "so-hoa", "ket-qua-dien-tu", "hai-long"])
def test_what_a_chairman_asks_for_is_among_the_measures(
    as_officer: LogIn, leader: Actor, month: list[Dossier], key: str
) -> None:
    with moment.at(on(20)):
        page = as_officer(leader).get(LEAGUE, OCTOBER | {"chi-so": key})
    assert page.context["measure"].key == key
    assert f'<option value="{key}" selected>' in page.content.decode()
