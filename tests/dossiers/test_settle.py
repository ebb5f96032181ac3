"""Work of who leaves, is away or stood in until yesterday does not wait for anybody."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.audit.models import Entry
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.amend import apologise
from motcua.dossiers.actions.leave import arrange, come_back, give_post_back, go_away, leave_post, lock_out
from motcua.dossiers.actions.settle import settle
from motcua.dossiers.models import Dossier, Movement, PrintedForm, WorkItem
from motcua.identity.actor import ADMIN, HANDLER, HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.actions import assign
from motcua.organisation.actors import actor_at, posts_today
from motcua.organisation.models import Assignment, Post
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on, refused, signer_of, step_of

FIRST, LAST, AFTER = "2026-11-23T08:00", "2026-11-25T16:00", "2026-11-26T08:00"


class Case:
    """A dossier in the hands of the handler of a division; the head of the division may stand in."""

    def __init__(self, cast: Cast) -> None:
        self.dossier: Dossier = cast.accepted(BIRTH_AGAIN)
        self.item = step_of(self.dossier)
        self.head = cast.officer(self.item.unit, HEAD)
        self.handler = next(
            each for each in cast.officers(self.item.unit, HANDLER) if each.user_id != self.head.user_id
        )
        tasks.take(actor=self.handler, item_id=self.item.pk)
        self.deputy = User.objects.get(pk=self.head.user_id)
        self.user = User.objects.get(pk=self.handler.user_id)
        self.post = Post.objects.get(pk=self.handler.post_id)

    def holder(self) -> int | None:
        return WorkItem.objects.get(pk=self.item.pk).assignee_id

    def away(self, **more: Any) -> Any:
        days = {"starts": moment.today(), "ends": moment.today() + timedelta(days=2)}
        return go_away(actor=self.head, user=self.user, kind="leave", **{**days, **more})


@pytest.fixture
def case(cast: Any) -> Any:
    with on(FIRST):
        yield Case(cast)


def test_leave_hands_open_work_to_who_stands_in_and_it_comes_back_by_itself(case: Case) -> None:
    _, moved = case.away(deputies={case.post: case.deputy})
    assert (moved, case.holder()) == (1, case.deputy.pk)
    with on(LAST):
        assert settle() == 0
        assert case.holder() == case.deputy.pk
    with on(AFTER):
        assert settle() == 1
        assert case.holder() == case.user.pk
        assert WorkItem.objects.get(pk=case.item.pk).lent_by is None
    assert Entry.objects.filter(verb="settle", subject_id=str(case.dossier.pk)).count() == 2


def test_leave_without_anybody_standing_in_puts_the_work_into_the_common_queue(case: Case) -> None:
    case.away()
    assert case.holder() is None
    tasks.take(actor=case.head, item_id=case.item.pk)
    with refused("taken"):
        tasks.take(actor=case.handler, item_id=case.item.pk)


def test_leave_that_begins_later_moves_the_work_on_its_first_day(case: Case) -> None:
    tomorrow = moment.today() + timedelta(days=1)
    _, moved = case.away(starts=tomorrow, deputies={case.post: case.deputy})
    assert (moved, case.holder()) == (0, case.user.pk)
    with on("2026-11-24T07:30"):
        assert settle() == 1
    assert case.holder() == case.deputy.pk


def test_who_is_back_earlier_gets_the_work_back_at_once(case: Case) -> None:
    row, _ = case.away(deputies={case.post: case.deputy})
    _, moved = come_back(actor=case.handler, absence_id=row.pk)
    assert (moved, case.holder()) == (1, case.user.pk)
    assert not Assignment.objects.standing_in().exists()


def test_a_head_of_another_unit_sends_nobody_away(case: Case, cast: Any) -> None:
    stranger = cast.officer("phong-kt-" + cast.a_commune, HEAD)
    with refused("not-yours"):
        go_away(actor=stranger, user=case.user, kind="leave", starts=moment.today(), ends=moment.today())
    with refused("not-yours"):
        arrange(
            actor=stranger,
            post=case.post,
            user=case.deputy,
            stands_for=case.user,
            starts=moment.today(),
            ends=moment.today(),
            ground="Thử",
        )


def test_an_officer_who_leaves_the_post_leaves_no_work_behind(case: Case, cast: Any) -> None:
    admin = cast.officer("vp-ubnd-tinh", ADMIN)
    held = Assignment.objects.get(post=case.post, user=case.user)
    assert leave_post(actor=admin, assignment=held, last_day=moment.today()) == 0
    assert case.holder() == case.user.pk
    with on("2026-11-24T07:30"):
        assert settle() == 1
    assert case.holder() is None


def test_a_locked_account_holds_nothing(case: Case, cast: Any) -> None:
    user, moved = lock_out(
        actor=cast.officer("vp-ubnd-tinh", ADMIN), user_id=case.user.pk, reason="Nghỉ việc"
    )
    assert (user.is_active, moved, case.holder()) == (False, 1, None)


def test_settling_again_changes_nothing(case: Case) -> None:
    case.away()
    assert settle() == 0


def deputy_of(case: Case, cast: Cast) -> tuple[Actor, User]:
    """The chief of the office signs for the vice chair for two days; the actor at the vice chair's post."""
    signer = signer_of(cast, case.dossier)
    vice, clerk = User.objects.get(pk=signer.user_id), cast.officer("vp-" + cast.a_commune, "clerk")
    user, post = User.objects.get(pk=clerk.user_id), Post.objects.get(pk=signer.post_id)
    arrange(
        actor=signer,
        post=post,
        user=user,
        stands_for=vice,
        starts=moment.today(),
        ends=moment.today() + timedelta(days=1),
        ground="QĐ số 12 ngày 20/11/2026",
    )
    return actor_at(user, post), vice


