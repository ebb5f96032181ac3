"""Who may do what in a hall."""

from motcua.identity.actor import ADMIN, DESK_OFFICER, HEAD, SYSTEM, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.reception.models import Hall

# Called so often without answer, a number is skipped.
MOST_MISSES = 3
_SLOT_MINUTES = range(5, 241)
_MOST_CAPACITY = 50
_MOST_DAYS = 60


def works_in(actor: Actor, hall: Hall) -> None:
    """Only an officer of this very desk works its hall."""
    if not (actor.has(DESK_OFFICER) and hall.unit_id in actor.units):
        raise Forbidden("Phòng chờ này thuộc đơn vị khác.", code="not-yours")


def settles(actor: Actor, unit_id: str) -> None:
    """The head of the desk, or an administrator, decides on windows, queues and appointments."""
    if actor.kind == SYSTEM:
        return
    if not actor.has(HEAD, ADMIN) or unit_id not in actor.units:
        raise Forbidden("Chỉ người phụ trách quầy của đơn vị mới sửa được việc này.", code="not-yours")


def sensible(slot_minutes: int, capacity: int, days_ahead: int) -> None:
    """Figures a hall can live with."""
    if slot_minutes not in _SLOT_MINUTES:
        raise Refused("Mỗi khung giờ hẹn dài từ 5 đến 240 phút.", field="slot_minutes")
    if not 0 <= capacity <= _MOST_CAPACITY:
        raise Refused(f"Mỗi khung giờ nhận từ 0 đến {_MOST_CAPACITY} người.", field="capacity")
    if not 1 <= days_ahead <= _MOST_DAYS:
        raise Refused(f"Đặt trước được từ 1 đến {_MOST_DAYS} ngày.", field="days_ahead")
