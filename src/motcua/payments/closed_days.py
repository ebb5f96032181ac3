"""Which days of whose books are closed. An entry and a closing of one unit never pass each other by."""

from datetime import date, timedelta

from django.db import connection

from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.payments.models import DayClosing


def day_for(unit_id: str | None, *, can_wait: bool) -> date:
    """The day an entry of this moment belongs to: today, or the first day after it that is not closed.

    Whoever `can_wait` is asked to: Refused. Until the transaction ends nobody closes a day of this unit.
    """
    today = moment.today()
    if unit_id is None:
        return today
    hold(unit_id)
    closed = set(DayClosing.objects.filter(unit=unit_id, day__gte=today).values_list("day", flat=True))
    if today in closed and can_wait:
        raise _closed(unit_id, today)
    while today in closed:
        today += timedelta(days=1)
    return today


def check_open(unit_id: str) -> None:
    """Raises Refused when the books of this unit are closed for today."""
    day_for(unit_id, can_wait=True)


def hold(unit_id: str, *, alone: bool = False) -> None:
    """Writers of a unit's books go side by side; who closes a day is `alone`, until the transaction ends.

    Locking a row would put all writers of a unit in a row. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(hashtext(%s))", [f"books:{unit_id}"])


def _closed(unit_id: str, day: date) -> Refused:
    name = DayClosing.objects.select_related("unit").get(unit=unit_id, day=day).unit.name
    return Refused(
        f"Sổ tiền ngày {short_date(day)} của {name} đã khóa, không ghi thêm được. Hãy làm việc này từ ngày"
        f" {short_date(day + timedelta(days=1))}; người nộp vẫn chuyển khoản bằng mã QR được ngay.",
        code="day-closed",
    )
