"""The cash of one desk and the days of its unit in a few sums: what a count and a closing must come to."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.payments.actions import till
from motcua.payments.actions.closing import close_day
from motcua.payments.models import Book, DayClosing, JournalEntry, Posting, Till

Attempt = Callable[[Callable[[], Any]], Any]


@dataclass
class Office:
    """Shared by all histories: one officer takes cash, another closes the days. Sums in whole đồng."""

    desk: Actor
    books: Actor
    at: datetime = field(default_factory=moment.now)
    in_till: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    treasury: int = 0
    difference: int = 0
    came_today: int = 0
    went_today: int = 0
    closings: int = 0

    def goes_on(self, by: timedelta = timedelta(minutes=1)) -> None:
        """The clock of the office; midnight may pass with a till open and the day not closed."""
        day, self.at = self.at.date(), self.at + by
        if self.at.date() != day:
            self.came_today = self.went_today = 0

    def took(self, amount: int) -> None:
        self.in_till += amount
        self.came_today += amount

    def count(self, chance: random.Random, attempt: Attempt) -> None:
        """Count the open till, with a difference now and then."""
        counted = max(0, self.in_till + chance.choice([0, 0, 1_000, -500]))
        pk = self.open_till().pk
        if counted != self.in_till:
            refused(lambda: self.close_till(pk, counted, ""), "difference")
        attempt(lambda: self.close_till(pk, counted, "Đếm lại hai lần"))
        more = counted - self.in_till
        self.difference -= more
        self.came_today += max(0, more)
        self.went_today += max(0, -more)
        self.waiting[str(pk)], self.in_till = counted, 0

    def close_till(self, pk: object, counted: int, note: str) -> Till:
        return till.close(actor=self.desk, till_id=str(pk), counted=counted, note=note)

    def hand_over(self, attempt: Attempt) -> None:
        """All that was counted goes to the treasury."""
        for pk, amount in self.waiting.items():
            attempt(lambda pk=pk: till.hand_over(actor=self.books, till_id=pk, voucher="GNT 1"))  # type: ignore[misc]
            self.treasury += amount
            self.went_today += amount
        self.waiting.clear()

    def close(self, chance: random.Random, attempt: Attempt) -> None:
        """Count, hand over (most days), close today: the closing says what came and went."""
        if self.has_open_till():
            refused(self.close_today, "till-open")
            self.count(chance, attempt)
        if chance.random() < 0.7:
            self.hand_over(attempt)
        closing = attempt(self.close_today)
        cash = closing.sums.get(str(Book.CASH), {"debit": 0, "credit": 0})
        assert cash == {"debit": self.came_today, "credit": self.went_today}
        refused(self.close_today, "closed-already")
        self.closings += 1

    def close_today(self) -> DayClosing:
        return close_day(actor=self.books, unit_id=self.books.unit_id, day=moment.today())

    def next_morning(self) -> None:
        tomorrow = moment.start_of(self.at.date() + timedelta(days=1)) + timedelta(hours=8)
        self.goes_on(tomorrow - self.at)

    def open_till(self) -> Till:
        return Till.objects.get(user_id=self.desk.user_id, closed_at=None)

    def has_open_till(self) -> bool:
        return Till.objects.filter(user_id=self.desk.user_id, closed_at=None).exists()

    def compare(self) -> None:
        """The books of cash are these sums."""
        sums = dict(Posting.objects.order_by().values_list("book").annotate(total=Sum("amount")))
        assert sums.get(Book.CASH, 0) == self.in_till + sum(self.waiting.values())
        assert sums.get(Book.TREASURY, 0) == self.treasury
        assert sums.get(Book.DIFFERENCE, 0) == self.difference
        if self.has_open_till():
            assert till.balance(self.open_till()) == self.in_till


def booked_now() -> set[Any]:
    """The days to which the entries of this very moment belong."""
    return set(JournalEntry.objects.filter(at=moment.now()).values_list("day", flat=True))


def refused(act: Callable[[], Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
