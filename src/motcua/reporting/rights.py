"""Who may open which report about whom."""

from motcua.dossiers.oversight import OVER_ALL
from motcua.identity.actor import ADMIN, INSPECTOR, SYSTEM, Actor
from motcua.lib.errors import Forbidden
from motcua.organisation.queries import subtree, unit_called
from motcua.reporting.scope import Asked
from motcua.reporting.table import ReportKind

# Units that decide nothing themselves: who leads one may ask about the agency it belongs to.
_PARTS = ("division:", "commune_centre")


def sees_everything(actor: Actor) -> bool:
    """Whether the actor may ask about the whole province."""
    if actor.kind == SYSTEM or actor.has(ADMIN, INSPECTOR):
        return True
    unit = unit_called(actor.unit_id)
    return unit is not None and unit.kind in OVER_ALL


def home_of(actor: Actor) -> str:
    """The widest unit the actor may ask about; empty for the whole province."""
    if sees_everything(actor):
        return ""
    unit = unit_called(actor.unit_id)
    while unit is not None and unit.kind.startswith(_PARTS) and unit.parent is not None:
        unit = unit.parent
    return unit.pk if unit is not None else actor.unit_id


def check_may_open(actor: Actor, kind: ReportKind, asked: Asked) -> None:
    """Raises Forbidden when the report, or the unit it is asked about, is not for this officer."""
    if not (actor.kind == SYSTEM or kind.open_to(actor)):
        raise Forbidden("Báo cáo này không thuộc vai trò của bạn.", code="not-yours")
    home = home_of(actor)
    if home and (not asked.unit or asked.unit not in subtree(home)):
        raise Forbidden("Bạn chỉ xem được số liệu của cơ quan mình.", field="unit", code="not-yours")
