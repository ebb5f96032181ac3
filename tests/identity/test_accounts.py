"""Accounts of officers: made, given a new password, locked."""

import pytest

from motcua.audit.models import Entry
from motcua.identity.accounts import (
    create_account,
    first_password,
    lock_account,
    reset_password,
    unlock_account,
)
from motcua.identity.actor import SYSTEM_ACTOR, VISITOR_ACTOR
from motcua.lib.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_the_first_password_opens_the_account_and_is_kept_nowhere_readable() -> None:
    user, password = create_account(actor=SYSTEM_ACTOR, login="Ubnd-1.Moi", name="Lê  Thị Mới")
    assert (user.login, user.name, user.is_officer) == ("ubnd-1.moi", "Lê Thị Mới", True)
    assert user.check_password(password)
    entry = Entry.objects.get(verb="create_account", subject_id=str(user.pk))
    assert password not in f"{entry.content} {user.password}"


def test_a_new_password_ends_the_old_one() -> None:
    user, old = create_account(actor=SYSTEM_ACTOR, login="ubnd-1.moi", name="Lê Thị Mới")
    again, new = reset_password(actor=SYSTEM_ACTOR, user_id=user.pk)
    assert [again.check_password(each) for each in (new, old)] == [True, False]


def test_locking_needs_a_reason_and_can_be_undone() -> None:
    user, _ = create_account(actor=SYSTEM_ACTOR, login="ubnd-1.moi", name="Lê Thị Mới")
    with pytest.raises(Refused):
        lock_account(actor=SYSTEM_ACTOR, user_id=user.pk, reason=" ")
    assert not lock_account(actor=SYSTEM_ACTOR, user_id=user.pk, reason="Chuyển công tác").is_active
    assert unlock_account(actor=SYSTEM_ACTOR, user_id=user.pk).is_active


@pytest.mark.parametrize("login", ["", "ab", "có dấu", "a b c", "-abc", "x" * 61])
def test_a_login_name_is_typed_without_diacritics(login: str) -> None:
    with pytest.raises(Refused):
        create_account(actor=SYSTEM_ACTOR, login=login, name="Lê Thị Mới")


def test_nobody_but_an_administrator_makes_accounts_and_a_name_is_used_once() -> None:
    with pytest.raises(Forbidden):
        create_account(actor=VISITOR_ACTOR, login="ubnd-1.moi", name="Lê Thị Mới")
    create_account(actor=SYSTEM_ACTOR, login="ubnd-1.moi", name="Lê Thị Mới")
    with pytest.raises(Refused):
        create_account(actor=SYSTEM_ACTOR, login="UBND-1.moi", name="Trần Văn Khác")


def test_passwords_are_made_by_chance_and_read_aloud_without_doubt() -> None:
    made = {first_password() for _ in range(50)}
    assert len(made) == 50
    assert not set("".join(made)) & set("O0Il1")
