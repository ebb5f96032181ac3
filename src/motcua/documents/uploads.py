"""Files on their way in. A cut connection, a dead battery or a killed server costs at most the last piece.

The part file on the disk is written and synced first, the row's offset follows in the same transaction, and
the smaller of the two counts. The row only says that everything is here once the file has been inspected and
handed in; so whoever hears «all received» may put the telephone away.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from motcua.documents.files import keep, part_of, sync_folder
from motcua.documents.inspect import EMPTY, MAX_PAGES, MEGA, FileKind, Inspected, inspect, too_big
from motcua.documents.models import StoredFile, Upload
from motcua.documents.signing.incoming import check_incoming
from motcua.identity.actor import OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused

MAX_UNFINISHED: Final = 20
# The rest of the system needs room as well: its database stands on the same disk.
SPARE_ROOM: Final = 200 * MEGA

HandIn = Callable[[StoredFile], object]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the place a file is meant for takes; `max_mb` for the file as it is sent."""

    accept: tuple[FileKind, ...] = ("pdf", "image")
    max_mb: int = 20
    max_pages: int = MAX_PAGES

    def as_data(self) -> dict[str, Any]:
        """For the row of an upload."""
        return {"accept": list(self.accept), "max_mb": self.max_mb, "max_pages": self.max_pages}


class WrongOffset(Refused):
    """The piece does not continue what is here; `offset` says from where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(
            "Phần vừa gửi không nối tiếp phần đã nhận. Trình duyệt sẽ tự gửi tiếp.", code="offset"
        )
        self.offset = offset


def of(actor: Actor) -> QuerySet[Upload]:
    """The actor's own uploads; nobody sees those of others."""
    return Upload.objects.none() if actor.user_id is None else Upload.objects.filter(owner_id=actor.user_id)


def begin(*, actor: Actor, purpose: str, name: str, size: int, limits: Limits) -> Upload:
    """Announce a file of `size` bytes. Raises Refused before anything is sent when it can never be taken.

    Whoever leaves many uploads behind loses the oldest of them, never the new one.
    """
    if actor.user_id is None:
        raise Refused("Hãy đăng nhập để tải tệp lên.", code="login")
    check_size(size, limits)
    if shutil.disk_usage(settings.DATA_DIR).free < 2 * size + SPARE_ROOM:
        raise Refused("Hệ thống tạm hết chỗ chứa tệp. Xin bạn thử lại sau ít phút.", code="full")
    left_behind = of(actor).filter(state=Upload.State.RECEIVING).order_by("-created_at", "-pk")
    for old in left_behind[MAX_UNFINISHED - 1 :]:
        give_up(actor=actor, upload_id=old.pk)
    return Upload.objects.create(
        owner_id=actor.user_id,
        purpose=purpose,
        name=name.strip()[-200:] or "tep",
        size=size,
        limits=limits.as_data(),
        created_at=moment.now(),
    )


def check_size(size: int, limits: Limits) -> None:
    """Raises Refused for an empty file and one above the limit; `size` in bytes, as declared or counted."""
    if size <= 0:
        raise Refused(EMPTY, code="empty")
    if size > limits.max_mb * MEGA:
        raise too_big(size, limits.max_mb)


def offset_of(upload: Upload) -> int:
    """How many bytes are safely here."""
    if upload.state == Upload.State.FINISHED:
        return upload.size
    return _agreed(upload, part_of(upload.pk))


@transaction.atomic
def receive(*, actor: Actor, upload_id: UUID, offset: int, chunk: bytes) -> int:
    """Put one piece behind what is here; returns how many bytes the part file holds then.

    When that is the whole size, `finish` has to follow at once: until it has succeeded the last piece does
    not count as received. Raises WrongOffset, Refused, Upload.DoesNotExist.
    """
    upload = of(actor).select_for_update().get(pk=upload_id)
    if upload.state == Upload.State.REFUSED:
        raise Refused(upload.refusal, code="refused")
    end = offset + len(chunk)
    if upload.state == Upload.State.FINISHED:
        # The answer to the last piece was lost on the way, and the piece came once more.
        if end == upload.size:
            return end
        raise WrongOffset(upload.size)
    path = part_of(upload.pk)
    here = _agreed(upload, path)
    if offset != here:
        raise WrongOffset(here)
    if end > upload.size:
        raise Refused("Tệp gửi lên dài hơn cỡ đã báo. Hãy chọn lại tệp.", code="too-long")
    if chunk:
        _append(path, here, chunk)
    if end < upload.size:
        upload.offset = end
        upload.save(update_fields=["offset"])
    return end


