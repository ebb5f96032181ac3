"""Writing a version in the browser: begun from nothing, from a version, from a national record or a file."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.catalogue.actions.publish import Published, check_may_publish, publish
from motcua.catalogue.base import CODE_PATTERN
from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.shape import Path
from motcua.catalogue.models import Field, Version
from motcua.catalogue.queries import found_in
from motcua.catalogue.report import path_text
from motcua.catalogue.source import parse
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.transition import KEEP, Clause, check_clause
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused

_CODE = re.compile(CODE_PATTERN)
_LONGEST_GROUND = 2000
_CLAUSE = ("transition", "transition_basis", "answer_by", "longer_term")
MOST_BYTES = 500_000


def begin(*, actor: Actor, code: str, name: str = "", now: datetime | None = None) -> Draft:
    """Begin the next version of a procedure: from its latest version, or from nothing when it has none.

    Raises Refused when the code is none or somebody is writing this procedure already.
    """
    check_may_publish(actor)
    code = code.strip()
    if not _CODE.match(code):
        raise Refused(
            "Mã thủ tục phải như 1.001193 hoặc 1.001612.000.00.00.H48, lấy theo quyết định công bố.",
            field="code",
        )
    base = Version.objects.filter(procedure_id=code).select_related("content").latest_first().first()
    if base is None and not name.strip():
        raise Refused("Thủ tục này chưa có trong hệ thống. Hãy ghi tên thủ tục.", field="name")
    data = tree.of_spec(base.whole) if base is not None else {"code": code, "name": name.strip()}
    return _create(actor, data, base, now)


def begin_from_text(*, actor: Actor, text: str, now: datetime | None = None) -> Draft:
    """Begin from a procedure file: of another province, of an editor, or drafted from a national record."""
    check_may_publish(actor)
    data = _read(text)
    code = str(data.get("code") or "")
    if not _CODE.match(code):
        raise Refused("Tệp chưa ghi mã thủ tục («code»), hoặc mã viết sai.", field="text")
    base = Version.objects.filter(procedure_id=code).latest_first().first()
    return _create(actor, data, base, now)


def put(
    *, actor: Actor, draft_id: UUID, path: Path, value: Any, seen: str, now: datetime | None = None
) -> Draft:
    """Write one part. `seen` is the mark of what the writer saw there.

    Raises Refused when somebody else has changed the same part since.
    """
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        before = tree.find(draft.data, path)
        if tree.mark(before) != seen and before != value:
            raise Refused(
                f"{draft.changed_by} vừa sửa chính mục này. Nội dung bạn gõ vẫn còn dưới đây;"
                " hãy so với bản mới rồi lưu lại.",
                code="changed",
            )
        return _changed(actor, draft, tree.put(draft.data, path, value), "put", path, now)


def add(
    *, actor: Actor, draft_id: UUID, path: Path, value: Any, now: datetime | None = None
) -> tuple[Draft, Path]:
    """One more part at the end of a list; and its path."""
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        data, place = tree.add(draft.data, path, value)
        return _changed(actor, draft, data, "add", place, now), place


def remove(*, actor: Actor, draft_id: UUID, path: Path, seen: str, now: datetime | None = None) -> Draft:
    """Take a part out. Raises Refused when it is no longer the part that was seen there."""
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        _check_seen(draft, path, seen)
        return _changed(actor, draft, tree.remove(draft.data, path), "remove", path, now)


def shift(
    *, actor: Actor, draft_id: UUID, path: Path, by: int, seen: str, now: datetime | None = None
) -> Draft:
    """Move a part of a list up (-1) or down (1)."""
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        _check_seen(draft, path, seen)
        return _changed(actor, draft, tree.shift(draft.data, path, by), "shift", path, now)


def rewrite(*, actor: Actor, draft_id: UUID, text: str, seen: int, now: datetime | None = None) -> Draft:
    """Replace the whole draft by the text of a procedure file; its code stays. `seen` is a revision."""
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        data = _read(text)
        if data.get("code") != draft.code:
            raise Refused(f"Tệp phải ghi mã của thủ tục này: code: '{draft.code}'.", field="text")
        if seen != draft.revision and data != draft.data:
            raise Refused(
                f"{draft.changed_by} đã sửa bản soạn sau khi bạn mở trang này. Chữ bạn gõ vẫn còn dưới đây;"
                " hãy so với bản mới rồi lưu lại.",
                code="changed",
                field="text",
            )
        return _changed(actor, draft, data, "rewrite", (), now)


def submit(
    *, actor: Actor, draft_id: UUID, ground: str, clause: Clause = KEEP, now: datetime | None = None
) -> Draft:
    """Hand the draft to a second person, with what shall become of running dossiers.

    Raises Refused while the check still finds an error, or when the clause cannot stand.
    """
    if not ground.strip():
        raise Refused("Hãy ghi vì sao thay đổi và căn cứ, để người duyệt đối chiếu.", field="ground")
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        spec = _check_sound(draft)
        check_clause(clause, effective_from=spec.effective_from, today=moment.today())
        draft.state = Draft.State.SUBMITTED
        draft.ground = ground.strip()[:_LONGEST_GROUND]
        draft.submitted_by_id = actor.user_id
        draft.transition, draft.transition_basis = clause.kind, clause.basis.strip()[:300]
        draft.answer_by, draft.longer_term = clause.answer_by, clause.longer_term
        _save(actor, draft, now, "state", "ground", "submitted_by", *_CLAUSE)
        _record(actor, "submit", draft, ground=draft.ground, clause=clause.words, mark=tree.mark(draft.data))
    return draft


def approve(*, actor: Actor, draft_id: UUID, seen: int, now: datetime | None = None) -> Published:
    """Let it be published: by somebody who wrote nothing of it. A day to come is kept; it begins by itself.

    Raises Refused when it changed since it was looked at, Forbidden to one of its writers.
    """
    with transaction.atomic():
        draft = _locked(actor, draft_id, state=Draft.State.SUBMITTED)
        check_may_approve(draft, actor)
        if draft.revision != seen:
            raise Refused("Bản soạn đã thay đổi sau khi bạn mở trang này. Hãy xem lại trước khi duyệt.")
        spec = _check_sound(draft)
        published = publish(actor=actor, spec_or_path=spec, now=now, transition=draft.clause)
        if not published.new:
            raise Refused("Bản soạn không khác bản đã công bố, nên không có gì để công bố.", code="same")
        draft.state, draft.version = Draft.State.PUBLISHED, published.version
        draft.decided_by = actor.label[:200]
        _save(actor, draft, now, "state", "version", "decided_by")
        _record(actor, "approve", draft, number=published.version.number)
    return published


def send_back(*, actor: Actor, draft_id: UUID, reason: str, now: datetime | None = None) -> Draft:
    """Back to its writers with a reason; a writer may take it back in the same way."""
    if not reason.strip():
        raise Refused("Hãy ghi cần sửa gì, để người soạn làm được ngay.", field="reason")
    with transaction.atomic():
        draft = _locked(actor, draft_id, state=Draft.State.SUBMITTED)
        draft.state, draft.returned_for = Draft.State.WRITING, reason.strip()[:_LONGEST_GROUND]
        draft.decided_by = actor.label[:200]
        _save(actor, draft, now, "state", "returned_for", "decided_by")
        _record(actor, "send_back", draft, reason=draft.returned_for)
    return draft


def drop(*, actor: Actor, draft_id: UUID, reason: str, now: datetime | None = None) -> Draft:
    """Give a draft up; it stays to be read, and another may be begun."""
    if not reason.strip():
        raise Refused("Hãy ghi vì sao bỏ bản soạn này.", field="reason")
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        draft.state, draft.returned_for = Draft.State.DROPPED, reason.strip()[:_LONGEST_GROUND]
        _save(actor, draft, now, "state", "returned_for")
        _record(actor, "drop", draft, reason=draft.returned_for)
    return draft


def check_may_approve(draft: Draft, actor: Actor) -> None:
    """Only an administrator who neither wrote nor handed in the draft approves it. Raises Forbidden."""
    check_may_publish(actor)
    if actor.user_id is None or actor.user_id in draft.wrote or actor.user_id == draft.submitted_by_id:
        raise Forbidden(
            "Bản soạn phải do người thứ hai duyệt: bạn đã soạn hoặc trình bản này.", code="own_draft"
        )


def _create(actor: Actor, data: tree.Data, base: Version | None, now: datetime | None) -> Draft:
    at = now or moment.now()
    data = _with_known_field(data)
    draft = Draft(
        code=data["code"],
        name=_name(data),
        base=base,
        data=data,
        wrote=[actor.user_id],
        begun_at=at,
        begun_by=actor.label[:200],
        changed_at=at,
        changed_by=actor.label[:200],
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            _record(actor, "begin", draft, base=base.number if base else None)
    except IntegrityError:
        raise Refused(
            "Thủ tục này đang có một bản soạn chưa xong. Hãy mở bản ấy trong danh sách và sửa tiếp.",
            code="open_draft",
            field="code",
        ) from None
    return draft


def _locked(actor: Actor, draft_id: UUID, *, state: str = Draft.State.WRITING) -> Draft:
    check_may_publish(actor)
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise Refused("Không tìm thấy bản soạn này.", code="unknown")
    if draft.state != state:
        raise Refused(
            f"Bản soạn này đang ở trạng thái «{draft.get_state_display()}». Hãy tải lại trang.", code="state"
        )
    return draft


def _check_seen(draft: Draft, path: Path, seen: str) -> None:
    if tree.mark(tree.find(draft.data, path)) != seen:
        raise Refused(f"{draft.changed_by} vừa sửa danh sách này. Hãy xem lại rồi làm tiếp.", code="changed")


def _check_sound(draft: Draft) -> ProcedureSpec:
    findings, spec = found_in(draft)
    errors = [each for each in findings if each.kind == "error"]
    if spec is None or errors:
        first = f"{path_text(errors[0].place)}: {errors[0].message}"
        raise Refused(f"Bản soạn còn {len(errors)} lỗi. Lỗi đầu tiên: {first}", code="faults")
    return spec


def _changed(
    actor: Actor, draft: Draft, data: tree.Data, verb: str, path: Path, now: datetime | None
) -> Draft:
    data = _with_known_field(data)
    if data == draft.data:
        return draft
    draft.data, draft.name = data, _name(data)
    draft.revision += 1
    draft.wrote = sorted({*draft.wrote, actor.user_id})
    _save(actor, draft, now, "data", "name", "revision", "wrote")
    _record(actor, verb, draft, place=path_text(path), revision=draft.revision, mark=tree.mark(data))
    return draft


def _with_known_field(data: tree.Data) -> tree.Data:
    """A field of management that exists already keeps its name: one procedure does not rename it for all."""
    field = data.get("field")
    code = field.get("code") if isinstance(field, dict) else None
    known = Field.objects.filter(pk=code).values_list("name", flat=True).first() if code else None
    return {**data, "field": {"code": code, "name": known}} if known else data


def _name(data: tree.Data) -> str:
    return str(data.get("name") or "")[:500]


def _save(actor: Actor, draft: Draft, now: datetime | None, *fields: str) -> None:
    draft.changed_at, draft.changed_by = now or moment.now(), actor.label[:200]
    draft.save(update_fields=[*fields, "changed_at", "changed_by"])


def _read(text: str) -> tree.Data:
    if len(text.encode()) > MOST_BYTES:
        raise Refused("Tệp quá lớn: một thủ tục không dài đến thế.", field="text")
    source = parse(text)
    if source.findings or not isinstance(source.data, dict):
        found = source.fault(source.findings[0])
        raise Refused(f"Dòng {found.line}: {found.message}", field="text")
    return dict(source.data)


def _record(actor: Actor, verb: str, draft: Draft, **content: object) -> None:
    record(
        actor=actor.label,
        verb=f"draft.{verb}",
        subject_type="procedure_draft",
        subject_id=str(draft.pk),
        content={"code": draft.code, **content},
        user_id=actor.user_id,
        unit_id=actor.unit_id,
    )
