"""A dossier before it is filed: begun, filled page by page, kept whatever happens to the browser."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from motcua.catalogue.models import Version
from motcua.dossiers import codes
from motcua.dossiers.models import Channel, Dossier, ReturnMethod
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.identity.models import Organisation, Person
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
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
) -> Dossier:
    """Begin a draft. At the counter the desk officer is the typist and the citizen is the submitter."""
    if channel not in version.spec.channels:
        raise Refused("Thủ tục này không nhận theo cách bạn chọn. Hãy xem mục «Cách nộp» của thủ tục.")
    at = moment.now()
    officer = actor.kind == who.OFFICER
    return Dossier.objects.create(
        temporary_number=codes.temporary(at.date()),
        version=version,
        channel=channel,
        submitter=submitter,
        owner=owner or submitter,
        owner_organisation=owner_organisation,
        typist_id=actor.user_id if officer else None,
        assisted=officer and channel == Channel.ONLINE,
        support_unit_id=actor.unit_id if officer else None,
        receiving_unit=receiving_unit,
        return_unit=receiving_unit,
        return_method=ReturnMethod.ELECTRONIC if channel == Channel.ONLINE else ReturnMethod.DESK,
        answers=dict(answers or {}),
        raw=dict(raw or {}),
        created_at=at,
        touched_at=at,
    )


def editable(*, actor: Actor, dossier_id: object) -> Dossier:
    """The draft, locked, if this actor may write it."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("version").get(pk=dossier_id)
    owner = dossier.belongs_to(actor) or (actor.kind == who.OFFICER and dossier.typist_id == actor.user_id)
    if not owner:
        raise Forbidden("Bản nháp này không phải của bạn.")
    if not dossier.is_draft:
        raise Refused("Hồ sơ này đã nộp rồi nên không sửa được nữa.", code="filed")
    return dossier


@transaction.atomic
def save(
    *, actor: Actor, dossier_id: object, raw: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None, seen_version: int | None = None,
) -> Dossier:
    """Keep what was typed, valid or not. `seen_version` is the draft the writer had before the eyes.

    Raises Outdated when another device has saved since, and writes nothing.
    """
    dossier = editable(actor=actor, dossier_id=dossier_id)
    if seen_version is not None and seen_version != dossier.draft_version:
        raise Outdated(
            "Bản nháp này vừa được sửa trên thiết bị khác. Hãy tải lại trang để xem bản mới nhất;"
            " những gì bạn vừa gõ vẫn còn trên máy này.",
            code="outdated",
        )
    if raw is not None:
        dossier.raw = {**dossier.raw, **raw}
    if answers is not None:
        dossier.answers = dict(answers)
    dossier.draft_version += 1
    dossier.touched_at = moment.now()
    dossier.save(update_fields=["raw", "answers", "draft_version", "touched_at"])
    return dossier


@transaction.atomic
def choose_return(*, actor: Actor, dossier_id: object, method: str, address: str = "") -> Dossier:
    """How the person wants the result."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    if method not in ReturnMethod.values:
        raise Refused("Hãy chọn cách nhận kết quả.", field="return_method")
    if method == ReturnMethod.POST and len(address.strip()) < 10:
        raise Refused(
            "Hãy ghi địa chỉ đầy đủ để bưu điện giao kết quả: số nhà, thôn hoặc đường, xã phường, tỉnh.",
            field="return_address",
        )
    dossier.return_method = method
    dossier.return_address = address.strip() if method == ReturnMethod.POST else ""
    dossier.touched_at = moment.now()
    dossier.save(update_fields=["return_method", "return_address", "touched_at"])
    return dossier


@transaction.atomic
def discard(*, actor: Actor, dossier_id: object) -> None:
    """Throw a draft away, on the person's own wish. Only drafts can go; a filed dossier never disappears."""
    dossier = editable(actor=actor, dossier_id=dossier_id)
    dossier.delete()
