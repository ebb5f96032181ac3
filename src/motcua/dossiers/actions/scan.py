"""A pile of papers scanned in one go: taken in, put in order by the officer, filed to the components.

Digitising at receipt goes in steps: scan, extract, check, keep under a number (TT 01/2023/TT-VPCP).
Extracting is `compare`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from motcua.audit.actions import record
from motcua.documents import files
from motcua.documents.images import JPEG
from motcua.documents.models import StoredFile
from motcua.documents.scanning import bundle, opening
from motcua.documents.scanning.split import WAYS, Seen, Way, propose
from motcua.dossiers import content
from motcua.dossiers.actions.scan_papers import keep_piece
from motcua.dossiers.models import Dossier, Scan, ScanPage
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id

MAX_OPEN = 5
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the officer puts a page: its order, its component (empty: not decided), left out, turned."""

    position: int
    component: str = ""
    dropped: bool = False
    turned: int = 0


def check_may_scan(actor: Actor, dossier: Dossier) -> None:
    """Raises Forbidden or Refused unless this officer digitises the papers of this dossier: whoever types the
    draft, then the desk it lies at.
    """
    mine = dossier.typist_id == actor.user_id if dossier.is_draft else dossier.desk_id in actor.units
    if not (actor.has(DESK_OFFICER) and mine):
        raise Forbidden("Việc số hóa giấy tờ của hồ sơ này không thuộc đơn vị của bạn.")
    if dossier.has_ended:
        raise Refused("Hồ sơ đã kết thúc nên không số hóa thêm giấy tờ.", code="closed")


def may_scan(actor: Actor, dossier: Dossier) -> bool:
    """Whether the way to digitising is shown."""
    try:
        check_may_scan(actor, dossier)
    except Refused:
        return False
    return True


def begin(*, actor: Actor, dossier_id: Id, sent: Sequence[tuple[str, bytes]], way: str) -> Scan:
    """Take a scan in, as (name, content); several photographs of pages count as one scan. Worked by `work`.

    Raises Refused for what no scanner makes, and when too many scans of the dossier wait already.
    """
    if not sent:
        raise Refused("Bạn chưa chọn tệp quét nào. Hãy chọn tệp rồi bấm gửi.", code="no-file")
    if way not in WAYS:
        raise Refused("Hãy chọn cách tách trang.", code="way")
    name, body = _whole(sent)
    found = opening.look(body)
    with transaction.atomic():
        dossier = _locked_dossier(actor, dossier_id)
        if Scan.objects.open().filter(dossier=dossier).count() >= MAX_OPEN:
            raise Refused(
                f"Hồ sơ đang có {MAX_OPEN} bản quét chưa lưu. Hãy lưu hoặc bỏ bớt rồi quét tiếp.", code="many"
            )
        kept = files.keep(
            content=body,
            name=name,
            media_type=found.media_type,
            origin=StoredFile.Origin.SCAN,
            by=actor.label,
            pages=found.pages,
        )
        scan = Scan.objects.create(
            dossier=dossier,
            file=kept,
            way=way,
            pages_total=found.pages,
            created_at=moment.now(),
            created_by=actor.label,
        )
        noted(actor, scan, "scan", pages=found.pages, file=kept.sha256)
    return scan


