from datetime import datetime, timedelta

import pytest

from motcua.identity.actor import CITIZEN, HANDLER, OFFICER, SIGNER, SYSTEM_ACTOR, VISITOR_ACTOR
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.organisation.actions import assign
from motcua.organisation.actors import actor_of, posts_today
from motcua.organisation.models import Post, Unit
from tests.organisation.conftest import TODAY

NOON = datetime.combine(TODAY, datetime.min.time(), tzinfo=moment.TZ) + timedelta(hours=12)


@pytest.fixture
def posts(commune: Unit, officer: User) -> list[Post]:
    division = Unit.objects.get(pk="phong-kt-08515")
    held = [
        Post.objects.create(unit=division, title="Địa chính", roles=[HANDLER]),
        Post.objects.create(unit=commune, title="Phó Chủ tịch UBND", roles=[SIGNER]),
    ]
    for post in held:
        assign(actor=SYSTEM_ACTOR, post=post, user=officer, starts=TODAY)
    return held


def test_an_officer_acts_from_one_post_at_a_time(posts: list[Post], officer: User) -> None:
    with moment.at(NOON):
        first, chosen = actor_of(officer), actor_of(officer, post_id=posts[1].pk)
    assert (first.unit_id, first.roles) == ("phong-kt-08515", {HANDLER})
    assert (chosen.unit_id, chosen.roles) == ("ubnd-08515", {SIGNER})


def test_who_leads_a_unit_sees_its_parts_and_others_only_their_own(posts: list[Post], officer: User) -> None:
    with moment.at(NOON):
        assert actor_of(officer).units == {"phong-kt-08515"}
        leader = actor_of(officer, post_id=posts[1].pk)
    assert leader.units == {"ubnd-08515", "ttpvhcc-08515", "phong-vhxh-08515", "phong-kt-08515", "vp-08515"}


def test_an_officer_without_a_post_today_has_no_rights(posts: list[Post], officer: User) -> None:
    with moment.at(NOON - timedelta(days=1)):
        assert posts_today(officer) == []
        actor = actor_of(officer)
    assert (actor.kind, actor.roles, actor.units) == (OFFICER, frozenset(), frozenset())


def test_nobody_and_a_closed_account_are_visitors(officer: User) -> None:
    officer.is_active = False
    assert actor_of(None) == actor_of(officer) == VISITOR_ACTOR


def test_a_citizen_acts_as_the_person_behind_the_account(db: None) -> None:
    citizen = User.objects.create(login="dan", name="Bùi Văn Dân", kind=User.Kind.CITIZEN)
    assert actor_of(citizen).person_id is None
    person = Person.objects.create(user=citizen, full_name=citizen.name, assurance=2, created_at=NOON)
    actor = actor_of(User.objects.get(pk=citizen.pk))
    assert (actor.kind, actor.person_id, actor.assurance) == (CITIZEN, person.pk, 2)
