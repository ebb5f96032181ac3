"""The administrators' side: what is seen there, what only inspectors see, reading changes nothing."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from motcua.catalogue.actions.draft import begin
from motcua.catalogue.check import check_spec
from motcua.catalogue.models import Procedure, Version
from motcua.catalogue.queries import unverified_marks
from motcua.documents.signing import KeyStoreError
from motcua.identity import actor as who
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.web.console import health, sheets
from motcua.web.console.urls import urlpatterns
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def logged_in(cast: Cast, role: str) -> Client:
    client = Client()
    user = User.objects.get(pk=cast.officer("vp-ubnd-tinh", role).user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast, who.ADMIN)


@pytest.fixture
def inspector(cast: Cast) -> Client:
    return logged_in(cast, who.INSPECTOR)


def test_the_first_page_counts_what_waits_to_be_compared(admin: Client) -> None:
    page = admin.get("/quan-tri/")
    values = {figure.label: figure.value for figure in page.context["figures"]}
    assert values["Số liệu cần đối chiếu"] == str(unverified_marks(moment.today()))
    assert values["Thủ tục đang áp dụng"] == str(Procedure.objects.in_force(moment.today()).count())


def test_the_list_names_every_procedure_with_its_marks(admin: Client) -> None:
    page = admin.get("/quan-tri/thu-tuc/")
    assert page.context["page"].paginator.count == Procedure.objects.in_force(moment.today()).count()
    version = Version.objects.version_for("1.001193", moment.today())
    assert version is not None
    row = page.content.decode().split('href="/quan-tri/thu-tuc/1.001193/"')[1].split("</tr>")[0]
    assert f"{version.unverified_count} số liệu" in row


def test_the_list_can_be_searched_and_kept_to_the_marked(admin: Client) -> None:
    found = admin.get("/quan-tri/thu-tuc/", {"q": "khai sinh", "can-doi-chieu": "1"}).context["page"]
    assert found.paginator.count > 0
    assert all(version.unverified_count for version in found)
    assert admin.get("/quan-tri/thu-tuc/", {"q": "zzzz"}).status_code == 200


def test_every_procedure_page_shows_every_mark_with_its_text(admin: Client) -> None:
    for version in Version.objects.all_for(moment.today()):
        page = admin.get(f"/quan-tri/thu-tuc/{version.procedure_id}/")
        assert page.status_code == 200
        report = check_spec(version.spec)
        shown = re.sub(r"&[^;]+;", "", page.content.decode())
        for fault in report.unverified:
            assert shown.count(re.sub(r"[\"'&<>]", "", fault.message)) >= 1, (
                version.procedure_id,
                fault.path,
            )
        on_sheets = sum(sheet.marks for sheet in sheets.of(version.spec)) + bool(version.spec.unverified)
        assert on_sheets == version.unverified_count, version.procedure_id


def test_the_route_is_told_step_by_step_with_where_each_answer_leads(admin: Client) -> None:
    page = admin.get("/quan-tri/thu-tuc/1.001193/")
    version = Version.objects.version_for("1.001193", moment.today())
    assert version is not None
    assert [stop.name for stop in page.context["route"]] == [step.name for step in version.spec.route.steps]
    assert 'class="route-picture' in page.content.decode()


def test_versions_are_found_by_number_and_what_is_not_there_is_not_found(admin: Client) -> None:
    assert admin.get("/quan-tri/thu-tuc/1.001193/1/").status_code == 200
    for missing in (
        "/quan-tri/thu-tuc/1.001193/99/",
        "/quan-tri/thu-tuc/9.999999/",
        "/quan-tri/don-vi/khong-co/",
    ):
        assert admin.get(missing).status_code == 404


@pytest.mark.parametrize("words", ["việt trì", "viet tri", "h44.101.01", "ubnd-08515"])
def test_units_are_found_by_name_identifier_or_slug(admin: Client, words: str) -> None:
    assert admin.get("/quan-tri/don-vi/", {"q": words}).context["page"].paginator.count


def test_a_unit_tells_whom_it_followed_and_who_followed(admin: Client) -> None:
    old = Unit.objects.of_kind("old_commune").exclude(successions=None).order_by("pk").first()
    assert old is not None
    heir = old.successions.get(main=True).new
    assert heir.name in admin.get(f"/quan-tri/don-vi/{old.pk}/").content.decode()
    assert old.name in admin.get(f"/quan-tri/don-vi/{heir.pk}/").content.decode()


def test_from_the_top_of_the_tree_one_comes_down_to_every_unit(admin: Client) -> None:
    page = admin.get("/quan-tri/don-vi/ubnd-tinh/").content.decode()
    assert "/quan-tri/don-vi/so-tu-phap/" in page
    assert "Vị trí" in admin.get("/quan-tri/don-vi/so-tu-phap/").content.decode()


def test_the_calendar_tells_each_day_with_its_ground_and_doubt(admin: Client) -> None:
    page = admin.get("/quan-tri/lich/", {"nam": "2026"}).content.decode()
    assert "Thứ Ba, 24/11/2026" in page
    assert "cần đối chiếu" in page


@pytest.mark.parametrize("year", ["2030", "abc", "99999", "²026", ""])
def test_a_year_without_days_and_no_year_at_all_break_nothing(admin: Client, year: str) -> None:
    assert admin.get("/quan-tri/lich/", {"nam": year}).status_code == 200


def test_the_record_tells_acts_newest_first_and_finds_those_of_a_dossier(
    inspector: Client, cast: Cast
) -> None:
    dossier = cast.accepted("2.000635")
    everything = inspector.get("/quan-tri/nhat-ky/").context["lines"]
    assert everything == sorted(everything, key=lambda line: line.at, reverse=True)
    page = inspector.get("/quan-tri/nhat-ky/", {"ho-so": dossier.number.lower()})
    subjects = {line.subject for line in page.context["lines"]}
    assert subjects == {f"Hồ sơ {dossier.code}"}
    assert "Tiếp nhận hồ sơ" in {line.verb for line in page.context["lines"]}


def test_the_record_of_a_dossier_that_is_not_there_is_empty(inspector: Client) -> None:
    page = inspector.get("/quan-tri/nhat-ky/", {"ho-so": "H44.12-261123-9999"})
    assert page.context["lines"] == []
    assert "Không có hồ sơ nào mang số này" in page.content.decode()


def test_the_record_can_be_narrowed_to_a_name(inspector: Client, cast: Cast) -> None:
    cast.filed("2.000635")
    lines = inspector.get("/quan-tri/nhat-ky/", {"ai": cast.lan.full_name}).context["lines"]
    assert lines
    assert {line.who for line in lines} == {cast.citizen.label}


def test_only_an_inspector_reads_what_was_done(admin: Client, inspector: Client, cast: Cast) -> None:
    cast.accepted("2.000635")
    assert not any(line.content for line in admin.get("/quan-tri/nhat-ky/").context["lines"])
    assert any(line.content for line in inspector.get("/quan-tri/nhat-ky/").context["lines"])


def test_everything_is_well_in_a_fresh_system(admin: Client) -> None:
    page = admin.get("/quan-tri/suc-khoe/")
    assert [part.name for part in page.context["parts"] if part.status.tone != "green"] == []


def test_what_is_unwell_is_named_with_what_to_do(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_keys() -> str:
        raise KeyStoreError("Không ghi được vào kho khóa.", retry=True)

    def no_disk() -> str:
        raise OSError("disk gone")

    monkeypatch.setattr(health, "ASKED", (("Kho khóa ký số", no_keys), ("Kho tệp", no_disk)))
    page = admin.get("/quan-tri/suc-khoe/").content.decode()
    assert "Không ghi được vào kho khóa." in page
    assert "disk gone" in page
    assert "Có chỗ cần xử lý." in page


def test_a_notice_that_waits_too_long_makes_the_worker_unwell(cast: Cast) -> None:
    from motcua.notifications.models import Notice

    long_ago = moment.now() - 2 * health._LONGEST_WAIT
    Notice.objects.create(
        person=cast.lan,
        kind="test",
        title="Chờ",
        body="Chờ",
        state=Notice.State.WAITING,
        created_at=long_ago,
        next_try_at=long_ago,
    )
    with pytest.raises(health.Unwell, match="1 thông báo"):
        health.worker()


def test_a_full_disk_is_unwell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LEAST_FREE", 1 << 60)
    assert settings.DATA_DIR.exists()
    assert not default_storage.exists("health")
    with pytest.raises(health.Unwell, match="dọn"):
        health.storage()


_CHANGING = re.compile(r"(add|remove|hours|create-\w+|reset-\w+|lock-\w+|unlock-\w+|post-\S+)$")
# What changes something is tried in test_changing and test_accounts; so are the pages of one post and one
# officer. Records exist only once imported (test_national).
_ELSEWHERE = {
    *("post", "person", "national-record", "national-draft", "keep-synonym"),
    *("propose", "proposal", "proposal-act"),
    *("keep-banner", "end-banner", "add-account", "end-account"),
    # test_email_at_work
    "set-email",
    # test_drafts
    *("draft-begin", "draft-submit", "draft-approve", "draft-return", "draft-drop", "draft-rewrite"),
    *("draft-check", "draft-save", "draft-add", "draft-arrange", "repeal"),
    # test_draft_route
    *("draft-route-save", "draft-route-draw", "draft-route-import"),
}
_READING = [
    route
    for route in urlpatterns
    if not _CHANGING.search(str(route.name)) and str(route.name) not in _ELSEWHERE
]


@pytest.fixture
def samples(cast: Cast) -> dict[str, str]:
    """Something for each part of an address to name."""
    draft = begin(actor=cast.officer("vp-ubnd-tinh", who.ADMIN), code="1.001193")
    return {
        "code": "1.001193",
        "number": "1",
        "unit_id": "ubnd-tinh",
        "draft_id": str(draft.pk),
        "place": "components",
    }


def test_reading_pages_change_nothing(admin: Client, samples: dict[str, str]) -> None:
    for route in _READING:
        address = "/quan-tri/" + re.sub(r"<\w+:(\w+)>", lambda place: samples[place[1]], str(route.pattern))
        assert admin.post(address).status_code == 405, address


@pytest.mark.parametrize("route", [str(route.pattern) for route in _READING])
def test_every_page_costs_few_queries(
    admin: Client, samples: dict[str, str], route: str, django_assert_max_num_queries: Any
) -> None:
    address = "/quan-tri/" + re.sub(r"<\w+:(\w+)>", lambda place: samples[place[1]], route)
    with django_assert_max_num_queries(20):
        assert admin.get(address).status_code == 200
