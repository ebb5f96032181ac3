"""People who come without an account: the owner somebody else files for, and who stands at the counter."""

import re
from datetime import date

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import AT_WINDOW, Actor
from motcua.identity.models import Mandate, Person
from motcua.lib import moment
from motcua.lib.dates import PartialDate, add_months
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.text import fold

ID_DIGITS = 12
# Chứng minh nhân dân, valid until the end of 2024: old systems know people by it.
_OLD_ID_DIGITS = 9
# From this age on everybody has a card with the number (Luật Căn cước 2023 Điều 19).
AGE_OF_CARD = 14


@transaction.atomic
def identify_owner(
    *, actor: Actor, full_name: str, personal_id: str, birth_date: str, ground: str, procedure_code: str = ""
) -> Person:
    """The person for whom the actor files, and the mandate on which the actor does so.

    `birth_date` is a date or part of one; only a child under 14 may go without a number. Doing it again gives
    the same person and the same mandate. Raises Refused with the field when something does not fit, above all
    when the number belongs to somebody of another name: no slip of the finger gives a dossier to a stranger.
    """
    if actor.person_id is None:
        raise Forbidden("Chỉ người dân đã đăng nhập mới nộp thay người khác được.")
    delegate = Person.objects.get(pk=actor.person_id)
    name = " ".join(full_name.split())
    if len(name) < 2:
        raise Refused("Hãy ghi họ, chữ đệm và tên của người đó.", field="full_name")
    born = _born(birth_date)
    number = _number(personal_id, born)
    if number and number == delegate.personal_id:
        raise Refused(
            "Đây là số định danh của chính bạn. Hãy chọn «Cho tôi», hoặc ghi số của người kia.",
            field="personal_id",
        )
    if ground not in Mandate.Ground.values:
        raise Refused("Hãy chọn vì sao bạn được nộp thay.", field="ground")
    person = _known(delegate, name, number, born) or Person.objects.create(
        personal_id=number or None,
        full_name=name[:120],
        birth_date=born.iso(),
        search_text=fold(name)[:160],
        created_at=moment.now(),
    )
    _authorise(actor, person, delegate, ground, procedure_code)
    return person


def _born(text: str) -> PartialDate:
    try:
        born = PartialDate.parse(text)
    except ValueError as problem:
        raise Refused(str(problem), field="birth_date") from problem
    if born.earliest > moment.today():
        raise Refused("Ngày sinh phải trước hôm nay.", field="birth_date")
    return born


def _number(text: str, born: PartialDate) -> str:
    number = re.sub(r"[\s.]", "", text)
    if not number and is_child(born.earliest, moment.today()):
        return ""
    if not number:
        raise Refused(
            f"Hãy ghi số định danh; chỉ trẻ dưới {AGE_OF_CARD} tuổi được để trống.", field="personal_id"
        )
    if not number.isascii() or not number.isdigit():
        raise Refused("Số định danh chỉ gồm chữ số.", field="personal_id")
    if len(number) != ID_DIGITS:
        raise Refused(f"Số định danh cần {ID_DIGITS} chữ số. Bạn đã nhập {len(number)}.", field="personal_id")
    return number


def is_child(born: date, on: date) -> bool:
    """Younger than the age from which everybody has a card."""
    return add_months(born, AGE_OF_CARD * 12) > on


def _known(delegate: Person, name: str, number: str, born: PartialDate) -> Person | None:
    if not number:
        same = Person.objects.filter(
            mandates_given__delegate=delegate, personal_id=None, birth_date=born.iso(), search_text=fold(name)
        )
        return same.distinct().first()
    person = Person.objects.filter(personal_id=number).first()
    if person is not None and not _same(person, name, born):
        raise Refused(
            "Số định danh này không khớp với họ tên hoặc ngày sinh bạn ghi. Hãy xem lại trên thẻ căn cước.",
            field="personal_id",
        )
    return person


def _same(person: Person, name: str, born: PartialDate) -> bool:
    """Of two dates the shorter one decides how much is compared: old papers often know the year alone."""
    given, kept = born.iso(), person.birth_date
    return fold(person.full_name) == fold(name) and (given.startswith(kept) or kept.startswith(given))


def _authorise(actor: Actor, principal: Person, delegate: Person, ground: str, procedure_code: str) -> None:
    today = moment.today()
    same = {"principal": principal, "delegate": delegate, "ground": ground, "procedure_code": procedure_code}
    if Mandate.objects.valid(today).filter(**same).exists():
        return
    mandate = Mandate.objects.create(**same, starts=today)
    record(
        actor=actor.label,
        user_id=actor.user_id,
        verb="act_for",
        subject_type="mandate",
        subject_id=str(mandate.pk),
        content={"principal": str(principal.pk), "ground": ground, "procedure": procedure_code},
    )


