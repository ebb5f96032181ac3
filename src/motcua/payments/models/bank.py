"""Accounts that collect, and what banks and gateways told about money."""

from datetime import date

from django.db import models
from django.db.models import Q

from motcua.lib.ids import uuid7
from motcua.organisation.models import Unit
from motcua.payments.models.ledger import JournalEntry
from motcua.payments.models.obligation import Obligation
from motcua.payments.models.request import PaymentRequest


class CollectingAccountQuerySet(models.QuerySet["CollectingAccount"]):
    """Reads of collecting accounts."""

    def in_force(self, on: date) -> "CollectingAccountQuerySet":
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)))


class CollectingAccount(models.Model):
    """Tài khoản thu: where the money of a unit is transferred to, valid for a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="collecting_accounts")
    bank_bin = models.CharField(max_length=6)
    bank_name = models.CharField(max_length=100)
    number = models.CharField(max_length=19)
    holder = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = CollectingAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_bin", "number"], name="collecting_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.bank_name})"


class BankMessage(models.Model):
    """Money a bank says has come in; told by its server or read off a statement, counted once."""

    class State(models.TextChoices):
        MATCHED = "matched", "Đã gắn với hồ sơ"
        UNMATCHED = "unmatched", "Chưa rõ của hồ sơ nào"

    class Source(models.TextChoices):
        WEBHOOK = "webhook", "Ngân hàng báo"
        STATEMENT = "statement", "Sao kê"
        OFFICER = "officer", "Kế toán ghi theo chứng từ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(CollectingAccount, models.PROTECT, related_name="messages")
    bank_key = models.CharField(max_length=80)
    amount = models.PositiveBigIntegerField()
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    heard_at = models.DateTimeField()
    source = models.CharField(max_length=9, choices=Source.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="bank_messages")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="bank_message")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "bank_key"], name="bank_message_once"),
        ]
        indexes = [models.Index(fields=["state", "at"], name="bank_message_by_state")]

    def __str__(self) -> str:
        return f"{self.bank_key} {self.amount}"


class GatewayMessage(models.Model):
    """A payment a gateway says has been made for a request; `problem` says why it did not settle it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gateway = models.CharField(max_length=20)
    transaction = models.CharField(max_length=80)
    request = models.ForeignKey(PaymentRequest, models.PROTECT, related_name="messages")
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    heard_at = models.DateTimeField()
    problem = models.CharField(max_length=20, blank=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, null=True, related_name="gateway_message")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "transaction"], name="gateway_message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.transaction} {self.amount}"
