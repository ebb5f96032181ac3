"""Sums of work equal what an independent program finds in the exported history; marks last as they should."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.audit.actions import record
from motcua.dossiers.models import Dossier, Movement, WorkItem
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for
from motcua.reporting.behind import after, behind, starts
from motcua.reporting.exporting import lines_of
from motcua.reporting.figures import EVERYBODY, STEP, Whose, counted, work_done
from motcua.reporting.flow import arrivals, step_times
from motcua.reporting.fold import Metric
from motcua.reporting.history import lines, other_lines
from motcua.reporting.lists import Days, arrived
from motcua.reporting.models import Mark, WorkMonth, WorkTally
from motcua.reporting.recompute import differences, rebuild
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting import independent
from tests.reporting.made import Past, make, on

pytestmark = pytest.mark.django_db

CODE = "1.004873"
END = 70
hours = st.integers(0, 24 * 60)
works = st.fixed_dictionaries(
    {
        "dossier": st.integers(0, 2),
        "unit": st.integers(0, 1),
        "officer": st.none() | st.integers(0, 1),
        "name": st.sampled_from(["Thẩm định", "Ký"]),
        "opened": hours,
        "lasts": st.none() | st.integers(0, 24 * 30),
        "term": st.none() | st.integers(-24, 24 * 30),
        "outcome": st.sampled_from(["next", "next", "recalled", "ended"]),
    }
)
PERIODS = [
    (date(2026, 10, 1), date(2026, 10, 31)),
    (date(2026, 10, 9), date(2026, 10, 20)),
    (date(2026, 10, 20), date(2026, 12, 2)),
    (date(2026, 11, 1), date(2026, 11, 30)),
    # Runs still.
    (date(2026, 12, 1), on(END).date()),
]


def at(hour: int) -> datetime:
    return on(0, 0) + timedelta(hours=hour)


@pytest.fixture
def units() -> list[Unit]:
    return list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])


def work(life: dict[str, Any], dossiers: list[Dossier], units: list[Unit], people: list[Any]) -> WorkItem:
    done = None if life["lasts"] is None else at(life["opened"] + life["lasts"])
    if done is not None and done > on(END, 9):
        done = None
    officer = None if life["officer"] is None else people[life["officer"]]
    return WorkItem(
        dossier=dossiers[life["dossier"]],
        kind="opinion",
        name=life["name"],
        role="handler",
        unit=units[life["unit"]],
        assignee=officer,
        opened_at=at(life["opened"]),
        due_at=None if life["term"] is None else at(life["opened"] + life["term"]),
        done_at=done,
        outcome="" if done is None else life["outcome"],
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(works, max_size=12), later=st.lists(works, max_size=6))
def test_work_is_what_the_rows_say(
    cast: Cast, units: list[Unit], story: list[dict[str, Any]], later: list[dict[str, Any]]
) -> None:
    people = [cast.lan.user, cast.stranger_person.user]
    with moment.at(on(END, 12)), transaction.atomic():
        pasts = [Past(unit.pk, CODE, "counter", [("take_in", on(0), on(5))]) for unit in (*units, units[0])]
        dossiers = make(cast, pasts)
        WorkItem.objects.bulk_create(work(life, dossiers, units, people) for life in story)
        bring_up_to_date()
        # What was open is done, more comes; the record tells of it.
        WorkItem.objects.filter(done_at=None, name="Ký").update(done_at=on(END, 10), outcome="next")
        WorkItem.objects.bulk_create(work(life, dossiers, units, people) for life in later)
        for dossier in dossiers:
            record(actor="Người thử", verb="step", subject_type="dossier", subject_id=str(dossier.pk))
        bring_up_to_date()
        assert differences() == []
        export = [*lines(), *other_lines()]
        for first, last in PERIODS:
            for whose in (None, units[0].pk):
                compare_staff(export, first, last, whose)
                compare_steps(export, first, last, whose)
        rebuild()
        assert differences() == []
        transaction.set_rollback(True)


def compare_staff(export: list[str], first: date, last: date, unit: str | None) -> None:
    names = dict(User.objects.values_list("pk", "name"))
    units = dict(Unit.objects.values_list("pk", "short_name"))
    now = moment.now().astimezone(moment.TZ).isoformat()
    wanted = independent.officers(export, first.isoformat(), last.isoformat(), now, unit and {unit})
    table = REPORTS["staff"](Asked(first, last, unit=unit or ""))
    found = {
        (row["officer"], row["unit"]): [row["done"], row["late"], row["open"], row["open_overdue"]]
        for row in table.rows
    }
    assert found == {(names[user], units[where]): line for (user, where), line in wanted.items()}
    # Working hours need the calendar: looked up here piece by piece.
    minutes: dict[tuple[str, str], int] = {}
    done = WorkItem.objects.filter(
        assignee__isnull=False, done_at__gte=starts(first), done_at__lt=after(last)
    )
    for item in done.exclude(outcome="ended"):
        key = (names[item.assignee_id or 0], units[item.unit_id])
        took = calendar_for(item.unit_id).working_minutes_between(
            item.opened_at, item.done_at or moment.now()
        )
        minutes[key] = minutes.get(key, 0) + took
    for row in table.rows:
        if row["done"]:
            assert row["hours"] == round(minutes[row["officer"], row["unit"]] / 60 / row["done"], 1)
    assert table.totals is not None
    assert table.totals["done"] == sum(line[0] for line in wanted.values())


def compare_steps(export: list[str], first: date, last: date, unit: str | None) -> None:
    wanted = independent.steps(export, first.isoformat(), last.isoformat(), unit and {unit})
    whose = EVERYBODY if unit is None else Whose(frozenset({unit}))
    found = {step.name: step for step in step_times(whose, Days(first, last))}
    assert found.keys() == wanted.keys()
    for name, (number, late, spent, budget) in wanted.items():
        step = found[name]
        assert (step.late.numerator, step.late.denominator) == (late, number)
        assert abs(step.spent.total_seconds() - spent / number) < 1
        assert abs(step.budget.total_seconds() - budget / number) < 1


def test_work_that_was_tampered_with_is_found(cast: Cast, units: list[Unit]) -> None:
    cast.handed_over(CODE)
    bring_up_to_date()
    assert differences() == []
    assert sum(effort.timed for effort in work_done(None, None, moment.today(), STEP).values()) > 2
    WorkTally.objects.filter(pk=WorkTally.objects.order_by("pk")[0].pk).update(spent=7)
    month = WorkMonth.objects.order_by("pk")[0]
    WorkMonth.objects.filter(pk=month.pk).update(done=month.done + 5)
    Mark.objects.create(
        dossier_id=Dossier.objects.get().pk, unit_id=units[0].pk, metric="overdue", day=moment.today()
    )
    found = differences()
    assert {each.metric for each in found} == {"spent", "done", "overdue"}
    rebuild()
    assert differences() == [] or all(each.metric == "overdue" for each in differences())


def test_arrivals_are_the_first_filings(cast: Cast, units: list[Unit]) -> None:
    acts = [
        [("file", on(0, 8), None), ("accept", on(0, 10), on(5))],
        [("file", on(0, 8), None), ("file", on(1, 9), None)],
        [("take_in", on(7, 23), on(9))],
    ]
    make(cast, [Past(units[0].pk, CODE, "online", each) for each in acts])
    with moment.at(on(20)):
        bring_up_to_date()
        days = Days(date(2026, 10, 1), date(2026, 10, 31))
        found = arrivals(EVERYBODY, days)
        assert found == {(1, 8): 2, (1, 23): 1}
        assert found == independent.arrivals(list(lines()), "2026-10-01", "2026-10-31")
        for (weekday, hour), number in found.items():
            assert arrived(days, EVERYBODY, weekday=weekday, hour=hour).count() == number
        filed = counted(EVERYBODY, days.first, days.last, [Metric.FILED])
        assert sum(found.values()) == filed[Metric.FILED,]


def test_a_closing_entered_late_makes_a_sign_of_a_later_intake(cast: Cast, units: list[Unit]) -> None:
    with moment.at(on(20)):
        old, new = make(
            cast,
            [
                Past(units[0].pk, CODE, "counter", [("take_in", on(0), on(9))]),
                Past(units[0].pk, CODE, "counter", [("take_in", on(3), on(9))]),
            ],
        )
        bring_up_to_date()
        assert list(REPORTS["tricks"](Asked(date(2026, 10, 1), date(2026, 10, 31))).rows) == []
        Movement.objects.create(
            dossier=old, verb="stop", at=on(2), before=2, after=8, clock="stop", actor="Người thử"
        )
        Dossier.objects.filter(pk=old.pk).update(status=8, finished_at=on(2))
        bring_up_to_date()
        table = REPORTS["tricks"](Asked(date(2026, 10, 1), date(2026, 10, 31)))
        rows = list(table.rows)
        assert lines_of(table) == 1
        assert [(row["sign"], row["code"]) for row in rows] == [("Đóng rồi tiếp nhận lại", new.code)]
        assert differences() == []


def test_an_overdue_spell_is_listed_while_it_lasts(cast: Cast, units: list[Unit]) -> None:
    (dossier,) = make(
        cast, [Past(units[0].pk, CODE, "counter", [("take_in", on(0), on(3)), ("conclude", on(8), on(3))])]
    )
    with moment.at(on(20)):
        bring_up_to_date()
        for day, stands in ((3, False), (4, True), (7, True), (8, False)):
            last = on(day).date()
            found = behind(Metric.OVERDUE, EVERYBODY, last.replace(day=1), last)
            assert list(found) == ([dossier] if stands else []), day
