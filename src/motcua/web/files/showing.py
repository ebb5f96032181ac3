"""Handing files out, to those who may see the dossier; to everybody else they do not exist."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from motcua.documents.files import read
from motcua.documents.models import StoredFile
from motcua.dossiers import form_files, queries
from motcua.dossiers.models import Dossier, Paper
from motcua.identity.actor import Actor
from motcua.web.ui.doors import for_people
from motcua.web.ui.middleware import actor

# What a browser may show by itself. Everything else is only ever saved.
SHOWN: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
# A file is looked at, never run. A PDF goes without `sandbox` and `default-src`: Safari shows an empty window
# then, older Chrome a grey page. What runs in a PDF was taken out when it came in; its type is never guessed.
_PDF_POLICY: Final = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_OTHER_POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)


def visible_paper(who: Actor, paper_id: UUID) -> Paper:
    """A paper of a dossier this actor may see. Raises Http404."""
    seen = Paper.objects.select_related("file").filter(dossier__in=Dossier.objects.visible_to(who))
    return get_object_or_404(seen, pk=paper_id)


@for_people
@require_safe
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The file of a paper; with `?xem=1` shown in the browser where it can be shown."""
    found = visible_paper(actor(request), paper_id)
    if found.file is None:
        raise Http404
    return served(found.file, inline=request.GET.get("xem") == "1")


@for_people
@require_safe
def form_file(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that belongs to the form itself (a portrait, a sketch)."""
    dossier = queries.draft_of(actor(request), dossier_id)
    if dossier is None or str(file_id) not in form_files.held(dossier.spec.form, dossier.raw):
        raise Http404
    file = get_object_or_404(StoredFile, pk=file_id)
    return served(file, inline=request.GET.get("xem") == "1")


def served(file: StoredFile, *, inline: bool) -> HttpResponse:
    """The content as it was kept, compared with its digest. Raises Damaged."""
    known = file.media_type in SHOWN
    response = HttpResponse(read(file), content_type=file.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not (inline and known), file.name) or "inline"
    )
    response["Content-Security-Policy"] = (
        _PDF_POLICY if file.media_type == "application/pdf" else _OTHER_POLICY
    )
    response["X-Content-Type-Options"] = "nosniff"
    # People read their papers on borrowed computers as well.
    response["Cache-Control"] = "private, no-store"
    return response
