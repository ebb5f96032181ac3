"""What becomes of running dossiers when a newer version takes effect: kept, moved, or told why not."""

from datetime import date

import pytest

from motcua.audit.models import Entry
from motcua.catalogue.actions.publish import publish
from motcua.catalogue.transition import Clause, ClauseKind
from motcua.dossiers import reminders, soundness
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.supplement import ask, supply
from motcua.dossiers.actions.urge import holders
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier, Paper, Transition
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.notifications.models import Notice
from motcua.organisation.actors import actor_of
from motcua.payments import actions as payments
from motcua.payments.actions.refund import refundable
from motcua.payments.models import Obligation
from tests.cast import Cast
from tests.dossiers import hand
from tests.dossiers.hand import BIRTH_AGAIN, day, handler_of, on, refused, step_of, verbs
from tests.dossiers.newer import (
    LAW,
    LONGER,
    another_paper,
    another_question,
    changed,
    computed,
    consent,
    fee,
    newer,
    renamed_step,
    term,
)
from tests.dossiers.transitions import BEGINS, of, running, sound, takes_effect

# The clause


def test_without_a_clause_running_dossiers_keep_their_version(cast: Cast) -> None:
    dossier = running(cast)
    before = computed(dossier)
    with on("2026-11-03T09:00"):
        spec = changed(dossier.spec, term(3), begins=BEGINS)
        version = publish(actor=SYSTEM_ACTOR, spec_or_path=spec).version
    assert version.transition == ClauseKind.KEEP
    assert takes_effect() == 0
    assert computed(dossier) == before
    assert not Transition.objects.exists()


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        (Clause("elsewhere", LAW), "no-clause"),
        (Clause(ClauseKind.MOVE), "clause-basis"),
        (Clause(ClauseKind.MOVE, LAW, answer_by=date(2027, 1, 1)), "clause-answer"),
        (Clause(ClauseKind.CONSENT, LAW), "clause-answer"),
        (Clause(ClauseKind.CONSENT, LAW, answer_by=date(2026, 11, 4)), "clause-answer"),
        (Clause(ClauseKind.KEEP, longer_term=True), "clause-keep"),
    ],
)
def test_a_clause_that_does_not_say_enough_is_not_published(cast: Cast, clause: Clause, code: str) -> None:
    with on("2026-11-03T09:00"), refused(code):
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS, clause=clause)


def test_the_clause_is_part_of_the_version_and_of_the_record(cast: Cast) -> None:
    with on("2026-11-03T09:00"):
        version = newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS, clause=consent("2026-11-20"))
    version.refresh_from_db()
    assert version.clause == consent("2026-11-20")
    entry = Entry.objects.filter(verb="catalogue.publish", subject_id=BIRTH_AGAIN).order_by("number").last()
    assert entry is not None
    assert LAW in entry.content["transition"]


# Moving


def test_nothing_happens_before_the_day_the_version_takes_effect(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    assert takes_effect("2026-11-04T23:59") == 0
    assert takes_effect() == 1
    assert of(dossier).state == Transition.State.MOVED


def test_a_dossier_that_moved_is_like_one_filed_under_the_new_version(cast: Cast) -> None:
    changes = (term(3), fee("birth_again", 7000), another_paper(required=False))
    dossier = running(cast)
    with on("2026-11-02T08:00"):
        newer(cast, BIRTH_AGAIN, *changes, begins=BEGINS)
    takes_effect()
    with on("2026-11-01T08:00"):
        newer(cast, BIRTH_AGAIN, begins="2026-11-01", clause=Clause())
    fresh = running(cast)
    assert computed(dossier) | {"version": 0} == computed(fresh) | {"version": 0}
    assert cast.fresh(dossier).due_at == day("2026-11-05T17:00")
    assert sound() == []


def test_history_and_notice_say_by_which_clause(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(3), fee("birth_again", 7000), begins=BEGINS)
    takes_effect()
    movement = dossier.movements.last()
    assert movement is not None
    assert (movement.verb, movement.actor) == ("change_version", SYSTEM_ACTOR.label)
    assert LAW in movement.reason
    assert movement.details["from"] < movement.details["to"]
    labels = [label for label, _, _ in movement.details["differences"]]
    assert labels == ["Phí, lệ phí", "Thời hạn giải quyết", "Hạn trả kết quả"]
    assert movement.due_at == cast.fresh(dossier).due_at
    notice = Notice.objects.get(kind="change_version")
    assert LAW in notice.body
    assert "05/11/2026" in notice.body
    assert {"change_version", "transition_moved"} <= set(hand.recorded(dossier))


def test_what_is_promised_is_not_put_off(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(15), begins=BEGINS)
    takes_effect()
    found = cast.fresh(dossier)
    assert found.term["amount"] == "15"
    assert found.due_at == dossier.due_at == day("2026-11-09T17:00")
    assert soundness_of_due() == []


def soundness_of_due() -> list[str]:
    return list(soundness.timed())


def test_the_promise_still_counts_after_a_wait(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(15), begins=BEGINS)
    takes_effect()
    with on("2026-11-06T09:00"):
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=hand.wanted(dossier))
    with on("2026-11-10T09:00"):
        hand.answer(cast, dossier)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert cast.fresh(dossier).due_at == day("2026-11-11T17:00"), "two working days of waiting, not more"
    assert soundness_of_due() == []


