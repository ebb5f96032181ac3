"""The cash of an officer: opened with the first taking, counted, handed over."""

from django.db import IntegrityError, transaction
from django.db.models import Sum

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.payments.books import Row, write
from motcua.payments.closed_days import check_open
from motcua.payments.models import Book, JournalEntry, Posting, Till

MOST = 10**13


def open_till(*, actor: Actor) -> Till:
    """The officer's till at this unit that is open now, its row held so that nobody counts it meanwhile.

    The first cash of a day opens one; none is opened where the day is closed.
    """
    if actor.user_id is None:
        raise Forbidden("Chỉ cán bộ mới có quầy thu tiền.", code="not-yours")
    mine = Till.objects.select_for_update().filter(
        user_id=actor.user_id, unit_id=actor.unit_id, closed_at=None
    )
    found = mine.first()
    if found is not None:
        return found
    check_open(actor.unit_id)
    try:
        with transaction.atomic():
            return Till.objects.create(
                unit_id=actor.unit_id, user_id=actor.user_id, officer=actor.label, opened_at=moment.now()
            )
    except IntegrityError:  # opened by the same officer in another window this moment
        return mine.get()


def balance(till: Till) -> int:
    """The cash that has to be in it, in whole đồng."""
    cash = Posting.objects.filter(book=Book.CASH, place=str(till.pk)).aggregate(total=Sum("amount"))["total"]
    return int(cash or 0)


@transaction.atomic
def close(*, actor: Actor, till_id: Id, counted: int, note: str = "") -> Till:
    """Count the cash. A difference is written in the ledger and wants a word about it.

    Raises Forbidden when it is somebody else's, Refused when it is closed or the difference is unexplained.
    """
    till = Till.objects.select_for_update().get(pk=till_id)
    if till.user_id != actor.user_id:
        raise Forbidden("Quầy thu này của người khác.", code="not-yours")
    if till.closed_at is not None:
        raise Refused("Quầy thu này đã đóng rồi.", code="closed-already")
    if not 0 <= counted < MOST:
        raise Refused("Hãy ghi số tiền đếm được, tính bằng đồng.", field="counted")
    expected = balance(till)
    if counted != expected and not note.strip():
        raise Refused(
            "Số đếm được khác sổ: hãy ghi rõ vì sao thừa hoặc thiếu.", field="note", code="difference"
        )
    till.closed_at, till.counted, till.expected = moment.now(), counted, expected
    till.note = note.strip()[:300]
    till.save(update_fields=["closed_at", "counted", "expected", "note"])
    if counted != expected:
        write(
            actor=actor,
            key=f"count:{till.pk}",
            kind=JournalEntry.Kind.COUNT,
            unit_id=till.unit_id,
            text=till.note,
            rows=[
                Row(Book.CASH, counted - expected, str(till.pk)),
                Row(Book.DIFFERENCE, expected - counted, till.unit_id),
            ],
        )
    _record(actor, till, "close_till", {"counted": counted, "expected": expected})
    return till


@transaction.atomic
def hand_over(*, actor: Actor, till_id: Id, voucher: str) -> Till:
    """The accountant brings the counted cash to the treasury; `voucher` is the number of its paper."""
    if not actor.has(ACCOUNTANT):
        raise Forbidden("Chỉ kế toán mới nộp tiền vào Kho bạc.", code="not-yours")
    till = Till.objects.select_for_update().get(pk=till_id)
    if till.unit_id not in actor.units:
        raise Forbidden("Quầy thu này không thuộc đơn vị của bạn.", code="not-yours")
    if till.closed_at is None or till.handed_over_at is not None:
        raise Refused("Chỉ nộp được tiền của quầy đã đóng và chưa nộp.", code="not-to-hand-over")
    if not voucher.strip():
        raise Refused("Hãy ghi số giấy nộp tiền.", field="voucher")
    till.handed_over_at, till.handed_over_by = moment.now(), actor.label[:200]
    till.voucher = voucher.strip()[:60]
    till.save(update_fields=["handed_over_at", "handed_over_by", "voucher"])
    cash = balance(till)
    if cash:
        write(
            actor=actor,
            key=f"treasury:{till.pk}",
            kind=JournalEntry.Kind.BANKED,
            unit_id=till.unit_id,
            text=till.voucher,
            rows=[Row(Book.TREASURY, cash, till.unit_id), Row(Book.CASH, -cash, str(till.pk))],
        )
    _record(actor, till, "hand_over_till", {"amount": cash, "voucher": till.voucher})
    return till


def _record(actor: Actor, till: Till, verb: str, content: dict[str, object]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="till",
        subject_id=str(till.pk),
        content=content,
        chain=actor.unit_id or "system",
    )
