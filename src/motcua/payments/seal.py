"""The port to whatever signs receipts for the collecting agency (NĐ 254/2026 Điều 22: its digital signature).

`settings.MOTCUA_RECEIPT_SEAL` names a function of the shape of `sign_receipt`; by default the agency's seal
in the key store (`motcua.documents.signing.receipts.seal`).
"""

from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Seal(Protocol):
    """What an adapter is: the PDF signed by the unit, or as it was when the unit has no certificate.

    None: the signer is away, to be asked again.
    """

    def __call__(self, pdf: bytes, *, unit_id: str, at: datetime) -> bytes | None: ...


def sign_receipt(pdf: bytes, *, unit_id: str, at: datetime) -> bytes | None:
    """The receipt with the signature of the collecting unit made `at` this moment; unsigned without one.

    None while the signer is away.
    """
    return cast(Seal, import_string(settings.MOTCUA_RECEIPT_SEAL))(pdf, unit_id=unit_id, at=at)
