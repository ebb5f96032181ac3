"""Papers of the one-stop desk and of the agencies, as PDF."""

from motcua.documents.paper.data import FormKind, Paper
from motcua.documents.paper.render import Size, render

__all__ = ["FormKind", "Paper", "Size", "render"]
