"""A pile of papers becomes files of components: taken in, worked in the background, put in order, filed."""

import io
from datetime import timedelta
from itertools import count

import pikepdf
import pytest

from motcua.documents import files
from motcua.dossiers.actions import scan as acts
from motcua.dossiers.actions import scan_work
from motcua.dossiers.actions.compare import compare, leave_uncompared
from motcua.dossiers.actions.intake import Intake, keep_intake
from motcua.dossiers.actions.scan import Place, begin
from motcua.dossiers.actions.scan_work import digitise
from motcua.dossiers.models import Dossier, Paper, Scan
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from tests.cast import Cast
from tests.documents import scan_samples
from tests.dossiers.hand import recorded, refused

BIRTH = "1.001193"
PAGE = scan_samples.page


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """A late registration of birth, taken in over the counter with its paper on the desk."""
    late = cast.version(BIRTH).spec.case("late")
    return cast.filed(BIRTH, case=late, channel="counter")


@pytest.fixture
def desk(cast: Cast, dossier: Dossier) -> Actor:
    return cast.desk_of(dossier)


def scanned(desk: Actor, dossier: Dossier, body: bytes, way: str = "auto") -> Scan:
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=[("chong.pdf", body)], way=way)
    digitise()
    return Scan.objects.get(pk=scan.pk)


def two_pages(dossier: Dossier) -> bytes:
    return scan_samples.pdf(
        [scan_samples.separator(BIRTH, "birth_proof"), PAGE(1), scan_samples.blank(), PAGE(2)]
    )


def test_a_pile_with_a_separator_sheet_is_filed_with_one_confirmation(desk: Actor, dossier: Dossier) -> None:
    before = dossier.papers.get(component_key="birth_proof")
    scan = scanned(desk, dossier, two_pages(dossier))
    assert scan.is_ready
    assert [(page.dropped, page.component_key) for page in scan.pages.all()] == [
        (True, ""),
        (False, "birth_proof"),
        (True, ""),
        (False, "birth_proof"),
    ]
    acts.file_scan(actor=desk, scan_id=scan.pk)
    paper = dossier.papers.get(component_key="birth_proof")
    assert paper.pk == before.pk, "the paper on the desk is the one that was copied"
    assert paper.originals == before.originals
    assert paper.digitised_by == desk.label
    assert paper.store_code.startswith(f"{dossier.number}.")
    assert paper.store_code.endswith(".1")
    assert paper.file is not None
    assert paper.file.pages == 2
    with pikepdf.open(io.BytesIO(files.read(paper.file))) as document:
        assert len(document.pages) == 2
    assert recorded(dossier)[-1] == "digitise"


def test_confirmed_twice_it_is_filed_once(desk: Actor, dossier: Dossier) -> None:
    scan = scanned(desk, dossier, two_pages(dossier))
    for _ in range(2):
        acts.file_scan(actor=desk, scan_id=scan.pk)
    assert dossier.papers.filter(digitised_at__isnull=False).count() == 1
    with refused("filed"):
        acts.drop_scan(actor=desk, scan_id=scan.pk)


def test_a_copy_made_again_takes_the_place_of_the_earlier_one_which_stays_in_the_history(
    desk: Actor, dossier: Dossier
) -> None:
    for seed in (1, 2):
        body = scan_samples.pdf([scan_samples.separator(BIRTH, "birth_proof"), PAGE(seed)])
        acts.file_scan(actor=desk, scan_id=scanned(desk, dossier, body).pk)
    old, new = Paper.objects.filter(dossier=dossier, component_key="birth_proof").order_by("added_at")
    assert old.replaced_at is not None
    assert new.replaced_at is None
    assert new.store_code.endswith(".2")
    assert new.originals == old.originals


