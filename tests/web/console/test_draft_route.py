"""The page of a draft's route: its table, its picture, BPMN in and out."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import tree
from motcua.identity import actor as who
from tests.cast import Cast
from tests.catalogue.test_editing_route import as_shown, sent
from tests.web.console.test_console import logged_in
from tests.web.console.test_drafts import BIRTH, CODE, begun, url
from tests.workflow.test_bpmn import PLAIN, drawn

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast, who.ADMIN)


@pytest.fixture
def empty(admin: Client) -> Draft:
    return begun(admin, CODE, name="Đánh số và gắn biển số nhà")


def form(draft: Draft, *steps: dict[str, Any], **more: str) -> dict[str, Any]:
    return {**sent(*steps).dict(), "version": tree.mark(draft.part("route")), **more}


def route_of(draft: Draft) -> Any:
    return Draft.objects.get(pk=draft.pk).part("route")


def test_a_route_is_built_from_nothing_row_by_row(admin: Client, empty: Draft) -> None:
    first = {"key": "buoc", "name": "Thẩm tra hồ sơ", "act": "draft", "hours": "4"}
    answer = admin.post(url(empty, "muc/route/luu/"), form(empty, first, lam="them.1"))
    assert answer.url == url(empty, "muc/route/") + "#buoc-2"  # type: ignore[attr-defined]
    assert [step["key"] for step in route_of(empty)["steps"]] == ["tham_tra_ho_so", "buoc"]
    page = admin.get(url(empty, "muc/route/"))
    assert len(page.context["rows"]) == 2
    assert page.context["picture"].told.startswith("2 bước")
    assert "Bước «Thẩm tra hồ sơ» chưa ghi đơn vị làm." in page.content.decode()


def test_a_faulty_route_is_kept_but_not_handed_in(admin: Client) -> None:
    draft = begun(admin)
    values = as_shown(draft.part("route")).dict() | {"version": tree.mark(draft.part("route"))}
    values["s.1.o.0.to"] = "gone"
    assert admin.post(url(draft, "muc/route/luu/"), values).status_code == 302
    assert route_of(draft)["steps"][1]["outcomes"][0]["to"] == "gone"
    page = admin.get(url(draft, "muc/route/"))
    assert "gone (không có trong danh sách)" in page.content.decode()
    assert admin.post(url(draft, "trinh/"), {"ground": "Quyết định"}).status_code == 409
    overview = admin.get(url(draft)).content.decode()
    assert f'href="{url(draft, "muc/route/")}"' in overview


def test_the_picture_of_what_is_typed_is_answered_without_keeping_it(admin: Client, empty: Draft) -> None:
    typed = form(empty, {"key": "buoc", "name": "Ký giấy", "ways": ["Xong > end"]})
    answer = admin.post(url(empty, "muc/route/ve/"), typed, **SCRIPT)
    text = answer.content.decode()
    assert text.lstrip().startswith('<p class="route-time">')
    assert "1. Ký giấy" in text
    assert 'data-fault-row="0"' in text
    assert route_of(empty) is None
    without_script = admin.post(url(empty, "muc/route/ve/"), typed).content.decode()
    assert "1. Ký giấy" in without_script
    assert "<html" in without_script
    assert route_of(empty) is None


def test_a_script_saves_and_is_told_the_new_version(admin: Client, empty: Draft) -> None:
    values = form(empty, {"key": "buoc", "name": "Ký giấy"})
    answer = admin.post(url(empty, "muc/route/luu/"), values, **SCRIPT)
    assert answer.json()["version"] == tree.mark(route_of(empty))
    again = {**values, "version": answer.json()["version"], "s.0.name": "Ký giấy chứng nhận"}
    assert admin.post(url(empty, "muc/route/luu/"), again, **SCRIPT).status_code == 200
    assert [step["key"] for step in route_of(empty)["steps"]] == ["ky_giay_chung_nhan"]


def test_of_two_who_write_the_second_is_told_and_keeps_what_was_typed(admin: Client, empty: Draft) -> None:
    values = form(empty, {"key": "buoc", "name": "Ký giấy"})
    admin.post(url(empty, "muc/route/luu/"), form(empty, {"key": "buoc", "name": "Bước của người khác"}))
    answer = admin.post(url(empty, "muc/route/luu/"), values)
    assert answer.status_code == 409
    assert "vừa sửa chính mục này" in answer.content.decode()
    assert "Ký giấy" in answer.content.decode()
    assert admin.post(url(empty, "muc/route/luu/"), values, **SCRIPT).status_code == 409


def test_a_drawing_goes_out_and_comes_back(admin: Client) -> None:
    draft = begun(admin, BIRTH)
    before = route_of(draft)
    answer = admin.get(url(draft, "quy-trinh.bpmn"))
    assert answer["Content-Disposition"] == f'attachment; filename="{BIRTH}.bpmn"'
    upload = SimpleUploadedFile("a.bpmn", answer.content)
    version = tree.mark(before)
    assert admin.post(url(draft, "muc/route/bpmn/"), {"bpmn": upload, "version": version}).status_code == 302
    assert route_of(draft) == before


def test_a_foreign_drawing_is_taken_in_with_what_is_left_to_do(admin: Client, empty: Draft) -> None:
    upload = SimpleUploadedFile("a.bpmn", drawn(PLAIN))
    sent_with = {"bpmn": upload, "version": tree.mark(None)}
    page = admin.post(url(empty, "muc/route/bpmn/"), sent_with, follow=True).content.decode()
    assert "Đã đọc 2 bước từ bản vẽ." in page
    assert "bản vẽ không ghi loại việc và số giờ" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Hãy chọn tệp BPMN"),
        (b"%PDF", "không phải XML"),
        (drawn(PLAIN + '<bpmn:subProcess id="x" name="Thẩm định"/>'), "«Thẩm định» là quy trình con"),
    ],
)
def test_what_is_no_route_is_refused_and_nothing_changes(
    admin: Client, empty: Draft, content: bytes | None, sentence: str
) -> None:
    upload = {} if content is None else {"bpmn": SimpleUploadedFile("a.bpmn", content)}
    answer = admin.post(url(empty, "muc/route/bpmn/"), {**upload, "version": tree.mark(None)})
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert route_of(empty) is None


def test_without_steps_there_is_nothing_to_download(admin: Client, empty: Draft) -> None:
    answer = admin.get(url(empty, "quy-trinh.bpmn"))
    assert answer.status_code == 409
    assert "chưa có bước nào để tải về" in answer.content.decode()


def test_a_route_written_as_something_else_points_to_its_text(admin: Client, empty: Draft) -> None:
    Draft.objects.filter(pk=empty.pk).update(data={**empty.data, "route": "chưa nghĩ ra"})
    page = admin.get(url(empty, "muc/route/"))
    assert page.context["rows"] is None
    assert url(empty, "van-ban/") in page.content.decode()


def test_an_inspector_reads_the_route_and_writes_nothing(admin: Client, cast: Cast) -> None:
    draft = begun(admin)
    inspector = logged_in(cast, who.INSPECTOR)
    page = inspector.get(url(draft, "muc/route/")).content.decode()
    assert "route-picture" in page
    assert 'name="lam"' not in page
    for place in ("luu", "ve", "bpmn"):
        assert inspector.post(url(draft, f"muc/route/{place}/"), {}).status_code == 403
