"""The picture of a route with the offices in words."""

from collections.abc import Mapping

from motcua.catalogue.editing.choices import Surroundings
from motcua.identity.actor import ROLE_NAMES
from motcua.organisation.models import Unit
from motcua.workflow.picture.draw import draw
from motcua.workflow.picture.shapes import Picture
from motcua.workflow.spec import Route

_UNITS = {"competent": "cơ quan giải quyết", "desk": "bộ phận một cửa"}


def drawn(route: Route, around: Surroundings) -> Picture:
    """The picture, with the name of a unit where the file says its code."""
    return draw(route, office=lambda unit, role: office(unit, role, around.units))


def office(unit: str, role: str, named: Mapping[str, str]) -> str:
    """Who works a step, in words; `named` are the units of the province by their code in a file."""
    divisions = dict(Unit.Kind.choices)
    where = _UNITS.get(unit) or named.get(unit) or str(divisions.get(unit, unit))
    return ", ".join(filter(None, (str(ROLE_NAMES.get(role, role)), where)))