def finish(*, actor: Actor, upload_id: UUID, hand_in: HandIn | None = None) -> Upload:
    """Inspect what has arrived, keep it and hand it in, all or nothing. Done twice it is done once.

    `hand_in` is called with the kept file inside the transaction that makes the upload count as received.
    When it or the inspection raises Refused, the upload ends with that sentence and the caller hears of it.
    """
    upload = of(actor).get(pk=upload_id)
    if upload.state == Upload.State.FINISHED:
        return upload
    if upload.state == Upload.State.REFUSED:
        raise Refused(upload.refusal, code="refused")
    path = part_of(upload.pk)
    content = path.read_bytes() if path.exists() else b""
    if len(content) != upload.size:
        raise WrongOffset(_agreed(upload, path))
    try:
        # Outside the transaction: a large photo takes a second, and nobody else should wait for it.
        found = _inspected(upload, content)
        upload = _completed(actor, upload_id, found, hand_in)
    except Refused as refusal:
        _refuse(actor, upload_id, refusal)
        raise
    path.unlink(missing_ok=True)
    return upload


@transaction.atomic
def _completed(actor: Actor, upload_id: UUID, found: Inspected, hand_in: HandIn | None) -> Upload:
    upload = of(actor).select_for_update().get(pk=upload_id)
    if upload.state != Upload.State.RECEIVING:
        # The same last piece on two roads at once: the other one arrived first.
        return upload
    upload.file = _keep(actor, found)
    if hand_in is not None:
        hand_in(upload.file)
    upload.state, upload.offset = Upload.State.FINISHED, upload.size
    upload.save(update_fields=["file", "state", "offset"])
    return upload


def _refuse(actor: Actor, upload_id: UUID, refusal: Refused) -> None:
    of(actor).filter(pk=upload_id, state=Upload.State.RECEIVING).update(
        state=Upload.State.REFUSED, refusal=refusal.message[:300]
    )
    part_of(upload_id).unlink(missing_ok=True)


def give_up(*, actor: Actor, upload_id: UUID) -> None:
    """Forget an upload that has not arrived; one that has stays what it is. Raises Upload.DoesNotExist."""
    upload = of(actor).get(pk=upload_id)
    if upload.state != Upload.State.FINISHED:
        upload.delete()
        part_of(upload_id).unlink(missing_ok=True)


def take_in(
    *, actor: Actor, name: str, content: bytes, limits: Limits, hand_in: HandIn | None = None
) -> StoredFile:
    """A whole file at once, from an ordinary form; kept and handed in, or Refused."""
    check_size(len(content), limits)
    found = _looked_into(content, name, limits)
    with transaction.atomic():
        file = _keep(actor, found)
        if hand_in is not None:
            hand_in(file)
    return file


def _inspected(upload: Upload, content: bytes) -> Inspected:
    limits = Limits(**{**upload.limits, "accept": tuple(upload.limits["accept"])})
    return _looked_into(content, upload.name, limits)


def _looked_into(content: bytes, name: str, limits: Limits) -> Inspected:
    """What the file is, if it may stay: of the right kind, readable, and truly signed where it is signed."""
    found = inspect(
        content, name=name, accept=limits.accept, max_mb=limits.max_mb, max_pages=limits.max_pages
    )
    if found.kind == "pdf":
        check_incoming(found.content)
    return found


def _keep(actor: Actor, found: Inspected) -> StoredFile:
    return keep(
        content=found.content,
        name=found.name,
        media_type=found.media_type,
        origin=StoredFile.Origin.SCAN if actor.kind == OFFICER else StoredFile.Origin.UPLOAD,
        by=actor.label,
        pages=found.pages,
        notes=list(found.notes),
    )


def _agreed(upload: Upload, path: Path) -> int:
    """Row and part file can differ by the piece at which the machine stopped; what both have counts."""
    return min(upload.offset, path.stat().st_size if path.exists() else 0)


def _append(path: Path, at: int, chunk: bytes) -> None:
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as part:
        part.truncate(at)
        part.seek(at)
        part.write(chunk)
        part.flush()
        os.fsync(part.fileno())
    if new:
        sync_folder(path.parent)
