"""Five hundred running dossiers in every status under each clause: none is lost, none re-dated, none computed
differently from one that was filed under the new version in the same way at the same moments.
"""

import random
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import pytest

from motcua.audit.actions import breaks
from motcua.catalogue.models import Version
from motcua.catalogue.transition import KEEP, Clause
from motcua.dossiers import moving, soundness
from motcua.dossiers.actions.transition import answer, take_effect
from motcua.dossiers.lifecycle import UNDECIDED, Status
from motcua.dossiers.models import Dossier, Movement, Paper, Transition, WorkItem
from motcua.payments import checks
from motcua.payments.models import Payment
from tests.cast import Cast
from tests.dossiers.crowd import LIVES, STAYS, many, tell_all
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.newer import LONGER, MOVE, all_computed, computed, consent, fee, newer, renamed_step, term
from tests.stories import begin_with

COUNT = 500
BEGINS = "2026-11-05"
Life = tuple[str, str]


def for_the_case(case: str, amount: int) -> Any:
    """One case gets a shorter term, the other a longer one."""

    def change(data: dict[str, Any]) -> None:
        row = next(each for each in data["cases"] if each["key"] == case)
        row["terms"][0]["amount"] = amount

    return change


CHANGES = (
    term(3),
    for_the_case("other", 8),
    fee("birth_again", 7000),
    renamed_step("sign", "sign_now", name="Ký số kết quả"),
    renamed_step("head", "head", role="handler"),
)


def tell(cast: Cast) -> dict[str, Any]:
    """The crowd under the old version, and every life once more under the new content."""
    told = tell_all(cast)
    crowd = many(told, COUNT)
    with on("2026-11-04T15:00"):
        version = newer(cast, BIRTH_AGAIN, *CHANGES, begins=BEGINS, clause=KEEP)
    with on("2026-11-01T08:00"):
        newer(cast, BIRTH_AGAIN, begins="2026-11-01", clause=KEEP)
    twins = {life: computed(dossier) for life, dossier in tell_all(cast).items()}
    return {"crowd": crowd, "twins": twins, "version": version.pk}


class Crowd:
    """What is known of the five hundred before the version takes effect."""

    def __init__(self, cast: Cast) -> None:
        found = begin_with("five hundred running dossiers", cast, tell)
        self.life: dict[UUID, Life] = found["crowd"]
        self.twins: dict[Life, dict[str, Any]] = found["twins"]
        self.version: int = found["version"]
        self.before = all_computed(self.life)
        self.given = self.what_was_given()

    def what_was_given(self) -> list[Any]:
        """Papers, answers and money: what the citizens gave."""
        return [
            sorted(
                map(str, Paper.objects.filter(dossier__in=self.life).values_list("pk", "dossier", "file"))
            ),
            sorted(map(str, Dossier.objects.filter(pk__in=self.life).values_list("pk", "answers", "raw"))),
            sorted(map(str, Payment.objects.values_list("pk", "obligation__dossier", "amount", "settled"))),
        ]

    @cached_property
    def after(self) -> dict[Any, dict[str, Any]]:
        """Read when first asked for: when everything has happened."""
        return all_computed(self.life)

    def is_signed(self, pk: UUID) -> bool:
        return self.life[pk][0] == STAYS

    def is_as_before(self, pk: UUID) -> bool:
        return self.after[pk] == self.before[pk]

    def differs_from_twin(self, pk: UUID, *, longer: bool = False) -> dict[str, Any]:
        """In what it is not like the one filed under the new version; the due moment by the clause."""
        expected = {**self.twins[self.life[pk]], "version": self.version}
        if not longer:
            expected["due"] = sooner(self.before[pk]["due"], expected["due"])
        found = self.after[pk]
        return {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]}


def sooner(before: datetime | None, after: datetime | None) -> datetime | None:
    return min((each for each in (before, after) if each is not None), default=None)


@pytest.fixture
def crowd(cast: Cast) -> Crowd:
    return Crowd(cast)


def with_clause(crowd: Crowd, clause: Clause) -> Version:
    """The new version as published with this clause; one story serves all of them."""
    said = {"transition": clause.kind, "transition_basis": clause.basis, "longer_term": clause.longer_term}
    Version.objects.filter(pk=crowd.version).update(**said, answer_by=clause.answer_by)
    return Version.objects.get(pk=crowd.version)


