"""Digitising on the screen: sending a pile in, its progress, pages in order without a script, the data."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.documents.scanning import reading
from motcua.dossiers.actions.scan import begin, file_scan
from motcua.dossiers.actions.scan_work import digitise
from motcua.dossiers.models import Dossier, Scan
from motcua.identity.actor import DESK_OFFICER, HANDLER, Actor
from tests.cast import Cast
from tests.documents import file_samples, scan_samples
from tests.web.desk.conftest import BIRTH

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
PILE = scan_samples.pdf([scan_samples.page(1), scan_samples.page(2, blur=4)])


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.filed(BIRTH, case=cast.version(BIRTH).spec.case("late"), channel="counter")


@pytest.fixture
def desk(cast: Cast, as_officer: Browser, dossier: Dossier) -> Client:
    return as_officer(cast.desk_of(dossier))


@pytest.fixture
def scan(cast: Cast, dossier: Dossier) -> Scan:
    """Worked, and waiting for the officer's look."""
    desk = cast.desk_of(dossier)
    scan = begin(actor=desk, dossier_id=dossier.pk, sent=[("chong.pdf", PILE)], way="whole")
    digitise()
    return Scan.objects.get(pk=scan.pk)


def at(name: str, scan: Scan, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[scan.pk, *more])


def typed(scan: Scan, **more: Any) -> dict[str, Any]:
    """The form as a browser without a script sends it, every page for the proof of birth."""
    fields: dict[str, Any] = {"edition": scan.edition, "act": "file"}
    for page in scan.pages.all():
        fields |= {
            f"component-{page.pk}": "birth_proof",
            f"turned-{page.pk}": "0",
            f"position-{page.pk}": str(page.position),
        }
    return fields | more


def test_from_the_page_of_the_dossier_a_pile_is_sent_in_and_its_progress_is_shown(
    desk: Client, dossier: Dossier
) -> None:
    address = reverse("desk:scans", args=[dossier.pk])
    assert address in desk.get(reverse("desk:case", args=[dossier.pk])).content.decode()
    sent = desk.post(address, {"files": SimpleUploadedFile("chong.pdf", PILE), "way": "auto"})
    scan = Scan.objects.get()
    assert sent["Location"] == at("scan", scan)
    page = desk.get(at("scan", scan)).content.decode()
    assert "<progress" in page
    told = desk.get(at("scan-progress", scan)).json()
    assert told == {"done": 0, "total": 2, "under_way": True}
    digitise()
    assert desk.get(at("scan-progress", scan)).json() == {"done": 2, "total": 2, "under_way": False}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "trống"), (b"%PDF-1.4", "hỏng"), (file_samples.office(), "Word"), (None, "chưa chọn tệp")],
)
def test_a_file_that_is_no_scan_gets_a_clear_sentence(
    desk: Client, dossier: Dossier, content: bytes | None, words: str
) -> None:
    files = {} if content is None else {"files": SimpleUploadedFile("a.pdf", content)}
    answer = desk.post(reverse("desk:scans", args=[dossier.pk]), {**files, "way": "auto"})
    assert answer.status_code == 409
    assert words in answer.content.decode()


def test_pages_are_put_in_order_and_filed_without_a_script(desk: Client, scan: Scan) -> None:
    page = desk.get(at("scan", scan)).content.decode()
    assert page.count("data-piece=") == 2
    assert "1 trang nên xem lại" in page
    assert "Trang bị mờ" in page
    answer = desk.post(at("scan-arrange", scan), typed(scan), follow=True).content.decode()
    assert "Đã lưu vào hồ sơ" in answer
    assert "Lấy dữ liệu từ giấy" in answer
    assert desk.post(at("scan-arrange", scan), typed(scan)).status_code == 302, (
        "a second click changes nothing"
    )
    assert scan.dossier.papers.filter(digitised_at__isnull=False).count() == 1


def test_a_page_without_a_paper_is_told_and_what_was_chosen_stays(desk: Client, scan: Scan) -> None:
    first, second = scan.pages.all()
    answer = desk.post(at("scan-arrange", scan), typed(scan, **{f"component-{second.pk}": ""}))
    assert answer.status_code == 409
    assert "Trang 2 chưa chọn giấy tờ" in answer.content.decode()
    first.refresh_from_db()
    assert first.component_key == "birth_proof", "what was put right is kept"
    assert '<option value="birth_proof" selected>' in answer.content.decode()


