"""Accounts of officers: made, given a new password, locked; only administrators do that, all on record."""

import re
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ADMIN, SYSTEM, Actor
from motcua.identity.models import User
from motcua.lib.errors import Forbidden, Refused

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
# Letters and digits nobody mistakes for each other, read aloud or written by hand.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4
_LONGEST_EMAIL = 254


def check_administers(actor: Actor) -> None:
    """Raises Forbidden for who may not make and change accounts."""
    if actor.kind != SYSTEM and not actor.has(ADMIN):
        raise Forbidden("Chỉ quản trị viên được tạo và sửa tài khoản cán bộ.", code="not_admin")


def first_password() -> str:
    """A password to be handed over once: sixteen signs by chance, in groups."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(_GROUPS))


@transaction.atomic
def create_account(*, actor: Actor, login: str, name: str) -> tuple[User, str]:
    """A new officer's account and its first password, which is shown once and kept nowhere readable."""
    check_administers(actor)
    wanted, called = login.strip().lower(), " ".join(name.split())
    if not _LOGIN.fullmatch(wanted):
        raise Refused(
            "Tên đăng nhập gồm 3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch.", field="login"
        )
    if len(called) < 2:
        raise Refused("Hãy ghi họ, chữ đệm và tên.", field="name")
    if User.objects.filter(login=wanted).exists():
        raise Refused("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.", field="login", code="taken")
    password = first_password()
    user = User.objects.create_user(wanted, password, kind=User.Kind.OFFICER, name=called[:120])
    _record(actor, "create_account", user, {"login": wanted})
    return user, password


@transaction.atomic
def reset_password(*, actor: Actor, user_id: int) -> tuple[User, str]:
    """A new password in place of a forgotten one; whoever is logged in with the old one is logged out."""
    check_administers(actor)
    user = _officer(user_id)
    password = first_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    _record(actor, "reset_password", user, {"login": user.login})
    return user, password


@transaction.atomic
def set_email(*, actor: Actor, user_id: int, email: str) -> User:
    """Give an officer an address at work, another one, or none (empty). Nobody logs in with it, and no two
    officers have the same.
    """
    check_administers(actor)
    user, wanted = _officer(user_id), email.strip()
    if wanted:
        check_email(wanted)
        holder = User.objects.filter(kind=User.Kind.OFFICER, email__iexact=wanted).exclude(pk=user.pk).first()
        if holder is not None:
            raise Refused(
                f"Địa chỉ này đang là của tài khoản «{holder.login}».", field="email", code="email-taken"
            )
    if wanted != user.email:
        give_email(actor, user, wanted)
    return user


def check_email(email: str) -> None:
    """Raises Refused for what is no address."""
    if len(email) > _LONGEST_EMAIL:
        raise Refused("Địa chỉ thư điện tử dài quá 254 ký tự.", field="email", code="email")
    try:
        validate_email(email)
    except ValidationError as problem:
        raise Refused(
            "Địa chỉ thư điện tử chưa đúng, ví dụ: ten@phutho.gov.vn.", field="email", code="email"
        ) from problem


def give_email(actor: Actor, user: User, email: str) -> None:
    """Write down an address that was checked before, and put it on record."""
    user.email = email
    user.save(update_fields=["email"])
    _record(actor, "set_email", user, {"login": user.login, "email": email})


@transaction.atomic
def lock_account(*, actor: Actor, user_id: int, reason: str) -> User:
    """Nobody gets in with this account any more; what the officer did stays under the name."""
    check_administers(actor)
    user = _officer(user_id)
    if user.pk == actor.user_id:
        raise Refused("Bạn không thể khóa tài khoản của chính mình.", code="oneself")
    if not reason.strip():
        raise Refused("Hãy ghi rõ vì sao khóa tài khoản.", field="reason", code="reason")
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record(actor, "lock_account", user, {"login": user.login, "reason": reason.strip()})
    return user


@transaction.atomic
def unlock_account(*, actor: Actor, user_id: int) -> User:
    """The account works again, with the password it had."""
    check_administers(actor)
    user = _officer(user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(actor, "unlock_account", user, {"login": user.login})
    return user


def _officer(user_id: int) -> User:
    found = User.objects.select_for_update().filter(pk=user_id, kind=User.Kind.OFFICER).first()
    if found is None:
        raise Refused("Không có tài khoản cán bộ này.", code="unknown")
    return found


def _record(actor: Actor, verb: str, user: User, content: dict[str, Any]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="user",
        subject_id=str(user.pk),
        content=content,
        chain="identity",
    )
