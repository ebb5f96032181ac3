"""An independent program over the exported history equals every figure, for random provinces."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.dossiers.models import Dossier
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.reporting.behind import behind
from motcua.reporting.figures import EVERYBODY, PENDING, counted, standing
from motcua.reporting.fold import Metric
from motcua.reporting.history import lines, other_lines
from motcua.reporting.index_of_month import cost, index
from motcua.reporting.recompute import differences
from motcua.reporting.reports import REPORTS
from motcua.reporting.reports.form_06a import FIGURES, report
from motcua.reporting.scope import Asked
from motcua.reporting.tallies import bring_up_to_date, catch_up
from tests.cast import Cast
from tests.reporting.independent import index as independent_index
from tests.reporting.independent import report_06a
from tests.reporting.made import BROUGHT, OVER, Past, make, on

CODES = ("1.004873", "1.001193", "2.000815")
CHANNELS = ("online", "counter", "post")
MIDDLE = ("ask_supplement", "ask_supplement", "demand_payment", "apologise")
BACK = ("withdraw", "stop", "lapse")
ENDS = ("conclude", "decline", *BACK, None)

pytestmark = pytest.mark.django_db


class Life:
    """One random life, drawn act by act along the table of moves."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.channel = draw(st.sampled_from(CHANNELS))
        self.day, self.hour = draw(st.integers(-15, 30)), 8
        self.due: int | None = None
        self.acts: list[tuple[str, int, int, int | None]] = []

    def do(self, verb: str, *, within: int | None = None, halts: bool = False) -> None:
        """`within`: a new due day at most so many days from now; `halts`: none while it lasts."""
        self.hour += 1
        if within is not None:
            self.due = self.day + self.draw(st.integers(0, within))
        self.acts.append((verb, self.day, self.hour, None if halts else self.due))

    def wait(self) -> None:
        gone = self.draw(st.integers(0, 8))
        self.day, self.hour = self.day + gone, 8 if gone else self.hour

    def comes_from_elsewhere(self) -> bool | None:
        """Out of an earlier system; whether its agency has the word then, None when it had ended there."""
        verb = self.draw(st.sampled_from((*BROUGHT, *OVER)))
        halts = verb in ("carry_asked", "carry_financial")
        self.do(verb, within=9, halts=halts)
        if verb in OVER:
            return None
        if halts and self.draw(st.booleans()):
            self.wait()
            self.do("supply" if verb == "carry_asked" else "settle_payment", within=9)
            return True
        return not halts

    def comes_in(self) -> bool:
        """Whether it was accepted."""
        if self.channel != "online":
            self.do("take_in", within=12)
            return True
        self.do("file")
        self.wait()
        verb = self.draw(
            st.sampled_from(("accept", "accept", "accept", "refuse", "withdraw", "ask_before", ""))
        )
        if verb:
            self.do(verb, within=12 if verb == "accept" else None)
        return verb == "accept"

    def goes_on(self) -> bool:
        """Whether it is not waiting for the applicant in the end."""
        self.do("forward")
        for verb in self.draw(st.lists(st.sampled_from(MIDDLE), max_size=3)):
            self.wait()
            if verb == "apologise":
                self.do(verb, within=9)
                continue
            self.do(verb, halts=True)
            if self.draw(st.integers(0, 4)) == 0:
                return False
            self.wait()
            self.do("supply" if verb == "ask_supplement" else "settle_payment", within=9)
        return True

    def ends(self, *, running: bool) -> None:
        verb = self.draw(st.sampled_from(ENDS))
        if verb is not None and (running or verb in BACK):
            self.wait()
            self.do(verb, halts=not running)


@st.composite
def pasts(draw: st.DrawFn) -> tuple[int, int, str, list[tuple[str, int, int, int | None]]]:
    """(unit, procedure, channel, acts with days, hours and due days)."""
    life = Life(draw)
    if draw(st.integers(0, 3)) == 0:
        running = life.comes_from_elsewhere()
        if running is not None:
            life.ends(running=running)
    elif life.comes_in():
        life.ends(running=life.goes_on())
    return draw(st.integers(0, 2)), draw(st.integers(0, 2)), life.channel, life.acts


