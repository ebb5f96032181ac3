"""A dossier before it is filed: begun, filled page by page, kept whatever happens to the browser."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.catalogue.models import Version
from motcua.dossiers import codes, content, places
from motcua.dossiers.form_files import with_own_files
from motcua.dossiers.models import Channel, Dossier, ReturnMethod
from motcua.forms.answers import as_raw, change_group, merged
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.identity.mandates import may_file_for
from motcua.identity.models import Organisation, Person
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit


class Outdated(Refused):
    """Another device saved a newer draft; what was typed here must not overwrite it."""


def start(
    *,
    actor: Actor,
    version: Version,
    submitter: Person,
    owner: Person | None = None,
    owner_organisation: Organisation | None = None,
    channel: str = Channel.ONLINE,
    receiving_unit: Unit | None = None,
    answers: Mapping[str, str] | None = None,
    raw: Mapping[str, Any] | None = None,
    dossier_id: UUID | None = None,
) -> Dossier:
    """Begin a draft. At the counter the desk officer is the typist and the citizen is the submitter.

    A citizen files for nobody but oneself and those who let the citizen act for them (NĐ 61/2018 Đ16). With a
    `dossier_id` chosen beforehand a second click finds the draft that the first one began.
    """
    _check_parties(actor, version, submitter, owner or submitter)
    online = channel == Channel.ONLINE
    if channel not in version.spec.channels:
        raise Refused("Thủ tục này không nhận theo cách bạn chọn. Hãy xem mục «Cách nộp» của thủ tục.")
    at = moment.now()
    officer = actor.kind == who.OFFICER
    beginning = {
        "temporary_number": codes.temporary(at.date()),
        "version": version,
        "channel": channel,
        "submitter": submitter,
        "owner": owner or submitter,
        "owner_organisation": owner_organisation,
        "typist_id": actor.user_id if officer else None,
        "assisted": officer and online,
        "support_unit_id": (actor.unit_id or None) if officer else None,
        "receiving_unit": receiving_unit,
        "return_unit": receiving_unit,
        "return_method": ReturnMethod.ELECTRONIC if online else ReturnMethod.DESK,
        "answers": dict(answers or {}),
        "raw": dict(raw or {}),
        "created_at": at,
        "touched_at": at,
    }
    if dossier_id is None:
        return Dossier.objects.create(**beginning)
    dossier, begun_now = Dossier.objects.get_or_create(pk=dossier_id, defaults=beginning)
    if not begun_now and not _may_write(actor, dossier):
        raise Forbidden("Bản nháp này không phải của bạn.")
    return dossier


def _check_parties(actor: Actor, version: Version, submitter: Person, owner: Person) -> None:
    if actor.kind == who.OFFICER:
        if not actor.covers(version.procedure_id, version.procedure.field_id):
            raise Forbidden("Vị trí của bạn không nhận thủ tục này. Hãy mời đồng nghiệp phụ trách.")
        return
    if actor.kind != who.CITIZEN or actor.person_id != submitter.pk:
        raise Forbidden("Bạn chỉ nộp được hồ sơ với tên của chính mình.", code="not-yours")
    if not may_file_for(
        delegate_id=submitter.pk,
        principal_id=owner.pk,
        procedure_code=version.procedure_id,
        on=moment.today(),
    ):
        raise Forbidden(f"Bạn chưa được {owner.full_name} ủy quyền nộp thủ tục này.", code="no-mandate")


def _may_write(actor: Actor, dossier: Dossier) -> bool:
    return dossier.belongs_to(actor) or (actor.kind == who.OFFICER and dossier.typist_id == actor.user_id)


def editable(*, actor: Actor, dossier_id: Id) -> Dossier:
    """The draft, locked, if this actor may write it."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("version").get(pk=dossier_id)
    if not _may_write(actor, dossier):
        raise Forbidden("Bản nháp này không phải của bạn.")
    if not dossier.is_draft:
        raise Refused("Hồ sơ này đã nộp rồi nên không sửa được nữa.", code="filed")
    return dossier


