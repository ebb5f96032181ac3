"""Index 766: arithmetic (rule 49), configuration that adds up, components from data, honesty without."""

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from motcua.feedback.models import Rating
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.reporting.index766 import band, edition, missing, points
from motcua.reporting.index_measures import MEASURES
from motcua.reporting.index_of_month import Index, cost, index
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting.made import Past, make, on

MONTH = date(2026, 10, 1)
CODE = "1.004873"
D = Decimal


def test_rule_49_points_up_to_the_target() -> None:
    assert points(D(12), 40, 100, target=D(50)) == D("9.60")
    assert points(D(12), 55, 100, target=D(50)) == D("12.00")


def test_rule_49_an_empty_denominator() -> None:
    parts = {each.key: each for each in edition(MONTH).components}
    assert points(D(6), 0, 0, zero=parts["petitions_on_time"].zero) == 6
    assert points(D(6), 0, 0, zero=parts["satisfied"].zero) == 0
    assert points(D(6), 0, 0, zero=parts["on_time"].zero) is None


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([D(50), D(80), D(90), D(100)]))
def test_mending_what_is_missing_brings_all_points(part: int, whole: int, target: Decimal) -> None:
    part = min(part, whole)
    more = missing(part, whole, target)
    assert points(D(20), part + more, whole, target=target) == 20
    if more:
        assert (part + more - 1) * 100 < target * whole


def test_the_bands_of_a_whole_index() -> None:
    assert [band(D(total)) for total in (90, 80, 70, 50, 0)] == [
        "Xuất sắc",
        "Tốt",
        "Khá",
        "Trung bình",
        "Yếu",
    ]
    assert [band(D(total)) for total in ("89.99", "79.99", "69.99", "49.99")] == [
        "Tốt",
        "Khá",
        "Trung bình",
        "Yếu",
    ]


def test_the_groups_and_components_add_up_to_100() -> None:
    rules = edition(MONTH)
    assert sum(group.max for group in rules.groups) == 100
    assert [int(group.max) for group in rules.groups] == [18, 20, 22, 22, 18]
    for question in rules.questions:
        for option in question.options:
            assert sum(each.max for each in rules.settled({question.key: option.key})) == 100


def test_every_component_is_measured_or_says_why_not() -> None:
    rules = edition(MONTH)
    for question in rules.questions:
        for option in question.options:
            for each in rules.settled({question.key: option.key}):
                assert bool(each.measure) != bool(each.reason), each.key
                assert not each.measure or each.measure in MEASURES


def test_an_unknown_choice_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="online_points"):
        edition(MONTH).settled({"weather": "fine"})
    with pytest.raises(Refused, match="thirds"):
        edition(MONTH).settled({"online_points": "halves"})


@pytest.fixture
def october(cast: Cast) -> list[object]:
    """Nine settled in October: six online and early, one late, one asked twice; two rated; one overdue."""
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])

    def done(channel: str, end: int, due: int = 5) -> Past:
        start = "take_in" if channel != "online" else "accept"
        acts = [
            (start, on(0), on(due, 17)),
            ("forward", on(0, 10), on(due, 17)),
            ("conclude", on(end), on(due, 17)),
        ]
        if channel == "online":
            acts.insert(0, ("file", on(0, 8), None))
        return Past(units[0].pk, CODE, channel, acts)

    twice = Past(
        units[0].pk,
        CODE,
        "counter",
        [
            ("take_in", on(0), on(5)),
            ("ask_supplement", on(1), None),
            ("supply", on(2), on(6)),
            ("ask_supplement", on(3), None),
            ("supply", on(4), on(8)),
            ("conclude", on(5), on(8)),
        ],
    )
    overdue = Past(units[1].pk, CODE, "counter", [("take_in", on(0), on(3))])
    dossiers = make(
        cast, [*(done("online", 2) for _ in range(6)), done("counter", 9), twice, done("counter", 3), overdue]
    )
    Rating.objects.create(dossier=dossiers[0], score=Rating.Score.UNSATISFIED, rated_at=on(4))
    Rating.objects.create(dossier=dossiers[1], score=Rating.Score.SATISFIED, rated_at=on(4))
    bring_up_to_date()
    return list(dossiers)


