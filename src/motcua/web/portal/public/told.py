"""A procedure that is only told of: what the national record says, what is uncertain, and whom to ask."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.catalogue.models import NationalRecord, Procedure
from motcua.catalogue.national import wording
from motcua.catalogue.national.sheet import Sheet
from motcua.catalogue.queries import national_record
from motcua.web.ui.parts import Answer, Crumb

_MOST_NAMED = 2


def told(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the newest record. Raises Http404 when there is none, or no longer only told of."""
    record = national_record(code)
    listed = (
        Procedure.objects.filter(pk=code, state=Procedure.State.INFORMATION).select_related("field").first()
    )
    if record is None or listed is None:
        raise Http404
    return render(request, "portal/public/told.html", _context(record, record.read, listed))


def _context(record: NationalRecord, sheet: Sheet, listed: Procedure) -> dict[str, Any]:
    in_field = Crumb(listed.field.name, f"/thu-tuc/?linh-vuc={listed.field_id}")
    return {
        "sheet": sheet,
        "record": record,
        "answers": _answers(sheet),
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


def _answers(sheet: Sheet) -> tuple[Answer, ...]:
    terms = list(dict.fromkeys(wording.term(way) for way in sheet.ways))
    fees = list(dict.fromkeys(wording.fee(line) for way in sheet.ways for line in way.fees))
    results = [result.name for result in sheet.results]
    return (
        Answer("paper", "Bạn nhận được", _some(results) or wording.UNCERTAIN),
        Answer("clock", "Mất bao lâu", _some(terms) or wording.UNCERTAIN),
        Answer("money", "Hết bao nhiêu", _some(fees) or wording.UNCERTAIN),
        Answer("place", "Ai giải quyết", sheet.competent or sheet.agency or wording.levels(sheet)),
    )


def _some(values: list[str]) -> str:
    more = len(values) - _MOST_NAMED
    return "; ".join(values[:_MOST_NAMED]) + (f"; và {more} mức khác" if more > 0 else "")
