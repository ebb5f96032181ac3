"""Taking over a whole file of an earlier system: what can be taken is, what cannot is told, twice is once.

Some lines share a transaction, each with a savepoint of its own: a kill at any instant leaves whole dossiers
only, and the next run goes on where this one was cut.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.documents.files import keep
from motcua.documents.inspect import FileKind, inspect
from motcua.documents.models import StoredFile
from motcua.dossiers import codes
from motcua.dossiers.actions.carry_over import Origin, carry_over
from motcua.dossiers.models import Carried
from motcua.dossiers.old_files import RawLine
from motcua.dossiers.old_line import OldDossier, OldPaper, digest_of, facts_of, identity_of, read
from motcua.dossiers.old_places import Places
from motcua.dossiers.reconciliation import Counting, Reconciliation
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused

# A live system waits for a transaction of so many lines at most: about half a second.
CHUNK = 50
_MAX_MB = 50
_KINDS: tuple[FileKind, ...] = ("pdf", "image", "docx", "xlsx", "dwg")
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Known:
    """A line with what it is known by."""

    line: RawLine
    facts: dict[str, Any]
    system: str
    key: str


@dataclass
class _Run:
    """One run over one file."""

    actor: Actor
    file: Path
    found: Reconciliation
    refused: Callable[[dict[str, Any]], object]
    places: Places = field(default_factory=Places)
    counting: Counting = field(default_factory=Counting)
    # By hash: a file of a million lines takes some tens of megabytes, whatever stands in them.
    seen: set[int] = field(default_factory=set)


def carry_over_file(
    *,
    actor: Actor,
    lines: Iterable[RawLine],
    file: Path,
    dry_run: bool = False,
    progress: Callable[[], object] = lambda: None,
    refused: Callable[[dict[str, Any]], object] = lambda row: None,
) -> Reconciliation:
    """Take over every line and say what became of it. `file` names where they stand; papers lie beside it.

    A `dry_run` does everything and keeps nothing. `refused` is given each line that was not taken, with
    `_line` and `_why`. A file that ends in the middle is told as `broken`, what was read before stays taken.
    """
    run = _Run(actor, file, Reconciliation(dry_run=dry_run), refused)
    waiting = iter(lines)
    while chunk := _next(waiting, run.found):
        _take(run, chunk)
        progress()
    if not run.found.lines and not run.found.broken:
        # An export that failed, or another kind of file: nothing was moved, so nothing «matches».
        run.found.broken = "Tệp không có dòng hồ sơ nào."
    return run.found


def _next(lines: Iterator[RawLine], found: Reconciliation) -> list[RawLine]:
    chunk: list[RawLine] = []
    try:
        for line in islice(lines, CHUNK):
            chunk.append(line)
    except (OSError, EOFError, ValueError, zlib.error) as wrong:
        last = found.lines + len(chunk)
        found.broken = f"Không đọc được tệp đến hết (đã đọc {last} dòng): {wrong}."
    return chunk


def _take(run: _Run, chunk: list[RawLine]) -> None:
    run.found.lines += len(chunk)
    known = [each for line in chunk if (each := _known(run, line)) is not None]
    with transaction.atomic():
        before = _carried(known)
        ids = [made for each in known if (made := _one(run, each, before)) is not None]
        run.counting.count(run.found.in_database, ids)
        if run.found.dry_run:
            transaction.set_rollback(True)


def _known(run: _Run, line: RawLine) -> Known | None:
    if line.problem:
        _refuse(run, line, UNREADABLE, line.problem)
        return None
    try:
        facts = facts_of(line.row)
        system, key = identity_of(facts)
    except Refused as why:
        _refuse(run, line, why.code, why.message)
        return None
    mark = hash((system, key))
    if mark in run.seen:
        _refuse(run, line, "twice", f"Mã {facts['code']} đã có ở một dòng trước của tệp này.")
        return None
    run.seen.add(mark)
    code = codes.parse(codes.tidy(facts["code"]))
    run.found.formats["known" if code is not None else "foreign"] += 1
    return Known(line, facts, system, key)


def _carried(lines: list[Known]) -> dict[tuple[str, str], Carried]:
    rows = Carried.objects.filter(key__in=[each.key for each in lines])
    return {(row.system, row.key): row for row in rows}


def _one(run: _Run, line: Known, before: dict[tuple[str, str], Carried]) -> UUID | None:
    """The id of the dossier of this line, if it is here now with these facts."""
    there = before.get((line.system, line.key))
    if there is not None and there.digest != digest_of(line.facts):
        run.found.differ(line.line.number, line.facts["code"], _changed(there.facts, line.facts))
        return None
    try:
        old = read(line.facts)
        unit = run.places.competent(old).pk
        made = there.dossier_id if there is not None else _made(run, old, line.line.number)
    except Refused as why:
        _refuse(run, line.line, why.code, why.message)
        return None
    except IntegrityError:
        _refuse(run, line.line, "race", "Một lệnh khác đang chuyển chính hồ sơ này; hãy chạy lại.")
        return None
    run.found.there += there is not None
    run.found.carried += there is None
    run.found.expect(old, unit)
    return made


def _made(run: _Run, old: OldDossier, number: int) -> UUID:
    made = carry_over(
        actor=run.actor,
        old=old,
        origin=Origin(run.file.name, number),
        places=run.places,
        file_of=lambda paper: _file(run, paper),
    )
    return made.pk


def _changed(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _refuse(run: _Run, line: RawLine, code: str, sentence: str) -> None:
    run.found.refuse(line.number, code, sentence)
    text = {"_text": line.text} if line.text else {}
    run.refused({**line.row, "_line": line.number, "_why": sentence, **text})


def _file(run: _Run, paper: OldPaper) -> StoredFile | None:
    """The file of a paper, compared with its SHA-256 and looked into like everything that is handed in."""
    if not paper.file:
        return None
    folder = run.file.parent.resolve()
    try:
        path = (folder / paper.file).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise Refused(f"Không có tệp «{paper.file[:80]}» bên cạnh tệp dữ liệu.", code="paper-file")
        if path.stat().st_size > _MAX_MB << 20:
            raise Refused(f"Tệp «{paper.file}» nặng quá {_MAX_MB} MB.", code="paper-file")
        content = path.read_bytes()
    except OSError as problem:
        raise Refused(f"Không đọc được tệp «{paper.file[:80]}».", code="paper-file") from problem
    if hashlib.sha256(content).hexdigest() != paper.sha256.lower():
        raise Refused(f"Tệp «{paper.file}» không khớp sha256 ghi trong dòng.", code="paper-digest")
    return _kept(run, paper, path.name, content)


def _kept(run: _Run, paper: OldPaper, name: str, content: bytes) -> StoredFile | None:
    try:
        found = inspect(content, name=name, accept=_KINDS, max_mb=_MAX_MB)
    except Refused as why:
        raise Refused(f"Tệp «{paper.file}»: {why.message}", code="paper-file") from why
    if run.found.dry_run:
        return None
    return keep(
        content=found.content,
        name=found.name,
        media_type=found.media_type,
        origin=StoredFile.Origin.CARRIED,
        by=run.actor.label,
        pages=found.pages,
        notes=list(found.notes),
    )
