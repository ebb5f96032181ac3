"""Papers of the one-stop desk and of the agencies, as PDF."""

from motcua.documents.paper.kinds import FormKind, Paper
from motcua.documents.paper.leaflet import Leaflet, LeafletGroup
from motcua.documents.paper.render import Size, render, render_leaflet

__all__ = ["FormKind", "Leaflet", "LeafletGroup", "Paper", "Size", "render", "render_leaflet"]
