"""Their words and ours: states of a consignment, and the headers of a signed message."""

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
HEADERS = "X-Post"
CLIENT_HEADER, TIME_HEADER, SIGNATURE_HEADER = (
    f"{HEADERS}-{part}" for part in ("Client", "Time", "Signature")
)
