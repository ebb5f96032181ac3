"""The leaders' first pages: numbers that are the engine's, lists behind them, and who may look."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import subtree
from motcua.reporting import cockpit
from motcua.reporting.cockpit import Month
from motcua.reporting.figures import Whose
from motcua.reporting.lists import FIGURES, Days, now_counts, wanting
from motcua.reporting.reports.form_06a import report
from motcua.reporting.table import Share
from tests.cast import Cast
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]
OCTOBER = {"thang": "2026-10"}


def test_the_three_numbers_are_those_of_the_engine(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    with moment.at(on(15)):
        page = as_officer(leader).get("/dieu-hanh/", OCTOBER)
    assert page.status_code == 200
    found = {line.label: (line.part, line.whole) for line in page.context["headlines"]}
    totals = report(first=date(2026, 10, 1), last=date(2026, 10, 20), units=subtree(leader.unit_id)).totals
    assert found == {
        "Giải quyết trước và đúng hạn": (totals.solved_early + totals.solved_on_time, totals.solved_total),
        "Hồ sơ nộp trực tuyến": (
            totals.received_online,
            totals.received_online + totals.received_direct,
        ),
        "Đang giải quyết mà quá hạn": (totals.pending_overdue, totals.pending_total),
    }
    assert (totals.solved_late, totals.pending_overdue) == (1, 1)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 1), (1, 13), (0, 14), (2, 20), (14, 14)])
def test_every_figure_of_06a_opens_exactly_its_dossiers(month: list[Dossier], first: int, last: int) -> None:
    days = Days(on(first).date(), on(last).date())
    totals = asdict(report(first=days.first, last=days.last).totals)
    del totals["label"]
    assert totals.keys() <= FIGURES.keys()
    behind = {name: FIGURES[name](Whose(), days).count() for name in totals}
    assert behind == totals


def test_the_list_shows_the_count_and_the_lines_of_a_figure(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    with moment.at(on(15)):
        page = as_officer(leader).get("/dieu-hanh/ho-so/", OCTOBER | {"loc": "solved_late"})
    assert [row.number for row in page.context["rows"]] == [month[1].code]
    assert (page.context["total"], page.context["hidden"]) == (1, 0)
    assert month[1].owner.full_name not in page.content.decode()


def test_what_wants_doing_now_is_counted_as_it_is_listed(month: list[Dossier]) -> None:
    with moment.at(on(16)):
        counts = now_counts(Whose(), moment.now())
        listed = {name: wanting(name, Whose(), moment.now()).count() for name in counts}
    assert counts == listed
    assert counts["late"] >= 1
    assert counts["acceptance_late"] == 1


def test_an_administrator_sees_the_numbers_but_no_dossier(
    as_officer: LogIn, cast: Cast, month: list[Dossier]
) -> None:
    admin = as_officer(cast.officer("vp-ubnd-tinh", who.ADMIN))
    with moment.at(on(15)):
        page = admin.get("/dieu-hanh/ho-so/", OCTOBER | {"loc": "received"})
        assert admin.get(f"/dieu-hanh/ho-so/{month[0].pk}/").status_code == 404
    assert (page.context["total"], page.context["hidden"], page.context["rows"]) == (5, 5, [])
    assert month[0].number not in page.content.decode()


def test_the_leader_of_another_unit_sees_nothing_of_it(
    as_officer: LogIn, cast: Cast, leader: Actor, month: list[Dossier]
) -> None:
    other = Unit.objects.of_kind("commune_committee").exclude(pk=leader.unit_id).valid(on(0).date())[0]
    stranger = as_officer(cast.officer(other, who.SIGNER))
    with moment.at(on(15)):
        for address in ("", "ho-so/", "dong-viec/", "bao-cao/06a/", "chi-so-766/"):
            given = OCTOBER | {"don-vi": leader.unit_id, "loc": "received"}
            assert stranger.get(f"/dieu-hanh/{address}", given).status_code == 404, address
        assert stranger.get(f"/dieu-hanh/ho-so/{month[0].pk}/").status_code == 404
        page = stranger.get("/dieu-hanh/ho-so/", OCTOBER | {"loc": "received"})
        assert page.context["total"] == 0
        league = stranger.get("/dieu-hanh/xep-hang/", OCTOBER)
    mine = [line for line in league.context["lines"] if line.share.unit_id == leader.unit_id]
    assert mine
    assert not mine[0].url
    assert not mine[0].unit_url


def test_the_head_of_a_division_asks_about_the_agency_it_belongs_to(
    as_officer: LogIn, cast: Cast, month: list[Dossier]
) -> None:
    centre = cast.officer(f"ttpvhcc-{cast.a_commune}", who.HEAD)
    with moment.at(on(15)):
        page = as_officer(centre).get("/dieu-hanh/", OCTOBER)
    assert page.context["scope"].unit == f"ubnd-{cast.a_commune}"


def test_the_numbers_come_alone_for_the_page_that_refreshes_itself(as_officer: LogIn, leader: Actor) -> None:
    with moment.at(on(15)):
        page = as_officer(leader).get("/dieu-hanh/", {"phan": "so"}, headers={"X-Requested-With": "fetch"})
    assert page.status_code == 200
    assert "<html" not in page.content.decode()
    assert "Cần làm ngay" in page.content.decode()


def test_the_wall_shows_no_navigation(as_officer: LogIn, leader: Actor) -> None:
    page = as_officer(leader).get("/dieu-hanh/", {"man-hinh": "1"}).content.decode()
    assert 'aria-label="Các mục chính"' not in page
    assert "data-always" in page


def test_a_month_that_runs_is_compared_with_as_many_days() -> None:
    running = Month.of(date(2026, 3, 30), date(2026, 3, 30))
    assert running.moved(-1) == Month(date(2026, 2, 1), date(2026, 2, 28))
    assert running.moved(-12) == Month(date(2025, 3, 1), date(2025, 3, 30))
    whole = Month.of(date(2026, 2, 1), date(2026, 3, 30))
    assert whole.moved(-1) == Month(date(2026, 1, 1), date(2026, 1, 31))
    assert Month.of(date(2027, 1, 1), date(2026, 3, 30)) == running


def test_the_trend_counts_what_the_months_counted(month: list[Dossier]) -> None:
    trend = cockpit.trend(Whose(), Month(date(2026, 10, 1), date(2026, 10, 31)))
    assert len(trend) == 13
    assert (trend[-1].received, trend[-1].solved, trend[-1].in_time) == (5, 3, Share(2, 3))
    assert trend[0].received == 0


def test_the_flow_names_steps_loads_and_arrivals(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    with moment.at(on(15)):
        client = as_officer(leader)
        page = client.get("/dieu-hanh/dong-viec/", OCTOBER)
        assert page.context["steps"]
        late = next(line for line in page.context["steps"] if line.url)
        listed = client.get(late.url)
        assert listed.context["total"] >= 1
        cells = [cell for _, row, _ in page.context["arrivals"] for cell in row if cell.number]
        assert sum(cell.number for cell in cells) == 6
        for cell in cells:
            assert client.get(cell.url).context["total"] == cell.number
        load = page.context["loads"][0]
        assert client.get(load.url).context["total"] >= 1
    assert month[3].number in {line.number for line in page.context["stuck"]}


@pytest.mark.parametrize(
    "query", ["", "loc=la", "loc=buoc", "loc=gio&thu=9&gio=1", "loc=gio&thu=a", "loc=gio&thu=1&gio=99"]
)
def test_a_list_that_does_not_exist_is_not_found(as_officer: LogIn, leader: Actor, query: str) -> None:
    assert as_officer(leader).get(f"/dieu-hanh/ho-so/?{query}").status_code == 404
