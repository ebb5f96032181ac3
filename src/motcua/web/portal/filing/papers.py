"""The papers of a draft: which are needed and why, what the state holds already, sending and taking back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.catalogue.spec import Component
from motcua.dossiers import content
from motcua.dossiers.models import Dossier
from motcua.lib import moment
from motcua.reporting.faults import common_faults
from motcua.web.portal.filing.draft import on_draft
from motcua.web.portal.filing.way import PAPERS, Way
from motcua.web.portal.papers_of import file_line, plain_url, remove_url, upload_of
from motcua.web.ui import parts


@dataclass(frozen=True)
class Row:
    """One component: what it is, what was sent for it, and where to send more."""

    paper: parts.Paper
    sent: tuple[tuple[str, parts.FileLine], ...] = ()
    plain_url: str = ""
    why: str = ""


@dataclass(frozen=True)
class Group:
    """Components that belong together; with a title, one of them is enough."""

    rows: tuple[Row, ...]
    title: str = ""
    met: bool = False


@on_draft
@require_GET
def papers(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What to send, told before anything is chosen; below, what nobody has to bring."""
    way = Way(dossier)
    components = content.components(dossier)
    asked = [each for each in components if content.is_asked(each, dossier.channel)]
    others = [each for each in components if each not in asked]
    context = {
        "dossier": dossier,
        "steps": way.steps(PAPERS),
        "groups": _grouped(dossier, asked),
        "others": [_not_asked(each) for each in others],
        "missing": way.missing_papers,
        "faults": common_faults(dossier.version.procedure_id, moment.now()),
        "next": way.after(PAPERS),
        "pages_url": way.url("papers"),
    }
    return render(request, "portal/filing/papers.html", context)


@on_draft
@require_GET
def paper(request: HttpRequest, dossier: Dossier, component: str) -> HttpResponse:
    """The row of one component as it is now: what upload.js puts in place after a file has arrived."""
    found = next((each for each in content.components(dossier) if each.key == component), None)
    if found is None or not content.is_asked(found, dossier.channel):
        raise Http404
    context = {"row": _row(dossier, found), "pages_url": reverse("filing:papers", args=[dossier.pk])}
    return render(request, "portal/filing/_paper.html", context)


def _grouped(dossier: Dossier, asked: Iterable[Component]) -> list[Group]:
    """Each by itself, alternatives together where the first of them stands."""
    groups: list[Group] = []
    seen: set[str] = set()
    components = list(asked)
    for component in components:
        if component.alternatives is None:
            groups.append(Group((_row(dossier, component),)))
        elif component.alternatives not in seen:
            seen.add(component.alternatives)
            rows = tuple(
                _row(dossier, each) for each in components if each.alternatives == component.alternatives
            )
            title = "Chỉ cần một trong các giấy tờ sau" if len(rows) > 1 else ""
            groups.append(Group(rows, title, any(row.sent for row in rows)))
    return groups


def _row(dossier: Dossier, component: Component) -> Row:
    sent = [each for each in dossier.live_papers() if each.component_key == component.key]
    state = "done" if sent else ("needed" if component.required else "optional")
    return Row(
        paper=parts.Paper(
            name=component.name,
            state=state,  # type: ignore[arg-type]
            help=component.guide,
            upload=upload_of(
                dossier,
                component.key,
                label="Gửi thêm trang hoặc tệp khác" if sent else "Gửi ảnh hoặc tệp",
                accept=component.accept,
                max_mb=component.max_mb,
                have=len(sent),
                fragment=reverse("filing:paper", args=[dossier.pk, component.key]),
            ),
            id=f"giay-{component.key}",
        ),
        sent=tuple((remove_url(each), file_line(each)) for each in sent),
        plain_url=plain_url(dossier, component.key),
        why=component.why,
    )


def _not_asked(component: Component) -> parts.Paper:
    """Why this one is nothing to bring."""
    if component.held_by_state is not None:
        note = f"Cơ quan tự tra trong {component.held_by_state.label}."
        return parts.Paper(component.name, "held", note)
    if component.from_form:
        return parts.Paper(component.name, "done", "Chính là tờ khai bạn vừa điền, không phải gửi thêm.")
    return parts.Paper(component.name, "held", "Giữ bản giấy ở nhà; khi cần xem, cán bộ sẽ báo bạn.")
