"""File fields of a form: which inputs they are, and whose files may be named in them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from motcua.documents.models import StoredFile
from motcua.documents.uploads import Limits
from motcua.documents.uploads import take_in as keep_upload
from motcua.forms.answers import Raw
from motcua.forms.fields import FileField, GroupField
from motcua.forms.spec import Form
from motcua.identity.actor import Actor
from motcua.lib.errors import Forbidden


def file_field(form: Form, name: str) -> FileField | None:
    """The file field an input belongs to: `photo`, or `members.0.photo` inside a group."""
    key, *inner = name.split(".")
    field = form.field(key)
    if isinstance(field, GroupField) and len(inner) == 2:
        found = next((item for item in field.fields if item.key == inner[1]), None)
        return found if isinstance(found, FileField) else None
    return field if isinstance(field, FileField) and not inner else None


def held(form: Form, raw: Raw) -> list[str]:
    """The ids of the files that these raw answers hold."""
    return [text for name, texts in raw.items() if file_field(form, name) for text in texts if _is_id(text)]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def with_own_files(form: Form, kept: Raw, sent: Raw, arrived: Mapping[str, Sequence[str]]) -> Raw:
    """What was sent, with the ids of files that arrived with it.

    Other ids count only when the dossier holds them already, so that nobody names a file of somebody else.
    """
    known = set(held(form, kept))
    own = {
        name: [text for text in texts if text in known] if file_field(form, name) else texts
        for name, texts in sent.items()
    }
    return own | {name: [*own.get(name, ()), *ids] for name, ids in arrived.items() if file_field(form, name)}


def take_in(field: FileField, *, actor: Actor, content: bytes, name: str) -> StoredFile:
    """Keep a file handed in with a page of the form. Raises Refused with what is wrong with it."""
    if not actor.sees_content:
        raise Forbidden("Nhân viên bưu chính không nhận tệp vào hồ sơ.", code="postal")
    limits = Limits(accept=field.accept, max_mb=field.max_mb)
    return keep_upload(actor=actor, name=name, content=content, limits=limits)


def names(form: Form, raw: Raw) -> dict[str, str]:
    """The names of the files that these raw answers hold, by id."""
    ids = held(form, raw)
    if not ids:
        return {}
    return {str(file.pk): file.name for file in StoredFile.objects.filter(pk__in=ids)}
