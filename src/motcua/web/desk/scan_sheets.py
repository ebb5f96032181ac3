"""Separator sheets to print: one for each component, good for every dossier of the procedure."""

from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from motcua.documents.scanning.codes import payload
from motcua.identity.actor import DESK_OFFICER
from motcua.web.desk.frame import show
from motcua.web.desk.scan import dossier_or_404, targets_of
from motcua.web.ui.doors import for_officers


def _code(text: str) -> str:
    """As large as the sheet lets it be, with the quiet zone that readers need."""
    made: str = segno.make(text, error="m", micro=False).svg_inline(border=4, omitsize=True, light="#fff")
    return made


@for_officers(DESK_OFFICER)
@require_safe
def separators(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One A4 sheet for each component of this dossier."""
    dossier = dossier_or_404(request, dossier_id)
    procedure = dossier.version.procedure
    sheets = [
        # The SVG is drawn by us out of a payload of ours.
        (target, mark_safe(_code(payload(procedure.pk, target.key))))  # noqa: S308
        for target in targets_of(dossier)
    ]
    context = {"dossier": dossier, "procedure": procedure, "sheets": sheets}
    return show(request, "desk/scan_sheets.html", "case", context)