def test_the_officer_corrects_order_component_turn_and_leaves_pages_out(
    desk: Actor, dossier: Dossier
) -> None:
    scan = scanned(desk, dossier, scan_samples.pdf([PAGE(1), PAGE(2), PAGE(3)]), "whole")
    first, second, third = scan.pages.all()
    with refused("unplaced"):
        acts.file_scan(actor=desk, scan_id=scan.pk)
    places = {
        str(first.pk): Place(3, "birth_proof", turned=90),
        str(second.pk): Place(1, dropped=True),
        str(third.pk): Place(2, "birth_proof", turned=45),
    }
    scan = acts.arrange(actor=desk, scan_id=scan.pk, edition=scan.edition, places=places)
    acts.file_scan(actor=desk, scan_id=scan.pk)
    paper = dossier.papers.get(component_key="birth_proof")
    assert paper.file is not None
    with pikepdf.open(io.BytesIO(files.read(paper.file))) as document:
        assert [int(page.get("/Rotate", 0)) for page in document.pages] == [0, 90]


def test_the_second_officer_does_not_undo_the_first(desk: Actor, dossier: Dossier) -> None:
    scan = scanned(desk, dossier, scan_samples.pdf([PAGE(1)]))
    acts.arrange(actor=desk, scan_id=scan.pk, edition=scan.edition, places={})
    with refused("outdated"):
        acts.arrange(actor=desk, scan_id=scan.pk, edition=scan.edition, places={})


def test_it_is_split_anew_by_another_way(desk: Actor, dossier: Dossier) -> None:
    scan = scanned(desk, dossier, scan_samples.pdf([PAGE(1), scan_samples.blank(), PAGE(2)]))
    assert [page.piece for page in scan.pages.all()] == [1, 0, 2]
    scan = acts.split_anew(actor=desk, scan_id=scan.pk, way="whole")
    assert [page.piece for page in scan.pages.all()] == [1, 0, 1]
    with refused("way"):
        acts.split_anew(actor=desk, scan_id=scan.pk, way="moon")


def test_what_nobody_handed_in_is_not_added_by_scanning(desk: Actor, dossier: Dossier) -> None:
    Paper.objects.filter(dossier=dossier, component_key="birth_proof").delete()
    scan = scanned(desk, dossier, two_pages(dossier))
    with refused("not-received"):
        acts.file_scan(actor=desk, scan_id=scan.pk)
    assert not dossier.papers.filter(digitised_at__isnull=False).exists()


def test_a_draft_at_the_counter_is_scanned_before_it_is_taken_in_and_keeps_its_counts(cast: Cast) -> None:
    late = cast.version(BIRTH).spec.case("late")
    draft = cast.draft(BIRTH, case=late, channel="counter", with_papers=False)
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    scan = scanned(desk, draft, two_pages(draft))
    acts.file_scan(actor=desk, scan_id=scan.pk)
    intake = Intake(answers=draft.answers, posted=draft.raw, parts={"birth_proof": (1, 2)})
    keep_intake(actor=desk, dossier_id=draft.pk, intake=intake)
    paper = draft.papers.get(component_key="birth_proof")
    assert (paper.originals, paper.copies) == (1, 2)
    assert paper.file is not None


def test_a_sheet_of_another_procedure_is_told(desk: Actor, dossier: Dossier) -> None:
    scan = scanned(desk, dossier, scan_samples.pdf([scan_samples.separator("9.9", "x"), PAGE(1)]))
    sheet, page = scan.pages.all()
    assert "thủ tục khác" in sheet.faults[0]
    assert sheet.dropped
    assert page.component_key == ""


def test_several_photographs_are_one_scan(desk: Actor, dossier: Dossier) -> None:
    sent = [(f"{number}.jpg", scan_samples.jpeg(PAGE(number))) for number in (1, 2)]
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=sent, way="whole")
    assert scan.pages_total == 2
    with refused("mixed"):
        begin(
            actor=desk, dossier_id=dossier.pk, sent=[*sent, ("a.pdf", scan_samples.pdf([PAGE()]))], way="auto"
        )
    with refused("no-file"):
        begin(actor=desk, dossier_id=dossier.pk, sent=[], way="auto")


