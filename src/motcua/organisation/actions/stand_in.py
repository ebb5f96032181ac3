"""Somebody stands in for somebody else for some days, from that officer's post; the end needs no act."""

from datetime import date

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ADMIN, HEAD, INSPECTOR, SIGNER, SYSTEM, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Assignment, Post
from motcua.organisation.queries import colleagues
from motcua.organisation.rules import check_works_on

_NEVER_LENT = frozenset({ADMIN, INSPECTOR})


def check_leads(actor: Actor, unit_id: str) -> None:
    """Who is in whose place is arranged by who leads the unit, or by an administrator."""
    if actor.kind == SYSTEM or actor.has(ADMIN):
        return
    if not actor.has(HEAD, SIGNER) or unit_id not in actor.units:
        raise Forbidden("Chỉ lãnh đạo đơn vị hoặc quản trị viên được phân công thay.", code="not-yours")


@transaction.atomic
def stand_in(
    *, actor: Actor, post: Post, user: User, stands_for: User, starts: date, ends: date, ground: str
) -> Assignment:
    """Let `user` act from the post of `stands_for`, both days included.

    It is written, bounded in time, and not passed on (NĐ 30/2020 Đ13 kh.3): who holds a post only for
    somebody else cannot be stood in for. Raises Refused with the field that does not fit.
    """
    check_leads(actor, post.unit_id)
    Post.objects.select_for_update().get(pk=post.pk)
    _check_period(starts, ends)
    check_works_on(post.unit, starts)
    if not ground.strip():
        raise Refused("Hãy ghi văn bản hoặc căn cứ giao làm thay.", field="ground", code="ground")
    if _NEVER_LENT & set(post.roles):
        raise Refused("Vị trí quản trị và giám sát không giao cho người khác làm thay.", code="never-lent")
    _check_holder(post, stands_for, starts, ends)
    _check_deputy(post, user, stands_for, starts, ends)
    made = Assignment.objects.create(
        post=post,
        user=user,
        starts=starts,
        ends=ends,
        acting=True,
        stands_for=stands_for,
        ground=ground.strip()[:200],
        listed=False,
    )
    _record(actor, "stand_in", made)
    return made


def _check_period(starts: date, ends: date) -> None:
    if ends < starts:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="ends", code="period")
    if ends < moment.today():
        raise Refused("Thời gian này đã qua. Hãy chọn ngày cuối từ hôm nay.", field="ends", code="past")


def _check_holder(post: Post, holder: User, starts: date, ends: date) -> None:
    own = Assignment.objects.filter(post=post, user=holder, starts__lte=ends).exclude(ends__lt=starts)
    if not own.filter(stands_for=None).exists():
        raise Refused(
            f"{holder.name} không tự mình giữ vị trí này trong thời gian đó; việc làm thay không giao tiếp"
            " cho người khác được.",
            field="stands_for",
            code="not-holder",
        )


def _check_deputy(post: Post, user: User, holder: User, starts: date, ends: date) -> None:
    if user.pk == holder.pk:
        raise Refused("Không thể tự làm thay chính mình.", field="user", code="oneself")
    if not user.is_officer or not user.is_active:
        raise Refused("Chỉ cán bộ có tài khoản đang hoạt động mới làm thay được.", field="user")
    if not colleagues(post.unit, starts).filter(user=user).exists():
        raise Refused(
            f"{user.name} không công tác ở cơ quan này vào ngày {short_date(starts)}.",
            field="user",
            code="elsewhere",
        )
    same = Assignment.objects.filter(post=post, user=user, starts__lte=ends).exclude(ends__lt=starts)
    if same.exists():
        raise Refused(
            f"{user.name} đã giữ vị trí này trong thời gian đó.", field="user", code="already_assigned"
        )


@transaction.atomic
def end_stand_in(*, actor: Actor, assignment_id: int) -> Assignment:
    """End it at once: its last day is yesterday. One that began today or later leaves the list; the record
    keeps it. Who is stood in for may end it too.
    """
    row = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("post", "user")
        .get(pk=assignment_id)
    )
    if actor.user_id is None or actor.user_id != row.stands_for_id:
        check_leads(actor, row.post.unit_id)
    if row.stands_for_id is None:
        raise Refused("Đây không phải phân công làm thay.", code="own")
    yesterday = date.fromordinal(moment.today().toordinal() - 1)
    if row.ends is not None and row.ends > yesterday:
        _record(actor, "end_stand_in", row)
        if row.starts > yesterday:
            row.delete()
        else:
            row.ends = yesterday
            row.save(update_fields=["ends"])
    return row


def _record(actor: Actor, verb: str, row: Assignment) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="post",
        subject_id=str(row.post_id),
        content={
            "user": row.user_id,
            "for": row.stands_for_id,
            "starts": row.starts.isoformat(),
            "ends": row.ends.isoformat() if row.ends else None,
            "ground": row.ground,
        },
    )
