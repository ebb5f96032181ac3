"""Posts, what they may sign until when, who is named on the board."""

from datetime import timedelta

import pytest

from motcua.identity.actor import SYSTEM_ACTOR, VISITOR_ACTOR
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions import (
    assign,
    change_post,
    create_post,
    end_signing,
    let_sign,
    list_on_board,
)
from motcua.organisation.models import SigningAuthority, Unit
from motcua.organisation.public import staff_board
from tests.organisation.conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def test_a_post_is_made_and_described_anew_by_an_administrator_alone(commune: Unit) -> None:
    post = create_post(actor=SYSTEM_ACTOR, unit=commune, title="Chủ tịch UBND", roles=["signer"], room="201")
    changed = change_post(actor=SYSTEM_ACTOR, post=post, title="Chủ tịch", roles=["signer", "head"])
    assert (changed.title, changed.roles, changed.room) == ("Chủ tịch", ["signer", "head"], "")
    with pytest.raises(Forbidden):
        change_post(actor=VISITOR_ACTOR, post=post, title="Vua", roles=["signer"])


@pytest.mark.parametrize(("title", "roles"), [("", ["signer"]), ("Chủ tịch", []), ("Chủ tịch", ["king"])])
def test_a_post_without_a_title_or_a_known_role_is_none(commune: Unit, title: str, roles: list[str]) -> None:
    with pytest.raises(Refused):
        create_post(actor=SYSTEM_ACTOR, unit=commune, title=title, roles=roles)


def test_authority_to_sign_is_written_bounded_and_only_for_signers(commune: Unit) -> None:
    signer = create_post(actor=SYSTEM_ACTOR, unit=commune, title="Phó Chủ tịch", roles=["signer"])
    clerk = create_post(actor=SYSTEM_ACTOR, unit=commune, title="Văn thư", roles=["clerk"])
    days = {"starts": TODAY, "ends": TODAY + timedelta(days=30)}
    with pytest.raises(Refused):
        let_sign(actor=SYSTEM_ACTOR, post=clerk, ground="QĐ số 1", **days)
    with pytest.raises(Refused):
        let_sign(actor=SYSTEM_ACTOR, post=signer, ground=" ", **days)
    with pytest.raises(Refused):
        let_sign(actor=SYSTEM_ACTOR, post=signer, ground="QĐ số 1", starts=TODAY, ends=YESTERDAY)
    row = let_sign(actor=SYSTEM_ACTOR, post=signer, ground="QĐ số 1", field_code="HT", **days)
    covered = SigningAuthority.objects.covering
    assert covered(procedure="1.1", field="HT", result="refusal").in_force(TODAY).exists()
    assert not covered(procedure="1.1", field="DD", result="refusal").exists()
    end_signing(actor=SYSTEM_ACTOR, authority_id=row.pk)
    assert not SigningAuthority.objects.in_force(moment.today()).exists()


def test_who_does_not_want_to_be_named_is_not_on_the_board(commune: Unit, officer: User) -> None:
    post = create_post(actor=SYSTEM_ACTOR, unit=commune, title="Chủ tịch", roles=["signer"], public=True)
    held = assign(actor=SYSTEM_ACTOR, post=post, user=officer, starts=TODAY)
    assert [each.user for each in staff_board([commune], on=TODAY)] == [officer]
    list_on_board(actor=SYSTEM_ACTOR, assignment=held, listed=False)
    assert not staff_board([commune], on=TODAY)
