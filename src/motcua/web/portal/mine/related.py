"""Other agencies' part in one's dossier: who has it now, each by its own clock, and what can be done next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.dossiers.actions.children import begin as begin_child
from motcua.dossiers.children import awaited, children_of, offered
from motcua.dossiers.lifecycle import RUNNING
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.web.portal.mine import state
from motcua.web.portal.mine.own import on_own
from motcua.web.ui import parts
from motcua.web.ui.middleware import actor


@dataclass(frozen=True)
class Part:
    """One agency's part: what it does, its own due moment, and the page about it where there is one."""

    name: str
    agency: str
    phone: str
    status: parts.Status
    due: parts.Due | None
    url: str = ""
    number: str = ""


def related_of(dossier: Dossier, who: Actor) -> dict[str, object]:
    """For the page of a dossier: its children, the agencies asked, the dossier it belongs to, the offers."""
    children = list(children_of(dossier)) if dossier.spec.children else []
    opinions = [item for item in dossier.open_items() if item.kind == WorkItem.Kind.OPINION]
    parent = dossier.parent
    return {
        "parts": [*(_child(dossier, child) for child in children), *(_opinion(item) for item in opinions)],
        "offers": offered(dossier) if dossier.belongs_to(who) else [],
        "parent": parent,
        "parent_due": state.short_due(parent) if parent is not None else None,
        "parent_url": reverse("mine:dossier", args=[parent.pk]) if parent is not None else "",
    }


def held_elsewhere(dossier: Dossier, items: list[WorkItem]) -> state.Holder | None:
    """The other agency that has the word while a step waits for its child dossier."""
    for item in items:
        child = next(iter(awaited(dossier, item.step_key)), None) if item.kind == WorkItem.Kind.STEP else None
        if child is not None and child.competent_unit is not None:
            unit = child.competent_unit
            return state.Holder(unit.name, "", child.version.procedure.name, unit.phone)
    return None


def _child(parent: Dossier, child: Dossier) -> Part:
    asked = parent.spec.child(child.child_key)
    unit = child.competent_unit or child.receiving_unit
    return Part(
        name=asked.name if asked is not None else child.version.procedure.name,
        agency=unit.name if unit is not None else "",
        phone=unit.phone if unit is not None else "",
        status=state.status_of(child),
        due=state.short_due(child) if child.state in RUNNING else None,
        url=reverse("mine:dossier", args=[child.pk]),
        number=child.number,
    )


def _opinion(item: WorkItem) -> Part:
    """Which agency was asked and until when; what it is asked and says is between the offices."""
    due = None
    if item.due_at is not None:
        late = item.due_at < moment.now()
        due = parts.Due(item.due_at.astimezone(moment.TZ), "", "late" if late else "", "Hạn trả lời")
    status = parts.Status("Đang hỏi ý kiến", "clock", "blue")
    return Part("Cho ý kiến", item.unit.name, item.unit.phone, status, due)


@on_own
@require_POST
def begin(request: HttpRequest, dossier: Dossier, key: str) -> HttpResponse:
    """Go on with what was offered: a draft in which everything known stands already."""
    child = begin_child(actor=actor(request), parent_id=dossier.pk, key=key)
    return redirect("mine:dossier", child.pk)