def test_who_stands_in_signs_visibly_for_somebody_until_the_last_day(case: Case, cast: Any) -> None:
    acting, vice = deputy_of(case, cast)
    assert acting.has(SIGNER)
    assert acting.label.endswith(f", thay mặt {vice.name})")
    assert (acting.capacity, acting.own_title) == ("KT.", "Văn thư")
    case.dossier.refresh_from_db()
    assert case.dossier.due_at is not None
    apologise(
        actor=acting,
        dossier_id=case.dossier.pk,
        reason="Chờ xác minh",
        new_date=case.dossier.due_at.date() + timedelta(days=9),
    )
    assert Movement.objects.get(dossier=case.dossier, verb="apologise").actor == acting.label
    form = PrintedForm.objects.get(dossier=case.dossier, kind="04")
    assert form.facts["signer"]["name"].endswith(f"(thay mặt {vice.name})")
    assert form.facts["signer"]["title"].startswith("KT. ")
    with on(LAST):
        user = User.objects.get(pk=acting.user_id)
        assert acting.post_id not in [post.pk for post in posts_today(user)]


def test_standing_in_is_not_passed_on_and_ends_when_it_is_ended(case: Case, cast: Any) -> None:
    acting, _ = deputy_of(case, cast)
    signer = signer_of(cast, case.dossier)
    post = Post.objects.get(pk=signer.post_id)
    third = case.deputy
    with refused("not-holder"):
        arrange(
            actor=signer,
            post=post,
            user=third,
            stands_for=User.objects.get(pk=acting.user_id),
            starts=moment.today(),
            ends=moment.today(),
            ground="Thử",
        )
    row = Assignment.objects.standing_in().get()
    give_post_back(actor=signer, assignment_id=row.pk)
    assert not Assignment.objects.standing_in().exists()
    assert Entry.objects.filter(verb="end_stand_in", subject_id=str(post.pk)).exists()


def test_acting_heads_say_so(case: Case, cast: Any) -> None:
    post = Post.objects.create(unit_id=case.item.unit_id, title="Trưởng phòng", roles=["head"])
    assign(
        actor=cast.officer("vp-ubnd-tinh", ADMIN),
        post=post,
        user=case.user,
        starts=moment.today(),
        acting=True,
    )
    assert actor_at(case.user, post).label == f"{case.user.name} (Quyền Trưởng phòng)"
