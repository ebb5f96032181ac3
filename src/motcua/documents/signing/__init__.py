"""Digital signatures on PDF: keys behind a port, signing, checking."""

from motcua.documents.signing.check import ON_BEHALF, SignatureFact, Verification, check_before_issue, verify
from motcua.documents.signing.gateway import Certificate, KeyStore, KeyStoreError, keystore
from motcua.documents.signing.sign import seal_as_agency, sign_as_person, sign_result

__all__ = [
    "ON_BEHALF",
    "Certificate",
    "KeyStore",
    "KeyStoreError",
    "SignatureFact",
    "Verification",
    "check_before_issue",
    "keystore",
    "seal_as_agency",
    "sign_as_person",
    "sign_result",
    "verify",
]
