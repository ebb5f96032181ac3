"""One running dossier goes over to a newer version of its procedure, by the clause the version came with."""

from motcua.catalogue.models import Version
from motcua.dossiers import content, places
from motcua.dossiers.actions import silence
from motcua.dossiers.actions.charge import charge_anew
from motcua.dossiers.actions.move import move
from motcua.dossiers.actions.steps import open_step
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.moving import Prospect
from motcua.dossiers.outlook import Outlook
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.workflow.moving import same_place, to_write_anew
from motcua.workflow.spec import Route, Step


def change_version(*, dossier: Dossier, version: Version, prospect: Prospect, consent: str = "") -> None:
    """Take a locked dossier over: case, values, agency, term, fees and route become those of one filed under
    the version with the same answers and moments; what the citizen gave stays where it is.

    `consent`: who agreed. Runs in the transaction that holds the lock. Raises Refused while something is in
    the way.
    """
    if prospect.obstacles:
        raise Refused(f"Chưa chuyển được. {prospect.reason}", code="obstacles")
    before, route, results = dossier.version, dossier.spec.route, _results(dossier)
    details = {
        "from": before.number,
        "to": version.number,
        "clause": version.transition,
        "consent": consent,
        "differences": [[each.label, each.before, each.after] for each in prospect.differences],
    }
    reason = version.clause.words
    move(
        actor=SYSTEM_ACTOR,
        dossier=dossier,
        verb="change_version",
        given={"reason": reason, "details": details},
        prepare=lambda held: _take_over(held, version, prospect.outlook),
    )
    if not prospect.same_money:
        charge_anew(SYSTEM_ACTOR, dossier, prospect.outlook.fees, reason)
    _walk_over(dossier, route, rewritten=_results(dossier) != results)


def _take_over(dossier: Dossier, version: Version, after: Outlook) -> None:
    dossier.version = version
    for name in ("spec", "case"):
        dossier.__dict__.pop(name, None)
    dossier.case_key, dossier.values = after.case_key, after.values
    dossier.competent_unit = after.unit
    if dossier.accepted_at is not None:
        dossier.term = after.term
    dossier.search_text = content.search_text(dossier)


def _results(dossier: Dossier) -> frozenset[str]:
    return frozenset(dossier.case.results if dossier.case is not None else ())


def _walk_over(dossier: Dossier, old: Route, *, rewritten: bool) -> None:
    """Every open step becomes the one that stands for it; what is the same stays with whoever holds it."""
    route = dossier.spec.route
    steps = dossier.work_items.filter(kind=WorkItem.Kind.STEP, done_at=None).select_related(
        "unit", "assignee"
    )
    drafted = any(not result.is_refusal for result in dossier.results.all())
    for item in steps:
        place = same_place(old, item.step_key, route)
        target = to_write_anew(route, place) if rewritten and drafted else place
        if _is_same(dossier, item, old.step(item.step_key), target):
            item.name = target.name
            item.save(update_fields=["name"])
        else:
            _replace(dossier, item, target)


def _is_same(dossier: Dossier, item: WorkItem, was: Step | None, target: Step) -> bool:
    return (
        (item.step_key, item.role) == (target.key, target.role)
        and item.unit_id == places.step_unit(dossier, target.unit).pk
        and was is not None
        and was.ask == target.ask
    )


def _replace(dossier: Dossier, item: WorkItem, target: Step) -> None:
    paused_at = item.paused_at
    _close(item)
    for opinion in item.opinions.filter(done_at=None):
        silence.over(dossier, opinion.step_key)
        _close(opinion)
    opened = open_step(dossier, target)
    if paused_at is not None:
        dossier.work_items.filter(done_at=None, pk=opened.pk).update(paused_at=paused_at)
        opened.opinions.update(paused_at=paused_at)


def _close(item: WorkItem) -> None:
    item.done_at, item.done_by, item.outcome = moment.now(), SYSTEM_ACTOR.label, "recalled"
    item.paused_at = None
    item.save(update_fields=["done_at", "done_by", "outcome", "paused_at"])
