"""The words people use: what the search takes them for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.catalogue.actions.synonyms import keep_synonym
from motcua.catalogue.queries import synonyms
from motcua.identity.actor import ADMIN
from motcua.lib.errors import Refused
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine


@for_officers(ADMIN)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every word with what it means; a form to add one or to change one by its words."""
    return _page(request, {})


@for_officers(ADMIN)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Add or change; the search knows it at once."""
    try:
        keep_synonym(
            actor=actor(request),
            words=request.POST.get("words", ""),
            means=request.POST.get("means", ""),
            is_active=request.POST.get("is_active") == "1",
        )
    except Refused as refused:
        return _page(
            request, {"errors": [ErrorLine(refused.message, refused.field or "")], "typed": request.POST}
        )
    return redirect("console:synonyms")


def _page(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    context = {"rows": list(synonyms()), "typed": request.GET, "errors": [], **more}
    return show(request, "console/synonyms.html", "console:synonyms", context)
