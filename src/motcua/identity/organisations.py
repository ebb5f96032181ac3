"""Businesses and other organisations as owners: known by their number, filed for by who stands for them."""

import re
from uuid import UUID

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import AT_WINDOW, CITIZEN, Actor
from motcua.identity.models import Organisation
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.text import fold

# Ten digits, thirteen for a branch («0101234567-001»), twelve for a household business (its owner's number).
_LENGTHS = frozenset({10, 12, 13})
_SHORTEST_NAME = 3


def bare_number(text: str) -> str:
    """The number as it is kept: digits only, a branch after a hyphen. Empty when it is none."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS):
        return ""
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == max(_LENGTHS) else digits


def organisation_numbered(actor: Actor, number: str) -> Organisation | None:
    """The organisation with this number; desk officers look it up, nobody leafs through the register."""
    found = bare_number(number)
    return Organisation.objects.filter(number=found).first() if found and actor.has(*AT_WINDOW) else None


def organisation_at_counter(actor: Actor, organisation_id: UUID) -> Organisation | None:
    """An organisation whose papers the officer has before the desk."""
    found = Organisation.objects.filter(pk=organisation_id)
    return found.first() if actor.has(*AT_WINDOW) else None


@transaction.atomic
def identify_organisation(*, actor: Actor, number: str, name: str, address: str) -> Organisation:
    """The organisation for which somebody files: entered once, found by its number afterwards.

    At the counter the officer sees the paper that says who stands for it; online the paper comes with the
    dossier (NĐ 61/2018 Đ16), and a claim opens nothing of the organisation's. Raises Refused with the field.
    """
    if actor.kind != CITIZEN and not actor.has(*AT_WINDOW):
        raise Forbidden("Chỉ người nộp hoặc cán bộ tại quầy mới ghi tổ chức.")
    kept = bare_number(number)
    if not kept:
        raise Refused(
            "Mã số tổ chức gồm 10 số, chi nhánh 13 số; hộ kinh doanh dùng 12 số định danh của chủ hộ.",
            field="number",
        )
    called = " ".join(name.split())[:250]
    if len(called) < _SHORTEST_NAME:
        raise Refused("Hãy ghi tên đầy đủ của tổ chức, doanh nghiệp.", field="name")
    known = Organisation.objects.filter(number=kept).first()
    if known is not None and fold(known.name) != fold(called):
        raise Refused(
            "Mã số này đã có trong hệ thống với một tên khác. Hãy xem lại trên giấy đăng ký.", field="number"
        )
    if not address.strip():
        raise Refused("Hãy ghi địa chỉ trụ sở.", field="address")
    return known or _entered(actor, kept, called, address)


def _entered(actor: Actor, number: str, name: str, address: str) -> Organisation:
    made = Organisation.objects.create(number=number, name=name, address=address.strip()[:300])
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="enter_organisation",
        subject_type="organisation",
        subject_id=str(made.pk),
        content={"number": number, "name": name},
        chain=actor.unit_id or "identity",
    )
    return made
