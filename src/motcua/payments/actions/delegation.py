"""Ủy nhiệm lập biên lai: letting somebody under contract issue receipts for a unit, and ending that.

NĐ 254/2026 Điều 22–25: a written contract; the tax office is told at least three days before; receipts bear
the delegate's name and address, and its numbers are used from small to large.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit
from motcua.payments.models import Receipt, ReceiptDelegation

TOLD_BEFORE = timedelta(days=3)
_MARK = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Contract:
    """What the contract says; `mark`: two letters that stand in the symbol of the delegate's numbers."""

    name: str
    address: str
    mark: str
    number: str
    told_tax_on: date
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def delegate(*, actor: Actor, unit_id: str, contract: Contract) -> ReceiptDelegation:
    """From its first day on it issues receipts for what it collects. Raises Refused with the field."""
    _check(actor, unit_id)
    # One contract of a unit after the other: its row is held while the others are looked at.
    Unit.objects.select_for_update().get(pk=unit_id)
    mark = contract.mark.strip().upper()
    for field, words, text in (
        ("name", "Hãy ghi tên tổ chức được ủy nhiệm.", contract.name),
        ("address", "Hãy ghi địa chỉ tổ chức được ủy nhiệm: biên lai phải có.", contract.address),
        ("contract", "Hãy ghi số hợp đồng ủy nhiệm.", contract.number),
    ):
        if not text.strip():
            raise Refused(words, field=field)
    if not _MARK.fullmatch(mark):
        raise Refused("Hai chữ cái trong ký hiệu, ví dụ BD.", field="mark")
    if contract.told_tax_on > contract.valid_from - TOLD_BEFORE:
        raise Refused(
            "Cơ quan thuế phải được báo ít nhất 3 ngày trước ngày bắt đầu.",
            field="valid_from",
            code="too-soon",
        )
    if contract.valid_to is not None and contract.valid_to < contract.valid_from:
        raise Refused("Ngày hết phải bằng hoặc sau ngày bắt đầu.", field="valid_to")
    _check_free(unit_id, mark, contract)
    made = ReceiptDelegation.objects.create(
        unit_id=unit_id,
        name=contract.name.strip()[:200],
        address=contract.address.strip()[:300],
        mark=mark,
        contract=contract.number.strip()[:100],
        told_tax_on=contract.told_tax_on,
        valid_from=contract.valid_from,
        valid_to=contract.valid_to,
    )
    _record(actor, made, "delegate_receipts")
    return made


def _check_free(unit_id: str, mark: str, contract: Contract) -> None:
    others = ReceiptDelegation.objects.filter(unit=unit_id)
    if others.filter(mark=mark).exists():
        raise Refused("Hai chữ cái này đã dùng cho một ủy nhiệm khác của đơn vị.", field="mark", code="twice")
    overlapping = others.filter(Q(valid_to=None) | Q(valid_to__gte=contract.valid_from))
    if contract.valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=contract.valid_to)
    if overlapping.exists():
        raise Refused(
            "Trong thời gian này đơn vị đã có một ủy nhiệm khác; hãy chấm dứt ủy nhiệm đó trước.",
            field="valid_from",
            code="overlaps",
        )


@transaction.atomic
def end_delegation(*, actor: Actor, delegation_id: Id, last_day: date) -> ReceiptDelegation:
    """The delegate issues until this day; what it collected until then still gets its numbers."""
    found = ReceiptDelegation.objects.select_for_update(of=("self",)).get(pk=delegation_id)
    _check(actor, found.unit_id)
    if last_day < found.valid_from:
        raise Refused("Ngày cuối không được trước ngày bắt đầu.", field="last_day")
    after = moment.start_of(last_day + timedelta(days=1))
    if Receipt.objects.filter(series__delegation=found, issued_at__gte=after).exists():
        raise Refused("Đã có biên lai ủy nhiệm sau ngày này.", field="last_day", code="receipts-after")
    found.valid_to = last_day
    found.save(update_fields=["valid_to"])
    _record(actor, found, "end_delegation")
    return found


def _check(actor: Actor, unit_id: str) -> None:
    if not actor.has(ACCOUNTANT) or unit_id not in actor.units:
        raise Forbidden("Chỉ kế toán của đơn vị mới ghi ủy nhiệm lập biên lai.", code="not-yours")


def _record(actor: Actor, found: ReceiptDelegation, verb: str) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="receipt_delegation",
        subject_id=str(found.pk),
        content={
            "unit": found.unit_id,
            "delegate": found.name,
            "contract": found.contract,
            "from": found.valid_from.isoformat(),
            "to": found.valid_to.isoformat() if found.valid_to else "",
        },
        chain=actor.unit_id or "system",
    )
