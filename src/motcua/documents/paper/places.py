"""Empty signature fields where a paper leaves room for them, so that whoever signs later knows where."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PERSON_FIELD = "nguoi-ky"
AGENCY_FIELD = "co-quan"

_READ_ALOUD = {PERSON_FIELD: "Chữ ký số của người ký", AGENCY_FIELD: "Chữ ký số của cơ quan, tổ chức"}

# PDF/A wants annotations printed and not hidden: flag 3 (print) of ISO 32000-1, table 165.
_PRINTED = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Room for one signature: points from the upper left corner of page `page` (from 1)."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float


def with_signature_fields(pdf: bytes, places: Sequence[Place]) -> bytes:
    """The same PDF with one empty signature field for each place."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = Array([_add(document, place) for place in places])
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=fields))
        target = io.BytesIO()
        document.save(target, deterministic_id=True)
    return target.getvalue()


def _add(document: pikepdf.Pdf, place: Place) -> pikepdf.Object:
    page = document.pages[place.page - 1]
    top = float(page.mediabox[3]) - place.y
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(place.name),
            TU=String(_READ_ALOUD[place.name]),
            F=_PRINTED,
            Rect=[place.x, top - place.height, place.x + place.width, top],
            P=page.obj,
        )
    )
    if Name.Annots not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)
    return widget
