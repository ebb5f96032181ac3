"""A piece of a scan becomes the file of a paper; the paper, its originals and copies, stays what it is."""

from collections.abc import Sequence

from motcua.documents import files
from motcua.documents.models import StoredFile
from motcua.documents.scanning import bundle
from motcua.documents.scanning.drawing import PDF
from motcua.dossiers import content
from motcua.dossiers.models import Dossier, Paper, ScanPage
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused


def keep_piece(actor: Actor, dossier: Dossier, key: str, order: int, pages: Sequence[ScanPage]) -> Paper:
    """Inside the transaction of `file_scan`: one PDF of these pages, for this component."""
    name = content.component_name(dossier, key)
    paper = _paper_for(actor, dossier, key, name)
    paper.file = files.keep(
        content=bundle.pdf((files.read(page.image), page.turned) for page in pages if page.image is not None),
        name=f"{name[:150]}.pdf",
        media_type=PDF,
        origin=StoredFile.Origin.SCAN,
        by=actor.label,
        pages=len(pages),
    )
    paper.digitised_at, paper.digitised_by = moment.now(), actor.label
    paper.store_code = _store_code(dossier, key, order)
    paper.save()
    return paper


def _paper_for(actor: Actor, dossier: Dossier, key: str, name: str) -> Paper:
    """The paper lying there without a file; a copy made again takes the place of the earlier one.

    A component nobody handed in is only added while papers may be added: in a draft, or when it was asked.
    """
    live = list(dossier.papers.filter(component_key=key, replaced_at__isnull=True))
    bare = next((each for each in live if each.file_id is None), None)
    if bare is not None:
        return bare
    earlier = next((each for each in live if each.digitised_at is not None), None)
    if earlier is None and not (dossier.is_draft or key in content.asked_components(dossier)):
        raise Refused(
            f"«{name}» chưa được ghi nhận bản giấy ở quầy nên không số hóa được. Hãy chọn giấy tờ khác cho"
            " các trang này, hoặc bỏ các trang.",
            code="not-received",
        )
    if earlier is not None:
        earlier.replaced_at = moment.now()
        earlier.save(update_fields=["replaced_at"])
    return Paper(
        dossier=dossier,
        component_key=key,
        name=name,
        originals=earlier.originals if earlier else 0,
        copies=earlier.copies if earlier else 0,
        added_at=moment.now(),
        added_by=actor.label,
    )


def _store_code(dossier: Dossier, key: str, order: int) -> str:
    """Number of the dossier, of the component in its list, of the copy: `…-0001.02.1`.

    The form of this number is ours: the one of TT 01/2023/TT-VPCP has not been seen.
    """
    earlier = dossier.papers.filter(component_key=key).exclude(store_code="").count()
    return f"{dossier.number}.{order:02d}.{earlier + 1}"[:80]
