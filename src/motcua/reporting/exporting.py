"""Reports leaving the system as files: at once or asked for from the background, always on record."""

from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers.models import RegisterBook, RegisterRow
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.reporting.behind import after, starts
from motcua.reporting.facts import SIGNS
from motcua.reporting.figures import counted, standing
from motcua.reporting.fold import Metric
from motcua.reporting.models import Export, ExportQuerySet
from motcua.reporting.reports import REPORTS
from motcua.reporting.rights import check_may_open
from motcua.reporting.scope import Asked
from motcua.reporting.table import ReportKind, Table

# Of more lines than this a file is made in the background; fewer are ready before anybody has looked up.
MOST_AT_ONCE = 5000
# So many may wait for one person: a queue is for everybody.
MOST_WAITING = 5
_CHAIN = "exports"


def lines_of(table: Table) -> int | None:
    """How many lines a file of this report has, or None where nobody can tell without making it.

    Streamed registers are never gone through to be counted: of late dossiers the very figures that are
    listed are known from the sums; of the book of the whole province too. The book of a desk follows who
    received, which no sum knows: its lines are counted in the database. Signs are noted by dossier and day;
    one that a dossier gave twice on a day is a line more.
    """
    if isinstance(table.rows, Sequence):
        return len(table.rows) + (table.totals is not None)
    asked = table.asked
    whose = asked.whose()
    if table.name == "register-07":
        if whose.units is None:
            return counted(whose, asked.first, asked.last, [Metric.ACCEPTED]).total()
        return _in_books_of(whose.units, asked)
    if table.name == "late":
        late = counted(whose, asked.first, asked.last, [Metric.SOLVED_LATE]).total()
        return late + standing(whose, asked.last)[(Metric.OVERDUE,)]
    if table.name == "tricks":
        return counted(whose, asked.first, asked.last, SIGNS).total()
    return None


def _in_books_of(units: frozenset[str], asked: Asked) -> int:
    books = list(RegisterBook.objects.filter(unit__in=units).values_list("pk", flat=True))
    rows = RegisterRow.objects.filter(book__in=books)
    return rows.filter(received_at__gte=starts(asked.first), received_at__lt=after(asked.last)).count()


def is_big(lines: int | None) -> bool:
    """Whether a file of so many lines belongs into the background."""
    return (lines or 0) > MOST_AT_ONCE


def note_export(*, actor: Actor, table: Table, form: str) -> None:
    """Write down that this report leaves the system as a file at once."""
    _record(
        actor,
        "export_report",
        "report",
        table.name,
        {"form": form, "place": table.place, **_question(table.asked)},
    )


@transaction.atomic
def ask_for_export(*, actor: Actor, kind: ReportKind, asked: Asked, form: str) -> Export:
    """Put a file into the queue. Asked for twice while it waits, it is the same one.

    Raises Forbidden for a report or unit that is not the actor's, Refused for an unknown form or when too
    many wait already.
    """
    check_may_open(actor, kind, asked)
    if form not in Export.Form.values:
        raise Refused("Hãy chọn dạng tệp: CSV, XLSX hoặc PDF.", field="dang")
    # Locking the person makes two clicks at once wait for each other.
    asker = User.objects.select_for_update().get(pk=actor.user_id or 0)
    question = {
        "report": kind.name,
        "form": form,
        "first": asked.first,
        "last": asked.last,
        "unit_id": asked.unit,
        "level": asked.level,
        "by": kind.grouping(asked),
        "old_map": asked.old_map,
    }
    waiting = Export.objects.unfinished().filter(asked_by=asker)
    same = waiting.filter(**question).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_WAITING:
        raise Refused(
            f"Bạn đang có {MOST_WAITING} tệp chờ làm. Hãy đợi một tệp xong, hoặc bỏ bớt rồi yêu cầu lại."
        )
    made = Export.objects.create(
        asked_by=asker,
        asked_label=actor.label[:200],
        asked_at=moment.now(),
        title=kind.title[:200],
        place=asked.place()[:200],
        **question,
    )
    _note(actor, made, "ask_for_export")
    return made


