"""Leaving a step, writing a draft, giving an opinion, signing: the work of handlers, signers and clerks."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.catalogue.reasons import reason
from motcua.dossiers.actions import result
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk import case
from motcua.web.desk.frame import case_or_404
from motcua.web.desk.work import SIGNING, paragraphs
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

SAVE = "save"


@for_officers()
@require_POST
def finish(request: HttpRequest, dossier_id: UUID, item_id: UUID) -> HttpResponse:
    """One button of a step: keep the draft, leave forwards, go back with a reason, give an opinion."""
    dossier = case_or_404(request, dossier_id)
    item = next((each for each in dossier.work_items.all() if str(each.pk) == str(item_id)), None)
    if item is None:
        raise Http404
    try:
        said = _done(actor(request), dossier, item, request)
    except Forbidden:
        raise
    except Refused as problem:
        return case.refused(request, dossier_id, f"item-{item_id}", problem)
    messages.success(request, said)
    return redirect("desk:case", dossier_id)


def _done(acting: Actor, dossier: Dossier, item: WorkItem, request: HttpRequest) -> str:
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    step = dossier.spec.route.step(item.step_key) if item.kind == WorkItem.Kind.STEP else None
    chosen = step.outcome(outcome) if step is not None else None
    back = chosen is not None and chosen.back
    why = reason(request.POST.get("reason_key", "")) if back else None
    note = why.said(note) if why is not None else note
    if step is not None and step.act == "draft" and not back:
        refusing = chosen is not None and result.leads_to_refusal(dossier, chosen)
        _keep_draft(acting, dossier, item, request, refusing=refusing, only_one=chosen is not None)
    if outcome == SAVE:
        return "Đã lưu dự thảo."
    if step is not None and step.act in SIGNING and not back and request.POST.get("read") != "yes":
        raise Refused("Hãy đọc văn bản rồi đánh dấu «Tôi đã đọc văn bản» trước khi ký.", field="read")
    finish_step(actor=acting, item_id=item.pk, outcome=outcome, note=note)
    return _sentence(item, chosen.label if chosen else "")


def _keep_draft(
    acting: Actor, dossier: Dossier, item: WorkItem, request: HttpRequest, *, refusing: bool, only_one: bool
) -> None:
    """Keep what stands in the boxes: all of them, or those of the way that was chosen."""
    bodies = {
        name.removeprefix("body-"): paragraphs(str(text))
        for name, text in request.POST.items()
        if name.startswith("body-")
    }
    if only_one:
        bodies = {key: body for key, body in bodies.items() if (key == result.REFUSAL) == refusing}
    elif not refusing:
        bodies = _without_untouched_refusal(dossier, bodies)
    if not bodies:
        return
    result.draft(actor=acting, item_id=item.pk, bodies=bodies)


def _without_untouched_refusal(dossier: Dossier, bodies: dict[str, list[str]]) -> dict[str, list[str]]:
    """«Lưu dự thảo» does not make a refusal out of a box that nobody touched."""
    untouched = [part.strip() for part in result.suggested(dossier, result.REFUSAL)]
    if bodies.get(result.REFUSAL) in (untouched, []):
        return {key: body for key, body in bodies.items() if key != result.REFUSAL}
    return bodies


def _sentence(item: WorkItem, label: str) -> str:
    if item.kind == WorkItem.Kind.OPINION:
        return "Đã gửi ý kiến của đơn vị."
    if item.kind == WorkItem.Kind.SILENCE:
        return "Đã ghi việc đôn đốc."
    return f"Đã xong bước «{item.name}»: {label}."