def takes_effect(at: str, *, most: int = 120) -> list[int]:
    """Run after run, as the worker does, until nothing is left; how many each time."""
    runs = []
    with on(at):
        while not runs or runs[-1]:
            runs.append(take_effect(most=most))
    return runs


def faults(crowd: Crowd) -> list[str]:
    found = [*soundness.queued(), *soundness.moved(), *soundness.timed(), *soundness.watched(), *breaks()]
    found += [*soundness.in_keeping(), *(each for check in checks.SOUND.values() for each in check())]
    if crowd.what_was_given() != crowd.given:
        found.append("What citizens gave is not what it was.")
    if Dossier.objects.filter(pk__in=crowd.life, status__in=UNDECIDED).count() != COUNT:
        found.append("Somebody has ended.")
    return found


def test_under_keep_nothing_changes(crowd: Crowd) -> None:
    assert {row["status"] for row in crowd.before.values()} == {Status(each).name for each in UNDECIDED}
    assert len(crowd.life) == COUNT
    by_life = {crowd.life[pk]: row for pk, row in crowd.before.items()}
    assert all(twin["fees"] != by_life[life]["fees"] for life, twin in crowd.twins.items()), (
        "all would change"
    )
    history = Movement.objects.count()
    assert takes_effect(f"{BEGINS}T08:00") == [0]
    assert [pk for pk in crowd.life if not crowd.is_as_before(pk)] == []
    assert Movement.objects.count() == history
    assert faults(crowd) == []


def test_under_move_each_is_like_one_filed_anew(crowd: Crowd) -> None:
    with_clause(crowd, MOVE)
    runs = takes_effect(f"{BEGINS}T08:00")
    assert sum(runs) == COUNT
    assert max(runs) <= 120
    moved = set(Transition.objects.filter(state=Transition.State.MOVED).values_list("dossier", flat=True))
    assert moved == {pk for pk in crowd.life if not crowd.is_signed(pk)}
    assert [pk for pk in crowd.life if crowd.is_signed(pk) and not crowd.is_as_before(pk)] == []
    assert {crowd.life[pk]: differs for pk in moved if (differs := crowd.differs_from_twin(pk))} == {}
    assert faults(crowd) == []


def test_where_the_clause_says_so_the_longer_term_holds(crowd: Crowd) -> None:
    version = with_clause(crowd, LONGER)
    with on(f"{BEGINS}T08:00"):
        assert take_effect(most=60) == 60
    moved = set(Transition.objects.filter(state=Transition.State.MOVED).values_list("dossier", flat=True))
    assert len({crowd.life[pk] for pk in moved}) == 2 * (len(LIVES) - 1)
    differing = {crowd.life[pk]: crowd.differs_from_twin(pk, longer=True) for pk in moved}
    assert not any(differing.values()), differing
    assert moving.waiting_for(version).count() == COUNT - 60, "what is not done yet can be counted"
    assert faults(crowd) == []


def test_under_consent_who_agrees_goes_over_and_nobody_else(cast: Cast, crowd: Crowd) -> None:
    chance = random.Random(20261105)
    version = with_clause(crowd, consent("2026-11-10"))
    assert sum(takes_effect(f"{BEGINS}T08:00")) == COUNT
    assert moving.waiting_for(version).count() == 0
    said = {pk: chance.choice([True, False, None]) for pk in sorted(crowd.life) if not crowd.is_signed(pk)}
    asked = set(Transition.objects.awaiting().values_list("dossier", flat=True))
    assert asked == set(said)
    with on(f"{BEGINS}T09:00"):
        for pk, agrees in said.items():
            if agrees is not None:
                answer(actor=cast.citizen, dossier_id=pk, agrees=agrees)
    silent = [pk for pk, agrees in said.items() if agrees is None]
    assert sum(takes_effect("2026-11-11T00:05")) == len(silent)
    states = dict(Transition.objects.values_list("dossier", "state"))
    words = {True: "moved", False: "declined", None: "silent"}
    assert {pk: states[pk] for pk in said} == {pk: words[agrees] for pk, agrees in said.items()}
    wrong = {crowd.life[pk]: crowd.differs_from_twin(pk) for pk, agrees in said.items() if agrees}
    assert {life: differs for life, differs in wrong.items() if differs} == {}
    assert [pk for pk in crowd.life if not said.get(pk) and not crowd.is_as_before(pk)] == []
    assert faults(crowd) == []
    assert WorkItem.objects.open().filter(dossier__in=crowd.life).exists()