def test_nobody_else_digitises(cast: Cast, desk: Actor, dossier: Dossier) -> None:
    other = cast.officer("so-tu-phap", "handler")
    elsewhere = next(
        actor
        for actor in (cast.officer(f"ttpvhcc-{code}", DESK_OFFICER) for code in ("07894", "08515", "08230"))
        if dossier.receiving_unit_id not in actor.units
    )
    scan = scanned(desk, dossier, scan_samples.pdf([PAGE()]))
    for actor in (cast.citizen, cast.stranger, other, elsewhere):
        with pytest.raises(Forbidden):
            begin(
                actor=actor, dossier_id=dossier.pk, sent=[("a.pdf", scan_samples.pdf([PAGE()]))], way="auto"
            )
        with pytest.raises(Forbidden):
            acts.file_scan(actor=actor, scan_id=scan.pk)


# The background work


def test_a_worker_that_dies_leaves_its_pages_and_the_next_goes_on(
    desk: Actor, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = count(1)
    real = scan_work.page_work.made

    def dies_on_the_second(picture: object) -> object:
        if next(calls) == 2:
            raise SystemExit
        return real(picture)  # type: ignore[arg-type]

    scan = begin(
        actor=desk, dossier_id=dossier.pk, sent=[("a.pdf", scan_samples.pdf([PAGE(1), PAGE(2)]))], way="auto"
    )
    monkeypatch.setattr(scan_work.page_work, "made", dies_on_the_second)
    with pytest.raises(SystemExit):
        digitise()
    assert scan.pages.count() == 1
    assert digitise() == 0, "the lease still runs"
    with moment.at(moment.now() + timedelta(minutes=3)):
        assert digitise() == 1
    scan.refresh_from_db()
    assert scan.is_ready


def test_a_page_that_kills_every_worker_is_passed_over_and_told(desk: Actor, dossier: Dossier) -> None:
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=[("a.pdf", scan_samples.pdf([PAGE(1)]))], way="auto")
    Scan.objects.filter(pk=scan.pk).update(attempts=scan_work.MAX_ATTEMPTS)
    digitise()
    scan.refresh_from_db()
    (page,) = scan.pages.all()
    assert page.image is None
    assert "không đọc được" in page.faults[0]


def test_a_round_makes_no_more_pages_than_told_so_that_other_work_gets_its_turn(
    desk: Actor, dossier: Dossier
) -> None:
    scan = begin(
        actor=desk, dossier_id=dossier.pk, sent=[("a.tif", scan_samples.tiff([PAGE(1), PAGE(2)]))], way="auto"
    )
    assert digitise(most=1) == 1
    scan.refresh_from_db()
    assert scan.is_under_way
    assert digitise(most=1) == 1
    scan.refresh_from_db()
    assert scan.is_ready


def test_a_scan_thrown_away_is_worked_no_more(desk: Actor, dossier: Dossier) -> None:
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=[("a.pdf", scan_samples.pdf([PAGE(1)]))], way="auto")
    acts.drop_scan(actor=desk, scan_id=scan.pk)
    assert digitise() == 0


def test_a_file_that_rotted_in_the_store_is_told(desk: Actor, dossier: Dossier) -> None:
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=[("a.pdf", scan_samples.pdf([PAGE(9)]))], way="auto")
    scan.file.sha256 = "0" * 64
    scan.file.save()
    digitise()
    scan.refresh_from_db()
    assert scan.state == Scan.State.FAILED
    assert "quét lại" in scan.problem


# Data out of the paper


def test_the_data_is_compared_by_a_person_or_left_out_for_a_reason_on_record(
    desk: Actor, dossier: Dossier
) -> None:
    scan = scanned(desk, dossier, two_pages(dossier))
    with refused("not-filed"):
        compare(actor=desk, scan_id=scan.pk, compared=True)
    acts.file_scan(actor=desk, scan_id=scan.pk)
    with refused("not-compared"):
        compare(actor=desk, scan_id=scan.pk, compared=False)
    with refused("reason"):
        leave_uncompared(actor=desk, scan_id=scan.pk, reason=" không ")
    scan = leave_uncompared(actor=desk, scan_id=scan.pk, reason="Bản vẽ, không có dữ liệu")
    assert scan.not_compared_because == "Bản vẽ, không có dữ liệu"
    scan = compare(actor=desk, scan_id=scan.pk, compared=True)
    assert (scan.not_compared_because, scan.compared_by) == ("", desk.label)
    assert recorded(dossier)[-2:] == ["leave_uncompared", "compare"]
