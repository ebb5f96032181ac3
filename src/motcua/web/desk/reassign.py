"""Giving open work to somebody else of the unit: by who leads it, with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.dossiers.actions import tasks
from motcua.identity.actor import HEAD, SIGNER
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk import case
from motcua.web.desk.frame import case_or_404
from motcua.web.desk.giving import able
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor


@for_officers(HEAD, SIGNER)
@require_POST
def reassign(request: HttpRequest, dossier_id: UUID, item_id: UUID) -> HttpResponse:
    """One piece of work goes to somebody else, or back into the common queue."""
    dossier = case_or_404(request, dossier_id)
    item = next((each for each in dossier.work_items.all() if str(each.pk) == str(item_id)), None)
    if item is None:
        raise Http404
    chosen = request.POST.get("to", "")
    person = next((each for each in able(item) if str(each.pk) == chosen), None)
    try:
        if chosen and person is None:
            raise Refused("Người này không giữ vai trò làm được việc này.", field="to")
        tasks.reassign(
            actor=actor(request), item_id=item.pk, to=person, reason=request.POST.get("reason", "")
        )
    except Forbidden:
        raise
    except Refused as problem:
        return case.refused(request, dossier_id, f"give-{item_id}", problem)
    messages.success(request, f"Đã giao việc «{item.name}» cho {person.name if person else 'hàng chung'}.")
    return redirect("desk:case", dossier_id)
