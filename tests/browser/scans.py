"""Scans for the scenes: one to look at, one already filed, one of fifty pages to put in order by keyboard."""

from motcua.dossiers.actions.draft import start
from motcua.dossiers.actions.scan import begin, file_scan
from motcua.dossiers.actions.scan_work import digitise
from motcua.dossiers.models import Channel, Dossier, Scan
from motcua.identity.actor import DESK_OFFICER
from motcua.organisation.models import Unit
from tests.browser.pictures import page
from tests.browser.stage import BIRTH, COMMUNE
from tests.cast import Cast
from tests.documents import scan_samples

LAND = "1.013978"
"""Ten components: enough for eight papers in one pile."""


def scans(cast: Cast, counter: Dossier) -> dict[str, str]:
    """Their ids by the name of the example. `counter` is a draft being typed at the desk."""
    desk = cast.officer(f"ttpvhcc-{COMMUNE}", DESK_OFFICER)
    land = start(
        actor=desk,
        version=cast.version(LAND),
        submitter=cast.lan,
        channel=Channel.COUNTER,
        receiving_unit=Unit.objects.get(pk=desk.unit_id),
    )
    sheet = scan_samples.separator(BIRTH, "birth_proof")
    paper = page("Giấy chứng sinh", "Nguyễn Thị Lan").convert("L")
    blurred = scan_samples.page(5, blur=4)
    piles = {
        "scan": (counter, scan_samples.pdf([sheet, paper, blurred, scan_samples.page(3, angle=2)])),
        "scan-filed": (counter, scan_samples.pdf([sheet, paper])),
        "scan-keys": (land, scan_samples.small_pile(pieces=8, count=50)),
    }
    begun = {
        name: begin(actor=desk, dossier_id=dossier.pk, sent=[("chong-giay.pdf", body)], way="auto")
        for name, (dossier, body) in piles.items()
    }
    while digitise():
        pass
    file_scan(actor=desk, scan_id=begun["scan-filed"].pk)
    shown = Scan.objects.get(pk=begun["scan"].pk).pages.all()[1]
    return {name: str(scan.pk) for name, scan in begun.items()} | {"scan-page": str(shown.pk)}
