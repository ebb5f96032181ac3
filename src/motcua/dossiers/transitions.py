"""What became of running dossiers under the clause of a version: counted, listed, and of one dossier."""

from dataclasses import dataclass

from django.db.models import Count

from motcua.catalogue.models import Version
from motcua.dossiers.models import Dossier, Transition, TransitionQuerySet
from motcua.dossiers.moving import waiting_for


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a version's running dossiers stand where. `waiting`: those still to be gone through, or all
    that run under an older version where the clause leaves them there.
    """

    waiting: int
    states: dict[str, int]

    @property
    def settled(self) -> int:
        return sum(self.states.values())


def tally(version: Version) -> Tally:
    """Two queries, whatever their number."""
    counted = Transition.objects.filter(version=version).order_by().values_list("state").annotate(Count("pk"))
    return Tally(waiting=waiting_for(version).count(), states=dict(counted))


def of_version(version: Version, state: str = "") -> TransitionQuerySet:
    """Each dossier that was gone through, the latest first; `state` keeps to one state."""
    found = Transition.objects.filter(version=version).with_screen().order_by("-pk")
    return found.filter(state=state) if state in Transition.State.values else found


def latest(dossier: Dossier) -> Transition | None:
    """The newest clause that reached this dossier, out of what `queries.case_of` has read."""
    found = list(dossier.transitions.all())
    return found[-1] if found else None
