"""Reads of money: tills, a day and its closing, the four buckets of a reconciliation, refunds, receipts."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from motcua.lib import moment
from motcua.lib.ids import Id
from motcua.payments.models import (
    BankMessage,
    Book,
    CollectingAccount,
    DayClosing,
    GatewayMessage,
    JournalEntry,
    Obligation,
    Payment,
    Posting,
    Receipt,
    Refund,
    Till,
)
from motcua.payments.models.obligation import PaymentQuerySet

Sums = dict[str, dict[str, int]]


def sums_of_days(unit_ids: Collection[str], first: date, last: date) -> dict[tuple[str, date], Sums]:
    """What was debited and credited on each account, by unit and day, in whole đồng; one query."""
    rows = Posting.objects.filter(entry__unit_id__in=unit_ids, entry__day__gte=first, entry__day__lte=last)
    grouped = (
        rows.order_by()
        .values_list("entry__unit_id", "entry__day", "book")
        .annotate(
            debit=Sum("amount", filter=Q(amount__gt=0), default=0),
            credit=Sum("amount", filter=Q(amount__lt=0), default=0),
        )
    )
    found: dict[tuple[str, date], Sums] = {}
    for unit_id, day, book, debit, credit in grouped:
        found.setdefault((unit_id, day), {})[book] = {"debit": int(debit), "credit": -int(credit)}
    return found


def sums_of_day(unit_id: str, day: date) -> Sums:
    """What was debited and credited on each account of a unit on one day, in whole đồng."""
    return dict(sorted(sums_of_days([unit_id], day, day).get((unit_id, day), {}).items()))


def digest_of(sums: Sums) -> str:
    """What a closing fixes: SHA-256 of its sums, the accounts in their order."""
    return hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()


def closings(unit_ids: Collection[str]) -> QuerySet[DayClosing]:
    """The closed days of these units, the latest first."""
    return DayClosing.objects.filter(unit_id__in=unit_ids).select_related("unit").order_by("-day", "unit")


def recomputed(found: Iterable[DayClosing]) -> list[tuple[DayClosing, bool]]:
    """Each closing, and whether the book of today still gives its digest; one query for all of them."""
    found = list(found)
    if not found:
        return []
    days = [closing.day for closing in found]
    sums = sums_of_days({closing.unit_id for closing in found}, min(days), max(days))
    return [(each, digest_of(sums.get((each.unit_id, each.day), {})) == each.digest) for each in found]


def open_tills(unit_id: str, day: date) -> list[Till]:
    """Tills that stop the closing of a day: not counted yet, here or with cash of this unit in them."""
    end = moment.start_of(day + timedelta(days=1))
    places = Posting.objects.filter(book=Book.CASH, entry__unit_id=unit_id, entry__day=day).exclude(place="")
    with_cash = [UUID(place) for place in places.order_by().values_list("place", flat=True).distinct()]
    wanted = Q(unit_id=unit_id, opened_at__lt=end) | Q(pk__in=with_cash)
    return list(Till.objects.filter(wanted, closed_at=None).order_by("opened_at"))


def tills(unit_ids: Collection[str]) -> QuerySet[Till]:
    """The closed tills of these units, what is still to be handed over first."""
    found = Till.objects.filter(unit_id__in=unit_ids).exclude(closed_at=None).select_related("unit")
    return found.order_by("handed_over_at", "-closed_at")


def payments_in(till: Till) -> PaymentQuerySet:
    """What was taken into a till, in the order it came."""
    into = Posting.objects.filter(entry=OuterRef("entry"), book=Book.CASH, place=str(till.pk))
    return Payment.objects.filter(Exists(into)).order_by("taken_at", "pk")


def taken_by(user_id: int, since: datetime) -> PaymentQuerySet:
    """What an officer has taken since then, in cash or declared as transfers, rejected ones too."""
    return Payment.objects.filter(entry__user_id=user_id, taken_at__gte=since).order_by("taken_at", "pk")


def open_till_of(user_id: int, unit_id: str) -> Till | None:
    """The till an officer takes cash into at this unit now; None before the first cash."""
    return Till.objects.filter(user_id=user_id, unit_id=unit_id, closed_at=None).first()


def taken_between(unit_ids: Collection[str], first: date, last: date) -> PaymentQuerySet:
    """The payments that came in for these units, or into a till of theirs; days inclusive."""
    at_tills = [str(pk) for pk in _tills_open(unit_ids, first, last).values_list("pk", flat=True)]
    here = Posting.objects.filter(entry=OuterRef("entry"), book=Book.CASH, place__in=at_tills)
    return Payment.objects.standing().filter(
        Q(obligation__unit_id__in=unit_ids) | Exists(here),
        entry__day__gte=first,
        entry__day__lte=last,
    )


def _tills_open(unit_ids: Collection[str], first: date, last: date) -> QuerySet[Till]:
    begin, end = moment.start_of(first), moment.start_of(last + timedelta(days=1))
    return Till.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=begin), unit_id__in=unit_ids, opened_at__lt=end
    )


def taken_on(unit_ids: Collection[str], day: date) -> PaymentQuerySet:
    """The payments that came in on a day for these units, or into a till of theirs."""
    return taken_between(unit_ids, day, day).select_related("obligation", "entry")


def accounts_of(unit_ids: Collection[str]) -> QuerySet[CollectingAccount]:
    """The collecting accounts of these units, ended ones too: money may still come to them."""
    return CollectingAccount.objects.filter(unit_id__in=unit_ids).order_by("bank_name", "number")


def matched(unit_ids: Collection[str]) -> QuerySet[BankMessage]:
    """Money a bank has told of and that is booked to a dossier."""
    return BankMessage.objects.filter(
        state=BankMessage.State.MATCHED, account__unit_id__in=unit_ids
    ).select_related("account", "obligation")


def paid_not_recorded(unit_ids: Collection[str]) -> QuerySet[BankMessage]:
    """Money a bank has and no dossier: the accountant says whose it is."""
    return BankMessage.objects.filter(
        state=BankMessage.State.UNMATCHED, account__unit_id__in=unit_ids
    ).select_related("account")


def recorded_not_paid(unit_ids: Collection[str]) -> PaymentQuerySet:
    """Transfers told at the counter that no bank has confirmed, wholly or in part.

    `declared`: how much of it is still missing, in whole đồng.
    """
    missing = (
        Posting.objects.filter(obligation=OuterRef("obligation"), book=Book.DECLARED)
        .order_by()
        .values("obligation")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    told = Posting.objects.filter(
        entry=OuterRef("entry"), entry__kind=JournalEntry.Kind.RECEIVE, book=Book.DECLARED
    )
    return (
        Payment.objects.standing()
        .filter(Exists(told), obligation__unit_id__in=unit_ids, method=Payment.Method.TRANSFER)
        .annotate(declared=missing)
        .filter(declared__gt=0)
        .select_related("obligation", "entry")
    )


def held_by_post(unit_id: str) -> int:
    """What the post has collected for a unit and not handed in, in whole đồng."""
    found = Posting.objects.filter(book=Book.POST, place=unit_id).aggregate(total=Sum("amount"))["total"]
    return int(found or 0)


def post_sums(unit_ids: Collection[str]) -> list[tuple[str, int, int]]:
    """By unit what the post collected and what it handed in, in whole đồng."""
    rows = Posting.objects.filter(book=Book.POST, place__in=unit_ids).order_by().values_list("place")
    return list(
        rows.annotate(
            collected=Sum("amount", filter=Q(amount__gt=0), default=0),
            handed_in=-Sum("amount", filter=Q(amount__lt=0), default=0),
        ).order_by("place")
    )


def refunds(unit_ids: Collection[str]) -> QuerySet[Refund]:
    """Refunds of money of these units, the latest first."""
    return (
        Refund.objects.filter(obligation__unit_id__in=unit_ids)
        .select_related("obligation__unit")
        .order_by("-asked_at", "-pk")
    )


def surplus_unasked(unit_ids: Collection[str]) -> QuerySet[Obligation]:
    """What was paid too much and nobody has asked back yet; `surplus` in whole đồng."""
    asked = Refund.objects.filter(obligation=OuterRef("pk"), state=Refund.State.ASKED)
    return (
        Obligation.objects.filter(~Exists(asked), state=Obligation.State.OVER, unit_id__in=unit_ids)
        .annotate(surplus=-Sum("postings__amount", filter=Q(postings__book=Book.SURPLUS)))
        .select_related("unit")
        .order_by("determined_at", "pk")
    )


def receipts(unit_ids: Collection[str]) -> QuerySet[Receipt]:
    """The receipts of these units, the latest first."""
    return (
        Receipt.objects.filter(series__unit_id__in=unit_ids)
        .select_related("series__unit", "payment", "corrects")
        .order_by("-issued_at", "series", "-number")
    )


def narrowed(
    found: QuerySet[Receipt],
    *,
    symbol: str = "",
    number: int | None = None,
    on: date | None = None,
    state: str = "",
) -> QuerySet[Receipt]:
    """Those of a template or symbol, a number, a day, a state; what is not given narrows nothing."""
    if symbol:
        found = found.filter(Q(series__symbol__iexact=symbol) | Q(series__template__iexact=symbol))
    if number is not None:
        found = found.filter(number=number)
    if on is not None:
        begin, end = moment.start_of(on), moment.start_of(on + timedelta(days=1))
        found = found.filter(issued_at__gte=begin, issued_at__lt=end)
    return found.filter(state=state) if state in Receipt.State.values else found


def receipts_of(obligation_id: Id) -> QuerySet[Receipt]:
    """The receipts for what was paid of an obligation, those in force and those that were corrected."""
    found = Receipt.objects.filter(payment__obligation_id=obligation_id)
    return found.select_related(
        "series__unit__parent", "series__delegation", "payment", "corrects__series"
    ).order_by("issued_at", "pk")


def receipt_called(secret: str) -> Receipt | None:
    """The receipt this secret opens, with the one that took its place."""
    found = Receipt.objects.filter(secret=secret.strip().lower()[:16] or "-")
    return found.select_related("series__unit").prefetch_related("corrected_by__series").first()


def receipt_like(symbol: str, number: str, secret: str) -> Receipt | None:
    """The same, when symbol and number as they were typed are those of the receipt."""
    found = receipt_called(secret)
    digits = number.strip().lstrip("0")
    if found is None or found.series.symbol != symbol.strip().upper() or str(found.number) != digits:
        return None
    return found


def is_told(gateway: str, transaction: str) -> bool:
    """Whether this gateway told of this transaction before."""
    return GatewayMessage.objects.filter(gateway=gateway, transaction=transaction[:80]).exists()


def account_at(bank_bin: str, number: str) -> CollectingAccount | None:
    """The collecting account with this number; one no longer in force too, for money comes late."""
    return CollectingAccount.objects.filter(bank_bin=bank_bin, number=number).first()
