"""Pages about a filed dossier of one's own."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from motcua.dossiers import queries
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor

Opened = Callable[..., HttpResponse]


def on_own(view: Opened) -> Opened:
    """The dossier with all its page shows. A stranger finds nothing; a draft is shown where it is written."""

    @wraps(view)
    def opened(request: HttpRequest, dossier_id: UUID, **more: Any) -> HttpResponse:
        dossier = queries.case_of(actor(request), dossier_id)
        if dossier is None:
            raise Http404
        if dossier.is_draft:
            return redirect("filing:draft", dossier.pk)
        return view(request, dossier, **more)

    return for_citizens(opened)
