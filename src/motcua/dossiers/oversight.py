"""Who answers for the whole province: the leaders of its committee, of its office and of its centre.

They see of every dossier what a list shows (code, procedure, step, who holds it, until when) and may ask and
urge; forms, papers and people stay with the units that work on it (`visible_to`). Our own rule: a chairman
who is shown that a dossier has stood still for a month has to be able to ask why.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch

from motcua.dossiers.models import Dossier, DossierQuerySet, WorkItem
from motcua.identity.actor import HEAD, INSPECTOR, OFFICER, SIGNER, Actor
from motcua.organisation.models import Unit
from motcua.organisation.queries import unit_called

OVER_ALL = frozenset({Unit.Kind.PROVINCE_COMMITTEE, Unit.Kind.PROVINCE_OFFICE, Unit.Kind.PROVINCE_CENTRE})
OVERSEERS = (SIGNER, HEAD, INSPECTOR)


def oversees_all(actor: Actor) -> bool:
    """Whether the actor leads where the whole province is answered for; a narrowed post never does."""
    if actor.kind != OFFICER or not actor.has(*OVERSEERS) or actor.fields or actor.procedures:
        return False
    unit = unit_called(actor.unit_id)
    return unit is not None and unit.kind in OVER_ALL


def overseen_by(actor: Actor) -> DossierQuerySet:
    """The filed dossiers of which the actor may know where they stand, and about which to ask."""
    if oversees_all(actor):
        return Dossier.objects.filed()
    return Dossier.objects.visible_to(actor).filed()


def overseen_among(actor: Actor, dossier_ids: Iterable[UUID]) -> set[UUID]:
    """Those of a few dossiers that are `overseen_by` the actor."""
    return set(overseen_by(actor).filter(pk__in=list(dossier_ids)).values_list("pk", flat=True))


def overseen_case(actor: Actor, dossier_id: UUID) -> Dossier | None:
    """One of them with its work, who holds it included; None when it is not for this actor."""
    work = Prefetch("work_items", WorkItem.objects.select_related("unit", "assignee"))
    return overseen_by(actor).with_screen().prefetch_related(work).filter(pk=dossier_id).first()


def is_open_to(actor: Actor, dossier_id: UUID) -> bool:
    """Whether the actor may open the whole of it, people and papers included."""
    return bool(open_among(actor, [dossier_id]))


def open_among(actor: Actor, dossier_ids: Iterable[UUID]) -> set[UUID]:
    """Those of a few dossiers of which this is so."""
    found = Dossier.objects.visible_to(actor).filter(pk__in=list(dossier_ids))
    return set(found.values_list("pk", flat=True))
