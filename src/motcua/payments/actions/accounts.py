"""Collecting accounts of a unit: opened and ended by an administrator, never changed in between."""

import re
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.identity.actor import ADMIN, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit
from motcua.payments.models import CollectingAccount

_BIN, _NUMBER = re.compile(r"[0-9]{6}"), re.compile(r"[0-9A-Za-z]{4,19}")


@dataclass(frozen=True, slots=True)
class Details:
    """An account as its contract names it; `bank_bin`: the six digits of the bank in VietQR."""

    bank_bin: str
    bank_name: str
    number: str
    holder: str
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def add(*, actor: Actor, unit_id: str, details: Details) -> CollectingAccount:
    """Let a unit collect on this account from a day on. Raises Refused with the field that is wrong."""
    _check_administrator(actor)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not unit.is_valid(moment.today()):
        raise Refused("Hãy chọn một đơn vị đang hoạt động.", field="unit")
    number, bank_bin = details.number.replace(" ", ""), details.bank_bin.strip()
    if not _BIN.fullmatch(bank_bin):
        raise Refused("Mã ngân hàng gồm 6 chữ số, ví dụ 970415.", field="bank_bin")
    if not details.bank_name.strip():
        raise Refused("Hãy ghi tên ngân hàng.", field="bank_name")
    if not _NUMBER.fullmatch(number):
        raise Refused("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái.", field="number")
    if not details.holder.strip():
        raise Refused("Hãy ghi tên chủ tài khoản như ngân hàng ghi.", field="holder")
    if details.valid_to is not None and details.valid_to < details.valid_from:
        raise Refused("Ngày hết phải bằng hoặc sau ngày bắt đầu.", field="valid_to")
    try:
        with transaction.atomic():
            account = CollectingAccount.objects.create(
                unit=unit,
                bank_bin=bank_bin,
                bank_name=details.bank_name.strip()[:100],
                number=number,
                holder=details.holder.strip()[:100],
                valid_from=details.valid_from,
                valid_to=details.valid_to,
            )
    except IntegrityError as problem:
        raise Refused("Tài khoản này đã có trong danh sách.", field="number", code="twice") from problem
    _record(actor, account, "add_account")
    return account


@transaction.atomic
def end(*, actor: Actor, account_id: Id, last_day: date) -> CollectingAccount:
    """It collects until this day and no longer; what still comes to it is heard all the same."""
    _check_administrator(actor)
    account = CollectingAccount.objects.select_for_update(of=("self",)).get(pk=account_id)
    if last_day < account.valid_from:
        raise Refused("Ngày cuối không được trước ngày bắt đầu.", field="last_day")
    account.valid_to = last_day
    account.save(update_fields=["valid_to"])
    _record(actor, account, "end_account")
    return account


def _check_administrator(actor: Actor) -> None:
    if not actor.has(ADMIN):
        raise Forbidden("Chỉ quản trị mới đặt tài khoản thu.", code="not-yours")


def _record(actor: Actor, account: CollectingAccount, verb: str) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="collecting_account",
        subject_id=str(account.pk),
        content={
            "unit": account.unit_id,
            "bank": account.bank_bin,
            "number": account.number,
            "from": account.valid_from.isoformat(),
            "to": account.valid_to.isoformat() if account.valid_to else "",
        },
        chain=actor.unit_id or "system",
    )
