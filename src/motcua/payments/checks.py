"""`./motcua ledger check`: what must be true of the books at every moment. Nothing is mended here.

Each check yields a Vietnamese sentence for every place where it is not so; memory is bounded.
"""

from collections.abc import Callable, Iterator

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import ExtractYear, TruncDate

from motcua.lib import moment
from motcua.lib.money import grouped
from motcua.payments.books import standing, state_of
from motcua.payments.models import (
    BankMessage,
    Book,
    DayClosing,
    GatewayMessage,
    JournalEntry,
    Obligation,
    Payment,
    Posting,
    Receipt,
    ReceiptOrder,
    ReceiptSeries,
    Till,
)
from motcua.payments.models.receipt import LAST_NUMBER
from motcua.payments.queries import digest_of, sums_of_day


def balanced() -> Iterator[str]:
    """Debits and credits of every entry are equal, and it has some."""
    rows = JournalEntry.objects.annotate(total=Sum("postings__amount"), count=Count("postings"))
    for entry in rows.filter(~Q(total=0) | Q(count__lt=2)).iterator():
        yield f"Bút toán {entry.key}: Nợ và Có lệch {grouped(abs(entry.total or 0))} đồng."


def owned() -> Iterator[str]:
    """A posting about an obligation stands in an entry about the same one."""
    strangers = Posting.objects.exclude(obligation=F("entry__obligation")).exclude(obligation=None)
    for posting in strangers.select_related("entry").iterator():
        yield f"Bút toán {posting.entry.key}: dòng {posting.get_book_display()} của khoản khác."


def standing_kept() -> Iterator[str]:
    """The state of every obligation is what its postings say, and nobody owes less than nothing."""
    for obligation in Obligation.objects.order_by("pk").iterator(chunk_size=500):
        now = standing(obligation)
        if now.owed < 0 or now.surplus < 0 or now.to_pay_out < 0 or now.declared < 0:
            yield f"Khoản {obligation.pk}: có tài khoản âm ({now})."
        if obligation.state != state_of(obligation, now):
            yield f"Khoản {obligation.pk}: ghi «{obligation.get_state_display()}», sổ nói khác."


def paid_in_the_books() -> Iterator[str]:
    """Every payment has its entry with the same amounts, and every receiving entry its payment."""
    for payment in Payment.objects.select_related("entry").iterator(chunk_size=500):
        if payment.entry is None:
            yield f"Khoản thu {payment.pk}: không có bút toán."
            continue
        sums = dict(payment.entry.postings.order_by().values_list("book").annotate(total=Sum("amount")))
        settled, surplus = -sums.get(Book.RECEIVABLE, 0), -sums.get(Book.SURPLUS, 0)
        if settled != payment.settled or settled + surplus != payment.amount:
            yield f"Khoản thu {payment.pk}: số tiền khác bút toán."
        yield from _taken_back(payment)
    receiving = JournalEntry.objects.filter(
        kind__in=[JournalEntry.Kind.RECEIVE, JournalEntry.Kind.ASSIGN], payment=None
    )
    for entry in receiving.iterator():
        yield f"Bút toán thu {entry.key}: không có khoản thu."


def _taken_back(payment: Payment) -> Iterator[str]:
    """A rejected transfer is taken back whole: its reversal is its entry with debit and credit changed."""
    if payment.reversal_id is None:
        return
    rows: dict[tuple[str, str], int] = {}
    entries = [payment.entry_id, payment.reversal_id]
    for book, place, amount in Posting.objects.filter(entry__in=entries).values_list(
        "book", "place", "amount"
    ):
        rows[book, place] = rows.get((book, place), 0) + amount
    if any(rows.values()):
        yield f"Khoản thu {payment.pk}: bút toán bác không đảo đúng bút toán thu."


def placed() -> Iterator[str]:
    """What is unplaced in the books is what banks and gateways told without anybody knowing whose it is."""
    booked = -(Posting.objects.filter(book=Book.UNMATCHED).aggregate(total=Sum("amount"))["total"] or 0)
    waiting = BankMessage.objects.filter(state=BankMessage.State.UNMATCHED).aggregate(total=Sum("amount"))
    apart = GatewayMessage.objects.filter(problem="other-amount").aggregate(total=Sum("amount"))
    told = (waiting["total"] or 0) + (apart["total"] or 0)
    if booked != told:
        yield f"Tiền chưa rõ của ai: sổ ghi {grouped(booked)}, tin báo cộng được {grouped(told)} đồng."


def receipts_run() -> Iterator[str]:
    """Numbers of a series run from 1 to its last without a gap or a double, all of at most 8 digits."""
    for series in (
        ReceiptSeries.objects.filter(provider="")
        .annotate(count=Count("receipts"), highest=Max("receipts__number"))
        .iterator()
    ):
        if series.last > LAST_NUMBER or series.count != series.last or (series.highest or 0) != series.last:
            yield f"Ký hiệu {series} ({series.unit_id}): {series.count} biên lai, số cuối {series.last}."


