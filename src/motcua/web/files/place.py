"""Where a file is meant to go: a component of a dossier, and what that component takes."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from motcua.documents.models import StoredFile
from motcua.documents.uploads import HandIn, Limits
from motcua.dossiers import content, queries
from motcua.dossiers.actions import papers
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """A component of a dossier, as the purpose of an upload says it."""

    dossier_id: UUID
    component: str

    @classmethod
    def read(cls, purpose: str) -> Self:
        """Back from `purpose`."""
        _, dossier_id, component = purpose.split(":", 2)
        return cls(UUID(dossier_id), component)

    @property
    def purpose(self) -> str:
        """For the row of an upload."""
        return f"dossier:{self.dossier_id}:{self.component}"

    def hand_in(self, actor: Actor) -> HandIn:
        """What is done with the file once it is kept."""

        def attach(file: StoredFile) -> object:
            try:
                return papers.attach(
                    actor=actor, dossier_id=self.dossier_id, component_key=self.component, file=file
                )
            except Dossier.DoesNotExist as gone:
                raise Refused("Bản nháp này đã được bỏ đi nên không nhận tệp nữa.", code="gone") from gone

        return attach


def find(actor: Actor, dossier_id: str | UUID, component: str) -> tuple[Place, Limits] | None:
    """The place for a new file; None when there is no such dossier for this actor.

    Raises Refused when the dossier takes no papers from this actor now, or knows no such paper.
    """
    try:
        place = Place(dossier_id if isinstance(dossier_id, UUID) else UUID(dossier_id), component)
    except ValueError:
        return None
    dossier = queries.draft_of(actor, place.dossier_id)
    if dossier is None:
        return None
    papers.check_open(actor, dossier)
    return place, limits_of(dossier, component)


def limits_of(dossier: Dossier, component: str) -> Limits:
    """What a component takes; a paper that only a supplement asks for takes the usual."""
    content.component_name(dossier, component)
    found = dossier.spec.component(component)
    return Limits() if found is None else Limits(accept=found.accept, max_mb=found.max_mb)
