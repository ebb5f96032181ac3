"""C-16: digitising is slow because of volume. Fifty pages into eight components in under two minutes.

The machine's part here, with small pages; figures of whole ones are in `docs/reference/digitising.md`. The
officer's key presses are counted in `tests/browser/test_scan_keyboard.py`.
"""

import time

import pytest

from motcua.dossiers.actions.scan import begin, file_scan
from motcua.dossiers.actions.scan_work import digitise
from motcua.dossiers.models import Scan
from motcua.identity.actor import DESK_OFFICER
from motcua.web.desk.scan import targets_of
from tests.cast import Cast
from tests.documents import scan_samples

pytestmark = pytest.mark.django_db
CODE = "1.013978"
"""Land: ten components, of which eight lie in the pile."""
PAGES, COMPONENTS, MINUTES_OF_AN_OFFICER = 50, 8, 2


def test_fifty_pages_become_eight_papers_with_one_confirmation(cast: Cast) -> None:
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    dossier = cast.draft(CODE, channel="counter", with_papers=False)
    keys = [target.key for target in targets_of(dossier)][:COMPONENTS]
    assert len(keys) == COMPONENTS
    pile = scan_samples.pile(CODE, keys, PAGES, small=True)
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=[("chong.pdf", pile)], way="auto")
    begun = time.process_time()
    while digitise():
        pass
    worked = time.process_time() - begun
    scan = Scan.objects.get(pk=scan.pk)
    assert scan.is_ready
    begun = time.process_time()
    file_scan(actor=desk, scan_id=scan.pk)
    filed = time.process_time() - begun
    papers = dossier.papers.exclude(digitised_at=None).select_related("file")
    assert sorted(paper.component_key for paper in papers) == sorted(keys)
    assert sum(paper.file.pages for paper in papers if paper.file) == PAGES
    print(f"{PAGES} trang: máy {worked:.1f} giây, lưu {filed:.1f} giây (thời gian bộ xử lý)")
    # Not the officer's time, who does something else meanwhile; bounded all the same.
    assert worked + filed < 60 * MINUTES_OF_AN_OFFICER
