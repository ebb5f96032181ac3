"""Officers who are away for some days, on record; what becomes of their work is `dossiers.actions.settle`."""

from datetime import date

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import ADMIN, SYSTEM, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions.stand_in import check_leads
from motcua.organisation.models import Absence, Assignment


def check_may_send_away(actor: Actor, user: User) -> None:
    """Oneself, who leads one of the officer's units, or an administrator."""
    if actor.kind == SYSTEM or actor.has(ADMIN) or actor.user_id == user.pk:
        return
    held = Assignment.objects.filter(user=user, stands_for=None).in_force(moment.today())
    for unit_id in held.values_list("post__unit_id", flat=True):
        if unit_id in actor.units:
            check_leads(actor, unit_id)
            return
    raise Forbidden("Cán bộ này không thuộc đơn vị bạn phụ trách.", code="not-yours")


@transaction.atomic
def be_away(*, actor: Actor, user: User, kind: str, starts: date, ends: date, note: str = "") -> Absence:
    """Put down that an officer is away from `starts` to `ends` inclusive."""
    check_may_send_away(actor, user)
    User.objects.select_for_update().get(pk=user.pk)
    if kind not in Absence.Kind.values:
        raise Refused("Hãy chọn lý do vắng mặt.", field="kind", code="kind")
    if ends < starts:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="ends", code="period")
    if ends < moment.today():
        raise Refused("Thời gian này đã qua. Hãy chọn ngày cuối từ hôm nay.", field="ends", code="past")
    same = Absence.objects.filter(user=user, starts__lte=ends, ends__gte=starts).first()
    if same is not None:
        raise Refused(
            f"{user.name} đã được ghi vắng từ {short_date(same.starts)} đến {short_date(same.ends)}.",
            field="starts",
            code="already-away",
        )
    row = Absence.objects.create(user=user, kind=kind, starts=starts, ends=ends, note=note.strip()[:200])
    _record(actor, "be_away", row)
    return row


@transaction.atomic
def be_back(*, actor: Actor, absence_id: int) -> Absence:
    """Back earlier: the last day away was yesterday. One that began today or later is taken back."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence_id)
    check_may_send_away(actor, row.user)
    yesterday = date.fromordinal(moment.today().toordinal() - 1)
    if row.ends > yesterday:
        _record(actor, "be_back", row)
        if row.starts > yesterday:
            row.delete()
        else:
            row.ends = yesterday
            row.save(update_fields=["ends"])
    return row


def _record(actor: Actor, verb: str, row: Absence) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="user",
        subject_id=str(row.user_id),
        content={"kind": row.kind, "starts": row.starts.isoformat(), "ends": row.ends.isoformat()},
    )
