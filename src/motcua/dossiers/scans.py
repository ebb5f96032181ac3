"""What screens ask about scans. Every read begins with what the actor may see."""

from uuid import UUID

from motcua.dossiers.models import Dossier, Scan, ScanPage
from motcua.identity.actor import Actor


def scan_of(actor: Actor, scan_id: UUID) -> Scan | None:
    """A scan with its dossier and pages; None when it is not for this actor."""
    seen = Scan.objects.filter(dossier__in=Dossier.objects.visible_to(actor))
    found = seen.select_related("file", "dossier__version__procedure", "dossier__owner", "dossier__submitter")
    return found.prefetch_related("pages").filter(pk=scan_id).first()


def page_of(actor: Actor, scan_id: UUID, page_id: UUID) -> ScanPage | None:
    """One page with its picture; None when it is not for this actor, or has none."""
    seen = ScanPage.objects.filter(scan_id=scan_id, scan__dossier__in=Dossier.objects.visible_to(actor))
    return seen.select_related("image").filter(pk=page_id, image__isnull=False).first()


def scans_of(dossier: Dossier) -> list[Scan]:
    """The scans of a dossier that were not thrown away, the newest first."""
    kept = dossier.scans.exclude(state=Scan.State.DROPPED)
    return list(kept.select_related("file").order_by("-created_at", "-pk"))
