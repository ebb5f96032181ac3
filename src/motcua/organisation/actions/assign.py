"""People take up posts and leave them."""

from datetime import date

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.organisation.models import Assignment, Post
from motcua.organisation.rules import check_may_organise, check_works_on


@transaction.atomic
def assign(
    *, actor: Actor, post: Post, user: User, starts: date, ends: date | None = None, acting: bool = False
) -> Assignment:
    """Put an officer in a post from `starts` to `ends` inclusive; `acting` for somebody else."""
    check_may_organise(actor)
    check_works_on(post.unit, starts)
    if not user.is_officer:
        raise Refused("Chỉ phân công được cán bộ.", field="user", code="not_officer")
    if ends is not None and ends < starts:
        raise Refused("Ngày kết thúc phân công phải từ ngày bắt đầu trở đi.", field="ends", code="period")
    overlapping = Assignment.objects.filter(post=post, user=user).exclude(ends__lt=starts)
    if ends is not None:
        overlapping = overlapping.filter(starts__lte=ends)
    if overlapping.exists():
        raise Refused(
            f"{user.name} đã giữ vị trí này trong thời gian đó.", field="starts", code="already_assigned"
        )
    assignment = Assignment.objects.create(post=post, user=user, starts=starts, ends=ends, acting=acting)
    _record(actor, "assign", assignment)
    return assignment


@transaction.atomic
def relieve(*, actor: Actor, assignment: Assignment, last_day: date) -> None:
    """End an assignment with `last_day`; the person's acts until then remain theirs."""
    check_may_organise(actor)
    if last_day < assignment.starts:
        day = short_date(assignment.starts)
        raise Refused(
            f"Ngày thôi giữ vị trí phải từ ngày bắt đầu ({day}) trở đi.", field="last_day", code="period"
        )
    assignment.ends = last_day
    assignment.save(update_fields=["ends"])
    _record(actor, "relieve", assignment)


def _record(actor: Actor, verb: str, assignment: Assignment) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="post",
        subject_id=str(assignment.post_id),
        content={
            "user": assignment.user_id,
            "starts": assignment.starts.isoformat(),
            "ends": assignment.ends.isoformat() if assignment.ends else None,
            "acting": assignment.acting,
        },
    )