def _whole(sent: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One file as it is; several photographs as the pages of one PDF."""
    if len(sent) == 1:
        return sent[0][0].strip()[-200:] or "ban-quet", sent[0][1]
    if any(opening.look(body).media_type != JPEG for _, body in sent):
        raise Refused(
            "Hãy gửi mỗi lần một tệp PDF hoặc TIFF; chỉ ảnh JPG mới gửi nhiều tệp một lần.", code="mixed"
        )
    return f"{len(sent)} ảnh.pdf", bundle.pdf((body, 0) for _, body in sent)


@transaction.atomic
def arrange(*, actor: Actor, scan_id: Id, edition: int, places: Mapping[str, Place]) -> Scan:
    """Keep what the officer corrected: page id → place. `edition` is the one the officer had before the eyes.

    Raises Refused when somebody else has changed it since, and writes nothing.
    """
    scan = _ready(actor, scan_id)
    if edition != scan.edition:
        raise Refused(
            "Người khác vừa sửa bản quét này. Trang đã được tải lại; hãy xem lại rồi sửa tiếp.",
            code="outdated",
        )
    known = {component.key for component in scan.dossier.spec.components}
    pages = list(scan.pages.all())
    for page in pages:
        place = places.get(str(page.pk))
        if place is None:
            continue
        page.position, page.dropped = max(1, min(place.position, 9999)), place.dropped
        page.component_key = place.component if place.component in known and not place.dropped else ""
        page.turned = place.turned if place.turned in TURNS else 0
    _keep_order(pages)
    return _changed(scan)


@transaction.atomic
def split_anew(*, actor: Actor, scan_id: Id, way: str) -> Scan:
    """Split by another way; what was put in order by hand begins anew."""
    if way not in WAYS:
        raise Refused("Hãy chọn cách tách trang.", code="way")
    scan = _ready(actor, scan_id)
    scan.way = way
    scan.save(update_fields=["way"])
    place_pages(scan)
    return _changed(scan)


def place_pages(scan: Scan) -> None:
    """Propose a place for every page, in the order they were scanned."""
    named = [part.key for part in scan.dossier.spec.components]
    needed = [part.key for part in content.components(scan.dossier) if part.held_by_state is None]
    pages = sorted(scan.pages.all(), key=lambda page: page.number)
    seen = [Seen(page.blank, page.separator, page.coded) for page in pages]
    way: Way = next(way for way in WAYS if way == scan.way)
    for page, placed in zip(pages, propose(seen, way, needed, named), strict=True):
        page.position, page.piece = page.number, placed.piece
        page.component_key, page.dropped = placed.component, placed.piece == 0
    ScanPage.objects.bulk_update(pages, ["position", "piece", "component_key", "dropped"])


@transaction.atomic
def file_scan(*, actor: Actor, scan_id: Id) -> Scan:
    """Confirm: every piece becomes one PDF and belongs to its component. Done twice it is done once.

    Raises Refused while a page that stays has no component.
    """
    scan = locked_scan(actor, scan_id)
    if scan.is_filed:
        return scan
    _check_ready(scan)
    kept = [page for page in scan.pages.select_related("image") if not page.dropped]
    _check_placed(kept)
    order = {part.key: number for number, part in enumerate(scan.dossier.spec.components, start=1)}
    codes = {}
    for key in sorted({page.component_key for page in kept}, key=lambda key: order.get(key, 999)):
        mine = [page for page in kept if page.component_key == key]
        codes[key] = keep_piece(actor, scan.dossier, key, order.get(key, 0), mine).store_code
    scan.state, scan.filed_at, scan.filed_by = Scan.State.FILED, moment.now(), actor.label
    scan.save(update_fields=["state", "filed_at", "filed_by"])
    noted(actor, scan, "digitise", papers=codes, pages=len(kept))
    return scan


def _check_placed(kept: Sequence[ScanPage]) -> None:
    if not kept:
        raise Refused(
            "Mọi trang đều đã bỏ ra. Hãy giữ lại ít nhất một trang, hoặc bỏ cả bản quét.", code="empty"
        )
    unread = [str(page.number) for page in kept if page.image is None]
    if unread:
        raise Refused(
            f"Trang {', '.join(unread)} máy không đọc được. Hãy bỏ trang đó và quét lại riêng.", code="unread"
        )
    open_pages = [str(page.position) for page in kept if not page.component_key]
    if open_pages:
        raise Refused(
            f"Trang {', '.join(open_pages[:12])} chưa chọn giấy tờ. Hãy chọn giấy tờ hoặc bỏ trang.",
            code="unplaced",
        )


@transaction.atomic
def drop_scan(*, actor: Actor, scan_id: Id) -> Scan:
    """Throw a scan away that was not filed; what was filed stays."""
    scan = locked_scan(actor, scan_id)
    if scan.is_filed:
        raise Refused("Bản quét này đã lưu vào hồ sơ nên không bỏ được nữa.", code="filed")
    if scan.state != Scan.State.DROPPED:
        scan.state = Scan.State.DROPPED
        scan.save(update_fields=["state"])
        noted(actor, scan, "drop_scan")
    return scan


def locked_scan(actor: Actor, scan_id: Id) -> Scan:
    """The scan, locked, if this officer may digitise the dossier's papers."""
    scan = Scan.objects.select_for_update(of=("self",)).get(pk=scan_id)
    scan.dossier = _locked_dossier(actor, scan.dossier_id)
    return scan


def _ready(actor: Actor, scan_id: Id) -> Scan:
    scan = locked_scan(actor, scan_id)
    _check_ready(scan)
    return scan


def _check_ready(scan: Scan) -> None:
    if not scan.is_ready:
        raise Refused(
            f"Bản quét đang ở trạng thái «{scan.get_state_display()}» nên lúc này không sửa được."
            " Hãy tải lại trang.",
            code="not-ready",
        )


def _locked_dossier(actor: Actor, dossier_id: Id) -> Dossier:
    found = Dossier.objects.select_for_update(of=("self",)).select_related("version", "owner")
    dossier = found.get(pk=dossier_id)
    check_may_scan(actor, dossier)
    return dossier


def _keep_order(pages: list[ScanPage]) -> None:
    """Positions from 1 without gaps; of two pages on one place the one scanned earlier goes first."""
    pages.sort(key=lambda page: (page.position, page.number))
    for position, page in enumerate(pages, start=1):
        page.position = position
    ScanPage.objects.bulk_update(pages, ["position", "component_key", "dropped", "turned"])


def _changed(scan: Scan) -> Scan:
    Scan.objects.filter(pk=scan.pk).update(edition=F("edition") + 1)
    scan.refresh_from_db(fields=["edition", "way"])
    return scan


def noted(actor: Actor, scan: Scan, verb: str, **more: object) -> None:
    """Into the record, under the dossier."""
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(scan.dossier_id),
        content={"scan": str(scan.pk), **more},
        chain=scan.dossier.receiving_unit_id or "system",
    )
