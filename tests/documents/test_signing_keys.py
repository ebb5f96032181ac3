"""The key store on disk."""

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from pytest_django.fixtures import Settings

from motcua.documents.signing import KeyStoreError, keystore
from motcua.documents.signing.disk import DiskKeyStore
from motcua.lib import moment

NOW = datetime(2026, 11, 20, 8, tzinfo=moment.TZ)


def enroll(store: DiskKeyStore, owner: str = "officer:12", name: str = "Phạm Quốc Việt") -> bytes:
    return store.enroll(owner, name, "Sở Tư pháp", "person").der


def test_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path / "keys")
    enroll(store)
    files = [path for path in store.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"lock", "root.pem", "issuing.pem", "12.pem"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_the_authority_is_made_once(tmp_path: Path) -> None:
    assert DiskKeyStore(tmp_path).trusted() == DiskKeyStore(tmp_path).trusted()


def test_the_authority_is_made_once_even_by_many_at_the_same_time(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        roots = set(pool.map(lambda _: DiskKeyStore(tmp_path).trusted(), range(4)))
    assert len(roots) == 1


def test_the_authority_says_that_it_has_no_legal_force(tmp_path: Path) -> None:
    (root,) = DiskKeyStore(tmp_path).trusted()
    assert "không có giá trị pháp lý" in x509.load_der_x509_certificate(root).subject.rfc4514_string()


def test_enrolling_again_changes_nothing_until_name_or_time_call_for_it(tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path)
    with moment.at(NOW):
        first = enroll(store)
        assert enroll(store) == first
        renamed = enroll(store, name="Phạm Quốc Việt Anh")
        assert renamed != first
    with moment.at(NOW + timedelta(days=3 * 365 - 10)):
        assert enroll(store, name="Phạm Quốc Việt Anh") != renamed


def test_an_owner_may_be_enrolled_for_days_gone_by(tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path)
    with moment.at(NOW):
        store.enroll("unit:so-tu-phap", "Sở Tư pháp", "Sở Tư pháp", "agency")
        earlier = store.enroll(
            "unit:so-tu-phap", "Sở Tư pháp", "Sở Tư pháp", "agency", valid_from=NOW - timedelta(days=90)
        )
    assert earlier.kind == "agency"
    assert earlier.holds_at(NOW - timedelta(days=89))


def test_a_signature_fits_the_certificate(tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path)
    certificate = x509.load_der_x509_certificate(enroll(store))
    digest = hashlib.sha256(b"x").digest()
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(store.sign_digest("officer:12", digest, "sha256"), digest, ec.ECDSA(Prehashed(SHA256())))


def test_another_process_sees_a_new_certificate(tmp_path: Path) -> None:
    one, other = DiskKeyStore(tmp_path), DiskKeyStore(tmp_path)
    enroll(one)
    assert other.certificate_for("officer:12").common_name == "Phạm Quốc Việt"
    enroll(one, name="Phạm Quốc Việt Anh")
    assert other.certificate_for("officer:12").common_name == "Phạm Quốc Việt Anh"


def test_a_stranger_has_no_key(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreError, match="Chưa có chứng thư số") as failed:
        DiskKeyStore(tmp_path).certificate_for("officer:99")
    assert not failed.value.retry


@pytest.mark.parametrize(
    "owner", ["", "officer", "officer:", "officer:../../x", "officer:.x", "a/b:c", "officer:x/y"]
)
def test_an_owner_id_cannot_leave_the_folder(tmp_path: Path, owner: str) -> None:
    with pytest.raises(KeyStoreError, match="không phải là tên chủ khóa"):
        enroll(DiskKeyStore(tmp_path), owner)


def test_an_unknown_digest_is_refused(tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path)
    enroll(store)
    with pytest.raises(KeyStoreError, match="md5"):
        store.sign_digest("officer:12", bytes(16), "md5")


def test_the_health_page_learns_how_many_there_are(tmp_path: Path) -> None:
    store = DiskKeyStore(tmp_path)
    enroll(store)
    assert "1 chứng thư số" in store.check()


def test_settings_name_the_adapter(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.MOTCUA_KEYSTORE = "motcua.documents.signing.disk.DiskKeyStore"
    keystore.cache_clear()
    try:
        store = keystore()
        assert isinstance(store, DiskKeyStore)
        assert store.folder == tmp_path / "keys"
        assert keystore() is store
    finally:
        keystore.cache_clear()
