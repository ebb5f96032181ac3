"""Administrators see imported records and keep the words that people use."""

import pytest
from django.test import Client

from motcua.catalogue.actions.import_national import import_national
from motcua.catalogue.models import Synonym
from motcua.identity import actor as who
from motcua.identity.actor import SYSTEM_ACTOR
from tests.cast import Cast
from tests.catalogue.national_samples import WAYS, crawled
from tests.web.console.test_console import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast) -> Client:
    import_national(actor=SYSTEM_ACTOR, records=[crawled(cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5Miễn phí")])
    import_national(actor=SYSTEM_ACTOR, records=[crawled()])
    return logged_in(cast, who.ADMIN)


def test_the_list_and_a_record_with_its_difference(admin: Client) -> None:
    assert "9.800001" in admin.get("/quan-tri/danh-muc-quoc-gia/", {"q": "nuôi cá"}).content.decode()
    said = admin.get("/quan-tri/danh-muc-quoc-gia/9.800001/").content.decode()
    assert "Khác bản ghi trước" in said
    assert "KQ.G99.800001" in said
    assert admin.get("/quan-tri/danh-muc-quoc-gia/9.800009/").status_code == 404


def test_only_what_has_to_be_settled_can_be_kept(admin: Client) -> None:
    page = admin.get("/quan-tri/danh-muc-quoc-gia/", {"co-co": "1"})
    assert page.context["page"].paginator.count == 0


def test_a_file_to_start_from_is_handed_out(admin: Client) -> None:
    answer = admin.get("/quan-tri/danh-muc-quoc-gia/9.800001/khung.yaml")
    assert "code: '9.800001'" in answer.content.decode() or "code: 9.800001" in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]


def test_words_are_added_and_bad_ones_come_back_with_what_was_typed(admin: Client) -> None:
    answer = admin.post(
        "/quan-tri/tu-hay-dung/luu/", {"words": "cá kiểng", "means": "nuôi cá cảnh", "is_active": "1"}
    )
    assert answer.status_code == 302
    assert Synonym.objects.get(words="cá kiểng").means == "nuôi cá cảnh"
    said = admin.post("/quan-tri/tu-hay-dung/luu/", {"words": "cá lạ", "means": ""}).content.decode()
    assert "tên gọi trong thủ tục" in said
    assert 'value="cá lạ"' in said


def test_inspectors_read_and_others_stay_outside(cast: Cast) -> None:
    inspector = logged_in(cast, who.INSPECTOR)
    assert inspector.get("/quan-tri/danh-muc-quoc-gia/").status_code == 200
    assert inspector.get("/quan-tri/tu-hay-dung/").status_code == 403
    assert inspector.post("/quan-tri/tu-hay-dung/luu/", {"words": "a", "means": "b"}).status_code == 403
