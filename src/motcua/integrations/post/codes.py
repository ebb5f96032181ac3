"""Their words and ours: states of a consignment, and how a message is signed."""

import hashlib
import hmac

from motcua.delivery.models import Parcel

STATES = {
    "accepted": Parcel.State.CREATED,
    "collected": Parcel.State.POSTED,
    "out_for_delivery": Parcel.State.POSTED,
    "delivery_failed": Parcel.State.FAILED,
    "delivered": Parcel.State.DELIVERED,
    "returned": Parcel.State.RETURNED,
    "cancelled": Parcel.State.CANCELLED,
}
CLIENT_HEADER, TIME_HEADER, SIGNATURE_HEADER = "X-Post-Client", "X-Post-Time", "X-Post-Signature"


def signature(secret: str, *, time: str, method: str, path: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over time, method, path and body, each on its line."""
    signed = b"\n".join((time.encode(), method.encode(), path.encode(), body))
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
