"""The port to payment gateways.

`settings.GATEWAYS` names them: a short name, what people read, and the adapter
(`motcua.integrations.payplat.client.Platform`). Without any, money comes by QR transfer and at the counter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class GatewayError(Exception):
    """The gateway did not do it; `message` is for people, `retry`: the same call may succeed later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Bill:
    """What a person is to pay: our number of the request, đồng, for which dossier, to whose account."""

    number: str
    amount: int
    dossier: str
    procedure_code: str
    procedure_name: str
    unit_id: str
    unit_name: str
    payer: str
    payer_id: str
    address: str
    bank_bin: str
    account: str
    holder: str
    lines: tuple[tuple[str, str, int], ...]
    made_at: datetime
    ip: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a gateway says of a request: its own transaction number, đồng, currency, paid or not.

    `paid` None: it is still waiting for the payer.
    """

    number: str
    transaction: str
    amount: int
    currency: str
    paid: bool | None
    at: datetime


class Gateway(Protocol):
    """What an adapter can do."""

    def begin(self, bill: Bill) -> str:
        """Announce it; the address the payer's browser is to be sent to. Raises GatewayError."""
        ...

    def ask(self, number: str, made_at: datetime) -> Told | None:
        """What has become of it; None when the gateway knows of none. Raises GatewayError."""
        ...


def names() -> Mapping[str, str]:
    """The gateways there are, with what people read."""
    return {name: about["label"] for name, about in settings.GATEWAYS.items()}


@cache
def adapter(name: str) -> Gateway:
    """The adapter of this name. Raises KeyError."""
    return cast(Gateway, import_string(settings.GATEWAYS[name]["adapter"])())