def part(found: Index, key: str) -> tuple[int, int, Decimal | None]:
    scored = next(each for each in found.components if each.component.key == key)
    assert scored.share is not None
    return scored.share.numerator, scored.share.denominator, scored.points


def test_the_components_of_a_month(october: list[object]) -> None:
    found = index(MONTH)
    # 9 settled, one of them late, one asked twice; one more open and overdue.
    assert part(found, "on_time") == (7, 10, D("14.00"))
    assert part(found, "dossiers_online") == (6, 10, D("4.00"))
    # Two of nine: late or not satisfied.
    assert part(found, "satisfied") == (7, 9, D("5.19"))
    assert found.total == sum(each.points or 0 for each in found.components)
    assert found.measurable < 100
    assert found.band == ""


def test_what_is_disputed_can_be_chosen(october: list[object]) -> None:
    found = index(MONTH, choices={"on_time_denominator": "received", "online_points": "dossiers"})
    assert part(found, "on_time") == (7, 10, D("14.00"))
    assert part(found, "dossiers_online") == (6, 10, D("12.00"))
    assert part(found, "services_active")[2] == 0
    assert found.choices["online_points"] == "dossiers"


def test_a_unit_has_its_own_index(october: list[object]) -> None:
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])
    assert part(index(MONTH, unit=units[0].pk), "on_time")[:2] == (7, 9)
    assert part(index(MONTH, unit=units[1].pk), "on_time")[:2] == (0, 1)


def test_what_cost_points_is_named_down_to_the_dossiers(october: list[object]) -> None:
    found = index(MONTH)
    on_time = found.losses()[0]
    assert (on_time.component.key, on_time.lost, on_time.needed, on_time.each) == ("on_time", 6, 3, 2)
    costly = cost("on_time", MONTH)
    assert costly is not None
    assert costly.count() == 3
    disliked = cost("satisfied", MONTH)
    assert disliked is not None
    assert disliked.count() == 2
    assert cost("services_active", MONTH) is None
    with pytest.raises(Refused):
        cost("weather", MONTH)


def test_a_component_without_data_invents_nothing(october: list[object]) -> None:
    rows = {row["key"]: row for row in index(MONTH).plain()["components"]}
    for key in ("synced", "petitions_on_time", "personal_store", "population_used", "payment_offered"):
        row = rows[key]
        assert (row["numerator"], row["denominator"], row["ratio"], row["points"]) == (None, None, None, None)
        assert row["reason"]


def test_an_empty_month_has_no_points_to_lose(db: None) -> None:
    rows = {row["key"]: row for row in index(date(2020, 2, 1)).plain()["components"]}
    assert rows["on_time"]["points"] is None
    assert rows["satisfied"]["points"] == 0


def test_the_command_gives_components_and_the_dossiers_behind(october: list[object]) -> None:
    from motcua.cli.index766 import index766 as command

    done = CliRunner().invoke(command, ["--month", "2026-10", "--json"], catch_exceptions=False)
    made = json.loads(done.output)
    on_time = next(row for row in made["components"] if row["key"] == "on_time")
    assert (on_time["numerator"], on_time["denominator"], on_time["ratio"], on_time["points"]) == (
        7,
        10,
        70,
        14,
    )
    assert {"max", "target", "variant", "source", "note"} <= set(on_time)
    assert made["total"] > 0
    done = CliRunner().invoke(
        command, ["--month", "2026-10", "--cost", "on_time", "--json"], catch_exceptions=False
    )
    assert len(json.loads(done.output)["dossiers"]) == 3
    words = CliRunner().invoke(command, ["--month", "2026-10", "--variant", "online_points=dossiers"])
    assert "12.00/12 điểm" in words.output
    assert CliRunner().invoke(command, ["--month", "2026-10", "--variant", "x=y"]).exit_code == 1
