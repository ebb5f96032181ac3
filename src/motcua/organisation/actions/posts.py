"""Posts: made, described, narrowed; and what they may sign until when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import POSTAL, ROLE_NAMES, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Assignment, Post, SigningAuthority, Unit
from motcua.organisation.rules import check_may_organise, check_works_on


@transaction.atomic
def create_post(*, actor: Actor, unit: Unit, title: str, roles: Iterable[str], **more: Any) -> Post:
    """A new post in a unit of today; nobody is in it yet. `more` as for `change_post`."""
    check_may_organise(actor)
    check_works_on(unit, moment.today())
    post = Post(unit=unit, title="", roles=[])
    _describe(post, title=title, roles=roles, **more)
    post.save()
    _record(actor, "create_post", post)
    return post


@transaction.atomic
def change_post(*, actor: Actor, post: Post, title: str, roles: Iterable[str], **more: Any) -> Post:
    """Describe a post anew: title, roles, telephone, room, whether it is public, what it is narrowed to."""
    check_may_organise(actor)
    row = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    _describe(row, title=title, roles=roles, **more)
    row.save()
    _record(actor, "change_post", row)
    return row


def _describe(
    post: Post,
    *,
    title: str,
    roles: Iterable[str],
    phone: str = "",
    room: str = "",
    public: bool = False,
    fields: Iterable[str] = (),
    procedures: Iterable[str] = (),
    signs_all: bool = True,
) -> None:
    wanted = list(dict.fromkeys(roles))
    if len(title.strip()) < 2:
        raise Refused("Hãy ghi chức danh của vị trí.", field="title", code="title")
    if not wanted or any(role not in ROLE_NAMES for role in wanted):
        raise Refused("Hãy chọn ít nhất một vai trò trong danh sách.", field="roles", code="roles")
    if POSTAL in wanted and len(wanted) > 1:
        raise Refused(
            "Nhân viên bưu chính không xem nội dung hồ sơ nên vị trí này không kèm vai trò nào khác.",
            field="roles",
            code="postal",
        )
    post.title, post.roles = title.strip()[:120], wanted
    post.phone, post.room, post.public = phone.strip()[:20], room.strip()[:60], public
    post.fields, post.procedures = sorted(set(fields)), sorted(set(procedures))
    post.signs_all = signs_all


@transaction.atomic
def let_sign(
    *,
    actor: Actor,
    post: Post,
    starts: date,
    ends: date,
    ground: str,
    procedure_code: str = "",
    field_code: str = "",
    result: str = "",
) -> SigningAuthority:
    """Give a post authority to sign, in writing, for a time and a content (NĐ 30/2020 Đ13 kh.3)."""
    check_may_organise(actor)
    if SIGNER not in post.roles:
        raise Refused("Vị trí này không có vai trò lãnh đạo ký.", field="post", code="no-signer")
    if ends < starts:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="ends", code="period")
    if not ground.strip():
        raise Refused("Hãy ghi số, ngày của văn bản giao quyền ký.", field="ground", code="ground")
    if result not in SigningAuthority.Result.values:
        raise Refused("Hãy chọn loại kết quả được ký.", field="result", code="result")
    row = SigningAuthority.objects.create(
        post=post,
        procedure_code=procedure_code.strip()[:30],
        field_code=field_code.strip()[:30],
        result=result,
        starts=starts,
        ends=ends,
        ground=ground.strip()[:200],
    )
    _record_authority(actor, "let_sign", row)
    return row


@transaction.atomic
def end_signing(*, actor: Actor, authority_id: int) -> SigningAuthority:
    """Take an authority back at once: its last day is yesterday."""
    check_may_organise(actor)
    row = SigningAuthority.objects.select_for_update(of=("self",)).select_related("post").get(pk=authority_id)
    yesterday = date.fromordinal(moment.today().toordinal() - 1)
    if row.ends > yesterday:
        _record_authority(actor, "end_signing", row)
        if row.starts > yesterday:
            row.delete()
        else:
            row.ends = yesterday
            row.save(update_fields=["ends"])
    return row


@transaction.atomic
def list_on_board(*, actor: Actor, assignment: Assignment, listed: bool) -> None:
    """Whether this person is named on the public staff board (NĐ 61/2018 Đ9 kh.7)."""
    check_may_organise(actor)
    assignment.listed = listed
    assignment.save(update_fields=["listed"])
    _write(actor, "list_on_board", assignment.post, {"user": assignment.user_id, "listed": listed})


def _record(actor: Actor, verb: str, post: Post) -> None:
    told = ("title", "roles", "phone", "room", "public", "fields", "procedures", "signs_all")
    _write(actor, verb, post, {"unit": post.unit_id, **{name: getattr(post, name) for name in told}})


def _record_authority(actor: Actor, verb: str, row: SigningAuthority) -> None:
    content = {
        "procedure": row.procedure_code,
        "field": row.field_code,
        "result": row.result,
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(),
        "ground": row.ground,
    }
    _write(actor, verb, row.post, content)


def _write(actor: Actor, verb: str, post: Post, content: dict[str, Any]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="post",
        subject_id=str(post.pk),
        content=content,
    )