def receipts_waited_for() -> Iterator[str]:
    """What waits for a number is in the queue of its vendor; what has none waits or was cancelled."""
    asked = ReceiptOrder.objects.undone().exclude(verb=ReceiptOrder.Verb.CANCEL)
    waiting = Receipt.objects.filter(number=None).exclude(pk__in=asked.values("receipt"))
    for receipt in waiting.iterator():
        yield f"Biên lai {receipt.pk}: chưa có số và không ở hàng chờ nào."


def receipts_in_their_year() -> Iterator[str]:
    """A receipt stands in the numbers of the year it was issued in; one by delegation was collected by the
    post while the contract was in force.
    """
    year = ExtractYear("issued_at", tzinfo=moment.TZ)
    strays = Receipt.objects.annotate(year=year).exclude(year=F("series__year"))
    for receipt in strays.select_related("series").iterator():
        yield f"Biên lai {receipt}: lập khác năm {receipt.series.year} của ký hiệu."
    delegated = Receipt.objects.exclude(series__delegation=None).annotate(
        day=TruncDate("issued_at", tzinfo=moment.TZ)
    )
    outside = (
        Q(day__lt=F("series__delegation__valid_from"))
        | Q(day__gt=F("series__delegation__valid_to"))
        | ~Q(payment__method=Payment.Method.POST)
        | ~Q(series__unit=F("series__delegation__unit"))
    )
    for receipt in delegated.filter(outside).select_related("series").iterator():
        yield f"Biên lai {receipt}: ngoài ủy nhiệm lập biên lai."


def receipts_match() -> Iterator[str]:
    """What receipts in force say was paid, was paid; each receipt is the sum of its lines."""
    for receipt in Receipt.objects.iterator(chunk_size=500):
        if sum(int(line["amount"]) for line in receipt.lines) != receipt.amount:
            yield f"Biên lai {receipt.pk}: các dòng cộng lại khác tổng."
    valid = Payment.objects.annotate(
        receipted=Sum("receipts__amount", filter=Q(receipts__state=Receipt.State.VALID))
    )
    more = Q(receipted__gt=F("settled")) | Q(reversal__isnull=False, receipted__gt=0)
    for payment in valid.filter(more).iterator():
        yield f"Khoản thu {payment.pk}: biên lai nhiều hơn tiền."


def reversals_pointed_at() -> Iterator[str]:
    """Every entry that takes a declared transfer back is known to the payment it takes back."""
    pointed = Payment.objects.exclude(reversal=None).values("reversal")
    strays = JournalEntry.objects.filter(kind=JournalEntry.Kind.REVERSE).exclude(pk__in=pointed)
    for entry in strays.iterator():
        yield f"Bút toán bác {entry.key}: không có khoản thu."


def tills_counted() -> Iterator[str]:
    """A closed till holds what was counted, one handed over holds nothing."""
    for till in Till.objects.exclude(closed_at=None).iterator():
        held = (
            Posting.objects.filter(book=Book.CASH, place=str(till.pk)).aggregate(total=Sum("amount"))["total"]
            or 0
        )
        if held != (0 if till.handed_over_at else till.counted):
            yield f"Quầy thu {till}: sổ còn {grouped(held)}, đếm được {grouped(till.counted or 0)} đồng."


def closed_days_hold() -> Iterator[str]:
    """A closed day is what it was when it was closed: no entry was added to it, none was changed."""
    for closing in DayClosing.objects.order_by("day", "unit").iterator(chunk_size=500):
        day = f"Sổ ngày {closing.day:%d/%m/%Y} của {closing.unit_id}"
        late = JournalEntry.objects.filter(unit=closing.unit_id, day=closing.day, at__gt=closing.closed_at)
        for entry in late.iterator():
            yield f"{day}: bút toán {entry.key} ghi sau khi khóa."
        if digest_of(sums_of_day(closing.unit_id, closing.day)) != closing.digest:
            yield f"{day}: cộng lại khác lúc khóa."


SOUND: dict[str, Callable[[], Iterator[str]]] = {
    "Bút toán cân Nợ và Có": balanced,
    "Dòng tiền ở đúng khoản của nó": owned,
    "Trạng thái khoản phải nộp khớp với sổ": standing_kept,
    "Mỗi khoản thu có bút toán, mỗi bút toán thu có khoản thu": paid_in_the_books,
    "Mỗi bút toán bác có khoản thu bị bác": reversals_pointed_at,
    "Tiền chưa rõ của ai khớp với tin ngân hàng": placed,
    "Số biên lai liên tục từ 1, không quá 8 chữ số": receipts_run,
    "Biên lai chờ số ở trong hàng chờ": receipts_waited_for,
    "Biên lai ở đúng năm, đúng ủy nhiệm": receipts_in_their_year,
    "Biên lai khớp với tiền": receipts_match,
    "Quầy thu đã đóng khớp với số đếm": tills_counted,
    "Ngày đã khóa sổ không có bút toán thêm": closed_days_hold,
}