def test_a_clause_may_say_that_the_longer_term_holds(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(15), begins=BEGINS, clause=LONGER)
    takes_effect()
    assert cast.fresh(dossier).due_at == day("2026-11-23T17:00")
    assert soundness_of_due() == []


def test_moved_twice_the_earliest_promise_stands(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(15), begins="2026-11-04")
        newer(cast, BIRTH_AGAIN, term(20), begins=BEGINS)
    assert takes_effect() == 2
    assert [each.state for each in Transition.objects.filter(dossier=dossier)] == ["moved", "moved"]
    assert cast.fresh(dossier).due_at == day("2026-11-09T17:00")
    assert soundness_of_due() == []


def test_before_acceptance_the_new_term_begins_with_acceptance(cast: Cast) -> None:
    with on("2026-11-04T09:00"):
        dossier = cast.filed(BIRTH_AGAIN)
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    takes_effect()
    assert cast.fresh(dossier).term == {}
    with on("2026-11-05T09:00"):
        dossier = cast.accept(cast.fresh(dossier))
    assert dossier.due_at == day("2026-11-10T17:00")
    assert sound() == []


def test_a_silence_that_lasts_is_not_broken_by_the_law(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    takes_effect()
    found = cast.fresh(dossier)
    assert (found.acted_at, found.alarm_at) == (dossier.acted_at, dossier.alarm_at)


# What is in the way


def stays(cast: Cast, dossier: Dossier, *words: str) -> None:
    before = computed(dossier)
    assert takes_effect() == 1
    kept = of(dossier)
    assert kept.state == Transition.State.STAYS
    for word in words:
        assert word.lower() in kept.reason.lower()
    assert kept.reason[0].isupper()
    assert kept.reason.endswith(".")
    assert computed(dossier) == before
    assert "change_version" not in verbs(dossier)
    assert takes_effect() == 0, "it is settled"
    # Not only a list says so: everybody who may work on it finds it once among the reminders.
    told = Notice.objects.filter(kind="stays", link=f"/can-bo/ho-so/{dossier.pk}/")
    assert sorted(told.values_list("user_id", flat=True)) == sorted(user.pk for user in holders(dossier))
    for notice in told:
        assert kept.reason in notice.body
        assert notice in reminders.reminders_of(actor_of(notice.user))


def test_a_paper_that_is_missing_keeps_it_where_it_is(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, another_paper(), begins=BEGINS)
    stays(cast, dossier, "Thiếu giấy tờ «Giấy tờ mới»")


def test_an_answer_that_is_missing_keeps_it_where_it_is(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, another_question, begins=BEGINS)
    stays(cast, dossier, "«Bạn có việc mới này không?»")


def test_a_channel_that_is_no_more_keeps_it_where_it_is(cast: Cast) -> None:
    dossier = running(cast, channel=Channel.COUNTER)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, lambda data: data.update(channels=["online", "post"]), begins=BEGINS)
    stays(cast, dossier, "Thủ tục không còn nhận hồ sơ trực tiếp")


