"""«What if»: by hand, and what must hold for every past: no cut changes nothing, more cut is never better."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.clock import Pause, Term, Unit
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from motcua.reporting.whatif import (
    OTHERS,
    Past,
    age_group,
    due_day,
    is_late,
    lateness,
    reduced,
    revenue,
    shortened,
    shown_groups,
)

D = Decimal
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=TZ)
DAYS = Unit.WORKING_DAYS
terms = st.builds(Term, st.integers(1, 60), st.sampled_from([DAYS, Unit.CALENDAR_DAYS, Unit.WORKING_HOURS]))
cuts = st.integers(0, 99).map(D)


def past(days: int, ended: int, pauses: tuple[Pause, ...] = ()) -> Past:
    """Accepted on Monday the 5th with so many working days, ended so many days of the calendar later."""
    return Past(MONDAY, Term(days, DAYS), Calendar(), MONDAY + timedelta(days=ended), pauses)


@pytest.mark.parametrize(
    ("term", "cut", "left"),
    [
        (Term(10, DAYS), 30, 7),
        (Term(5, DAYS), 30, 4),
        (Term(1, DAYS), 90, 1),
        (Term(1, Unit.MONTHS), 30, 1),
        (Term(8, Unit.WORKING_HOURS), 50, 4),
    ],
)
def test_terms_are_rounded_up_and_never_vanish(term: Term, cut: int, left: int) -> None:
    assert shortened(term, D(cut)).amount == left


def test_by_hand_ten_working_days_cut_by_thirty_percent() -> None:
    # Ten working days from Monday 5 October end on Monday 19; seven end on Wednesday 14.
    assert due_day(past(10, 0), D(0)) == date(2026, 10, 19)
    assert due_day(past(10, 0), D(30)) == date(2026, 10, 14)
    ended = [past(10, 9), past(10, 10), past(10, 14), past(10, 15)]
    found = lateness(ended, D(30))
    assert (found.dossiers, found.late_now, found.late_then) == (4, 1, 3)


def test_a_wait_counts_for_nobody_under_the_shorter_term_either() -> None:
    wait = Pause(MONDAY + timedelta(days=1), MONDAY + timedelta(days=8))
    assert not is_late(past(10, 16, (wait,)), D(30))
    assert is_late(past(10, 17, (wait,)), D(30))


@given(terms, cuts, cuts, st.integers(0, 60), st.integers(0, 30))
def test_more_cut_never_makes_fewer_late(
    term: Term, one: Decimal, other: Decimal, ended: int, wait: int
) -> None:
    pause = (Pause(MONDAY, MONDAY + timedelta(days=wait)),)
    made = Past(MONDAY, term, Calendar(), MONDAY + timedelta(days=ended), pause)
    less, more = sorted((one, other))
    assert is_late(made, less) <= is_late(made, more)


@given(terms, st.lists(st.integers(0, 90), max_size=5))
def test_no_cut_changes_nothing(term: Term, ends: list[int]) -> None:
    found = lateness([Past(MONDAY, term, Calendar(), MONDAY + timedelta(days=n)) for n in ends], D(0))
    assert found.late_now == found.late_then
    assert shortened(term, D(0)) == term


def test_fees_are_cut_amount_by_amount() -> None:
    found = revenue([(8000, 16000), (15,)], D(50))
    assert (found.dossiers, found.now, found.then, found.difference) == (2, 24015, 12008, -12007)


@given(st.integers(0, 10**9), cuts, cuts)
def test_a_larger_cut_never_costs_more(amount: int, one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    assert 0 <= reduced(amount, more) <= reduced(amount, less) <= amount
    assert reduced(amount, D(0)) == amount


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12), max_size=8))
def test_no_group_below_five_is_shown_or_can_be_had_by_subtraction(counts: dict[str, int]) -> None:
    shown = shown_groups(counts)
    assert all(each.count >= 5 for each in shown)
    named = {each.name for each in shown}
    hidden = {name: n for name, n in counts.items() if n and name not in named}
    if sum(counts.values()) >= 5:
        assert sum(each.count for each in shown) == sum(counts.values())
        assert len(hidden) != 1 or len([n for n in counts.values() if n]) == 1
    assert all(n >= 5 for name, n in counts.items() if name in named)


def test_small_groups_are_put_together() -> None:
    assert [(each.name, each.count) for each in shown_groups({"a": 20, "b": 6, "c": 2})] == [
        ("a", 20),
        (OTHERS, 8),
    ]


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        ("2008-10-06", "Dưới 18 tuổi"),
        ("2008-10-05", "18–34 tuổi"),
        ("1966-10-05", "60 tuổi trở lên"),
        ("1966", "60 tuổi trở lên"),
        ("", "Không rõ tuổi"),
    ],
)
def test_ages_are_counted_in_full_years(birth: str, words: str) -> None:
    assert age_group(birth, date(2026, 10, 5)) == words
