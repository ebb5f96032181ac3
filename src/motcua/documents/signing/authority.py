"""A certificate authority for trying things out: a root, an issuing one below it, then people and agencies.

Its certificates have no legal force, and their names say so. Real ones come from the authority that serves
the agencies of the State or from a licensed one (Luật Giao dịch điện tử 2023).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from motcua.documents.signing.gateway import Kind
from motcua.documents.signing.names import name_part

# Older than any paper the demo province signs, and longer than it will live.
AUTHORITY_FROM = datetime(2025, 1, 1, tzinfo=UTC)
AUTHORITY_UNTIL = datetime(2045, 1, 1, tzinfo=UTC)
CERTIFICATE_LIFE = timedelta(days=3 * 365)

ROOT_NAME = "Một Cửa - CA gốc trình diễn"
ISSUING_NAME = "Một Cửa - CA cấp phát trình diễn"
ORGANISATION = "Trình diễn, không có giá trị pháp lý"

KIND_WORDS: dict[Kind, str] = {"person": "Chứng thư số cá nhân", "agency": "Chứng thư số cơ quan, tổ chức"}


@dataclass(frozen=True, slots=True)
class Issued:
    """A private key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """Both in one text, so that they can never be parted or mixed up."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self.certificate.public_bytes(Encoding.PEM)


def load(pem: bytes) -> Issued:
    """What `Issued.pem` wrote. Raises ValueError when it is something else."""
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic curve key")
    return Issued(key, x509.load_pem_x509_certificate(pem))


def new_root() -> Issued:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ROOT_NAME), *_common_parts()])
    return _issue(name, issuer=None, path_length=1, begin=AUTHORITY_FROM, end=AUTHORITY_UNTIL)


def new_issuing(root: Issued) -> Issued:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ISSUING_NAME), *_common_parts()])
    return _issue(name, issuer=root, path_length=0, begin=AUTHORITY_FROM, end=AUTHORITY_UNTIL)


def new_owner(
    issuing: Issued, *, owner_id: str, common_name: str, organisation: str, kind: Kind, valid_from: datetime
) -> Issued:
    """A key and a certificate for a person or an agency; the owner's id stands in it as its serial number."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            name_part(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, KIND_WORDS[kind]),
            name_part(NameOID.COMMON_NAME, common_name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, owner_id),
        ]
    )
    end = min(valid_from + CERTIFICATE_LIFE, AUTHORITY_UNTIL)
    return _issue(name, issuer=issuing, path_length=None, begin=valid_from, end=end)


def _common_parts() -> list[x509.NameAttribute[str]]:
    return [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
    ]


def _issue(
    subject: x509.Name, *, issuer: Issued | None, path_length: int | None, begin: datetime, end: datetime
) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    is_authority = path_length is not None
    signing_key = issuer.key if issuer else key
    above = issuer.certificate.subject if issuer else subject
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=path_length), critical=True)
        .add_extension(_usage(authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
        )
        .sign(signing_key, SHA256())
    )
    return Issued(key, certificate)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
