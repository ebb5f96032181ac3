"""What must hold before the organisation is changed."""

from datetime import date

from motcua.identity.actor import ADMIN, SYSTEM, Actor
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit


def check_may_organise(actor: Actor) -> None:
    """Units, posts and calendars are changed by an administrator, or by the system while it is set up."""
    if actor.kind != SYSTEM and not actor.has(ADMIN):
        raise Forbidden(
            "Chỉ quản trị viên được thay đổi tổ chức, phân công và lịch làm việc.", code="not_admin"
        )


def check_works_on(unit: Unit, day: date) -> None:
    """Whoever is to take over or to be staffed must exist on that day."""
    if not unit.is_valid(day):
        raise Refused(f"{unit.name} không hoạt động vào ngày {short_date(day)}.", code="unit_not_valid")