def person_of_record(*, full_name: str, birth_date: str, personal_id: str, phone: str) -> Person:
    """The person an earlier system names; within the transaction of the dossier that is carried over.

    Twelve digits are the personal number: the same number is the same person, and Refused when the name or
    the birth date differs from what is known. A passport, an identity card of nine digits, or no number gives
    a person of its own: two rows of an old system are never guessed to be one person. Digits of any other
    length are a slip and Refused.
    """
    name = " ".join(full_name.split())
    if len(name) < 2:
        raise Refused("Thiếu họ tên chủ hồ sơ.", code="owner-name")
    born = _born(birth_date) if birth_date else None
    number = re.sub(r"[\s.]", "", personal_id)
    if number and not (number.isascii() and number.isalnum()):
        raise Refused("Số giấy tờ của chủ hồ sơ chỉ gồm chữ và chữ số.", code="owner-id")
    if number.isdigit() and len(number) not in (_OLD_ID_DIGITS, ID_DIGITS):
        raise Refused(
            f"Số giấy tờ của chủ hồ sơ có {len(number)} chữ số: chứng minh nhân dân có {_OLD_ID_DIGITS},"
            f" số định danh có {ID_DIGITS}.",
            code="owner-id",
        )
    own = number if number.isdigit() and len(number) == ID_DIGITS else None
    known = Person.objects.filter(personal_id=own).first() if own else None
    if known is not None:
        if fold(known.full_name) != fold(name) or (born is not None and not _same(known, name, born)):
            raise Refused(
                f"Số định danh {own} đã có trong hệ thống với họ tên hoặc ngày sinh khác.",
                code="owner-differs",
            )
        return known
    return Person.objects.create(
        personal_id=own,
        full_name=name[:120],
        birth_date=born.iso() if born is not None else "",
        phone=phone.strip()[:20],
        search_text=fold(name)[:160],
        created_at=moment.now(),
    )


@transaction.atomic
def register_at_counter(
    *,
    actor: Actor,
    full_name: str,
    birth_date: str,
    personal_id: str = "",
    other_paper: str = "",
    sex: str = "",
    phone: str = "",
    email: str = "",
    residence: str = "",
    residence_unit: str = "",
    seen: bool = False,
) -> Person:
    """Enter a person whom a desk officer has before the desk and whose identity paper the officer has seen.

    Who has no number (a child, a foreigner) needs the name of another paper. Registering the same number
    again gives the same person. Raises Refused with the field when something does not fit.
    """
    if not actor.has(*AT_WINDOW):
        raise Forbidden("Chỉ cán bộ tại quầy mới ghi thêm người dân.")
    name = " ".join(full_name.split())
    if len(name) < 2:
        raise Refused("Hãy ghi họ, chữ đệm và tên.", field="full_name")
    born = _born(birth_date)
    number = _number(personal_id, born) if personal_id.strip() or not other_paper.strip() else ""
    if not seen:
        raise Refused("Hãy xem giấy tờ tùy thân rồi đánh dấu «Tôi đã xem».", field="seen")
    if not residence.strip():
        raise Refused("Hãy ghi nơi cư trú: thôn hoặc đường, xã phường, tỉnh.", field="residence")
    known = Person.objects.filter(personal_id=number).first() if number else None
    if known is not None and not _same(known, name, born):
        raise Refused(
            f"Số định danh này đã có trong hệ thống với tên «{known.full_name}». Hãy xem lại trên thẻ.",
            field="personal_id",
        )
    person = known or Person.objects.create(
        personal_id=number or None,
        full_name=name[:120],
        birth_date=born.iso(),
        sex=sex if sex in Person.Sex.values else "",
        phone=phone.strip()[:20],
        email=email.strip()[:254],
        residence=residence.strip()[:300],
        residence_unit=residence_unit.strip()[:5],
        search_text=fold(name)[:160],
        created_at=moment.now(),
    )
    see_identity(actor=actor, person=person, paper=other_paper.strip() or "căn cước")
    return person


def see_identity(*, actor: Actor, person: Person, paper: str) -> None:
    """The officer states having compared the person with the identity paper; it goes on record."""
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="see_identity",
        subject_type="person",
        subject_id=str(person.pk),
        content={"paper": paper},
        chain=actor.unit_id or "identity",
    )
