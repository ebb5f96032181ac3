"""The province-year of the benchmark obeys what every province obeys. It is made on PostgreSQL only."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from bench.steering import stories
from bench.steering.load import make_files, write_into
from bench.steering.people import people
from bench.steering.place import NotHere, place_for
from bench.steering.shares import Plan
from bench.steering.year import Share
from click.testing import CliRunner
from django.db import connection

from motcua.cli.figures import figures
from motcua.dossiers import soundness
from motcua.dossiers.models import Dossier, Movement, WorkItem
from motcua.feedback.models import Rating
from motcua.lib import moment
from motcua.payments.checks import SOUND
from motcua.payments.models import Payment, Posting
from motcua.reporting.figures import last_of
from motcua.reporting.history import lines, other_lines
from motcua.reporting.index_of_month import index
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.tallies import bring_up_to_date
from tests.reporting.independent import index as independent_index
from tests.reporting.test_independent import compare_lists, compare_reports

DOSSIERS = 300
# What a leader asks of dossiers, one by one, of the live database.
CHECKS = (
    soundness.queued,
    soundness.watched,
    soundness.held,
    soundness.moved,
    soundness.timed,
    soundness.registered,
    soundness.numbered,
    soundness.in_keeping,
)

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    "postgresql" not in connection.settings_dict["ENGINE"],
    reason="COPY is PostgreSQL's: the benchmark runs there alone",
)


@pytest.fixture
def year() -> tuple[date, date]:
    """The first and the last day of a year of three hundred dossiers, whose sums are up to date."""
    until = moment.now().replace(second=0, microsecond=0)
    connection.ensure_connection()
    write_into(connection.connection, Plan(DOSSIERS, 7, until, *make_files()))
    bring_up_to_date()
    return until.date() - timedelta(days=364), until.date()


def test_every_course_follows_the_table_of_moves() -> None:
    stories.check()


def test_a_course_that_the_table_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wild = stories.Story("wild", 1, ("hand_over", "conclude"))
    monkeypatch.setattr(stories, "STORIES", (*stories.STORIES, wild))
    with pytest.raises(stories.UnknownCourse, match="hand_over"):
        stories.check()


@pytest.mark.parametrize("url", ["", "sqlite:///x", "postgresql://u@h:5432/"])
def test_without_postgresql_it_says_so(url: str) -> None:
    with pytest.raises(NotHere, match="PostgreSQL"):
        place_for(url, 300)


def test_its_database_is_never_the_one_that_was_named() -> None:
    place = place_for("postgresql://u:p@h:5432/motcua", 20_000)
    assert (place.name, place.url) == (
        "motcua_steering_20000",
        "postgresql://u:p@h:5432/motcua_steering_20000",
    )


@on_postgresql
def test_the_year_is_as_sound_as_any(year: tuple[date, date]) -> None:
    assert Dossier.objects.count() == DOSSIERS
    checks: list[Callable[[], Iterator[str]]] = [*CHECKS, *SOUND.values()]
    assert [sentence for check in checks for sentence in check()] == []
    assert Movement.objects.count() > DOSSIERS * 4
    for model in (WorkItem, Payment, Posting, Rating):
        assert model.objects.exists(), model


@on_postgresql
def test_the_sums_bear_out_the_history(year: tuple[date, date]) -> None:
    told = CliRunner().invoke(figures, ["verify", "--json"])
    assert json.loads(told.stdout) == {"differences": []}


@on_postgresql
def test_every_report_holds_its_identities(year: tuple[date, date]) -> None:
    for kind in REPORTS.values():
        table = kind(Asked(*year))
        assert list(table.rows), kind.name


@on_postgresql
def test_an_independent_program_finds_the_same(year: tuple[date, date]) -> None:
    compare_reports(year[0].isoformat(), year[1].isoformat(), Asked(*year))
    for back in (40, 200):
        first = (year[1] - timedelta(days=back)).replace(day=1)
        month = Asked(first, last_of(first))
        compare_reports(first.isoformat(), month.last.isoformat(), month)
        compare_counted_index(month)
        compare_lists(month)


def compare_counted_index(month: Asked) -> None:
    """What of the index follows from acts alone; who is content also hangs on ratings, made here too."""
    export = [*lines(), *other_lines(last=month.last)]
    expected = independent_index(export, month.first.isoformat(), month.last.isoformat())
    made = {each.component.key: each for each in index(month.first).components}
    for key, (numerator, denominator) in expected.items():
        share = made[key].share
        if key != "satisfied":
            assert share is not None
            assert (share.numerator, share.denominator) == (numerator, denominator), key


def test_the_same_seed_makes_the_same_year() -> None:
    until = moment.now().replace(second=0, microsecond=0)

    def made(seed: int) -> list[dict[str, list[str]]]:
        plan = Plan(60, seed, until, "paper", "result")
        return [dict(rows) for _, rows in Share(plan, people(40, seed)).batches()]

    assert made(3) == made(3)
    assert made(3) != made(4)


def test_shares_divide_the_communes_and_the_dossiers() -> None:
    plan = Plan(101, 3, moment.now().replace(second=0, microsecond=0), "paper", "result")
    shares = [Share(plan, people(40, 3), share, 2) for share in (0, 1)]
    desks = [{office.desk_id for kind in share.kinds for office in kind.offices} for share in shares]
    assert not desks[0] & desks[1]
    assert sum(count for share in shares for count, _ in share.batches()) == 101
