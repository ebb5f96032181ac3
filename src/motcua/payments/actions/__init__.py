"""The verbs of money. Every one writes the ledger through `motcua.payments.books` and the record."""

from motcua.payments.actions.earlier import taken_before
from motcua.payments.actions.owe import LineToPay, cancel, determine, let_off, reopen
from motcua.payments.actions.take import take

__all__ = ["LineToPay", "cancel", "determine", "let_off", "reopen", "take", "taken_before"]
