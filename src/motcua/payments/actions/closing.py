"""Closing a day: the sums of a unit's money, fixed, with their digest."""

import hashlib
import json
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.payments.models import DayClosing, Till
from motcua.payments.queries import sums_of_day


@transaction.atomic
def close_day(*, actor: Actor, unit_id: str, day: date) -> DayClosing:
    """Fix what came and went on this day. Refused while a till of that day is open, and before it is over."""
    if not actor.has(ACCOUNTANT) or unit_id not in actor.units:
        raise Forbidden("Chỉ kế toán của đơn vị mới khóa sổ ngày.", code="not-yours")
    if day > moment.today():
        raise Refused("Ngày này chưa đến.", field="day")
    end = moment.start_of(day + timedelta(days=1))
    open_tills = Till.objects.filter(unit_id=unit_id, opened_at__lt=end, closed_at=None)
    names = ", ".join(open_tills.values_list("officer", flat=True))
    if names:
        raise Refused(f"Còn quầy thu chưa đóng: {names}.", code="till-open")
    sums = sums_of_day(unit_id, day)
    digest = hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()
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
        chain=unit_id,
    )
    return closing
