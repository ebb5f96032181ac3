"""A procedure that is only told of: what the national record says, what is uncertain, and whom to ask."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.catalogue.models import NationalRecord, Procedure
from motcua.catalogue.national import wording
from motcua.catalogue.national.sheet import Sheet
from motcua.web.portal.public import answering
from motcua.web.portal.public.brief import of_sheet, told_of
from motcua.web.portal.public.structured import for_machines
from motcua.web.ui.parts import Crumb


def told(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the newest record. Raises Http404 when there is none, or no longer only told of."""
    record, listed = told_of(code)
    return render(request, "portal/public/told.html", _context(record, record.read, listed))


def _context(record: NationalRecord, sheet: Sheet, listed: Procedure) -> dict[str, Any]:
    in_field = Crumb(listed.field.name, f"/thu-tuc/?linh-vuc={listed.field_id}")
    brief = of_sheet(sheet, listed)
    return {
        "sheet": sheet,
        "record": record,
        "answers": answering.of_sheet(sheet),
        "level": (brief.level, brief.reason),
        "papers": brief.papers,
        "machines": for_machines(brief),
        "ways": [
            {
                "label": wording.CHANNELS[way.channel],
                "term": wording.term(way),
                "fees": [(wording.fee(line), line.note) for line in way.fees],
                "note": way.note,
            }
            for way in sheet.ways
        ],
        "audience": wording.audience(sheet),
        "levels": wording.levels(sheet),
        "crumbs": (Crumb("Trang chủ", "/"), in_field, Crumb(sheet.name)),
    }