@transaction.atomic
def ask_again(*, actor: Actor, export_id: Id) -> Export:
    """The same question with today's figures, after a failure or when the file is gone."""
    export = _mine(actor, export_id)
    kind = REPORTS.get(export.report)
    if kind is None:
        raise Refused("Báo cáo này không còn nữa.")
    if export.state not in (Export.State.FAILED, Export.State.GONE):
        raise Refused("Tệp này đang được làm hoặc đã có sẵn.")
    return ask_for_export(actor=actor, kind=kind, asked=asked_of(export), form=export.form)


@transaction.atomic
def drop_export(*, actor: Actor, export_id: Id) -> Export:
    """The asker no longer wants it: what is being made stops at its next lines, a file is thrown away."""
    export = _mine(actor, export_id)
    if export.state in (Export.State.FAILED, Export.State.GONE):
        raise Refused("Tệp này không còn gì để bỏ.")
    _note(actor, export, "drop_export")
    forget_file(export)
    return export


@transaction.atomic
def open_export(*, actor: Actor, export_id: Id) -> tuple[Export, "File[Any]"]:
    """The file for who asked for it, if the post held today still lets the report be opened; on record."""
    export = exports_of(actor).filter(pk=export_id).first()
    if export is None:
        raise Forbidden("Chỉ người yêu cầu mới được tải tệp này.", code="not-yours")
    kind = REPORTS.get(export.report)
    if kind is None or export.state != Export.State.READY:
        raise Refused("Tệp này chưa có hoặc đã được xóa. Hãy yêu cầu làm lại.")
    check_may_open(actor, kind, asked_of(export))
    try:
        file = default_storage.open(export.key)
    except FileNotFoundError as problem:
        raise Refused("Không tìm thấy tệp trong kho. Hãy bỏ tệp này rồi yêu cầu làm lại.") from problem
    _note(actor, export, "take_export", sha256=export.sha256)
    return export, file


def exports_of(actor: Actor) -> ExportQuerySet:
    """What this officer asked for, the latest first."""
    return Export.objects.filter(asked_by=actor.user_id or 0)


def asked_of(export: Export) -> Asked:
    """The question it answers."""
    return Asked(
        export.first,
        export.last,
        unit=export.unit_id,
        level=export.level,
        by=export.by,
        old_map=export.old_map,
    )


def before(export: Export) -> int:
    """How many stand before it in the queue."""
    return Export.objects.unfinished().filter(asked_at__lt=export.asked_at).count()


def forget_file(export: Export) -> None:
    """Throw the file away and keep the row. The row first: a file nobody points at is the lesser evil."""
    key, export.state, export.key, export.lease_until = export.key, Export.State.GONE, "", None
    export.save(update_fields=["state", "key", "lease_until"])
    if key:
        transaction.on_commit(lambda: default_storage.delete(key))


def sweep_exports() -> int:
    """Throw away the files whose days are over; returns how many. Run by the worker."""
    old = list(Export.objects.outdated(moment.now()))
    for export in old:
        with transaction.atomic():
            forget_file(export)
    return len(old)


def _mine(actor: Actor, export_id: Id) -> Export:
    found = exports_of(actor).select_for_update().filter(pk=export_id).first()
    if found is None:
        raise Forbidden("Chỉ người yêu cầu mới được làm việc này với tệp.", code="not-yours")
    return found


def _question(asked: Asked) -> dict[str, Any]:
    return {
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
        "unit": asked.unit,
        "level": asked.level,
        "by": asked.by,
    }


def _note(actor: Actor, export: Export, verb: str, **more: Any) -> None:
    content = {"report": export.report, "form": export.form, **_question(asked_of(export)), **more}
    _record(actor, verb, "export", str(export.pk), content)


def _record(actor: Actor, verb: str, subject_type: str, subject_id: str, content: dict[str, Any]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
        content=content,
        chain=_CHAIN,
    )