def build(cast: Cast, story: list[object]) -> None:
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:3])
    make(
        cast,
        [
            Past(
                units[unit].pk,
                CODES[code],
                channel,
                [
                    (verb, on(day, hour), None if due is None else on(due, 17))
                    for verb, day, hour, due in acts
                ],
            )
            for unit, code, channel, acts in story  # type: ignore[misc]
        ],
    )


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(pasts(), min_size=1, max_size=12), begins=st.integers(-25, 40), days=st.integers(0, 45))
def test_the_independent_program_finds_the_same(
    cast: Cast, story: list[object], begins: int, days: int
) -> None:
    first, last = on(begins).date(), on(begins + days).date()
    assert cast.lan
    with moment.at(on(90)), transaction.atomic():
        build(cast, story)
        catch_up(most=5)
        bring_up_to_date()
        assert differences() == []
        compare_reports(first.isoformat(), last.isoformat(), Asked(first, last))
        compare_lists(Asked(first, last))
        compare_index(Asked(on(0).date().replace(day=1), on(0).date().replace(day=31)))
        transaction.set_rollback(True)


def compare_reports(first: str, last: str, asked: Asked) -> None:
    export = list(lines())
    by_unit = report_06a(export, first, last, "competent_unit")
    names = dict(Unit.objects.values_list("pk", "name"))
    made = report(first=asked.first, last=asked.last, by="unit")
    assert {row.label: {name: getattr(row, name) for name in FIGURES} for row in made.rows} == {
        names[unit]: {name: row[name] for name in FIGURES} for unit, row in by_unit.items()
    }
    total = sum((row["received_total"] for row in by_unit.values()), 0)
    for name in ("06", "06b"):
        assert (REPORTS[name](asked).totals or {})["received_total"] == total
    rows = REPORTS["07a"](Asked(asked.first, asked.last, by="unit")).rows
    for row in rows:
        other = next(found for unit, found in by_unit.items() if names[unit] == row["label"])
        assert row["given_back"] == other["given_back"]
        assert row["waiting"] == other["waiting"]
        assert row["open_overdue"] == other["pending_overdue"]
        assert row["solved_late"] == other["solved_late"] - other["given_back_late"]
        assert row["received_total"] == other["received_total"]


def compare_lists(asked: Asked) -> None:
    """Every figure opens into exactly the dossiers it counts."""
    happened = counted(EVERYBODY, asked.first, asked.last, list(Metric))
    stood = standing(EVERYBODY, asked.last)
    for metric in Metric:
        if metric in (Metric.SUPPLEMENTS, Metric.APOLOGIES):
            continue
        sums = stood if metric in (Metric.OVERDUE, Metric.WAITING) else happened
        assert behind(metric, EVERYBODY, asked.first, asked.last).count() == sums[(metric,)], metric
    assert behind(PENDING, EVERYBODY, asked.first, asked.last).count() == stood[(PENDING,)]


def compare_index(asked: Asked) -> None:
    export = [*lines(), *other_lines(last=asked.last)]
    expected = independent_index(export, asked.first.isoformat(), asked.last.isoformat())
    made = {each.component.key: each for each in index(asked.first).components}
    for key, (numerator, denominator) in expected.items():
        share = made[key].share
        assert share is not None
        assert (share.numerator, share.denominator) == (numerator, denominator), key
    late = cost("on_time", asked.first)
    share = made["on_time"].share
    assert late is not None
    assert share is not None
    assert late.count() == share.denominator - share.numerator


def test_a_change_of_agency_before_acceptance_moves_what_was_counted(cast: Cast) -> None:
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])
    (dossier,) = make(cast, [Past(units[0].pk, CODES[0], "online", [("file", on(0), None)])])
    bring_up_to_date()
    Dossier.objects.filter(pk=dossier.pk).update(competent_unit=units[1])
    make_act(dossier, "ask_before", 5)
    bring_up_to_date()
    assert differences() == []


def make_act(dossier: Dossier, verb: str, after: int) -> None:
    dossier.movements.create(
        at=on(1), verb=verb, before=1, after=after, clock="leave", actor="Người thử", due_at=None
    )


def test_catching_up_in_small_steps_reaches_the_end(cast: Cast) -> None:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    past = Past(unit.pk, CODES[0], "counter", [("take_in", on(0), on(3)), ("forward", on(0, 10), on(3))])
    make(cast, [past] * 30)
    for _ in range(4):
        catch_up(most=3)
    assert bring_up_to_date() >= 0
    assert differences() == []
    end = on(0).date() + timedelta(days=30)
    assert standing(EVERYBODY, end)[(Metric.OVERDUE,)] == 30
