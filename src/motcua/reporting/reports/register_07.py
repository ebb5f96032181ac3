"""Register 07 (sổ theo dõi hồ sơ): every dossier accepted at the desks in the period, numbered through the
year.

One book for each desk and year; numbers go on without a gap and never begin anew inside a year (TT
01/2018/TT-VPCP Đ10); form 07. The book is the desk's: it follows who received, not who decides. What was
entered at acceptance stands as it was entered; the due day and what came of it are today's.
"""

from collections.abc import Iterator

from motcua.dossiers.models import RegisterBook, RegisterRow, ReturnMethod
from motcua.identity.actor import CLERK, DESK_OFFICER
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
# What was typed into the form is much, and no line of the book.
_UNSEEN = ("dossier__answers", "dossier__values", "dossier__raw")
_METHODS = dict(ReturnMethod.choices)


def _rows(asked: Asked, most: int | None) -> Iterator[Row]:
    units = asked.units()
    found = RegisterRow.objects.filter(
        received_at__gte=starts(asked.first), received_at__lt=after(asked.last)
    )
    if units is not None:
        # By their keys: the database then reads the lines of each book in the order they are wanted in.
        books = RegisterBook.objects.filter(unit__in=units).values_list("pk", flat=True)
        found = found.filter(book__in=list(books))
    found = found.order_by("received_at", "number", "pk")
    if most is not None:
        found = RegisterRow.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:most]))
        found = found.order_by("received_at", "number", "pk")
    found = found.select_related("book__unit", "dossier").defer(*_UNSEEN).prefetch_related("dossier__results")
    for line in found.iterator(chunk_size=400):
        yield _row(line)


def _row(line: RegisterRow) -> Row:
    dossier, facts = line.dossier, line.facts
    receivers = {result.receiver for result in dossier.results.all() if result.receiver}
    return {
        "number": line.number,
        "desk": line.book.unit.short_name,
        "code": facts["code"],
        "procedure": facts["procedure"],
        "sets": int(facts["sets"]),
        "owner": facts["owner"],
        "contact": facts["contact"],
        "agency": facts["agency"],
        "received": line.received_at,
        "due": dossier.due_at,
        "returned": dossier.returned_at,
        "method": _METHODS.get(dossier.return_method, ""),
        "receiver": ", ".join(sorted(receivers)),
        "note": "" if dossier.returned_at else dossier.state.word,
    }


def _compute(kind: ReportKind, asked: Asked) -> Table:
    return kind.table(asked, _COLUMNS, Streamed(lambda most: _rows(asked, most)))


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
