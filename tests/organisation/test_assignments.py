from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.audit.models import Entry
from motcua.identity.actor import SYSTEM_ACTOR, VISITOR_ACTOR
from motcua.identity.models import User
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions import assign, relieve
from motcua.organisation.models import Assignment, Post, Unit
from motcua.organisation.queries import assignments_in, posts_of, signers
from tests.organisation.conftest import TODAY

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def chair(commune: Unit) -> Post:
    return Post.objects.create(unit=commune, title="Chủ tịch UBND", roles=["signer", "head"], public=True)


@pytest.fixture
def justice(commune: Unit) -> Post:
    division = Unit.objects.get(pk="phong-vhxh-08515")
    return Post.objects.create(unit=division, title="Công chức tư pháp", roles=["handler"])


def test_a_post_is_held_from_the_first_day_to_the_last_both_included(chair: Post, officer: User) -> None:
    assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=TODAY, ends=TOMORROW)
    held = [bool(posts_of(officer, TODAY + timedelta(days=n))) for n in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]


def test_the_signers_of_a_day_are_those_in_office_that_day(chair: Post, officer: User, commune: Unit) -> None:
    deputy = User.objects.create(login="minh", name="Hà Văn Minh", kind=User.Kind.OFFICER)
    first = assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=date(2025, 7, 1))
    relieve(actor=SYSTEM_ACTOR, assignment=first, last_day=YESTERDAY)
    assign(actor=SYSTEM_ACTOR, post=chair, user=deputy, starts=TODAY, acting=True)
    assert [held.user for held in signers(commune, YESTERDAY)] == [officer]
    assert [held.user for held in signers(commune, TODAY)] == [deputy]
    assert signers(commune, TODAY).get().acting


def test_a_closed_account_signs_nothing(chair: Post, officer: User, commune: Unit) -> None:
    assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=TODAY)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert not signers(commune, TODAY)


def test_handlers_of_an_agency_are_found_in_its_divisions(
    justice: Post, officer: User, commune: Unit
) -> None:
    assign(actor=SYSTEM_ACTOR, post=justice, user=officer, starts=TODAY)
    assert [held.user for held in assignments_in(commune, "handler", TODAY)] == [officer]
    assert not assignments_in(commune, "hand", TODAY)
    neighbour = assignments_in(Unit.objects.get(pk="ubnd-07900"), "handler", TODAY)
    assert officer not in [held.user for held in neighbour]


def test_a_person_may_hold_two_posts(chair: Post, justice: Post, officer: User) -> None:
    for post in (chair, justice):
        assign(actor=SYSTEM_ACTOR, post=post, user=officer, starts=TODAY)
    assert {post.pk for post in posts_of(officer, TODAY)} == {chair.pk, justice.pk}


@pytest.mark.parametrize("ends", [None, TOMORROW, TODAY])
def test_nobody_holds_one_post_twice_at_the_same_time(chair: Post, officer: User, ends: date | None) -> None:
    assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=TODAY)
    with pytest.raises(Refused):
        assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=YESTERDAY, ends=ends)


def test_a_person_may_come_back_to_a_post_left_before(chair: Post, officer: User) -> None:
    assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=date(2025, 7, 1), ends=date(2025, 12, 31))
    assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=date(2026, 1, 1))
    assert officer.assignments.count() == 2


def test_an_assignment_cannot_end_before_it_begins(chair: Post, officer: User) -> None:
    with pytest.raises(Refused):
        assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=TODAY, ends=YESTERDAY)
    held = assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=TODAY)
    with pytest.raises(Refused):
        relieve(actor=SYSTEM_ACTOR, assignment=held, last_day=YESTERDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=held.pk).update(ends=YESTERDAY)


def test_a_citizen_cannot_be_put_in_a_post(chair: Post) -> None:
    citizen = User.objects.create(login="dan", name="Bùi Văn Dân", kind=User.Kind.CITIZEN)
    with pytest.raises(Refused):
        assign(actor=SYSTEM_ACTOR, post=chair, user=citizen, starts=TODAY)


def test_nobody_takes_up_a_post_in_a_unit_that_has_ended(province: Unit, officer: User) -> None:
    post = Post.objects.create(unit=Unit.objects.get(pk="cu-227"), title="Chủ tịch", roles=["signer"])
    with pytest.raises(Refused):
        assign(actor=SYSTEM_ACTOR, post=post, user=officer, starts=TODAY)


def test_assigning_is_recorded_and_not_for_everybody(chair: Post, officer: User) -> None:
    with pytest.raises(Forbidden):
        assign(actor=VISITOR_ACTOR, post=chair, user=officer, starts=TODAY)
    held = assign(actor=SYSTEM_ACTOR, post=chair, user=officer, starts=TODAY)
    relieve(actor=SYSTEM_ACTOR, assignment=held, last_day=TOMORROW)
    verbs = Entry.objects.about("post", str(chair.pk)).values_list("verb", flat=True)
    assert sorted(verbs) == ["assign", "relieve"]
