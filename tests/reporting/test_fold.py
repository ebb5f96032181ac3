"""What a dossier adds to the figures, and the identities that must hold whatever happened."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.reporting.fold import SOLVED, Act, Metric, additions

D = date(2026, 10, 1)


def day(n: int) -> date:
    return D + timedelta(days=n)


def test_a_dossier_solved_before_its_day_is_early() -> None:
    acts = [Act("file", day(0), None), Act("accept", day(1), day(5)), Act("conclude", day(3), day(5))]
    assert additions(acts) == Counter(
        {
            (day(0), Metric.FILED): 1,
            (day(1), Metric.ACCEPTED): 1,
            (day(3), Metric.SOLVED_EARLY): 1,
            (day(3), Metric.FIRST_TIME_RIGHT): 1,
        }
    )


def test_a_dossier_solved_late_stands_overdue_in_between() -> None:
    acts = [Act("take_in", day(0), day(2)), Act("conclude", day(6), day(2))]
    found = additions(acts)
    assert found[day(3), Metric.OVERDUE] == 1
    assert found[day(6), Metric.OVERDUE] == -1
    assert found[day(6), Metric.SOLVED_LATE] == 1


def test_a_wait_for_the_applicant_is_not_overdue() -> None:
    acts = [
        Act("take_in", day(0), day(4)),
        Act("ask_supplement", day(2), None),
        Act("supply", day(20), day(22)),
        Act("conclude", day(22), day(22)),
    ]
    found = additions(acts)
    assert not [key for key in found if key[1] == Metric.OVERDUE]
    assert found[day(22), Metric.SOLVED_ON_TIME] == 1


def test_an_open_dossier_will_be_overdue_the_day_after_its_due_day() -> None:
    assert additions([Act("take_in", day(0), day(4))])[day(5), Metric.OVERDUE] == 1


def test_a_refused_dossier_is_outside() -> None:
    found = additions([Act("file", day(0), None), Act("refuse", day(1), None)])
    refused = {(day(1), Metric.REFUSED): 1, (day(1), Metric.UNGRANTED): 1}
    assert found == Counter({(day(0), Metric.FILED): 1} | refused)


VERBS = [
    "forward",
    "ask_supplement",
    "supply",
    "apologise",
    "demand_payment",
    "settle_payment",
    "change_case",
]
ENDS = ["conclude", "decline", "withdraw", "stop", "lapse"]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.none() | st.integers(0, 40)), max_size=8
)


@given(STEPS, st.none() | st.sampled_from(ENDS), st.integers(0, 60))
def test_the_books_always_balance(steps: list[tuple[str, int, int | None]], end: str | None, at: int) -> None:
    acts, when = [Act("take_in", day(0), day(5))], 0
    for verb, wait, due in steps:
        when += wait
        acts.append(Act(verb, day(when), None if due is None else day(due)))
    if end is not None:
        when += 1
        acts.append(Act(end, day(when), acts[-1].due))
    found = additions(acts)

    def until(metric: Metric) -> int:
        return sum(count for (on, name), count in found.items() if name == metric and on <= day(at))

    pending = until(Metric.ACCEPTED) - sum(until(metric) for metric in SOLVED)
    assert pending in (0, 1)
    assert 0 <= until(Metric.OVERDUE) <= pending
    assert sum(count for (_, name), count in found.items() if name in SOLVED) == (end is not None)
