"""Nothing is booked to a day or a till that was closed: people are told so, what is told goes on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.payments.actions import LineToPay, bank, cancel, determine, refund, reopen, request, take, till
from motcua.payments.actions.bank import Credit
from motcua.payments.actions.closing import close_day
from motcua.payments.actions.post_collect import hand_in
from motcua.payments.checks import SOUND, closed_days_hold
from motcua.payments.models import (
    BankMessage,
    Book,
    CollectingAccount,
    DayClosing,
    JournalEntry,
    Obligation,
    Posting,
    Till,
)
from tests.elsewhere import Elsewhere
from tests.payments.histories import officer
from tests.payments.test_ledger_histories import account

UNIT = "ubnd-tinh"
BOOKS, SECOND = officer(7, UNIT), officer(8, UNIT)
NOON = datetime(2026, 11, 27, 12, tzinfo=moment.TZ)
TODAY, TOMORROW = date(2026, 11, 27), date(2026, 11, 28)


def owed(payer: str = "Nguyễn Thị Lan") -> Obligation:
    lines = [LineToPay("charge", "charge", "Lệ phí", 20_000, "on_acceptance", "", ())]
    return determine(actor=BOOKS, payer=payer, lines=lines, unit=Unit.objects.get(pk=UNIT))


def hear(where: CollectingAccount, amount: int, text: str = "khong ro", *, key: str = "FT1") -> BankMessage:
    credit = Credit(key, amount, text, NOON - timedelta(days=1))
    return bank.hear(account_id=where.pk, credit=credit, source="statement")[0]


def close(day: date = TODAY) -> DayClosing:
    return close_day(actor=BOOKS, unit_id=UNIT, day=day)


def days() -> list[date]:
    return [each.day for each in JournalEntry.objects.order_by("at", "pk")]


def faults() -> list[str]:
    return [sentence for question in SOUND.values() for sentence in question()]


@pytest.mark.django_db
class TestAClosedDay:
    @pytest.fixture(autouse=True)
    def at_noon(self, request: Any) -> Any:
        with moment.at(NOON):
            yield

    @pytest.mark.parametrize("method", ["cash", "transfer"])
    def test_no_money_is_taken_at_a_counter_and_the_officer_reads_why(self, method: str) -> None:
        obligation = owed()
        close()
        with pytest.raises(Refused) as refusal:
            take(actor=BOOKS, obligation_id=obligation.pk, method=method, reference="FT9")
        assert refusal.value.code == "day-closed"
        assert "Sổ tiền ngày 27/11/2026 của" in refusal.value.message
        assert "từ ngày 28/11/2026" in refusal.value.message
        assert not Till.objects.exists()
        with moment.at(NOON + timedelta(days=1)):
            take(actor=BOOKS, obligation_id=obligation.pk, method=method, reference="FT9")
        assert days() == [TODAY, TOMORROW]
        assert faults() == []

    def test_what_a_bank_tells_late_belongs_to_the_next_open_day_and_keeps_its_value_date(self) -> None:
        where, obligation = account(), owed()
        number = request.by_qr(actor=BOOKS, obligation_id=obligation.pk, code="H44.12-261127-0001").number
        close()
        message = hear(where, 20_000, number)
        obligation.refresh_from_db()
        assert (obligation.state, message.entry.day, message.at.date()) == (
            Obligation.State.PAID,
            TOMORROW,
            TODAY - timedelta(days=1),
        )
        assert message.entry.at == NOON
        assert faults() == []

    def test_money_of_an_earlier_value_date_is_booked_on_the_day_it_is_heard_of(self) -> None:
        assert hear(account(), 7_000).entry.day == TODAY

    def test_a_dossier_may_be_filed_or_end_all_the_same(self) -> None:
        first = owed()
        close()
        owed()
        cancel(actor=BOOKS, obligation_id=first.pk, chain="system")
        assert days() == [TODAY, TOMORROW, TOMORROW]
        assert faults() == []

    def test_what_accountants_do_waits_for_tomorrow(self) -> None:
        where = account()
        message = hear(where, 7_000)
        paid = owed()
        number = request.by_qr(actor=BOOKS, obligation_id=paid.pk, code="H44.12-261127-0002").number
        hear(where, 25_000, number, key="FT2")
        asked = refund.ask(
            actor=BOOKS,
            obligation_id=paid.pk,
            amount=5_000,
            reason="Nộp thừa",
            bank_bin="970415",
            account="12345678",
            holder="LAN",
        )
        dropped = owed()
        cancel(actor=BOOKS, obligation_id=dropped.pk, chain="system")
        bank.assign(actor=BOOKS, message_id=message.pk, obligation_id=dropped.pk)
        other = hear(where, 1_000, key="FT3")
        close()
        acts: list[Callable[[], object]] = [
            lambda: bank.assign(actor=BOOKS, message_id=other.pk, obligation_id=dropped.pk),
            lambda: refund.decide(actor=SECOND, refund_id=asked.pk, grant=True),
            lambda: reopen(actor=BOOKS, obligation_id=dropped.pk),
        ]
        for act in acts:
            with pytest.raises(Refused, match="đã khóa"), transaction.atomic():
                act()
        with moment.at(NOON + timedelta(days=1)):
            for act in acts:
                act()
            with pytest.raises(Refused, match="Bưu chính đang giữ"):
                hand_in(actor=BOOKS, account_id=where.pk, amount=1, voucher="x")
        assert faults() == []

    def test_a_till_with_cash_is_counted_first_and_none_is_opened_after(self) -> None:
        take(actor=BOOKS, obligation_id=owed().pk, method="cash")
        with pytest.raises(Refused, match="Còn quầy thu chưa đóng"):
            close()
        till.close(actor=BOOKS, till_id=Till.objects.get().pk, counted=20_000)
        close()
        with pytest.raises(Refused, match="đã khóa"):
            till.open_till(actor=BOOKS)

    def test_other_units_go_on(self) -> None:
        close()
        far = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
        lines = [LineToPay("charge", "charge", "Lệ phí", 20_000, "on_acceptance", "", ())]
        there = determine(actor=BOOKS, payer="Lan", lines=lines, unit=far)
        take(actor=officer(9, far.pk), obligation_id=there.pk, method="cash")
        assert days() == [TODAY, TODAY]

    def test_an_entry_that_slips_in_is_a_fault(self) -> None:
        close()
        owed()
        JournalEntry._base_manager.update(day=TODAY)
        [other_sum] = closed_days_hold()
        assert "cộng lại khác" in other_sum
        JournalEntry._base_manager.update(at=NOON + timedelta(hours=1))
        [late, _] = closed_days_hold()
        assert "ghi sau khi khóa" in late


def test_whoever_writes_while_the_day_is_closed_is_in_it_or_after_it(elsewhere: Elsewhere) -> None:
    """Two processes of five threads each hear of money; one of them closes the day in between."""
    with transaction.atomic():
        where = account()
    connections["default"].close()
    words = [str(where.pk), *(f"FT{number}" for number in range(40))]
    said = elsewhere.run("closing", [words] * 2, "tests.payments.alone")
    assert "closed" in said
    closing = DayClosing.objects.get()
    inside = JournalEntry.objects.filter(day=closing.day).count()
    assert BankMessage.objects.count() == 40
    assert JournalEntry.objects.count() == 40
    assert 0 <= inside <= 40
    assert closing.sums.get("bank", {"debit": 0})["debit"] == inside * 1_000
    assert faults() == []


def test_a_till_that_is_counted_while_cash_is_taken_holds_what_was_counted(elsewhere: Elsewhere) -> None:
    with transaction.atomic():
        ids = [str(owed().pk) for _ in range(20)]
    connections["default"].close()
    elsewhere.run("counting", [ids], "tests.payments.alone")
    closed = Till.objects.exclude(closed_at=None)
    assert closed.exists()
    cash = Posting.objects.filter(book=Book.CASH).count()
    assert cash >= 20
    assert faults() == []
