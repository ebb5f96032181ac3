"""The rating slip that goes with forms 01, 02, 03, and register 07 as a print; neither is kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from motcua.documents import paper
from motcua.documents.paper import data as shapes
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers.models import Dossier, RegisterBook
from motcua.lib import moment
from motcua.lib.dates import short_date, short_moment
from motcua.organisation.models import Unit

_SIGNER = Signer(sep=".", salt="rating-slip")


def _head(unit: Unit, number: str = "") -> shapes.Letterhead:
    return shapes.Letterhead(
        agency=unit.name,
        parent_agency=unit.parent.name if unit.parent is not None else "",
        place=settings.PROVINCE["name"],
        day=moment.today(),
        number=number,
    )


def rating_address(dossier: Dossier) -> str:
    """Where whoever holds the slip may rate, once and without logging in: the address cannot be guessed."""
    return f"{settings.PUBLIC_URL}/danh-gia/{_SIGNER.sign(str(dossier.pk))}/"


def dossier_of_slip(token: str) -> Dossier | None:
    """The dossier of a slip; None for what we never signed."""
    try:
        found = UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Dossier.objects.select_related("receiving_unit").filter(pk=found).first()


def rating_slip_pdf(dossier: Dossier, *, size: paper.Size = "a5") -> bytes:
    """Phiếu đánh giá (TT 01/2018/TT-VPCP Đ12) with a QR code to the page for rating."""
    unit = dossier.receiving_unit
    if unit is None:
        raise LookupError("A dossier without a desk has no rating slip.")
    slip = shapes.RatingSlip(
        head=_head(unit, dossier.number),
        code=dossier.number,
        procedure=dossier.version.procedure.name,
        desk=unit.name,
        rate_url=rating_address(dossier),
        contact=", ".join(part for part in (unit.name, unit.phone) if part),
    )
    return paper.render(FormKind.RATING_SLIP, slip, size)


def register_pdf(book: RegisterBook, month: int, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Form 07, A4: the lines of one month, as the report gives them."""
    locked = book.locked_at
    closing = f"Sổ đã khóa {short_moment(locked)}; mã kiểm chứng {book.digest}." if locked else "Sổ đang ghi."
    page = shapes.Register(
        head=_head(book.unit),
        code=f"{book.unit_id} {book.year}",
        year=str(book.year),
        period=f"Tháng {month:02d} năm {book.year}",
        rows=tuple(_line(row) for row in rows),
        closing=closing,
    )
    return paper.render(FormKind.REGISTER, page, "a4")


def _line(row: Mapping[str, Any]) -> shapes.RegisterLine:
    texts = {name: str(row[name] or "") for name in ("code", "procedure", "owner", "contact", "agency")}
    more = {name: str(row[name] or "") for name in ("method", "receiver", "note")}
    return shapes.RegisterLine(
        number=row["number"],
        sets=row["sets"],
        received=_moment(row["received"]),
        due=_moment(row["due"]),
        returned=_moment(row["returned"]),
        **texts,
        **more,
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(moment.TZ)
    return f"{local:%H:%M} {short_date(local.date())}"
