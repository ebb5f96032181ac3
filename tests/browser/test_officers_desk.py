"""The one-stop desk: what arrived, accepting, asking for more, refusing, two officers on one dossier."""

from tests.browser.conftest import Visit


def test_the_desk_officer_reads_the_papers_beside_the_form_and_accepts(visit: Visit) -> None:
    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    desk.is_sound()