def test_kept_for_later_split_anew_and_thrown_away(desk: Client, scan: Scan) -> None:
    assert desk.post(at("scan-arrange", scan), typed(scan, act="keep")).status_code == 302
    answer = desk.post(at("scan-arrange", scan), typed(scan))
    assert "Người khác vừa sửa" in answer.content.decode(), "the form of before is outdated"
    desk.post(at("scan-arrange", scan), {"act": "split", "way": "blank"})
    scan.refresh_from_db()
    assert scan.way == "blank"
    assert desk.post(at("scan-drop", scan)).status_code == 302
    assert desk.get(at("scan", scan)).status_code == 404


def test_pictures_come_small_and_whole(desk: Client, scan: Scan) -> None:
    page = scan.pages.all()[0]
    whole = desk.get(at("scan-page", scan, page.pk))
    small = desk.get(at("scan-page", scan, page.pk) + "?nho=1")
    assert whole["Content-Type"] == small["Content-Type"] == "image/jpeg"
    assert len(small.content) < len(whole.content) / 3


def test_an_officer_of_another_unit_and_one_of_another_role_see_nothing(
    cast: Cast, as_officer: Browser, scan: Scan
) -> None:
    receiving = scan.dossier.receiving_unit_id
    other = next(
        unit
        for unit in ("ttpvhcc-07894", "ttpvhcc-08515", "ttpvhcc-08230")
        if unit != receiving and receiving not in cast.officer(unit, DESK_OFFICER).units
    )
    stranger = as_officer(cast.officer(other, DESK_OFFICER))
    page = scan.pages.all()[0]
    for address in (
        at("scan", scan),
        at("scan-progress", scan),
        at("scan-page", scan, page.pk),
        at("scan-data", scan),
        reverse("desk:scans", args=[scan.dossier_id]),
        reverse("desk:separators", args=[scan.dossier_id]),
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(at("scan-arrange", scan), typed(scan)).status_code == 404
    assert stranger.post(at("scan-drop", scan)).status_code == 404
    handler = as_officer(cast.officer("so-tu-phap", HANDLER))
    assert handler.get(at("scan", scan)).status_code in (403, 404)


def test_separator_sheets_name_every_component(desk: Client, dossier: Dossier) -> None:
    page = desk.get(reverse("desk:separators", args=[dossier.pk])).content.decode()
    assert page.count("<svg") >= page.count('class="separator"') >= 2


class TestData:
    def test_the_data_is_compared_beside_the_page(self, cast: Cast, desk: Client, scan: Scan) -> None:
        assert desk.get(at("scan-data", scan))["Location"] == at("scan", scan)
        desk.post(at("scan-arrange", scan), typed(scan))
        page = desk.get(at("scan-data", scan)).content.decode()
        assert "chỉ so, không sửa" in page
        assert desk.post(at("scan-data", scan), {"act": "compare"}).status_code == 409
        desk.post(at("scan-data", scan), {"act": "compare", "compared": "yes"})
        scan.refresh_from_db()
        assert scan.is_compared

    def test_it_is_left_out_only_with_a_reason(self, desk: Client, scan: Scan) -> None:
        desk.post(at("scan-arrange", scan), typed(scan))
        assert desk.post(at("scan-data", scan), {"act": "skip", "reason": ""}).status_code == 409
        answer = desk.post(
            at("scan-data", scan), {"act": "skip", "reason": "Bản vẽ, không có chữ"}, follow=True
        )
        assert "Bỏ qua lấy dữ liệu: Bản vẽ, không có chữ" in answer.content.decode()

    def test_a_draft_is_filled_beside_the_page_with_what_the_machine_reads(
        self, cast: Cast, as_officer: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = cast.draft(
            BIRTH, case=cast.version(BIRTH).spec.case("late"), channel="counter", with_papers=False
        )
        actor = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
        client = as_officer(actor)
        pile = scan_samples.pdf([scan_samples.separator(BIRTH, "birth_proof"), scan_samples.page(1)])
        scan = begin(actor=actor, dossier_id=draft.pk, sent=[("a.pdf", pile)], way="auto")
        digitise()
        file_scan(actor=actor, scan_id=scan.pk)
        monkeypatch.setattr(reading, "available", lambda: True)
        monkeypatch.setattr(reading, "text_of", lambda picture: "Họ, chữ đệm, tên của trẻ: Lê Gia Huy")
        key = "child"
        page = client.get(at("scan-data", scan), {"muc": key, "doc": "1"}).content.decode()
        assert "Lê Gia Huy" in page
        assert 'data-fill="' in page
        answer = client.post(
            at("scan-data", scan), {"act": "keep", "form-page": key, "paper": "2", "child_name": "Lê Gia Huy"}
        )
        assert answer.status_code == 302
        draft.refresh_from_db()
        assert draft.raw["child_name"] in ("Lê Gia Huy", ["Lê Gia Huy"])
