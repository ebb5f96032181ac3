"""When somebody has to come in person: what the procedure says, and whether it is now."""

from motcua.catalogue.spec import Presence
from motcua.dossiers import content
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, ReturnMethod, WorkItem
from motcua.lib.conditions import holds_or_absent


def presences(dossier: Dossier) -> list[Presence]:
    """Every coming in person that this very dossier asks for, known from the beginning."""
    if not dossier.spec.presences:
        return []
    known = content.facts(dossier)
    return [each for each in dossier.spec.presences if holds_or_absent(each.when, known)]


def presence_now(dossier: Dossier) -> Presence | None:
    """What somebody has to come for now: at the step that lies open, or with the result."""
    found = presences(dossier)
    if dossier.state == Status.DONE:
        return next((each for each in found if not each.step), None)
    steps = {item.step_key for item in dossier.open_items() if item.kind == WorkItem.Kind.STEP}
    return next((each for each in found if each.step in steps), None)


def waits_at_desk(dossier: Dossier) -> bool:
    """Whether a result lies at the desk for somebody to fetch."""
    return dossier.state == Status.DONE and dossier.return_method == ReturnMethod.DESK
