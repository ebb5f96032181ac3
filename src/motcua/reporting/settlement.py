"""Quarterly settlement between desks and agencies: what was collected for whom, and what was handed over.

NĐ 61/2018 Đ12 kh.9: the desk and the agencies settle each quarter what was collected. Fees (phí) and charges
(lệ phí) are never added up. What comes by transfer, gateway or post goes to the agency's own account: nobody
has to hand it over. Whole đồng.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Sum

from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.payments.models import Book, JournalEntry, Payment, Posting, Till
from motcua.payments.queries import taken_between
from motcua.payments.shares import SURPLUS, shares_of
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, Row, Table

COLUMNS = (
    Column("desk", "Nơi thu", "text"),
    Column("agency", "Cơ quan được thu", "text"),
    Column("fee", "Phí", "money"),
    Column("charge", "Lệ phí", "money"),
    Column("others", "Thu hộ thuế, cước", "money"),
    Column("surplus", "Nộp thừa", "money"),
    Column("handed", "Đã nộp Kho bạc", "money"),
)
_FIGURES = tuple(column.key for column in COLUMNS if column.kind == "money")
_KEYS = {"fee": "fee", "charge": "charge", SURPLUS: "surplus"}
_CHUNK = 2000
# Where the money came and by which unit's desk; no desk for what went to the agency's account directly.
Key = tuple[str, str]
Sums = dict[Key, dict[str, int]]


def quarter(text: str) -> tuple[date, date]:
    """The first and last day of «2026-4». Raises Refused for what is none."""
    year, _, number = text.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and number in ("1", "2", "3", "4")):
        raise Refused("Hãy ghi quý như 2026-4.", field="quy")
    first = date(int(year), 3 * int(number) - 2, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarter_of(day: date) -> str:
    """The quarter of a day as `quarter` reads it."""
    return f"{day.year}-{(day.month + 2) // 3}"


def settlement(first: date, last: date, units: Collection[str], place: str) -> Table:
    """What was collected in these days at the desks of these units, or for them."""
    sums: Sums = defaultdict(lambda: defaultdict(int))
    _collected(sums, first, last, units)
    _handed_over(sums, first, last, units)
    names = _names(sums)
    rows: list[Row] = [
        {"desk": names.get(desk, desk), "agency": names.get(agency, agency) or "Không rõ", **_filled(found)}
        for (desk, agency), found in sums.items()
    ]
    rows.sort(key=lambda row: (row["desk"], row["agency"]))
    totals = {"desk": "Cộng", "agency": "", **{key: sum(row[key] for row in rows) for key in _FIGURES}}
    return Table(
        name="settlement",
        title="Quyết toán phí, lệ phí giữa nơi thu và cơ quan",
        columns=COLUMNS,
        rows=rows,
        asked=Asked(first, last),
        place=place,
        formula=(
            "Tiền thu trong kỳ theo nơi thu và cơ quan; phí và lệ phí tách riêng. Đã nộp: tiền mặt của các"
            " quầy thu nộp Kho bạc trong kỳ, theo cơ quan được thu, chưa kể chênh lệch kiểm quỹ."
        ),
        source="Nghị định 61/2018/NĐ-CP Điều 12 khoản 9",
        totals=totals,
    )


def _filled(found: dict[str, int]) -> dict[str, int]:
    return {key: found.get(key, 0) for key in _FIGURES}


def _collected(sums: Sums, first: date, last: date, units: Collection[str]) -> None:
    payments = taken_between(units, first, last).select_related("obligation").order_by("pk")
    for chunk in _chunks(payments.iterator(chunk_size=_CHUNK)):
        desks, shares = _desks([payment.entry_id for payment in chunk]), shares_of(chunk)
        for payment in chunk:
            method = Payment.Method(payment.method)
            desk = desks.get(payment.entry_id, str(method.label))
            found = sums[desk, payment.obligation.unit_id or ""]
            for kind, amount in shares[payment.pk].items():
                found[_KEYS.get(kind, "others")] += amount


def _chunks(rows: Iterator[Payment]) -> Iterator[list[Payment]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _desks(entry_ids: list[UUID | None]) -> dict[UUID | None, str]:
    """The unit of the till that cash was put into, by entry."""
    rows = Posting.objects.filter(entry__in=entry_ids, book=Book.CASH).exclude(place="")
    places = dict(rows.values_list("entry", "place"))
    tills = Till.objects.filter(pk__in=set(places.values()))
    units = {str(pk): unit_id for pk, unit_id in tills.values_list("pk", "unit")}
    return {entry_id: units[place] for entry_id, place in places.items()}


def _handed_over(sums: Sums, first: date, last: date, units: Collection[str]) -> None:
    """The cash in the tills that went to the treasury in these days, by the agency it was taken for."""
    tills = Till.objects.filter(
        handed_over_at__gte=moment.start_of(first),
        handed_over_at__lt=moment.start_of(last + timedelta(days=1)),
    )
    desks = {str(pk): unit_id for pk, unit_id in tills.values_list("pk", "unit")}
    cash = Posting.objects.filter(
        book=Book.CASH, place__in=desks, entry__kind=JournalEntry.Kind.RECEIVE
    ).order_by()
    for place, agency, amount in cash.values_list("place", "entry__unit").annotate(total=Sum("amount")):
        if agency in units or desks[place] in units:
            sums[desks[place], agency or ""]["handed"] += amount


def _names(sums: Sums) -> dict[str, str]:
    wanted = {part for key in sums for part in key}
    return dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name"))
