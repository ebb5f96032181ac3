"""Closing a day: the sums of a unit's money, fixed, with their digest."""

from datetime import date

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.payments.closed_days import hold
from motcua.payments.models import DayClosing
from motcua.payments.queries import digest_of, open_tills, sums_of_day


@transaction.atomic
def close_day(*, actor: Actor, unit_id: str, day: date) -> DayClosing:
    """Fix what came and went on this day: nothing is booked to it any more.

    Refused while a till of it is open, and before it comes.
    """
    if not actor.has(ACCOUNTANT) or unit_id not in actor.units:
        raise Forbidden("Chỉ kế toán của đơn vị mới khóa sổ ngày.", code="not-yours")
    if day > moment.today():
        raise Refused("Ngày này chưa đến.", field="day")
    # Everything being written is on disk before the sums are taken; what begins later sees the closing.
    hold(unit_id, alone=True)
    names = ", ".join(till.officer for till in open_tills(unit_id, day))
    if names:
        raise Refused(f"Còn quầy thu chưa đóng: {names}.", code="till-open")
    sums = sums_of_day(unit_id, day)
    digest = digest_of(sums)
    try:
        with transaction.atomic():
            closing = DayClosing.objects.create(
                unit_id=unit_id,
                day=day,
                closed_at=moment.now(),
                closed_by=actor.label[:200],
                sums=sums,
                digest=digest,
            )
    except IntegrityError as problem:
        raise Refused("Ngày này đã khóa sổ rồi.", code="closed-already") from problem
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="close_day",
        subject_type="day_closing",
        subject_id=str(closing.pk),
        content={"day": day.isoformat(), "digest": digest},
        # A chain of its own: whoever writes the books may hold the unit's and wait for this closing to end.
        chain=f"closing:{unit_id}",
    )
    return closing
