"""The seal of an agency on what no person signs: receipts for money."""

import logging
from datetime import datetime

from django.conf import settings

from motcua.documents.signing.gateway import KeyStoreError
from motcua.documents.signing.sign import seal_alone
from motcua.lib.errors import Refused

REASON = "Biên lai điện tử"

logger = logging.getLogger(__name__)


def seal(pdf: bytes, *, unit_id: str, at: datetime) -> bytes | None:
    """The PDF sealed by the unit; as it was when the unit has no certificate that holds `at` that moment.

    A receipt is handed out all the same: money was taken, and the look-up address proves it. None while the
    key store is away: it is kept as it is signed, so it is worth waiting for.
    """
    try:
        return seal_alone(
            pdf, owner=f"unit:{unit_id}", now=at, reason=REASON, location=settings.PROVINCE["name"]
        )
    except (KeyStoreError, Refused) as problem:
        if isinstance(problem, KeyStoreError) and problem.retry:
            return None
        logger.warning("A receipt of %s goes out without a seal: %s", unit_id, problem)
        return pdf
