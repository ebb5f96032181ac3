"""Data out of the paper: a person compares what was typed with the page, or leaves it for a stated reason."""

from django.db import transaction

from motcua.dossiers.actions.scan import locked_scan, noted
from motcua.dossiers.models import Scan
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id

_LEAST = 8


@transaction.atomic
def compare(*, actor: Actor, scan_id: Id, compared: bool) -> Scan:
    """The officer has compared the data with the pages (TT 01/2023/TT-VPCP: extract, check)."""
    scan = _filed(actor, scan_id)
    if not compared:
        raise Refused(
            "Hãy so dữ liệu với hình trang giấy rồi đánh dấu «Tôi đã so».",
            field="compared",
            code="not-compared",
        )
    return _kept(actor, scan, "")


@transaction.atomic
def leave_uncompared(*, actor: Actor, scan_id: Id, reason: str) -> Scan:
    """The exception that stays on record: why no data was taken out of these papers."""
    scan = _filed(actor, scan_id)
    said = " ".join(reason.split())
    if len(said) < _LEAST:
        raise Refused(
            "Hãy ghi lý do bỏ qua bước lấy dữ liệu, ví dụ: «Bản vẽ, không có dữ liệu để nhập».",
            field="reason",
            code="reason",
        )
    return _kept(actor, scan, said[:300])


def _filed(actor: Actor, scan_id: Id) -> Scan:
    scan = locked_scan(actor, scan_id)
    if not scan.is_filed:
        raise Refused("Hãy lưu các trang vào hồ sơ trước, rồi mới lấy dữ liệu.", code="not-filed")
    return scan


def _kept(actor: Actor, scan: Scan, reason: str) -> Scan:
    scan.compared_at, scan.compared_by, scan.not_compared_because = moment.now(), actor.label, reason
    scan.save(update_fields=["compared_at", "compared_by", "not_compared_because"])
    noted(actor, scan, "leave_uncompared" if reason else "compare", **({"reason": reason} if reason else {}))
    return scan
