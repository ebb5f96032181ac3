"""Keys in files under the data folder, readable by their owner only. For trial, demonstration and training.

keys/authority/root.pem, issuing.pem     the demo authority, made at the first start
keys/owners/<kind of owner>/<id>.pem     private key and certificate of one owner
keys/trusted/*.pem                       further roots to trust, put there by an administrator
"""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from motcua.documents.signing import authority
from motcua.documents.signing.authority import Issued
from motcua.documents.signing.gateway import Certificate, KeyStoreError, Kind
from motcua.documents.signing.names import fitting, read_part
from motcua.lib import moment

# A certificate that ends sooner than this is made anew when somebody enrolls its owner.
RENEW_BEFORE = timedelta(days=30)

_OWNER_ID = re.compile(r"([a-z]+):([A-Za-z0-9][A-Za-z0-9._-]{0,99})")
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class _Held:
    """An owner's key as loaded; `version` is the time stamp of the file it came from."""

    version: int
    key: ec.EllipticCurvePrivateKey
    certificate: Certificate


class DiskKeyStore:
    """The key store on disk. Loaded keys are kept: reading one costs more than signing with it."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.DATA_DIR / "keys"
        self._held: dict[str, _Held] = {}
        with self._alone():
            self._issuing, self._root = self._authority()

    def enroll(
        self,
        owner_id: str,
        common_name: str,
        organisation: str,
        kind: Kind,
        *,
        valid_from: datetime | None = None,
    ) -> Certificate:
        begin = valid_from or moment.now()
        wanted = (fitting(common_name), fitting(organisation), kind)
        with self._alone():
            path = self._path(owner_id)
            if path.exists():
                present = self._load(owner_id).certificate
                same = (present.common_name, present.organisation, present.kind) == wanted
                if same and present.holds_at(begin) and present.holds_at(moment.now() + RENEW_BEFORE):
                    return present
            issued = authority.new_owner(
                self._issuing,
                owner_id=owner_id,
                common_name=common_name,
                organisation=organisation,
                kind=kind,
                valid_from=begin,
            )
            _write(path, issued.pem())
            self._held.pop(owner_id, None)
            return self._load(owner_id).certificate

    def certificate_for(self, owner_id: str) -> Certificate:
        return self._load(owner_id).certificate

    def sign_digest(self, owner_id: str, digest: bytes, algorithm: str) -> bytes:
        if algorithm not in _DIGESTS:
            raise KeyStoreError(f"Kho khóa không ký được với thuật toán băm {algorithm}.", retry=False)
        return self._load(owner_id).key.sign(digest, ec.ECDSA(Prehashed(_DIGESTS[algorithm])))

    def trusted(self) -> tuple[bytes, ...]:
        own = self._root.certificate.public_bytes(Encoding.DER)
        further = (
            certificate.public_bytes(Encoding.DER)
            for path in sorted((self.folder / "trusted").glob("*.pem"))
            for certificate in x509.load_pem_x509_certificates(path.read_bytes())
        )
        return (own, *further)

    def check(self) -> str:
        if not os.access(self.folder, os.W_OK):
            raise KeyStoreError(f"Không ghi được vào kho khóa {self.folder}.", retry=True)
        count = len(list((self.folder / "owners").glob("*/*.pem")))
        return f"Kho khóa trên đĩa, dùng để trình diễn: {count} chứng thư số."

    def _path(self, owner_id: str) -> Path:
        parts = _OWNER_ID.fullmatch(owner_id)
        if not parts:
            raise KeyStoreError(f"«{owner_id}» không phải là tên chủ khóa.", retry=False)
        return self.folder / "owners" / parts[1] / f"{parts[2]}.pem"

    def _load(self, owner_id: str) -> _Held:
        path = self._path(owner_id)
        try:
            version = path.stat().st_mtime_ns
        except FileNotFoundError:
            raise KeyStoreError(
                f"Chưa có chứng thư số cho {owner_id}. Quản trị viên cần cấp chứng thư trước khi ký.",
                retry=False,
            ) from None
        held = self._held.get(owner_id)
        if held is None or held.version != version:
            issued = authority.load(path.read_bytes())
            held = _Held(version, issued.key, self._describe(owner_id, issued.certificate))
            self._held[owner_id] = held
        return held

    def _describe(self, owner_id: str, certificate: x509.Certificate) -> Certificate:
        der = certificate.public_bytes(Encoding.DER)
        subject = asn1.Certificate.load(der).subject
        unit = read_part(subject, "organizational_unit_name")
        return Certificate(
            owner_id=owner_id,
            common_name=read_part(subject, "common_name"),
            organisation=read_part(subject, "organization_name"),
            kind="agency" if unit == authority.KIND_WORDS["agency"] else "person",
            valid_from=certificate.not_valid_before_utc.astimezone(moment.TZ),
            valid_until=certificate.not_valid_after_utc.astimezone(moment.TZ),
            der=der,
            chain=tuple(
                above.certificate.public_bytes(Encoding.DER) for above in (self._issuing, self._root)
            ),
        )

    def _authority(self) -> tuple[Issued, Issued]:
        folder = self.folder / "authority"
        if not (folder / "issuing.pem").exists():
            made = authority.new_root()
            _write(folder / "root.pem", made.pem())
            _write(folder / "issuing.pem", authority.new_issuing(made).pem())
        issuing, root = (
            authority.load((folder / f"{name}.pem").read_bytes()) for name in ("issuing", "root")
        )
        return issuing, root

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time makes keys."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, and never readable by others, not even for a moment (mkstemp makes mode 0600)."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
