"""Walking a dossier along its route."""

from datetime import timedelta

import pytest

from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import DESK_OFFICER, HANDLER, HEAD
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from motcua.organisation.models import Assignment
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, OPINIONS, day, handler_of, on, recorded, refused, step_of

TWO_OPINIONS = "3.000722"


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    with on("2026-11-02T09:00"):
        return cast.accepted(BIRTH_AGAIN)


def user_of(actor_id: int | None) -> User:
    return User.objects.get(pk=actor_id)


# Taking and giving back


def test_of_two_officers_one_takes_the_work(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    first, second = cast.officers(item.unit, HANDLER)[:2]
    tasks.take(actor=first, item_id=item.pk)
    with refused("taken"):
        tasks.take(actor=second, item_id=item.pk)
    with refused("taken"):
        finish_step(actor=second, item_id=item.pk, outcome="ok")
    assert WorkItem.objects.for_actor(first).filter(pk=item.pk).exists()
    assert not WorkItem.objects.for_actor(second).filter(pk=item.pk).exists()
    tasks.take(actor=first, item_id=item.pk)
    assert recorded(dossier).count("take") == 1


def test_what_is_given_back_is_everybodys_again(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    first, second = cast.officers(item.unit, HANDLER)[:2]
    tasks.take(actor=first, item_id=item.pk)
    with refused("taken"):
        tasks.give_back(actor=second, item_id=item.pk)
    tasks.give_back(actor=first, item_id=item.pk)
    tasks.take(actor=second, item_id=item.pk)
    assert step_of(dossier).assignee_id == second.user_id


def test_other_units_and_roles_take_nothing(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    for actor in (cast.desk_of(dossier), cast.officer("so-tu-phap", HANDLER), cast.citizen):
        with pytest.raises(Forbidden):
            tasks.take(actor=actor, item_id=item.pk)


def test_the_head_gives_work_of_the_unit_to_somebody_who_can_do_it(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    first, second = cast.officers(item.unit, HANDLER)[:2]
    head = cast.officer(item.unit, HEAD)
    tasks.take(actor=first, item_id=item.pk)
    handler = next(each for each in (first, second) if not each.has(HEAD))
    with pytest.raises(Forbidden):
        tasks.reassign(actor=handler, item_id=item.pk, to=None, reason="Nghỉ ốm")
    with refused("reason"):
        tasks.reassign(actor=head, item_id=item.pk, to=None, reason="")
    with refused("not-able"):
        tasks.reassign(
            actor=head, item_id=item.pk, to=user_of(cast.desk_of(dossier).user_id), reason="Nghỉ ốm"
        )
    tasks.reassign(actor=head, item_id=item.pk, to=user_of(second.user_id), reason="Nghỉ ốm")
    assert step_of(dossier).assignee_id == second.user_id
    tasks.reassign(actor=head, item_id=item.pk, to=None, reason="Cả phòng cùng làm")
    assert step_of(dossier).assignee is None
    assert recorded(dossier).count("reassign") == 2


def test_what_is_done_is_done_once(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    cast.step(dossier, "ok")
    with refused("done"):
        finish_step(actor=cast.worker_of(item), item_id=item.pk, outcome="ok")
    with refused("no-item"):
        tasks.take(actor=cast.citizen, item_id=dossier.pk)


# Steps


def test_each_step_has_its_own_due_moment(cast: Cast, dossier: Dossier) -> None:
    assert step_of(dossier).due_at == day("2026-11-03T15:00")
    with on("2026-11-03T08:00"):
        cast.step(dossier, "ok")
    assert step_of(dossier).due_at == day("2026-11-03T14:00")


def test_a_step_is_left_by_one_of_its_own_ways_out(cast: Cast, dossier: Dossier) -> None:
    with refused("outcome"):
        finish_step(actor=handler_of(cast, dossier), item_id=step_of(dossier).pk, outcome="signed")


def test_a_task_of_the_desk_is_no_step(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with refused("no-step"):
        finish_step(actor=cast.desk_of(dossier), item_id=dossier.work_items.get().pk, outcome="ok")


def test_going_back_needs_a_reason_and_returns_to_whoever_did_it(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    first, second = cast.officers(item.unit, HANDLER)[:2]
    tasks.take(actor=second, item_id=item.pk)
    cast.write_draft(second, item, "ok")
    finish_step(actor=second, item_id=item.pk, outcome="ok")
    review = step_of(dossier)
    with refused("reason"):
        finish_step(actor=cast.worker_of(review), item_id=review.pk, outcome="back", note=" ")
    finish_step(actor=cast.worker_of(review), item_id=review.pk, outcome="back", note="Sai ngày sinh")
    again = step_of(dossier)
    assert (again.step_key, again.assignee_id) == (item.step_key, second.user_id)
    assert not WorkItem.objects.for_actor(first).filter(pk=again.pk).exists()
    assert Notice.objects.filter(user_id=second.user_id, kind="returned").count() == 1
    review.refresh_from_db()
    assert (review.outcome, review.note) == ("back", "Sai ngày sinh")


def test_what_comes_back_to_somebody_who_has_left_goes_to_the_queue(cast: Cast, dossier: Dossier) -> None:
    item = step_of(dossier)
    second = cast.officers(item.unit, HANDLER)[1]
    cast.write_draft(second, item, "ok")
    finish_step(actor=second, item_id=item.pk, outcome="ok")
    Assignment.objects.filter(user_id=second.user_id).update(ends=moment.today() - timedelta(days=1))
    review = step_of(dossier)
    head = next(each for each in cast.officers(review.unit, HEAD))
    finish_step(actor=head, item_id=review.pk, outcome="back", note="Sai ngày sinh")
    assert step_of(dossier).assignee is None


def test_a_status_stays_while_the_route_is_walked(cast: Cast, dossier: Dossier) -> None:
    for outcome in ("ok", "ok", "signed"):
        dossier = cast.step(dossier, outcome)
        assert dossier.state == Status.IN_PROGRESS
    assert cast.step(dossier, "done").state == Status.DONE


# Opinions


def at_opinions(cast: Cast, code: str = OPINIONS) -> Dossier:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(code)
        if code == OPINIONS:
            return cast.step(dossier, "to_opinions")
        while step_of(dossier).opinions.count() == 0:
            dossier = cast.step(dossier)
        return dossier


def opinions(dossier: Dossier) -> list[WorkItem]:
    return list(dossier.work_items.filter(kind=WorkItem.Kind.OPINION).order_by("step_key"))


def test_opinions_are_asked_in_parallel_each_with_its_own_due_moment(cast: Cast) -> None:
    dossier = at_opinions(cast, TWO_OPINIONS)
    police, insurance = opinions(dossier)
    assert (police.unit_id, insurance.unit_id) == ("cong-an-tinh", "bhxh-tinh")
    assert (police.due_at, insurance.due_at) == (day("2026-11-05T09:00"), day("2026-11-04T09:00"))
    assert {police.asked_by_id, insurance.asked_by_id} == {step_of(dossier).pk}


def test_silence_is_never_consent(cast: Cast) -> None:
    dossier = at_opinions(cast)
    step = step_of(dossier)
    with on("2027-03-01T09:00"), refused("opinions"):
        finish_step(actor=cast.worker_of(step), item_id=step.pk, outcome="collected")


def test_an_opinion_has_words_and_the_asker_is_told_when_all_are_there(cast: Cast) -> None:
    dossier = at_opinions(cast)
    step, (opinion,) = step_of(dossier), opinions(dossier)
    asker = cast.worker_of(step)
    tasks.take(actor=asker, item_id=step.pk)
    with refused("reason"):
        finish_step(actor=cast.worker_of(opinion), item_id=opinion.pk, outcome="", note=" ")
    finish_step(actor=cast.worker_of(opinion), item_id=opinion.pk, outcome="", note="Nhất trí.")
    opinion.refresh_from_db()
    assert (opinion.outcome, opinion.note) == ("opinion", "Nhất trí.")
    assert Notice.objects.filter(user_id=asker.user_id, kind="opinions").count() == 1
    finish_step(actor=asker, item_id=step.pk, outcome="collected")
    assert step_of(dossier).step_key == "draft"


def test_the_agency_asked_sees_the_dossier_and_others_do_not(cast: Cast) -> None:
    dossier = at_opinions(cast)
    asked, other = cast.officer("so-xay-dung", HANDLER), cast.officer("so-tu-phap", HANDLER)
    assert Dossier.objects.visible_to(asked).filter(pk=dossier.pk).exists()
    assert not Dossier.objects.visible_to(other).filter(pk=dossier.pk).exists()


def test_opinions_wait_with_the_dossier(cast: Cast) -> None:
    from motcua.dossiers.actions.amend import demand_payment, settle_payment

    dossier = at_opinions(cast)
    (opinion,) = opinions(dossier)
    with on("2026-11-02T10:00"):
        demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Nộp thuế")
        with refused("paused"):
            finish_step(actor=cast.worker_of(opinion), item_id=opinion.pk, outcome="", note="Nhất trí.")
    with on("2026-11-03T10:00"):
        settle_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Biên lai")
    before = opinion.due_at
    opinion.refresh_from_db()
    assert before is not None
    assert opinion.due_at == before + timedelta(days=1)


# Who sees it


def test_an_officer_sees_what_lies_with_the_own_units(cast: Cast, dossier: Dossier) -> None:
    mine = Dossier.objects.filter(pk=dossier.pk)
    for actor in (
        handler_of(cast, dossier),
        cast.desk_of(dossier),
        cast.officer("vp-ubnd-tinh", "inspector"),
    ):
        assert mine.visible_to(actor).exists()
    elsewhere = cast.officer("ttpvhcc-tinh", DESK_OFFICER)
    for actor in (elsewhere, cast.stranger, cast.officer("vp-ubnd-tinh", "admin")):
        assert not mine.visible_to(actor).exists()


def test_after_a_reorganisation_the_successor_goes_on(cast: Cast, dossier: Dossier) -> None:
    """The dossier keeps its units; who answers for them now does the work and sees it."""
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.organisation.actions.reorganise import Heir, reorganise

    item = step_of(dossier)
    heir = type(item.unit).objects.of_kind(item.unit.kind).exclude(pk=item.unit_id).order_by("pk")[0]
    tomorrow = moment.today() + timedelta(days=1)
    reorganise(actor=SYSTEM_ACTOR, unit=item.unit, heirs=[Heir(heir)], on=tomorrow, ground="NQ 1")
    with moment.at(moment.now() + timedelta(days=2)):
        actor = cast.officer(heir, HANDLER)
        assert WorkItem.objects.for_actor(actor).filter(pk=item.pk).exists()
        assert Dossier.objects.visible_to(actor).filter(pk=dossier.pk).exists()
        assert tasks.take(actor=actor, item_id=item.pk).assignee_id == actor.user_id
