"""The banner of an outage or other news: set by an administrator for some hours, seen by everybody."""

from datetime import datetime

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ADMIN, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.models import Banner

SHORTEST, LONGEST = 10, 300


@transaction.atomic
def set_banner(*, actor: Actor, words: str, starts: datetime, ends: datetime) -> Banner:
    """Put these words on every public page from one moment to another. Raises Refused with the field."""
    _check(actor)
    said = " ".join(words.split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise Refused(
            f"Hãy ghi từ {SHORTEST} đến {LONGEST} ký tự: chuyện gì, đến bao giờ, người dân làm gì.",
            field="words",
        )
    if ends <= starts or ends <= moment.now():
        raise Refused("Giờ kết thúc phải sau giờ bắt đầu và chưa qua.", field="ends-day")
    made = Banner.objects.create(
        words=said, starts=starts, ends=ends, made_at=moment.now(), made_by=actor.label
    )
    _record(actor, "set_banner", made)
    return made


@transaction.atomic
def end_banner(*, actor: Actor, banner_id: Id) -> Banner:
    """It goes at once; one that has not begun is never seen. What is over stays as it was."""
    _check(actor)
    banner = Banner.objects.select_for_update().get(pk=banner_id)
    at = moment.now()
    if banner.ends > at:
        banner.starts, banner.ends = min(banner.starts, at), at
        banner.save(update_fields=["starts", "ends"])
        _record(actor, "end_banner", banner)
    return banner


def _check(actor: Actor) -> None:
    if not actor.has(ADMIN):
        raise Forbidden("Chỉ quản trị viên được đặt thông báo chung.", code="not_admin")


def _record(actor: Actor, verb: str, banner: Banner) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="banner",
        subject_id=str(banner.pk),
        content={
            "words": banner.words,
            "starts": banner.starts.isoformat(),
            "ends": banner.ends.isoformat(),
        },
    )
