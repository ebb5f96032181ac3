"""The window of the post's staff: a result is found by the code on the receipt and given out, unseen."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.actions.hand_over import hand_over
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import waiting_at_window
from motcua.identity.actor import POSTAL
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk.acts import Typed, acts_of
from motcua.web.desk.ask import Act
from motcua.web.desk.frame import show, words_in
from motcua.web.desk.verbs import shown_in, text_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_VERB = "hand-over"


@for_officers(POSTAL)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """By the whole code only: nobody leafs through the results of others."""
    words = words_in(request, most=60)
    dossier = waiting_at_window(actor(request)).filter(code__iexact=words).first() if words else None
    return _page(request, words, dossier, None)


@for_officers(POSTAL)
@require_POST
def give(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Write down who took it, by which paper."""
    dossier = waiting_at_window(actor(request)).filter(pk=dossier_id).first()
    if dossier is None:
        raise Http404
    try:
        hand_over(
            actor=actor(request),
            dossier_id=dossier.pk,
            receiver=text_of(request.POST, "receiver"),
            note=text_of(request.POST, "note"),
            shown=shown_in(request.POST),
        )
    except Forbidden:
        raise
    except Refused as problem:
        values = {name: str(value) for name, value in request.POST.items()}
        return _page(request, dossier.number, dossier, Typed(_VERB, values, problem))
    messages.success(request, f"Đã trả kết quả {dossier.number} và ghi sổ.")
    return redirect("desk:window")


def _page(request: HttpRequest, words: str, dossier: Dossier | None, typed: Typed | None) -> HttpResponse:
    act = _act_of(request, dossier, typed) if dossier is not None else None
    context = {"q": words, "dossier": dossier, "act": act}
    return show(request, "desk/window.html", "window", context, status=409 if typed else 200)


def _act_of(request: HttpRequest, dossier: Dossier, typed: Typed | None) -> Act | None:
    """The questions of handing over; the name is not given away, it is read from the paper shown."""
    found = next((each for each in acts_of(dossier, actor(request), typed) if each.verb == _VERB), None)
    if found is None:
        return None
    asks = tuple(
        replace(ask, value="") if ask.name == "receiver" and typed is None else ask for ask in found.asks
    )
    return replace(found, asks=asks, opened=True, url=reverse("desk:window-give", args=[dossier.pk]))
