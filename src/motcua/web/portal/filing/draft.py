"""A draft as a list of things to do, its questions, and throwing it away."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from motcua.dossiers import queries
from motcua.dossiers.actions import draft
from motcua.dossiers.models import Dossier
from motcua.identity.actor import ONLINE
from motcua.lib.errors import Refused
from motcua.web.portal.filing import asking
from motcua.web.portal.filing.way import QUESTIONS, Way
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor

Opened = Callable[..., HttpResponse]


def on_draft(view: Opened) -> Opened:
    """A page about a draft of one's own. A stranger finds nothing; what has been sent is shown as sent."""

    @wraps(view)
    def opened(request: HttpRequest, dossier_id: UUID, **more: Any) -> HttpResponse:
        dossier = queries.draft_of(actor(request), dossier_id)
        if dossier is None:
            raise Http404
        if not dossier.is_draft:
            if request.headers.get("X-Requested-With") == "fetch":
                raise Refused("Hồ sơ này đã nộp rồi nên không sửa được nữa.", code="filed")
            return redirect("mine:dossier", dossier.pk)
        return view(request, dossier, **more)

    return for_citizens(opened)


@on_draft
@require_GET
def overview(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Everything there is to do, with what is done."""
    way = Way(dossier)
    to_do = next((stop for stop in way.stops if not stop.done), way.stops[-1])
    return render(request, "portal/filing/overview.html", {"dossier": dossier, "way": way, "to_do": to_do})


@on_draft
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Change the answers that pick the case; the rest of the draft stays as it is."""
    way = Way(dossier)
    if not dossier.spec.questions:
        return redirect("filing:draft", dossier.pk)
    form = asking.form_of(dossier.spec, with_owner=False)
    facts = {"channel": ONLINE}
    if request.method == "POST":
        cleaned = asking.cleaned(form, request.POST, facts)
        if cleaned.complete:
            answers = asking.answers_of(dossier.spec, cleaned.values)
            dossier = draft.save(actor=actor(request), dossier_id=dossier.pk, answers=answers)
            return redirect(Way(dossier).after(QUESTIONS).url)
        page = asking.drawn(form, request.POST, cleaned.errors, facts)
    else:
        page = asking.drawn(form, dossier.answers, {}, facts)
    context = {"dossier": dossier, "screen": page, "steps": way.steps(QUESTIONS)}
    return render(request, "portal/filing/questions.html", context)


@on_draft
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Throw the draft away, after having been asked once more."""
    if request.method == "GET":
        return render(request, "portal/filing/discard.html", {"dossier": dossier})
    draft.discard(actor=actor(request), dossier_id=dossier.pk)
    messages.success(request, f"Đã xóa bản nháp «{dossier.version.procedure.name}».")
    return redirect("mine:list")
