"""Other agencies' part in a dossier, for its page: opinions asked, child dossiers, and whose child it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.dossiers.children import children_of
from motcua.dossiers.lifecycle import RUNNING, Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.lib import moment
from motcua.organisation.queries import calendars_for
from motcua.web.desk.frame import case_or_404
from motcua.web.desk.rows import NOBODY, due_of
from motcua.web.files.showing import served
from motcua.web.ui import parts
from motcua.web.ui.doors import for_officers


@dataclass(frozen=True)
class Asked:
    """An opinion: of which agency, since when, until when by its own clock, and what it said."""

    unit: str
    phone: str
    holder: str
    due: parts.Due | None
    answer: str
    answered_by: str


@dataclass(frozen=True)
class ChildLine:
    """A child dossier: all that the parent's officers need of it, and no more."""

    number: str
    name: str
    agency: str
    phone: str
    status: Status
    due: parts.Due | None
    results: Sequence[tuple[str, str]]


def related_of(dossier: Dossier) -> dict[str, object]:
    """For the case page."""
    children = list(children_of(dossier)) if dossier.spec.children else []
    return {
        "asked": _asked(dossier),
        "children": [_line(dossier, child) for child in children],
        "parent": dossier.parent,
    }


def _asked(dossier: Dossier) -> list[Asked]:
    items = [item for item in dossier.work_items.all() if item.kind == WorkItem.Kind.OPINION]
    calendars, now = calendars_for(item.unit_id for item in items) if items else {}, moment.now()
    return [
        Asked(
            unit=item.unit.name,
            phone=item.unit.phone,
            holder=item.assignee.name if item.assignee else NOBODY,
            due=None if item.done_at else due_of(item.due_at, calendars[item.unit_id], now),
            answer=item.note,
            answered_by=item.done_by,
        )
        for item in items
    ]


def _line(parent: Dossier, child: Dossier) -> ChildLine:
    asked = parent.spec.child(child.child_key)
    unit = child.competent_unit or child.receiving_unit
    unit_id = unit.pk if unit is not None else ""
    runs = child.state in RUNNING
    # What the applicant sent to another agency is between the two of them.
    shared = asked is not None and asked.by == "system"
    return ChildLine(
        number=child.number,
        name=asked.name if asked is not None else child.version.procedure.name,
        agency=unit.name if unit is not None else "",
        phone=unit.phone if unit is not None else "",
        status=child.state,
        due=due_of(child.due_at, calendars_for({unit_id})[unit_id], moment.now()) if runs else None,
        results=[
            (result.name, reverse("desk:child-result", args=[parent.pk, child.pk, result.key]))
            for result in child.results.all()
            if shared and result.issued_at is not None
        ],
    )


@for_officers()
@require_safe
def child_result(request: HttpRequest, dossier_id: UUID, child_id: UUID, key: str) -> HttpResponse:
    """The result that came back from a child, for who may see the parent; the child stays closed."""
    parent = case_or_404(request, dossier_id)
    child = children_of(parent).filter(pk=child_id).first()
    asked = parent.spec.child(child.child_key) if child is not None else None
    if child is None or asked is None or asked.by != "system":
        raise Http404
    result = next((each for each in child.results.all() if each.key == key and each.issued_at), None)
    if result is None or result.file is None:
        raise Http404
    return served(result.file, inline=True)
