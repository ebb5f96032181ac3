"""Money: what is owed, the book it is written in, and the papers about it. One noun a file."""

from motcua.payments.models.bank import BankMessage, CollectingAccount, GatewayMessage
from motcua.payments.models.ledger import Book, JournalEntry, Posting
from motcua.payments.models.obligation import Line, Obligation, Payment
from motcua.payments.models.receipt import Receipt, ReceiptDelegation, ReceiptSeries
from motcua.payments.models.receipt_order import ReceiptOrder
from motcua.payments.models.receipt_paper import ReceiptPaper
from motcua.payments.models.refund import Refund
from motcua.payments.models.request import PaymentRequest
from motcua.payments.models.till import DayClosing, Till

__all__ = [
    "BankMessage",
    "Book",
    "CollectingAccount",
    "DayClosing",
    "GatewayMessage",
    "JournalEntry",
    "Line",
    "Obligation",
    "Payment",
    "PaymentRequest",
    "Posting",
    "Receipt",
    "ReceiptDelegation",
    "ReceiptOrder",
    "ReceiptPaper",
    "ReceiptSeries",
    "Refund",
    "Till",
]
