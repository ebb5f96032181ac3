"""One component of a dossier as a row of a page: what was sent, what is wrong, and where to send more."""

import json
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.http import urlencode

from motcua.documents.inspect import FINGERPRINT, accept_endings, accept_words
from motcua.dossiers import content
from motcua.dossiers.actions import papers
from motcua.dossiers.actions.papers import MAX_PER_COMPONENT
from motcua.dossiers.models import Dossier, Paper
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.web.files.place import limits_of
from motcua.web.ui import parts

State = Literal["needed", "held", "done", "wrong", "optional"]


@dataclass(frozen=True)
class Sent:
    """A file that is here. `remove_url` is empty where it cannot be taken back any more."""

    name: str
    url: str
    size: int
    remark: str = ""
    notes: tuple[str, ...] = ()
    remove_url: str = ""


@dataclass(frozen=True)
class Row:
    """`files/_row.html`; `back` is the page it stands on, for forms that work without a script."""

    key: str
    name: str
    state: State
    note: str
    help: str
    sent: tuple[Sent, ...]
    back: str
    upload: parts.Upload | None = None
    plain_url: str = ""


def row_of(actor: Actor, dossier: Dossier, key: str, back: str) -> Row:
    """The row of a component, or of a paper only a supplement asks for. Raises Refused for an unknown one."""
    name = content.component_name(dossier, key)
    component = dossier.spec.component(key)
    live = [paper for paper in dossier.live_papers() if paper.component_key == key]
    is_open = _is_open(actor, dossier, key)
    held = component.held_by_state if component is not None else None
    return Row(
        key=key,
        name=name,
        state="held" if held else _state(live, component is None or component.required),
        note=f"Cơ quan tự tra trong {held.label}." if held else "",
        help=component.help if component is not None else "",
        sent=tuple(_sent(paper, is_open=is_open) for paper in live if paper.file is not None),
        back=back,
        upload=_upload(dossier, key, name, len(live), back) if is_open and not held else None,
        plain_url=reverse("files:component", args=[dossier.pk, key]),
    )


def _is_open(actor: Actor, dossier: Dossier, key: str) -> bool:
    try:
        papers.check_open(actor, dossier)
    except Refused:
        return False
    return dossier.is_draft or key in content.asked_components(dossier)


def _state(live: list[Paper], required: bool) -> State:
    """A wrong paper stays wrong until a newer one has been sent, which nobody has looked at yet."""
    if not live:
        return "needed" if required else "optional"
    return "wrong" if live[-1].verdict == Paper.Verdict.WRONG else "done"


def _sent(paper: Paper, *, is_open: bool) -> Sent:
    file = paper.file
    return Sent(
        name=file.name if file else paper.name,
        url=reverse("files:paper", args=[paper.pk]),
        size=file.size if file else 0,
        remark=paper.remark if paper.verdict == Paper.Verdict.WRONG else "",
        notes=tuple(note for note in file.notes if not note.startswith(FINGERPRINT)) if file else (),
        remove_url=reverse("files:remove", args=[paper.pk]) if is_open else "",
    )


def _upload(dossier: Dossier, key: str, name: str, already: int, back: str) -> parts.Upload | None:
    limits = limits_of(dossier, key)
    if already >= MAX_PER_COMPONENT:
        return None
    return parts.Upload(
        id=f"tep-{key}",
        name="files",
        label=f"Gửi tệp cho «{name}»",
        accept=accept_endings(limits.accept),
        accept_words=accept_words(limits.accept),
        max_mb=limits.max_mb,
        max_files=MAX_PER_COMPONENT - already,
        endpoint=reverse("files:uploads"),
        metadata=json.dumps({"dossier": str(dossier.pk), "component": key}),
        fragment=f"{reverse('files:component', args=[dossier.pk, key])}?{urlencode({'next': back})}",
    )
