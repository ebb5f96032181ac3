"""Papers of a dossier as the pieces of a page want them: lines of files, places to send them to."""

import json
from collections.abc import Sequence

from django.urls import reverse

from motcua.documents.inspect import FINGERPRINT, FileKind, accept_endings, accept_words
from motcua.documents.models import StoredFile
from motcua.dossiers.actions.papers import MAX_PER_COMPONENT
from motcua.dossiers.models import Dossier, Paper
from motcua.web.ui.parts import FileLine, Upload

# The doors of files serve every audience; any name of the input will do there.
INPUT = "files"


def plain_url(dossier: Dossier, component: str) -> str:
    """Where a form without scripts sends its files."""
    return reverse("files:component", args=[dossier.pk, component])


def remove_url(paper: Paper) -> str:
    """Where a form takes a file back, by POST with the page to return to as `next`."""
    return reverse("files:remove", args=[paper.pk])


def file_line(paper: Paper) -> FileLine:
    """A handed-in file with its size and digest; a paper that was only shown at the desk has neither."""
    if paper.file is None:
        return FileLine(f"Bản giấy: {paper.originals} bản chính, {paper.copies} bản sao", 0)
    icon = "image" if paper.file.media_type.startswith("image/") else "paper"
    return stored_line(paper.file, f"{reverse('files:paper', args=[paper.pk])}?xem=1", icon)


def stored_line(file: StoredFile, url: str, icon: str = "paper") -> FileLine:
    notes = tuple(note for note in file.notes if not note.startswith(FINGERPRINT))
    return FileLine(file.name, file.size, url, file.sha256, icon, file.created_at, notes)


def upload_of(
    dossier: Dossier,
    key: str,
    *,
    label: str,
    accept: Sequence[FileKind] = ("pdf", "image"),
    max_mb: int = 20,
    have: int = 0,
    fragment: str = "",
) -> Upload | None:
    """Where to send files for a component; None when it is full. `have` is how many are there already."""
    room = MAX_PER_COMPONENT - have
    if room <= 0:
        return None
    return Upload(
        id=f"tep-{key}",
        name=INPUT,
        label=label,
        accept=accept_endings(accept),
        accept_words=accept_words(accept),
        max_mb=max_mb,
        max_files=room,
        endpoint=reverse("files:uploads"),
        metadata=json.dumps({"dossier": str(dossier.pk), "component": key}),
        fragment=fragment,
    )
