"""«What if» over the dossiers of a month: the same as was recorded when nothing changes; page and command."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from motcua.cli.main import motcua
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.reporting import simulate as engine
from motcua.reporting.scope import Asked
from motcua.reporting.simulate import Change, simulate
from tests.web.steering.conftest import CODE, on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]
OCTOBER = Asked(date(2026, 10, 1), date(2026, 10, 31))
ADDRESS = "/dieu-hanh/mo-phong/?tu=2026-10-01&den=2026-10-31&thoi-han=50&phi=50&truc-tuyen=1"


def test_without_a_change_it_counts_what_was_recorded(month: list[Dossier]) -> None:
    found = simulate(asked=OCTOBER, change=Change())
    # Early and late ended, and one taken in at the counter was withdrawn; two are still open.
    assert (found.total, found.replayed, found.lateness.dossiers) == (3, 3, 2)
    assert found.lateness.late_now == found.lateness.late_then == 1
    assert found.revenue.now == found.revenue.then
    assert found.at_counter is None


def test_a_cut_shows_in_lateness_and_money_and_few_people_are_not_shown(month: list[Dossier]) -> None:
    found = simulate(asked=OCTOBER, change=Change(Decimal(90), Decimal(50), online_only=True), procedure=CODE)
    assert found.lateness.late_then >= found.lateness.late_now
    assert found.revenue.then * 2 == found.revenue.now
    assert (found.at_counter, found.by_age, found.by_commune) == (None, (), ())


def test_more_than_can_be_replayed_is_sampled_and_said(
    month: list[Dossier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WHOLE", 2)
    found = simulate(asked=OCTOBER, change=Change())
    assert (found.total, found.replayed, found.is_sample) == (3, 2, True)
    assert found.plain() == simulate(asked=OCTOBER, change=Change()).plain()


@pytest.mark.parametrize("cut", ["-1", "101", "NaN"])
def test_a_cut_that_is_no_percentage_is_refused(cut: str) -> None:
    with pytest.raises(Refused):
        Change(term_cut=Decimal(cut))


def test_the_page_answers_in_a_fixed_number_of_questions(
    as_officer: LogIn, leader: Actor, django_assert_max_num_queries: Any
) -> None:
    client = as_officer(leader)
    with moment.at(on(26)), django_assert_max_num_queries(40):
        page = client.get(ADDRESS)
    assert page.context["made"].total == 3
    assert "Ai đang không nộp trực tuyến" in page.content.decode()
    assert client.get(ADDRESS.replace("thoi-han=50", "thoi-han=abc")).status_code == 409
    assert client.get(f"{ADDRESS}&thu-tuc=9.999999").status_code == 409


def test_the_command_says_the_same(month: list[Dossier]) -> None:
    asked = ["simulate", "--from", "2026-10-01", "--to", "2026-10-31", "--term-cut", "0"]
    plain = CliRunner().invoke(motcua, [*asked, "--json"])
    assert json.loads(plain.output)["late_now"] == json.loads(plain.output)["late_then"] == 1
    assert "cả 3 hồ sơ" in CliRunner().invoke(motcua, [*asked, "--online-only"]).output
    assert CliRunner().invoke(motcua, [*asked, "--procedure", "9.999999"]).exit_code != 0
