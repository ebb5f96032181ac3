"""The port to whatever holds private keys: a disk, a token, an HSM, a remote signing service.

Settings name the adapter: `MOTCUA_KEYSTORE = "motcua.documents.signing.disk.DiskKeyStore"`.
Owners are plain strings («officer:12», «unit:ubnd-08998»); what they stand for is the business of others.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

Kind = Literal["person", "agency"]


class KeyStoreError(Exception):
    """No signature could be made; `message` is for people, `retry`: the same call may succeed later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whom a key speaks for. `der`: the certificate; `chain`: those above it, nearest first."""

    owner_id: str
    common_name: str
    organisation: str
    kind: Kind
    valid_from: datetime
    valid_until: datetime
    der: bytes
    chain: tuple[bytes, ...]

    def holds_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_until


class KeyStore(Protocol):
    """What an adapter does. Every method may raise KeyStoreError."""

    def enroll(
        self,
        owner_id: str,
        common_name: str,
        organisation: str,
        kind: Kind,
        *,
        valid_from: datetime | None = None,
    ) -> Certificate:
        """Have a key and a certificate for this owner; the present one if it fits and does not end soon.

        `valid_from` is now when not given.
        """

    def certificate_for(self, owner_id: str) -> Certificate:
        """The certificate this owner signs with."""

    def sign_digest(self, owner_id: str, digest: bytes, algorithm: str) -> bytes:
        """The signature over a digest made with `algorithm` ("sha256"): DER for ECDSA, PKCS#1 for RSA."""

    def trusted(self) -> tuple[bytes, ...]:
        """The roots (DER) on which a check may rest."""

    def check(self) -> str:
        """A sentence for the health page; raises KeyStoreError when nothing could be signed now."""


@cache
def keystore() -> KeyStore:
    """The adapter the settings name, made once."""
    return cast(KeyStore, import_string(settings.MOTCUA_KEYSTORE)())
