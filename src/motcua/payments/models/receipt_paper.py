"""The signed papers of a receipt: one for each state it has been in, made once and kept."""

from django.db import models

from motcua.lib.ids import uuid7
from motcua.payments.models.receipt import Receipt


class ReceiptPaper(models.Model):
    """What is handed out while the receipt is in this state, always the same bytes.

    `file` names a stored file of `documents`, which money knows nothing of.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="papers")
    state = models.CharField(max_length=9, choices=Receipt.State.choices)
    file = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "state"], name="receipt_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.state}"
