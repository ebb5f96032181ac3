"""What the pages of inspection ask. An inspector reads every inspection, a leader the findings about the own
agency.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from motcua.dossiers.models import Dossier
from motcua.identity.actor import INSPECTOR, Actor
from motcua.lib.ids import Id
from motcua.organisation.queries import subtree
from motcua.reporting.models import Finding, FindingQuerySet, Inspected, Inspection
from motcua.reporting.rights import home_of


def inspections_of(actor: Actor) -> QuerySet[Inspection]:
    """The inspections with how far they are: `drawn`, `seen`, `found`, `waiting` (findings not closed)."""
    found = Inspection.objects.select_related("unit") if actor.has(INSPECTOR) else Inspection.objects.none()
    return found.annotate(
        drawn=Count("sample", distinct=True),
        seen=Count("sample", filter=Q(sample__looked_at__isnull=False), distinct=True),
        found=Count("sample__findings", distinct=True),
        waiting=Count("sample__findings", filter=Q(sample__findings__closed_at__isnull=True), distinct=True),
    )


def inspection_of(actor: Actor, inspection_id: Id) -> Inspection | None:
    """One of them; None when it is not for this officer."""
    return inspections_of(actor).filter(pk=inspection_id).first()


def findings_for(actor: Actor) -> FindingQuerySet:
    """The findings this officer follows or answers: those not answered first, then what is due first."""
    found = Finding.objects.with_screen()
    home = home_of(actor)
    if home:
        found = found.filter(unit__in=subtree(home))
    return found.order_by(
        F("closed_at").desc(nulls_first=True), F("answered_at").asc(nulls_first=True), "due_on", "pk"
    )


def finding_of(actor: Actor, finding_id: Id) -> Finding | None:
    """One of them; None when it is not for this officer."""
    return findings_for(actor).filter(pk=finding_id).first()


def findings_in(row: Inspected) -> FindingQuerySet:
    """What was found in one dossier of a sample."""
    return Finding.objects.with_screen().filter(inspected=row)


@dataclass(frozen=True)
class Seen:
    """A dossier of a sample as the inspector sees it; `next_pk` is the next one that was not looked at."""

    row: Inspected
    dossier: Dossier
    next_pk: int | None


def inspected_of(actor: Actor, inspection_id: Id, inspected_id: int) -> Seen | None:
    """A dossier of a sample; None when the sample or, by now, the dossier is not for this officer."""
    if inspection_of(actor, inspection_id) is None:
        return None
    rows = Inspected.objects.filter(inspection__pk=inspection_id)
    row = rows.select_related("inspection").filter(pk=inspected_id).first()
    if row is None:
        return None
    dossier = Dossier.objects.visible_to(actor).with_screen().filter(pk=row.dossier_id).first()
    if dossier is None:
        return None
    unseen = rows.filter(looked_at__isnull=True).exclude(pk=row.pk)
    later = unseen.filter(position__gt=row.position).values_list("pk", flat=True).first()
    return Seen(row, dossier, later or unseen.values_list("pk", flat=True).first())
