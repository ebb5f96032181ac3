"""The background part of an export: computed, written line by line, put into the store, told to who asked.

The row is the queue (decision 0004). A worker takes a row under a lease and renews it with every thousand
lines; one that dies in the middle leaves a lease that runs out, and the next one makes the file anew from the
first line: half a file is never offered.
"""

import hashlib
import logging
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.notifications.actions import tell
from motcua.reporting.exporting import asked_of, lines_of
from motcua.reporting.exports import Progress, write_csv, write_xlsx
from motcua.reporting.models import Export
from motcua.reporting.printing import write_pdf
from motcua.reporting.reports import REPORTS
from motcua.reporting.table import BrokenReport, Table

log = logging.getLogger(__name__)
EXPORT = "export"
# Between two signs of life lie a thousand lines or one piece of a print, seconds both.
LEASE = timedelta(minutes=3)
MAX_ATTEMPTS = 3
_FOLDER = "exports"
_BROKEN = (
    "Các con số của báo cáo mâu thuẫn với nhau nên tệp không được làm. Hãy báo quản trị kiểm tra số liệu."
)
_FAULT = "Máy gặp lỗi khi làm tệp này. Hãy yêu cầu làm lại; nếu vẫn lỗi, hãy báo quản trị."
_DIED = (
    f"Máy đã thử {MAX_ATTEMPTS} lần mà lần nào cũng dừng giữa chừng. Hãy chọn thời gian ngắn hơn rồi yêu"
    " cầu lại."
)


class _TakenAwayError(Exception):
    """Whoever asked has dropped it, or another worker has taken it over: nothing more to do."""


def make_exports(*, most: int = 20) -> int:
    """Make the files that wait, at most so many; returns how many were tried. Several workers may run."""
    tried = 0
    while tried < most and (export := _claim()) is not None:
        _make(export)
        tried += 1
    return tried


def _claim() -> Export | None:
    """Take one; the claim is a lease. What killed every worker that tried is given up, and told."""
    with transaction.atomic():
        at = moment.now()
        found = Export.objects.to_make(at).select_for_update(skip_locked=True).first()
        if found is None:
            return None
        if found.attempts < MAX_ATTEMPTS:
            found.attempts += 1
            found.state, found.rows_done, found.lease_until = Export.State.WORKING, 0, at + LEASE
            found.save(update_fields=["attempts", "state", "rows_done", "lease_until"])
            return found
        _fail(found, _DIED)
    return _claim()


def _make(export: Export) -> None:
    """The whole way of one file, with every way it may end."""
    try:
        table = REPORTS[export.report](asked_of(export))
        export.cut_off = table.cut_off
        _still_mine(export, cut_off=table.cut_off, rows_expected=lines_of(table))
        with tempfile.TemporaryDirectory(prefix="motcua-export-") as folder:
            path = Path(folder) / export.file_name
            lines = _write(table, export.form, path, lambda done: _still_mine(export, rows_done=done))
            _finish(export, path, lines)
    except _TakenAwayError:
        return
    except Refused as problem:
        _end_badly(export, problem.message)
    except BrokenReport:
        log.exception("Export %s contradicts itself.", export.pk)
        _end_badly(export, _BROKEN)
    except Exception:
        log.exception("Export %s could not be made.", export.pk)
        _end_badly(export, _FAULT)


def _write(table: Table, form: str, path: Path, progress: Progress) -> int:
    if form == Export.Form.CSV:
        return write_csv(table, path, progress) - 1
    if form == Export.Form.XLSX:
        return write_xlsx(table, path, progress)
    return write_pdf(table, path, progress)


def _still_mine(export: Export, **news: object) -> None:
    """Write the progress down and stay alive; raises when the row is no longer this worker's."""
    mine = Export.objects.filter(pk=export.pk, state=Export.State.WORKING, attempts=export.attempts)
    if not mine.update(lease_until=moment.now() + LEASE, **news):
        raise _TakenAwayError


def _finish(export: Export, path: Path, lines: int) -> None:
    """Into the store, piece by piece; then the row says so, in one transaction with record and notice."""
    with path.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
        made.seek(0)
        key = default_storage.save(f"{_FOLDER}/{export.pk}.{export.form}", File(made))
    at = moment.now()
    try:
        with transaction.atomic():
            _still_mine(
                export,
                state=Export.State.READY,
                rows_done=lines,
                key=key,
                size=path.stat().st_size,
                sha256=digest,
                done_at=at,
                expires_at=at + timedelta(days=settings.EXPORT_DAYS),
                problem="",
            )
            _record(export, "make_export", {"lines": lines, "sha256": digest})
            _tell(
                export,
                "Tệp báo cáo đã xong",
                f"{_words(export)} Tệp được giữ đến {short_date(at + timedelta(days=settings.EXPORT_DAYS))}.",
            )
    except _TakenAwayError:
        default_storage.delete(key)
        raise


def _end_badly(export: Export, problem: str) -> None:
    with transaction.atomic():
        mine = Export.objects.select_for_update().filter(
            pk=export.pk, state=Export.State.WORKING, attempts=export.attempts
        )
        found = mine.first()
        if found is not None:
            _fail(found, problem)


def _fail(export: Export, problem: str) -> None:
    export.state, export.problem, export.lease_until = Export.State.FAILED, problem[:300], None
    export.save(update_fields=["state", "problem", "lease_until"])
    _record(export, "fail_export", {"problem": problem})
    _tell(export, "Tệp báo cáo không làm được", f"{_words(export)} {problem}")


def _words(export: Export) -> str:
    days = f"từ {short_date(export.first)} đến hết {short_date(export.last)}"
    return f"{export.title}, {export.place}, {days}, dạng {export.get_form_display()}."


def _tell(export: Export, title: str, body: str) -> None:
    tell(
        kind=EXPORT, title=title, body=body, link=f"/dieu-hanh/bao-cao/tep/{export.pk}/", user=export.asked_by
    )


def _record(export: Export, verb: str, content: dict[str, object]) -> None:
    record(
        actor=SYSTEM_ACTOR.label,
        verb=verb,
        subject_type="export",
        subject_id=str(export.pk),
        content={"report": export.report, "form": export.form, **content},
        chain="exports",
    )
