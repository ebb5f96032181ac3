"""The picture of a route with the offices in words."""

from motcua.catalogue.editing.choices import Surroundings
from motcua.catalogue.editing.offices import office
from motcua.workflow.picture.draw import draw
from motcua.workflow.picture.shapes import Picture
from motcua.workflow.spec import Route


def drawn(route: Route, around: Surroundings) -> Picture:
    """The picture, with the name of a unit where the file says its code."""
    return draw(route, office=lambda unit, role: office(unit, role, around.units))
