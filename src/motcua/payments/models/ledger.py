"""The book of money: entries that are only ever added, each of postings that sum to nothing."""

from typing import Any

from django.db import models

from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit
from motcua.payments.models.obligation import Obligation


class Book(models.TextChoices):
    """The accounts of the ledger. A positive posting is a debit (Nợ), a negative one a credit (Có)."""

    RECEIVABLE = "receivable", "Phải thu của người nộp"
    FEE = "fee", "Thu phí"
    CHARGE = "charge", "Thu lệ phí"
    TAX = "tax", "Thu hộ tiền theo thông báo thuế"
    POSTAGE = "postage", "Thu hộ cước bưu chính"
    CASH = "cash", "Tiền mặt tại quầy"
    BANK = "bank", "Tiền gửi ngân hàng"
    DECLARED = "declared", "Chuyển khoản đã khai, chưa thấy về"
    GATEWAY = "gateway", "Tiền tại cổng thanh toán"
    POST = "post", "Tiền bưu chính đang giữ"
    TREASURY = "treasury", "Đã nộp Kho bạc"
    UNMATCHED = "unmatched", "Tiền chưa rõ của hồ sơ nào"
    SURPLUS = "surplus", "Tiền nộp thừa"
    REFUND = "refund", "Tiền hoàn đã duyệt, chờ chi"
    DIFFERENCE = "difference", "Chênh lệch kiểm quỹ"
    EARLIER = "earlier", "Hệ thống trước đã thu"


class _AppendOnly(models.QuerySet[Any]):
    def update(self, **values: Any) -> int:
        raise TypeError("The ledger is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The ledger is append-only.")


class JournalEntry(models.Model):
    """Bút toán: one thing that happened to money. `key` makes it one, however often it is told.

    `day` is the day of the books it belongs to: that of `at`, or a later one where that day was closed.
    """

    class Kind(models.TextChoices):
        DETERMINE = "determine", "Xác định khoản phải nộp"
        CANCEL = "cancel", "Hủy phần chưa nộp"
        RECEIVE = "receive", "Thu tiền"
        UNKNOWN = "unknown", "Tiền về chưa rõ của ai"
        ASSIGN = "assign", "Gắn tiền với hồ sơ"
        REVERSE = "reverse", "Bác chuyển khoản đã khai, không thấy về"
        ARRIVE = "arrive", "Chuyển khoản đã khai nay thấy về"
        GRANT = "grant", "Duyệt hoàn tiền"
        PAY_OUT = "pay_out", "Chi tiền hoàn"
        REOPEN = "reopen", "Mở lại khoản đã hủy"
        COUNT = "count", "Kiểm quỹ"
        BANKED = "banked", "Nộp tiền vào tài khoản hoặc Kho bạc"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    at = models.DateTimeField()
    day = models.DateField()
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="entries")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True)

    objects = _AppendOnly.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "day"], name="journal_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y %H:%M}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise TypeError("The ledger is append-only.")


class Posting(models.Model):
    """One amount on one account, in whole đồng: debit positive, credit negative.

    `place` says which till, bank account or gateway of the account it is; empty where there is only one.
    """

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="postings")
    book = models.CharField(max_length=10, choices=Book.choices)
    place = models.CharField(max_length=60, blank=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="postings")
    amount = models.BigIntegerField()

    objects = _AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["book", "place"], name="posting_by_place"),
            models.Index(fields=["obligation", "book"], name="posting_by_obligation"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_book_display()} {self.amount}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise TypeError("The ledger is append-only.")
