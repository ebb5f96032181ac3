"""Lệch số tiền: money that came in another amount than was asked for, until it is put right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from motcua.payments.actions.through_gateway import PROBLEMS
from motcua.payments.models import GatewayMessage, Obligation, Payment, Till

_STATE = Obligation.State


@dataclass(frozen=True, slots=True)
class Difference:
    """What was asked for and what came, in whole đồng; `obligation_id` None: the cash of a till."""

    place: str
    number: str
    words: str
    at: datetime
    asked: int
    came: int
    obligation_id: UUID | None = None

    @property
    def over(self) -> int:
        """How much too much came; below zero: too little."""
        return self.came - self.asked


def from_gateways(unit_ids: Collection[str]) -> QuerySet[GatewayMessage]:
    """Successes told by a gateway that did not settle what was asked for."""
    return (
        GatewayMessage.objects.exclude(problem="")
        .filter(request__obligation__unit_id__in=unit_ids)
        .select_related("request__obligation")
    )


def payments(unit_ids: Collection[str]) -> QuerySet[Payment]:
    """What a bank, the post or a counter took otherwise than was owed, while some is owed or too much still.

    Gateways are asked for amounts of their own and stand in `from_gateways`.
    """
    return (
        Payment.objects.standing()
        .filter(obligation__unit_id__in=unit_ids, asked__isnull=False)
        .filter(obligation__state__in=[_STATE.PART, _STATE.OVER])
        .exclude(Q(asked=F("amount")) | Q(method=Payment.Method.GATEWAY))
        .select_related("obligation")
    )


def tills(unit_ids: Collection[str]) -> QuerySet[Till]:
    """Tills in which another amount was counted than booked, until their cash is handed over."""
    return Till.objects.filter(unit_id__in=unit_ids, handed_over_at=None, counted__isnull=False).exclude(
        counted=F("expected")
    )


def count(unit_ids: Collection[str]) -> int:
    """How many there are."""
    return sum(rows.count() for rows in _sources(unit_ids))


def total(unit_ids: Collection[str]) -> int:
    """What came in all of them together, in whole đồng."""
    gateways, paid, counted = _sources(unit_ids)
    sums = (
        gateways.aggregate(total=Sum("amount")),
        paid.aggregate(total=Sum("amount")),
        counted.aggregate(total=Sum("counted")),
    )
    return sum(int(each["total"] or 0) for each in sums)


def differences(unit_ids: Collection[str], most: int) -> list[Difference]:
    """The latest of them, of each kind at most so many."""
    gateways, paid, counted = _sources(unit_ids)
    found = [
        *(_of_gateway(each) for each in gateways.order_by("-at")[:most]),
        *(_of_payment(each) for each in paid.order_by("-taken_at")[:most]),
        *(_of_till(each) for each in counted.order_by("-closed_at")[:most]),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _sources(unit_ids: Collection[str]) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
    return from_gateways(unit_ids), payments(unit_ids), tills(unit_ids)


def _of_gateway(told: GatewayMessage) -> Difference:
    return Difference(
        place=f"Cổng thanh toán {told.gateway}",
        number=told.transaction,
        words=PROBLEMS.get(told.problem, ""),
        at=told.at,
        asked=told.request.amount,
        came=told.amount,
        obligation_id=told.request.obligation_id,
    )


def _of_payment(payment: Payment) -> Difference:
    if not payment.asked:
        words = "Không còn khoản nào phải nộp"
    else:
        words = "Nộp thiếu" if payment.amount < payment.asked else "Nộp thừa"
    return Difference(
        place=payment.get_method_display(),
        number=payment.reference,
        words=words,
        at=payment.taken_at,
        asked=payment.asked or 0,
        came=payment.amount,
        obligation_id=payment.obligation_id,
    )


def _of_till(till: Till) -> Difference:
    return Difference(
        place=f"Quầy thu của {till.officer}",
        number="",
        words=till.note,
        at=till.closed_at or till.opened_at,
        asked=till.expected or 0,
        came=till.counted or 0,
    )
