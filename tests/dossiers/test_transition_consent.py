"""A clause that asks: agreed, declined, silent; and the background work that goes through the dossiers."""

from datetime import date

import pytest

from motcua.dossiers import moving
from motcua.dossiers.actions.transition import answer, settle, take_effect
from motcua.dossiers.models import Dossier, Transition
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, on, refused, verbs
from tests.dossiers.newer import (
    MOVE,
    another_paper,
    computed,
    consent,
    newer,
    term,
)
from tests.dossiers.transitions import BEGINS, of, running, sound, takes_effect

# Consent


def asked(cast: Cast, *changes: object) -> Dossier:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, *(changes or (term(3),)), begins=BEGINS, clause=consent("2026-11-20"))  # type: ignore[arg-type]
    assert takes_effect() == 1
    return dossier


def test_the_citizen_is_asked_and_told_what_changes(cast: Cast) -> None:
    dossier = asked(cast)
    kept = of(dossier)
    assert (kept.state, kept.answer_by) == (Transition.State.ASKED, date(2026, 11, 20))
    assert ["Thời hạn giải quyết", "5 ngày làm việc", "3 ngày làm việc"] in kept.differences
    assert "20/11/2026" in Notice.objects.get(kind="transition-asked").body
    assert cast.fresh(dossier).version_id == dossier.version_id
    assert takes_effect() == 0, "nobody is asked twice"


def test_who_agrees_goes_over_at_once(cast: Cast) -> None:
    dossier = asked(cast)
    with on("2026-11-05T10:00"):
        found = answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=True)
    assert found.due_at == day("2026-11-05T17:00")
    assert (of(dossier).state, of(dossier).answered_by) == (Transition.State.MOVED, cast.citizen.label)
    movement = dossier.movements.last()
    assert movement is not None
    assert movement.details["consent"] == cast.citizen.label
    with refused("not-asked"):
        answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=False)


def test_who_declines_stays(cast: Cast) -> None:
    dossier = asked(cast)
    before = computed(dossier)
    with on("2026-11-06T09:00"):
        answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=False)
    assert of(dossier).state == Transition.State.DECLINED
    assert computed(dossier) == before


def test_silence_means_that_it_stays(cast: Cast) -> None:
    dossier = asked(cast)
    before = computed(dossier)
    assert takes_effect("2026-11-20T23:00") == 0
    assert takes_effect("2026-11-21T00:10") == 1
    assert of(dossier).state == Transition.State.SILENT
    assert Notice.objects.filter(kind="transition-silent").count() == 1
    assert computed(dossier) == before
    with on("2026-11-21T09:00"), refused("not-asked"):
        answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=True)


def test_an_answer_comes_too_late_or_after_the_end(cast: Cast) -> None:
    dossier = asked(cast)
    with on("2026-11-21T00:01"), refused("too-late"):
        answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=True)
    with on("2026-11-06T09:00"):
        cast.work_off(cast.fresh(dossier))
        with refused("ended"):
            answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=True)


def test_nobody_else_answers(cast: Cast) -> None:
    dossier = asked(cast)
    for somebody in (cast.stranger, cast.desk_of(dossier)):
        with pytest.raises(Forbidden):
            answer(actor=somebody, dossier_id=dossier.pk, agrees=True)


def test_what_came_in_the_way_since_is_told_and_nothing_is_lost(cast: Cast) -> None:
    dossier = asked(cast, another_paper(required=False), term(3))
    with on("2026-11-05T10:00"):
        for outcome in ("ok", "ok", "signed"):
            dossier = cast.step(dossier, outcome)
        with refused("obstacles"):
            answer(actor=cast.citizen, dossier_id=dossier.pk, agrees=True)
    assert of(dossier).state == Transition.State.ASKED


# The worker


def test_a_broken_run_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = [running(cast) for _ in range(3)]
    with on("2026-11-03T09:00"):
        version = newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)

    def killed(**more: object) -> None:
        raise KeyboardInterrupt

    with on(f"{BEGINS}T08:00"):
        assert settle(dossier_id=dossiers[0].pk, version=version)
        with monkeypatch.context() as patched:
            patched.setattr("motcua.dossiers.actions.transition.change_version", killed)
            with pytest.raises(KeyboardInterrupt):
                take_effect()
        assert moving.waiting_for(version).count() == 2, "the broken one has left no trace"
        assert take_effect(most=1) == 1
        assert take_effect() == 1
        assert take_effect() == 0
        assert not settle(dossier_id=dossiers[0].pk, version=version)
    for dossier in dossiers:
        assert verbs(dossier).count("change_version") == 1
    assert sound() == []


def test_one_that_fails_does_not_hold_up_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = running(cast), running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    real = moving.prospect

    def faulty(dossier: Dossier, *more: object) -> object:
        if dossier.pk == first.pk:
            raise ValueError("a fault of ours")
        return real(dossier, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("motcua.dossiers.moving.prospect", faulty)
        assert takes_effect() == 1
    assert "tried again" in caplog.text
    assert takes_effect() == 1
    assert of(first).state == of(second).state == Transition.State.MOVED


def test_drafts_and_what_has_ended_are_left_alone(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        draft = cast.draft(BIRTH_AGAIN)
        done = cast.finished(BIRTH_AGAIN)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS, clause=MOVE)
    assert takes_effect() == 0
    assert cast.fresh(draft).version_id == draft.version_id
    assert cast.fresh(done).version_id == done.version_id
