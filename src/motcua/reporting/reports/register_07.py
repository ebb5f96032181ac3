"""Register 07 (sổ theo dõi hồ sơ): every dossier accepted at the desks in the period, numbered through the
year.

One book for each desk and year; numbers go on without a gap and never begin anew inside a year (TT
01/2018/TT-VPCP Đ10); form 07. The book is the desk's: it follows who received, not who decides.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, QuerySet

from motcua.dossiers.models import Dossier, ReturnMethod
from motcua.identity.actor import CLERK, DESK_OFFICER
from motcua.lib.moment import TZ
from motcua.reporting.behind import after, starts
from motcua.reporting.scope import Asked
from motcua.reporting.table import STEERING, Column, ReportKind, Row, Streamed, Table

_COLUMNS = (
    Column("number", "STT"),
    Column("desk", "Nơi tiếp nhận", "text"),
    Column("code", "Mã hồ sơ", "text"),
    Column("procedure", "Tên thủ tục", "text"),
    Column("sets", "Số bộ"),
    Column("owner", "Chủ hồ sơ", "text"),
    Column("contact", "Địa chỉ, số điện thoại", "text"),
    Column("agency", "Cơ quan giải quyết", "text"),
    Column("received", "Ngày nhận", "moment"),
    Column("due", "Ngày hẹn trả", "moment"),
    Column("returned", "Ngày trả", "moment"),
    Column("method", "Cách nhận kết quả", "text"),
    Column("receiver", "Người ký nhận", "text"),
    Column("note", "Ghi chú", "text"),
)
_METHODS = dict(ReturnMethod.choices)


def _books(asked: Asked) -> QuerySet[Dossier]:
    units = asked.units()
    found = Dossier.objects.filter(accepted_at__isnull=False)
    return found if units is None else found.filter(receiving_unit__in=units)


def _rows(asked: Asked) -> Iterator[Row]:
    books = _books(asked)
    year = asked.first.year
    numbers = _numbers_before(books, asked.first)
    rows = (
        books.filter(accepted_at__gte=starts(asked.first), accepted_at__lt=after(asked.last))
        .select_related(
            "version__procedure", "owner", "owner_organisation", "receiving_unit", "competent_unit"
        )
        .prefetch_related("results")
        .order_by("accepted_at", "pk")
    )
    for dossier in rows.iterator(chunk_size=1000):
        if dossier.accepted_at and (accepted := dossier.accepted_at.astimezone(TZ).year) != year:
            year, numbers = accepted, Counter()
        numbers[dossier.receiving_unit_id or ""] += 1
        yield _row(numbers[dossier.receiving_unit_id or ""], dossier)


def _numbers_before(books: QuerySet[Dossier], first: date) -> Counter[str]:
    """The last number of every book when the period begins."""
    new_year = first.replace(month=1, day=1)
    before = books.filter(accepted_at__gte=starts(new_year), accepted_at__lt=starts(first))
    found = before.values_list("receiving_unit_id").annotate(total=Count("pk")).order_by()
    return Counter({unit or "": total for unit, total in found})


def _row(number: int, dossier: Dossier) -> Row:
    owner = dossier.owner_organisation.name if dossier.owner_organisation else dossier.owner.full_name
    receivers = {result.receiver for result in dossier.results.all() if result.receiver}
    return {
        "number": number,
        "desk": dossier.receiving_unit.short_name if dossier.receiving_unit else "",
        "code": dossier.code or "",
        "procedure": dossier.version.procedure.name,
        "sets": 1,
        "owner": owner,
        "contact": "; ".join(filter(None, (dossier.owner.residence, dossier.owner.phone))),
        "agency": dossier.competent_unit.name if dossier.competent_unit else "",
        "received": dossier.accepted_at,
        "due": dossier.due_at,
        "returned": dossier.returned_at,
        "method": _METHODS.get(dossier.return_method, ""),
        "receiver": ", ".join(sorted(receivers)),
        "note": "" if dossier.returned_at else dossier.state.word,
    }


def _compute(kind: ReportKind, asked: Asked) -> Table:
    return kind.table(asked, _COLUMNS, Streamed(lambda: _rows(asked)))


REPORT = ReportKind(
    name="register-07",
    title="Sổ theo dõi hồ sơ (mẫu số 07)",
    formula=(
        "Mỗi hồ sơ được tiếp nhận một dòng. Số thứ tự liên tục trong năm của từng nơi tiếp nhận, không đánh"
        " lại từ đầu giữa năm."
    ),
    source="Thông tư 01/2018/TT-VPCP Điều 9, Điều 10; mẫu số 07",
    compute=_compute,
    audience=STEERING | {DESK_OFFICER, CLERK},
    names_people=True,
)
