"""Keeping files: under the digest of their content, on disk before anybody is told that they are kept."""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from motcua.documents.models import StoredFile, Upload
from motcua.lib import moment

UPLOAD_LIFETIME = timedelta(days=2)


class Damaged(Exception):
    """The file in the store is not the one that was put there."""


def keep(
    *,
    content: bytes,
    name: str,
    media_type: str,
    origin: str,
    by: str = "",
    pages: int = 1,
    notes: list[str] | None = None,
) -> StoredFile:
    """Put a file into the store. The same content is kept once, however often it is handed in."""
    digest = hashlib.sha256(content).hexdigest()
    key = f"{digest[:2]}/{digest[2:4]}/{digest}"
    if not default_storage.exists(key):
        key = default_storage.save(key, ContentFile(content))
    return StoredFile.objects.create(
        name=name[:200],
        media_type=media_type,
        size=len(content),
        sha256=digest,
        pages=pages,
        key=key,
        origin=origin,
        notes=notes or [],
        created_at=moment.now(),
        created_by=by[:200],
    )


def read(file: StoredFile) -> bytes:
    """The content, compared with its digest: a store that answers with something else is found out here."""
    with default_storage.open(file.key) as opened:
        content: bytes = opened.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Damaged(f"The content of file {file.pk} does not match its digest.")
    return content


def sweep_uploads() -> int:
    """Forget uploads that were begun and never finished; returns how many."""
    old = Upload.objects.filter(state=Upload.State.RECEIVING, created_at__lt=moment.now() - UPLOAD_LIFETIME)
    return old.delete()[0]
