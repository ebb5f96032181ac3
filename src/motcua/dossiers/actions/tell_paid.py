"""Money has come, whichever way: the applicant is told, with the receipt.

The ledger knows no dossiers: every payment waits untold until the worker finds it here (a row is the queue).
"""

from uuid import UUID

from django.db import transaction

from motcua.dossiers import notices
from motcua.dossiers.actions.charge import ask_by_qr
from motcua.dossiers.money import dossier_of
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.payments.models import Payment


def tell_of_payments(*, most: int = 200) -> int:
    """Tell of payments nobody was told of yet, the earliest first; how many. Run by the worker."""
    untold = Payment.objects.filter(told_at=None).order_by("taken_at", "pk")
    return sum(_tell(payment_id) for payment_id in list(untold.values_list("pk", flat=True)[:most]))


@transaction.atomic
def _tell(payment_id: UUID) -> bool:
    # Whoever puts the moment in has the payment; another worker finds it told.
    if not Payment.objects.filter(pk=payment_id, told_at=None).update(told_at=moment.now()):
        return False
    payment = Payment.objects.select_related("obligation").get(pk=payment_id)
    dossier = dossier_of(payment.obligation)
    if dossier is None:
        return True
    notices.of_payment(
        dossier=dossier,
        amount=payment.amount,
        surplus=payment.amount - payment.settled,
        left=payment.obligation.remaining(),
        method=payment.get_method_display(),
        receipts=[str(each) for each in payment.receipts.exclude(number=None).select_related("series")],
    )
    # What is left to pay wants a code of its own.
    ask_by_qr(SYSTEM_ACTOR, dossier)
    return True
