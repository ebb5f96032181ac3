"""The background part of digitising: the pages of a scan seen, straightened and packed, one after the other.

The row is the queue. Every page is on disk by itself; a worker that dies leaves a lease that runs out, and
the next one goes on with the next page.
"""

import logging
from datetime import timedelta

from django.db import transaction
from PIL import Image

from motcua.documents import files
from motcua.documents.images import JPEG
from motcua.documents.models import StoredFile
from motcua.documents.scanning import pages as page_work
from motcua.documents.scanning.drawing import BrokenPage
from motcua.documents.scanning.drawing import pages as pages_of
from motcua.documents.scanning.pages import Page
from motcua.dossiers.actions.scan import noted, place_pages
from motcua.dossiers.models import Scan, ScanPage
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 3
UNKNOWN_SHEET = "?"
_UNREAD = "Máy không đọc được trang này. Hãy bỏ trang và quét lại riêng."
_OTHER_SHEET = "Tờ ngăn của thủ tục khác. Hãy chọn giấy tờ cho các trang sau tờ này."
_LOST = "Tệp quét trong kho bị hỏng. Hãy bỏ bản quét này và quét lại."


def digitise(*, most: int = 60) -> int:
    """Work the scans that wait, at most so many pages in a round, so that other work gets its turn.

    Returns how many pages were made. Several workers may run.
    """
    made = 0
    while made < most and (scan := _claim()) is not None:
        made += _work(scan, most - made)
    return made


def _claim() -> Scan | None:
    """Take one; the claim is a lease. A page over which three workers died is passed over, and told."""
    with transaction.atomic():
        waiting = Scan.objects.to_work(moment.now()).select_for_update(skip_locked=True, of=("self",))
        scan = waiting.select_related("file", "dossier__version").first()
        if scan is None:
            return None
        if scan.attempts >= MAX_ATTEMPTS and scan.pages.count() < scan.pages_total:
            _store(scan, scan.pages.count() + 1, None)
            scan.attempts = 0
        scan.attempts += 1
        scan.state, scan.lease_until = Scan.State.WORKING, moment.now() + LEASE
        scan.save(update_fields=["attempts", "state", "lease_until"])
    return scan


def _work(scan: Scan, most: int) -> int:
    """From the first page that is not there yet; returns how many were made."""
    try:
        content = files.read(scan.file)
    except (files.Damaged, OSError):
        log.exception("The file of scan %s cannot be read.", scan.pk)
        Scan.objects.filter(pk=scan.pk).update(state=Scan.State.FAILED, problem=_LOST)
        return 0
    begun = scan.pages.count()
    source = pages_of(content, scan.file.media_type, start=begun)
    made = 0
    for number in range(begun + 1, scan.pages_total + 1):
        if made >= most:
            _give_back(scan)
            return made
        if not _keep(scan, number, _made(next(source, BrokenPage()))):
            return made
        made += 1
    _finish(scan)
    return made


def _made(picture: Image.Image | BrokenPage) -> Page | None:
    if isinstance(picture, BrokenPage):
        return None
    try:
        return page_work.made(picture)
    except Exception:
        # One strange page must not hold up the others; it is told and left to the officer.
        log.exception("A page of a scan could not be worked.")
        return None


@transaction.atomic
def _keep(scan: Scan, number: int, page: Page | None) -> bool:
    """The page and the progress of its scan; False when the scan was thrown away or taken over meanwhile."""
    mine = Scan.objects.select_for_update().filter(pk=scan.pk, state=Scan.State.WORKING).first()
    if mine is None or mine.pages.filter(number=number).exists():
        return False
    _store(scan, number, page)
    Scan.objects.filter(pk=scan.pk).update(lease_until=moment.now() + LEASE, attempts=0)
    return True


def _store(scan: Scan, number: int, page: Page | None) -> None:
    if page is None:
        ScanPage.objects.create(scan=scan, number=number, position=number, faults=[_UNREAD])
        return
    image = files.keep(
        content=page.content,
        name=f"trang-{number:03d}.jpg",
        media_type=JPEG,
        origin=StoredFile.Origin.SCAN,
        by=scan.created_by,
    )
    known = page.separator is not None and page.separator.procedure == scan.dossier.version.procedure_id
    separator = page.separator.component[:60] if page.separator and known else ""
    strange = page.separator is not None and not known
    ScanPage.objects.create(
        scan=scan,
        number=number,
        position=number,
        image=image,
        turned=page.turned,
        blank=page.blank,
        separator=UNKNOWN_SHEET if strange else separator,
        coded=page.coded,
        faults=[_OTHER_SHEET] if strange else list(page.faults),
    )


def _give_back(scan: Scan) -> None:
    Scan.objects.filter(pk=scan.pk, state=Scan.State.WORKING).update(
        state=Scan.State.WAITING, lease_until=None
    )


@transaction.atomic
def _finish(scan: Scan) -> None:
    """All pages are there: propose what belongs together, and wait for the officer."""
    mine = Scan.objects.select_for_update().filter(pk=scan.pk, state=Scan.State.WORKING).first()
    if mine is None:
        return
    place_pages(scan)
    mine.state, mine.lease_until = Scan.State.READY, None
    mine.save(update_fields=["state", "lease_until"])
    noted(SYSTEM_ACTOR, scan, "split_scan", pages=scan.pages_total)
