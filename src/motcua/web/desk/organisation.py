"""A business or another organisation as owner at the counter: by its number, entered when it is not known."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.identity.actor import AT_WINDOW
from motcua.identity.models import Organisation
from motcua.identity.organisations import identify_organisation, organisation_numbered
from motcua.identity.queries import person_at_counter
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk.frame import show, words_in
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine


def onwards(person_id: UUID, organisation: Organisation) -> str:
    """To choosing the procedure, the person standing for the organisation."""
    return f"{reverse('desk:choose', args=[person_id])}?to-chuc={organisation.pk}"


@for_officers(*AT_WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Which organisation the person at the counter files for."""
    person = person_at_counter(actor(request), person_id)
    if person is None:
        raise Http404
    if request.method == "POST":
        return _entered(request, person_id)
    number = words_in(request, most=30)
    found = organisation_numbered(actor(request), number)
    context = {
        "person": person,
        "q": number,
        "found": found,
        "url": onwards(person.pk, found) if found is not None else "",
        "form": {"number": number},
        "errors": [],
    }
    return show(request, "desk/organisation.html", "counter", context)


def _entered(request: HttpRequest, person_id: UUID) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("number", "name", "address")}
    try:
        made = identify_organisation(actor=actor(request), **typed)
    except Forbidden:
        raise
    except Refused as problem:
        context = {
            "person": person_at_counter(actor(request), person_id),
            "q": typed["number"],
            "form": typed,
            "errors": [ErrorLine(problem.message, problem.field)],
        }
        return show(request, "desk/organisation.html", "counter", context, status=409)
    return redirect(onwards(person_id, made))
