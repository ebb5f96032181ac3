"""The secret on a receipt: drawn by chance, printed, and kept only as a keyed digest."""

import secrets
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from motcua.dossiers.codes import CLEAR
from motcua.dossiers.models import Dossier, ReceiptSecret

_GROUPS, _GROUP = 3, 4


def drawn() -> str:
    """«7KQM-2XPA-9HRT»: twelve clear signs, about 59 bits; nobody guesses one in the time of a dossier."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(_GROUP)) for _ in range(_GROUPS))


def digest(dossier_id: UUID, secret: str) -> str:
    """What is kept of a secret: worth nothing without the key of the system, and for no other dossier."""
    bare = "".join(sign for sign in secret.upper() if sign.isalnum())
    return salted_hmac("motcua.receipt", f"{dossier_id}:{bare}", algorithm="sha256").hexdigest()


def opens(dossier: Dossier, secret: str) -> bool:
    """Whether this secret, however it is typed, stands on a receipt of the dossier that still counts."""
    given = digest(dossier.pk, secret[:40])
    kept = ReceiptSecret.objects.filter(dossier=dossier, revoked_at=None).values_list("digest", flat=True)
    return any(constant_time_compare(given, each) for each in kept)
