"""Whether everything the system stands on answers: database, files, keys, background work."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.delivery.gateway import CarrierError, carrier
from motcua.documents.signing import KeyStoreError, keystore
from motcua.identity.actor import ADMIN
from motcua.lib import moment
from motcua.notifications.models import Notice
from motcua.organisation.queries import calendar_for
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.parts import Status

_LEAST_FREE = 2 << 30
_LONGEST_WAIT = timedelta(minutes=10)


class Unwell(Exception):
    """Something does not work; the sentence says what and what to do."""


@dataclass(frozen=True)
class Part:
    """One thing the system stands on, and what it said."""

    name: str
    said: str
    status: Status


@for_officers(ADMIN)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Asks every part now."""
    parts = [_asked(name, ask) for name, ask in ASKED]
    context = {
        "parts": parts,
        "now": moment.now(),
        "all_well": all(part.status.tone == "green" for part in parts),
    }
    return show(request, "console/health.html", "console:health", context)


def _asked(name: str, ask: Callable[[], str]) -> Part:
    try:
        return Part(name, ask(), Status("Tốt", "done", "green"))
    except (Unwell, KeyStoreError, CarrierError, DatabaseError, OSError) as problem:
        return Part(name, getattr(problem, "message", "") or str(problem), Status("Có vấn đề", "late", "red"))


def database() -> str:
    """It answers and has today's shape."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Unwell(f"Còn {len(waiting)} bước nâng cấp chưa chạy. Chạy ./motcua setup.")
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {version}, đã nâng cấp đủ."


def storage() -> str:
    """The store of files answers, and the disk of the data folder has room."""
    default_storage.exists("health")
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"Còn trống {free / (1 << 30):.1f} GB.".replace(".", ",", 1)
    if free < _LEAST_FREE:
        raise Unwell(f"{said} Cần dọn hoặc thêm chỗ trước khi đầy.")
    return said


def keys() -> str:
    """Something could be signed now."""
    return keystore().check()


def post() -> str:
    """The carrier takes orders; where there is none, the desk types tracking numbers by hand."""
    way = carrier()
    return way.check() if way is not None else "Chưa nối bưu chính: quầy ghi tay số hiệu bưu gửi."


def worker() -> str:
    """Nothing that should have been sent waits for long: only a running worker sends it."""
    late = Notice.objects.to_deliver(moment.now() - _LONGEST_WAIT).count()
    if late:
        raise Unwell(
            f"{late} thông báo chờ gửi quá 10 phút."
            " Xem tiến trình ./motcua work có chạy không và máy chủ thư có nhận thư không."
        )
    return "Không có thông báo nào chờ gửi quá 10 phút."


def calendar() -> str:
    """The calendar knows this year, and next year when this one is nearly over."""
    today = moment.today()
    year = today.year if today.month < 12 else today.year + 1
    if not calendar_for().covers(year):
        raise Unwell(f"Lịch chưa có ngày nghỉ của năm {year}; hạn trả tính sang năm đó có thể sai.")
    return f"Lịch có ngày nghỉ đến năm {year}."


ASKED: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Cơ sở dữ liệu", database),
    ("Kho tệp", storage),
    ("Kho khóa ký số", keys),
    ("Bưu chính", post),
    ("Việc nền", worker),
    ("Lịch làm việc", calendar),
)
