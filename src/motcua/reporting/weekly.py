"""Once a week to whoever has a target: how far, how many dossiers are missing, who below has none.

It comes as a notice under «Nhắc việc», and by mail too to who has an address at work (`User.email`).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.notifications.actions import tell
from motcua.organisation.models import Unit
from motcua.organisation.queries import leaders_of
from motcua.reporting.measures import MEASURES
from motcua.reporting.models import Round, Target
from motcua.reporting.standings import Standing, standing_of, without

WEEKLY, LINK = "weekly", "/dieu-hanh/chi-tieu/"
# So many names are told; of more the number.
NAMES = 10


@transaction.atomic
def tell_of_targets() -> int:
    """Tell everybody with a target in force, once a week; returns how many were told. Run by the worker.

    The mark of the week and every notice are one transaction: all are told once, or the next round tells all.
    """
    today = moment.today()
    monday = today - timedelta(days=today.weekday())
    if Round.objects.filter(name=WEEKLY, day=monday).exists():
        return 0
    _, new = Round.objects.get_or_create(name=WEEKLY, day=monday, defaults={"done_at": moment.now()})
    if not new:
        return 0
    told = _parts(today)
    for user, parts in told.items():
        tell(
            kind=WEEKLY,
            title=f"Chỉ tiêu đến ngày {short_date(today)}",
            body="\n".join(parts),
            link=LINK,
            user=user,
            by_mail=True,
        )
    return len(told)


def _parts(today: date) -> dict[User, list[str]]:
    """For each person the lines of the notice, one target after another."""
    found: dict[User, list[str]] = defaultdict(list)
    leaders: dict[str, list[User]] = {}
    for target in Target.objects.in_force(today).order_by("scope", "metric", "scope_id", "first"):
        words = _words(standing_of(target, today))
        for user in _whose(target, today, leaders):
            found[user].append(words)
    return found


def _whose(target: Target, on: date, known: dict[str, list[User]]) -> Iterable[User]:
    """Who has to reach it: the person; who leads the unit; for the province and a service, who set it."""
    if target.scope == Target.Scope.PERSON:
        return User.objects.filter(pk=target.scope_id, is_active=True)
    if target.scope in (Target.Scope.AGENCY, Target.Scope.UNIT):
        if target.scope_id not in known:
            unit = Unit.objects.filter(pk=target.scope_id).first()
            held = leaders_of(unit, on) if unit is not None else []
            known[target.scope_id] = list({each.user_id: each.user for each in held}.values())
        return known[target.scope_id]
    return User.objects.filter(pk=target.set_by_id or 0, is_active=True)


def _words(standing: Standing) -> str:
    """«Xã A: hồ sơ trực tuyến 40,00% (4/10), phải đạt 50%, còn thiếu 2 hồ sơ.»"""
    target, progress = standing.target, standing.progress
    left = "đã đạt" if progress.is_reached else f"còn thiếu {progress.missing} {standing.measure.one}"
    line = f"{standing.name}: {standing.measure.label} {progress.share}, phải đạt {target.value}%, {left}."
    nobody = _without(target)
    if not nobody:
        return line
    more = f" và {len(nobody) - NAMES} nơi nữa" if len(nobody) > NAMES else ""
    return f"{line} Chưa được giao: {', '.join(nobody[:NAMES])}{more}."


def _without(target: Target) -> list[str]:
    """Who directly below has no such target: agencies of the province, people of an agency or division."""
    if target.scope == Target.Scope.PROVINCE:
        below = without(target.metric, Target.Scope.AGENCY, target.first, target.last)
    elif target.scope in (Target.Scope.AGENCY, Target.Scope.UNIT) and MEASURES[target.metric].of_people:
        below = without(target.metric, Target.Scope.PERSON, target.first, target.last, unit=target.scope_id)
    else:
        below = []
    return [name for _, name in below]