def test_what_is_signed_stays(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        for outcome in ("ok", "ok", "signed"):
            dossier = cast.step(dossier, outcome)
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    stays(cast, dossier, "Kết quả đã được ký")


def test_papers_do_not_change_their_agency_by_a_clause(cast: Cast) -> None:
    dossier = running(cast, channel=Channel.COUNTER)
    with on("2026-11-03T09:00"):
        newer(
            cast,
            BIRTH_AGAIN,
            lambda data: data.update(competence=[{"agency": "unit:so-tu-phap"}], levels=["province"]),
            begins=BEGINS,
        )
    stays(cast, dossier, "giấy tờ đang theo")


def test_what_the_open_request_asks_for_is_not_missing(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=hand.wanted(dossier))
        Paper.objects.filter(dossier=dossier).update(replaced_at=moment.now())
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    assert takes_effect() == 1
    assert of(dossier).state == Transition.State.MOVED
    with on("2026-11-06T09:00"):
        hand.answer(cast, dossier)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert cast.fresh(dossier).state == Status.IN_PROGRESS
    assert sound() == []


def test_a_request_for_what_the_new_version_does_not_know_keeps_it(cast: Cast) -> None:
    dossier = running(cast)
    with on("2026-11-03T09:00"):
        items = hand.wanted(dossier)
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=items)

        def without(data: dict[str, object]) -> None:
            data["components"] = [each for each in data["components"] if each["key"] != items[0].key]  # type: ignore[index,attr-defined]

        newer(cast, BIRTH_AGAIN, without, begins=BEGINS)
    stays(cast, dossier, "đang chờ bổ sung")


# The route


def test_a_step_that_is_the_same_stays_with_whoever_holds_it(cast: Cast) -> None:
    dossier = running(cast)
    item = step_of(dossier)
    tasks.take(actor=cast.worker_of(item), item_id=item.pk)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, term(3), begins=BEGINS)
    takes_effect()
    assert step_of(dossier) == item
    assert step_of(dossier).assignee_id is not None


def test_a_step_with_another_key_goes_on_at_the_first_of_the_same_act(cast: Cast) -> None:
    dossier = running(cast)
    dossier = cast.step(cast.step(dossier, "ok"), "ok")
    key = step_of(dossier).step_key
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, renamed_step(key, "anew", name="Bước mới"), begins=BEGINS)
    takes_effect()
    assert (step_of(dossier).step_key, step_of(dossier).name) == ("anew", "Bước mới")
    old = dossier.work_items.get(step_key=key)
    assert (old.outcome, old.is_open) == ("recalled", False)
    assert cast.work_off(cast.fresh(dossier)).state == Status.DONE
    assert sound() == []


# Money


def paid(cast: Cast) -> Dossier:
    dossier = running(cast)
    with on("2026-11-02T10:00"):
        payments.take(actor=cast.desk_of(dossier), obligation_id=dossier.obligation_id, method="cash")  # type: ignore[arg-type]
    return cast.fresh(dossier)


def test_what_is_paid_and_costs_less_now_waits_to_be_given_back(cast: Cast) -> None:
    dossier = paid(cast)
    before = dossier.obligation
    assert before is not None
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, fee("birth_again", 3000), begins=BEGINS)
    takes_effect()
    after = cast.fresh(dossier).obligation
    assert after is not None
    assert after == before, "payments and receipts stay with it"
    assert after.amount == before.amount - 2000
    assert after.state == Obligation.State.OVER
    assert refundable(after) >= 2000
    assert sound() == []


def test_what_is_paid_and_costs_more_now_is_owed(cast: Cast) -> None:
    dossier = paid(cast)
    with on("2026-11-03T09:00"):
        newer(cast, BIRTH_AGAIN, fee("birth_again", 9000), begins=BEGINS)
    takes_effect()
    after = cast.fresh(dossier).obligation
    assert after is not None
    assert (after.state, after.remaining()) == (Obligation.State.PART, 4000)
    with on("2026-11-06T09:00"):
        payments.take(actor=cast.desk_of(dossier), obligation_id=after.pk, method="cash")
    after.refresh_from_db()
    assert after.state == Obligation.State.PAID
    assert sound() == []
