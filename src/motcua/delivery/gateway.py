"""The port to the public postal service.

Settings name the adapter: `MOTCUA_CARRIER = "motcua.integrations.post.client.PostCarrier"`. Without one the
desk types the tracking number by hand.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class CarrierError(Exception):
    """The carrier did not do it; `message` is for people, `retry`: the same call may succeed later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Address:
    """One end of the way."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be fetched from the desk and brought to a person.

    `key` makes it one order however often it is placed.
    """

    key: str
    reference: str
    sender: Address
    recipient: Address
    contents: str
    receiver_pays: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """The carrier's number for the order, and its postage in đồng where it says so."""

    number: str
    postage: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the carrier tells: `state` is one of `Parcel.State`."""

    key: str
    state: str
    at: datetime
    receiver: str = ""
    note: str = ""


class Carrier(Protocol):
    """What an adapter does. Every method may raise CarrierError."""

    def place(self, order: Order) -> Placed:
        """Order it. Again with the same key: the same answer, no second order."""

    def cancel(self, number: str) -> None:
        """Call it off before it is fetched; calling off what is called off is no error."""

    def events(self, number: str) -> tuple[Told, ...]:
        """Everything that happened to it so far, for when a call-back was lost."""

    def check(self) -> str:
        """A sentence for the health page; raises CarrierError when no order could be placed now."""


def carrier() -> Carrier | None:
    """The adapter the settings name; None when there is no carrier."""
    named = settings.MOTCUA_CARRIER
    return cast(Carrier, import_string(named)()) if named else None
