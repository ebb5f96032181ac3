"""Logging a citizen in with what the e-identity system says about them, and what that entitles them to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.identity.actor import CITIZEN, OFFICER, SYSTEM, Actor
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.text import fold

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 2
MIN_LEVEL_TO_FILE = 2
"""Level that filing asks for when settings.EIDENTITY says nothing under `min_level_to_file`."""

_ID_LENGTH = 12
_CHAIN = "identity"
_SENTENCE_CONFLICT = (
    "Tài khoản VNeID này đã gắn với một số định danh khác trên hệ thống. Để tránh nhầm người, bạn mang"
    " căn cước đến Trung tâm phục vụ hành chính công gần nhất để được kiểm tra."
)
_SENTENCE_CLOSED = (
    "Tài khoản của bạn đang bị khóa. Hồ sơ đã nộp vẫn còn nguyên. Bạn gọi số ở cuối trang để biết lý do."
)


@dataclass(frozen=True)
class CitizenClaims:
    """What the e-identity system says about a person, in our words. Empty text means that it did not say.

    `subject` is its own lasting identifier of the account; `level` the level of identification, 1 or 2;
    `birth_date` in the storing form of `lib.dates.PartialDate`; `residence_unit` the code of a commune.
    """

    subject: str
    personal_id: str
    full_name: str
    level: int
    birth_date: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    residence: str = ""
    residence_unit: str = ""
    digital_citizen: bool = False

    @property
    def login(self) -> str:
        """The login name of the account."""
        return f"vneid:{self.subject}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the e-identity system vouches for; an empty answer never wipes out what is known."""
        told = {
            "full_name": self.full_name,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "residence": self.residence,
            "residence_unit": self.residence_unit,
        }
        known = {name: value for name, value in told.items() if value}
        # «No» is an answer too: a mark that was taken back opens no reduction any more.
        return {**known, "digital_citizen": self.digital_citizen}

    @property
    def contacts(self) -> dict[str, str]:
        """Where to reach the person; only a first answer, for people change these with us themselves."""
        return {"phone": self.phone, "email": self.email}


def min_level_to_file() -> int:
    """The level of identification that filing online asks for."""
    return int(settings.EIDENTITY.get("min_level_to_file", MIN_LEVEL_TO_FILE))


def may_file(actor: Actor) -> bool:
    """Whether the actor's identification is good enough to file. Officers file for people before them."""
    if actor.kind in (OFFICER, SYSTEM):
        return True
    return actor.kind == CITIZEN and actor.assurance >= min_level_to_file()


def check_may_file(actor: Actor) -> None:
    """Raises Refused, with what to do, when `may_file` says no."""
    if may_file(actor):
        return
    if actor.kind != CITIZEN:
        raise Refused("Bạn cần đăng nhập bằng VNeID trước khi nộp hồ sơ.", code="not_logged_in")
    raise Refused(
        f"Để nộp hồ sơ, tài khoản VNeID của bạn cần đạt mức {min_level_to_file()}; hiện nay là mức"
        f" {actor.assurance}. Bạn làm mức 2 miễn phí tại công an xã, phường, hoặc nộp trực tiếp tại Trung tâm"
        " phục vụ hành chính công mà không cần tài khoản.",
        code="level_too_low",
    )


def log_in_citizen(*, claims: CitizenClaims) -> User:
    """The account of this person: found, linked or made; the facts brought up to date; all put on record.

    People are recognised by their personal id number and by nothing else: a telephone number or an address
    may belong to somebody else tomorrow. Somebody registered at a desk earlier finds their dossiers again.
    Raises Refused when the claims cannot be used, the e-identity account belongs to another number, or the
    account is closed.
    """
    _check(claims)
    try:
        return _log_in(claims)
    except IntegrityError:
        # The very first log-in, from two devices at the same moment: the other one has made the rows.
        return _log_in(claims)


def _check(claims: CitizenClaims) -> None:
    number = claims.personal_id
    if len(number) != _ID_LENGTH or not (number.isascii() and number.isdigit()):
        raise Refused(
            "VNeID chưa chia sẻ số định danh cá nhân (12 chữ số) của bạn nên Cổng chưa nhận ra bạn."
            " Bạn đăng nhập lại và đồng ý chia sẻ số định danh.",
            code="no_personal_id",
        )
    if not claims.subject or not claims.full_name or not LOWEST_LEVEL <= claims.level <= HIGHEST_LEVEL:
        raise Refused(
            "VNeID gửi thiếu thông tin cần để đăng nhập. Bạn thử lại sau ít phút.", code="claims_incomplete"
        )


@transaction.atomic
def _log_in(claims: CitizenClaims) -> User:
    person = Person.objects.select_for_update().filter(personal_id=claims.personal_id).first()
    account = User.objects.select_for_update().filter(login=claims.login).first()
    linked = _link(claims, person, account)
    if not linked.user.is_active:
        raise Refused(_SENTENCE_CLOSED, code="account_closed")
    changed = _bring_up_to_date(linked.person, claims)
    record(
        actor=claims.full_name,
        user_id=linked.user.pk,
        verb="log_in",
        subject_type="person",
        subject_id=str(linked.person.pk),
        # Which facts changed, not what they were: the record is read by more people than the register.
        content={
            "level": claims.level,
            "digital_citizen": claims.digital_citizen,
            "link": linked.how,
            "changed": changed,
        },
        chain=_CHAIN,
    )
    return linked.user


@dataclass(frozen=True)
class _Linked:
    """An account and its person; `how` says what had to be done to bring them together."""

    user: User
    person: Person
    how: str


def _link(claims: CitizenClaims, person: Person | None, account: User | None) -> _Linked:
    """The account of the person with this number. `account` is the one this subject had before, if any."""
    holder = Person.objects.filter(user=account).first() if account else None
    if account and (account.is_officer or (holder and holder != person)):
        raise Refused(_SENTENCE_CONFLICT, code="subject_conflict")
    if person and person.user:
        if person.user.login == claims.login:
            return _Linked(person.user, person, "known")
        # The e-identity system gave the same person a new account: the number decides.
        person.user.login = claims.login
        person.user.save(update_fields=["login"])
        return _Linked(person.user, person, "new_subject")
    user = account or User.objects.create_user(
        claims.login, kind=User.Kind.CITIZEN, name=claims.full_name[: _room(User, "name")]
    )
    if person:
        person.user = user
        return _Linked(user, person, "desk")
    made = Person(user=user, personal_id=claims.personal_id, created_at=moment.now())
    return _Linked(user, made, "new")


def _room(model: type[User] | type[Person], name: str) -> int | None:
    """How many letters the column holds."""
    length: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return length


def _bring_up_to_date(person: Person, claims: CitizenClaims) -> list[str]:
    """Write what the e-identity system says onto the person; returns the names of the facts that changed."""
    told = {**claims.facts, "assurance": claims.level}
    told |= {name: value for name, value in claims.contacts.items() if value and not getattr(person, name)}
    changed = []
    for name, value in told.items():
        fitting = value[: _room(Person, name)] if isinstance(value, str) else value
        if getattr(person, name) != fitting:
            setattr(person, name, fitting)
            changed.append(name)
    person.assured_at = moment.now()
    person.search_text = fold(person.full_name)[: _room(Person, "search_text")]
    person.save()
    if person.user and person.user.name != person.full_name:
        person.user.name = person.full_name
        person.user.save(update_fields=["name"])
    return sorted(changed)