@transaction.atomic
def save(
    *,
    actor: Actor,
    dossier_id: Id,
    raw: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    seen_version: int | None = None,
) -> Dossier:
    """Keep what was typed, valid or not. `seen_version` is the draft the writer had before the eyes.

    Raises Outdated when another device has saved since, and writes nothing.
    """
    dossier = editable(actor=actor, dossier_id=dossier_id)
    _still(dossier, seen_version)
    if raw is not None:
        dossier.raw = {**dossier.raw, **raw}
    if answers is not None:
        dossier.answers = dict(answers)
    return _kept(dossier, "raw", "answers")


@transaction.atomic
def save_page(
    *,
    actor: Actor,
    dossier_id: Id,
    page: str,
    posted: Mapping[str, Any],
    files: Mapping[str, Sequence[str]] | None = None,
    seen_version: int | None = None,
) -> Dossier:
    """Keep one page of the form as it was sent: what the page said before is replaced, other pages stay.

    «Thêm» and «Bỏ» of groups are obeyed. `files` are ids of files that came with the page, by input name.
    """
    dossier = editable(actor=actor, dossier_id=dossier_id)
    _still(dossier, seen_version)
    form = dossier.spec.form
    sent = with_own_files(form, as_raw(dossier.raw), as_raw(posted), files or {})
    raw = merged(form, page, dossier.raw, sent)
    dossier.raw = change_group(form, raw, sent) or raw
    return _kept(dossier, "raw")


def _still(dossier: Dossier, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != dossier.draft_version:
        raise Outdated(
            "Bản nháp này vừa được sửa trên thiết bị khác. Hãy tải lại trang để xem bản mới nhất;"
            " những gì bạn vừa gõ vẫn còn trên máy này.",
            code="outdated",
        )


def _kept(dossier: Dossier, *fields: str) -> Dossier:
    dossier.draft_version += 1
    dossier.touched_at = moment.now()
    dossier.save(update_fields=[*fields, "draft_version", "touched_at"])
    return dossier


@transaction.atomic
def choose_place(*, actor: Actor, dossier_id: Id, place: str) -> Dossier:
    """The commune the person wants to deal with the dossier, where the law leaves the choice.

    Raises Refused when no agency of this province decides there.
    """
    dossier = editable(actor=actor, dossier_id=dossier_id)
    if not place.strip():
        raise Refused("Hãy chọn xã, phường sẽ giải quyết hồ sơ.", field="chosen_place", code="no-place")
    dossier.chosen_place = place.strip()[:5]
    try:
        content.competent_unit_of(dossier)
    except Refused as problem:
        raise Refused(problem.message, field="chosen_place", code=problem.code) from problem
    return _kept(dossier, "chosen_place")


@transaction.atomic
def choose_return(*, actor: Actor, dossier_id: Id, method: str, address: str = "", unit: str = "") -> Dossier:
    """How the person wants the result, and at which desk; no desk named: where it is received."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    if method not in ReturnMethod.values:
        raise Refused("Hãy chọn cách nhận kết quả.", field="return_method")
    if method == ReturnMethod.POST and len(address.strip()) < 10:
        raise Refused(
            "Hãy ghi địa chỉ đầy đủ để bưu điện giao kết quả: số nhà, thôn hoặc đường, xã phường, tỉnh.",
            field="return_address",
        )
    dossier.return_method = method
    dossier.return_address = address.strip()[:300] if method == ReturnMethod.POST else ""
    dossier.return_unit = dossier.receiving_unit
    if method == ReturnMethod.DESK and unit:
        dossier.return_unit = places.return_desk(dossier.spec, unit, own=dossier.receiving_unit)
    return _kept(dossier, "return_method", "return_address", "return_unit")


@transaction.atomic
def discard(*, actor: Actor, dossier_id: Id) -> None:
    """Throw a draft away, on the person's own wish. Only drafts can go; a filed dossier never disappears."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    if dossier.movements.exists():
        raise Refused(
            "Hồ sơ này đã nộp một lần rồi lấy về sửa nên không xóa được. Bạn sửa rồi nộp lại, hoặc để yên:"
            " cơ quan không xử lý bản chưa nộp.",
            code="was-filed",
        )
    dossier.delete()
