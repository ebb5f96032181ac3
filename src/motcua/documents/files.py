"""Keeping files: under the digest of their content, on disk before anybody is told that they are kept."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
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
    if not _holds(key, digest):
        # A name that is taken by something else (a copy cut short by a power cut) is left alone: the storage
        # then chooses another name and says which.
        key = default_storage.save(key, ContentFile(content))
        _settle(key)
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
    """Forget uploads that were begun and never finished, and every part file nobody needs; returns how many.

    Rows of uploads that ended are only kept so long that a late repetition still gets its answer.
    """
    old = Upload.objects.filter(created_at__lt=moment.now() - UPLOAD_LIFETIME)
    receiving = Upload.objects.filter(state=Upload.State.RECEIVING)
    unfinished = (old & receiving).count()
    old.delete()
    needed = {str(pk) for pk in receiving.values_list("pk", flat=True)}
    for path in _parts_folder().glob("*.part"):
        if path.stem not in needed:
            path.unlink(missing_ok=True)
    return unfinished


def part_of(upload_id: UUID) -> Path:
    """Where the pieces of an upload wait: always on the local disk, whatever stands behind the storage."""
    return _parts_folder() / f"{upload_id}.part"


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut; a synced file without its name would be lost."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parts_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _holds(key: str, digest: str) -> bool:
    if not default_storage.exists(key):
        return False
    with default_storage.open(key) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == digest


def _settle(key: str) -> None:
    """Wait until a file of a local store is on the disk; other stores answer for that themselves."""
    try:
        path = Path(default_storage.path(key))
    except NotImplementedError:
        return
    with path.open("rb") as opened:
        os.fsync(opened.fileno())
    # The digest's two folders may be new as well.
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        sync_folder(folder)
