"""Whatever two versions say and however far a dossier is: moved, it is like one filed anew with the same
answers, papers and moments; where that one could not be filed, it stays.
"""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

from motcua.catalogue.models import Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.dossiers import content, places, soundness
from motcua.dossiers.actions import draft
from motcua.dossiers.actions.transition import settle
from motcua.dossiers.models import Channel, Dossier, Transition, WorkItem
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.payments import checks
from tests.cast import Cast
from tests.dossiers.crowd import CASES, LIVES, STAYS
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.newer import LONGER, MOVE, computed
from tests.dossiers.random_versions import Drawn, placed, versions


class Twin(Cast):
    """The cast, filing the answers, inputs and papers of another dossier once more."""

    was_filed = False

    def __init__(self, cast: Cast, like: Dossier) -> None:
        vars(self).update(vars(cast))
        self.like = like

    def filed(self, code: str, **more: Any) -> Dossier:
        dossier = super().filed(code, **more)
        self.was_filed = True
        return dossier

    def draft(self, code: str, *, channel: str = Channel.ONLINE, **more: Any) -> Dossier:
        desk = self.officer(f"ttpvhcc-{self.a_commune}", DESK_OFFICER)
        actor = self.citizen if channel == Channel.ONLINE else desk
        dossier = draft.start(
            actor=actor,
            version=self.version(code),
            submitter=self.lan,
            channel=channel,
            receiving_unit=None if channel == Channel.ONLINE else Unit.objects.get(pk=actor.unit_id),
            answers=self.like.answers,
        )
        dossier = draft.save(actor=actor, dossier_id=dossier.pk, raw=self.like.raw)
        for key in {paper.component_key for paper in self.like.papers.all()}:
            part = dossier.spec.component(key)
            if part is not None and part in content.components(dossier):
                self.attach(actor, dossier, part)
        return dossier


def base() -> ProcedureSpec:
    """The shipped file, read without a database."""
    from motcua.catalogue.check import check_file
    from tests.codebase.tree import SRC

    spec = check_file(next((SRC / "catalogue" / "data").rglob(f"{BIRTH_AGAIN}.yaml")))[1]
    assert spec is not None
    return spec


BASE = base()


def expected_step(old: ProcedureSpec, key: str, new: ProcedureSpec) -> str:
    """By key, else the first of the same act, else the start."""
    keys = [step.key for step in new.route.steps]
    acts = {step.key: step.act for step in old.route.steps}
    alike = [step.key for step in new.route.steps if step.act == acts[key]]
    return key if key in keys else (alike or keys)[0]


def is_at(dossier: Dossier) -> str:
    item = WorkItem.objects.open().filter(dossier=dossier, kind=WorkItem.Kind.STEP).first()
    return item.step_key if item is not None else ""


def tell(cast: Cast, life: str, case: str) -> Dossier | None:
    """The life; None where a version has nothing for it: it cannot be filed, there is no paper to ask for
    anew, nobody of that role in that unit.
    """
    try:
        with transaction.atomic():
            return LIVES[life](cast, case)
    except (Refused, IndexError, AssertionError) as fault:
        note(f"{life}: {fault}")
        return None


def sooner(*moments: Any) -> Any:
    return min((each for each in moments if each is not None), default=None)


def check(cast: Cast, old: ProcedureSpec, new: ProcedureSpec, life: str, case: str, *, longer: bool) -> bool:
    """Whether the dossier moved; that it is what it should be is asserted."""
    placed(old, begins="2026-10-01")
    dossier = tell(cast, life, case)
    if dossier is None:
        return False
    before, at = computed(dossier), is_at(dossier)
    version = placed(new, begins="2026-11-05", clause=LONGER if longer else MOVE)
    with on("2026-11-05T08:00"):
        assert settle(dossier_id=dossier.pk, version=version)
    kept, after = Transition.objects.get(dossier=dossier), computed(dossier)
    twin_version = placed(new, begins="2026-10-15")
    again = Twin(cast, cast.fresh(dossier))
    twin = tell(again, life, case)
    note(f"{kept.state}: {kept.reason}")
    event(f"{kept.state}, twin {'told' if twin is not None else 'not told'}")
    assert [*soundness.queued(), *soundness.timed(), *soundness.moved()] == []
    assert [sentence for each in checks.SOUND.values() for sentence in each()] == []
    if kept.state != Transition.State.MOVED:
        assert kept.state == Transition.State.STAYS
        assert after == before
        return False
    assert again.was_filed, "What cannot be filed is not moved."
    check_step(cast, dossier, old, at, twin_version)
    if twin is None:
        return True
    like = computed(twin)
    assert {**after, "version": 0, "route": 0, "due": 0} == {**like, "version": 0, "route": 0, "due": 0}
    assert after["due"] == (like["due"] if longer else sooner(before["due"], like["due"]))
    return True


def check_step(cast: Cast, dossier: Dossier, old: ProcedureSpec, at: str, version: Version) -> None:
    if not at:
        return
    wanted = version.spec.route.step(expected_step(old, at, version.spec))
    fresh = cast.fresh(dossier)
    item = WorkItem.objects.open().get(dossier=dossier, kind=WorkItem.Kind.STEP)
    assert wanted is not None
    assert (item.step_key, item.name, item.role) == (wanted.key, wanted.name, wanted.role)
    assert item.unit_id == places.step_unit(fresh, wanted.unit).pk


@given(
    old=versions(BASE),
    new=versions(BASE),
    life=st.sampled_from(sorted(LIVES)),
    case=st.sampled_from(CASES),
    longer=st.booleans(),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@pytest.mark.django_db
def test_a_moved_dossier_is_a_fresh_one(
    cast: Cast, old: Drawn, new: Drawn, life: str, case: str, longer: bool
) -> None:
    assert cast.lan.pk
    assert cast.citizen.person_id
    with transaction.atomic():
        moved = check(cast, old.spec, new.spec, life, case, longer=longer)
        assert not (moved and life == STAYS)
        transaction.set_rollback(True)
