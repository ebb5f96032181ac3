"""The journal for the accounting system: one row per posting, streamed."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import QuerySet

from motcua.lib import moment
from motcua.payments.models import Book, Posting
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, Row, Streamed, Table

COLUMNS = (
    Column("day", "Ngày sổ", "day"),
    Column("at", "Ghi lúc", "moment"),
    Column("key", "Số bút toán", "text"),
    Column("account", "Tài khoản", "text"),
    Column("debit", "Nợ", "money"),
    Column("credit", "Có", "money"),
    Column("unit", "Đơn vị", "text"),
    Column("dossier", "Mã hồ sơ", "text"),
    Column("text", "Diễn giải", "text"),
)
_CHUNK = 2000


def postings(first: date, last: date, units: Collection[str] | None = None) -> QuerySet[Posting]:
    """The postings of these days (inclusive) in the order they were made; None: of every unit."""
    found = Posting.objects.filter(entry__day__gte=first, entry__day__lte=last)
    if units is not None:
        found = found.filter(entry__unit__in=units)
    return found.select_related("entry__unit", "obligation__dossier").order_by(
        "entry__day", "entry__at", "entry", "pk"
    )


def row_of(posting: Posting) -> Row:
    """A posting as a line of the journal; amounts in whole đồng on one of two sides."""
    entry, owed = posting.entry, posting.obligation
    dossier = getattr(owed, "dossier", None) if owed is not None else None
    return {
        "day": entry.day,
        "at": entry.at.astimezone(moment.TZ),
        "key": entry.key,
        "account": str(Book(posting.book).label),
        "debit": max(0, posting.amount),
        "credit": max(0, -posting.amount),
        "unit": entry.unit.name if entry.unit else "",
        "dossier": dossier.number if dossier is not None else "",
        "text": entry.text or entry.get_kind_display(),
    }


def journal(first: date, last: date, units: Collection[str] | None = None, place: str = "Toàn tỉnh") -> Table:
    """The journal as a table for `reporting.exports`. Raises Refused for days in the wrong order."""

    def rows(most: int | None) -> Iterator[Row]:
        for posting in postings(first, last, units)[:most].iterator(chunk_size=_CHUNK):
            yield row_of(posting)

    return Table(
        name="journal",
        title="Nhật ký bút toán",
        columns=COLUMNS,
        rows=Streamed(rows),
        asked=Asked(first, last),
        place=place,
        formula="Mỗi dòng là một dòng Nợ hoặc Có của một bút toán; Nợ và Có của một bút toán bằng nhau.",
        source="Sổ tiền của hệ thống",
    )
