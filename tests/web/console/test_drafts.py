"""An administrator writes a procedure in the browser, another lets it be published."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.audit.models import Entry
from motcua.catalogue.actions import draft as verbs
from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import tree
from motcua.catalogue.models import Version
from motcua.catalogue.queries import open_draft_of
from motcua.catalogue.spec import ProcedureSpec
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast
from tests.catalogue.test_editing import sent_back
from tests.web.console.test_console import logged_in

pytestmark = pytest.mark.django_db

CODE = "9.900412"
BIRTH = "1.001193"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast, who.ADMIN)


@pytest.fixture
def writer(cast: Cast) -> Actor:
    return cast.officer("vp-ubnd-tinh", who.ADMIN)


def another(cast: Cast) -> Actor:
    return cast.officers("vp-ubnd-tinh", who.ADMIN)[1]


def begun(admin: Client, code: str = BIRTH, **more: str) -> Draft:
    admin.post("/quan-tri/soan/moi/", {"code": code, **more})
    found = open_draft_of(code)
    assert found is not None
    return Draft.objects.get(pk=found.pk)


def url(draft: Draft, rest: str = "") -> str:
    return f"/quan-tri/soan/{draft.pk}/{rest}"


def fields_of(page: Any) -> dict[str, Any]:
    """What the form on a page would send untouched."""
    return dict(_values(page.context["inputs"])) | {"version": page.context["version"]}


def _values(inputs: Any) -> list[tuple[str, Any]]:
    sent: dict[str, Any] = {}
    for name, value in sent_back(inputs):
        sent.setdefault(name, []).append(value)
    return list(sent.items())


def test_a_draft_begins_from_the_version_in_force_and_opens_part_by_part(admin: Client) -> None:
    draft = begun(admin)
    page = admin.get(url(draft))
    assert "Chưa khác gì" in page.content.decode()
    for place in (
        "chung",
        "legal_basis",
        "cases",
        "cases.0",
        "cases.0.terms",
        "fees.1",
        "form",
        "form.pages.0",
    ):
        assert admin.get(url(draft, f"muc/{place}/")).status_code == 200, place
    for place in ("cases.99", "nothing", "cases.0.terms.x", "form.pages.0.fields.0.label", "-1", "cases.-1"):
        assert admin.get(url(draft, f"muc/{place}/")).status_code == 404, place
    assert admin.post("/quan-tri/soan/moi/", {"code": BIRTH}).status_code == 409


def test_what_is_saved_is_said_as_a_difference_and_in_the_record(admin: Client) -> None:
    draft = begun(admin)
    page = admin.get(url(draft, "muc/fees.1/"))
    answer = admin.post(url(draft, "muc/fees.1/luu/"), fields_of(page) | {"v.amount": "9.000"})
    assert answer.status_code == 302
    said = admin.get(url(draft)).content.decode()
    assert "8000" in said
    assert "9000" in said
    draft.refresh_from_db()
    assert draft.data["fees"][1]["amount"] == "9000"
    assert Entry.objects.filter(verb="draft.put", subject_id=str(draft.pk)).count() == 1


def test_a_second_person_on_the_same_part_is_told_and_loses_nothing(admin: Client, writer: Actor) -> None:
    draft = begun(admin)
    page = admin.get(url(draft, "muc/fees.1/"))
    fee = {**draft.data["fees"][1], "amount": "7000"}
    seen = page.context["version"]
    verbs.put(actor=writer, draft_id=draft.pk, path=("fees", 1), value=fee, seen=seen)
    sent = fields_of(page) | {"v.amount": "9000"}
    answer = admin.post(url(draft, "muc/fees.1/luu/"), sent)
    assert answer.status_code == 409
    assert 'value="9000"' in answer.content.decode()
    assert "vừa sửa chính mục này" in answer.content.decode()
    by_script = admin.post(url(draft, "muc/fees.1/luu/"), sent, headers={"X-Requested-With": "fetch"})
    assert by_script.status_code == 409
    assert "vừa sửa" in json.loads(by_script.content)["error"]


def test_a_part_is_saved_while_it_is_typed(admin: Client) -> None:
    draft = begun(admin)
    sent = fields_of(admin.get(url(draft, "muc/chung/"))) | {"v.summary": "Tóm tắt mới."}
    answer = admin.post(url(draft, "muc/chung/luu/"), sent, headers={"X-Requested-With": "fetch"})
    kept = json.loads(answer.content)
    again = admin.post(
        url(draft, "muc/chung/luu/"),
        sent | {"v.summary": "Tóm tắt mới hơn.", "version": kept["version"]},
        headers={"X-Requested-With": "fetch"},
    )
    assert again.status_code == 200
    draft.refresh_from_db()
    assert draft.data["summary"] == "Tóm tắt mới hơn."


def test_lines_that_cannot_be_read_stay_on_the_page(admin: Client) -> None:
    draft = begun(admin)
    sent = fields_of(admin.get(url(draft, "muc/children.0/"))) | {"v.carry": "a: [b"}
    answer = admin.post(url(draft, "muc/children.0/luu/"), sent)
    assert answer.status_code == 409
    assert "a: [b" in answer.content.decode()


def test_entries_are_added_moved_and_taken_out(admin: Client) -> None:
    draft = begun(admin)
    new = admin.get(url(draft, "muc/components/moi/"), {"kieu": ""})
    assert new.status_code == 200
    added = admin.post(url(draft, "muc/components/them/"), {"v.name": "Ảnh thẻ 3x4", "v.required": "1"})
    draft.refresh_from_db()
    last = len(draft.data["components"]) - 1
    assert added["Location"].endswith(f"/muc/components.{last}/")
    assert draft.data["components"][last]["key"] == "anh_the_3x4"
    listed = admin.get(url(draft, "muc/components/")).context["lists"][0].entries[last]
    place = url(draft, f"muc/{listed.place}/sap-xep/")
    admin.post(place, {"act": "len", "seen": listed.seen})
    draft.refresh_from_db()
    assert draft.data["components"][last - 1]["name"] == "Ảnh thẻ 3x4"
    # What stands there now is not what was seen: nothing is taken out.
    admin.post(place, {"act": "xoa", "seen": listed.seen})
    draft.refresh_from_db()
    assert len(draft.data["components"]) == last + 1
    admin.post(url(draft, f"muc/components.{last - 1}/sap-xep/"), {"act": "xoa", "seen": listed.seen})
    draft.refresh_from_db()
    assert [each["name"] for each in draft.data["components"]].count("Ảnh thẻ 3x4") == 0


def test_kinds_of_fields_are_chosen_when_added_and_nested_lists_lead_back(admin: Client) -> None:
    draft = begun(admin)
    assert admin.get(url(draft, "muc/form.pages.0.fields/moi/"), {"kieu": "nothing"}).status_code == 404
    sent = {
        "kieu": "choice",
        "v.label": "Loại nhà",
        "v.options.0.label": "Nhà ở",
        "v.options.1.label": "Cửa hàng",
    }
    admin.post(url(draft, "muc/form.pages.0.fields/them/"), sent)
    draft.refresh_from_db()
    made = draft.data["form"]["pages"][0]["fields"][-1]
    assert made["type"] == "choice"
    assert [each["value"] for each in made["options"]] == ["nha_o", "cua_hang"]
    at = len(draft.data["form"]["pages"][0]["fields"]) - 1
    saved = admin.post(
        url(draft, f"muc/form.pages.0.fields.{at}/luu/"),
        fields_of(admin.get(url(draft, f"muc/form.pages.0.fields.{at}/"))),
    )
    assert saved["Location"] == url(draft, "muc/form.pages.0/")


def test_text_and_parts_are_two_views_of_one_thing(admin: Client) -> None:
    draft = begun(admin)
    page = admin.get(url(draft, "van-ban/"))
    text = page.context["text"].replace("Lệ phí đăng ký khai sinh quá hạn", "Lệ phí khai sinh muộn")
    admin.post(url(draft, "van-ban/luu/"), {"text": text, "revision": draft.revision})
    draft.refresh_from_db()
    assert draft.data["fees"][0]["name"] == "Lệ phí khai sinh muộn"
    broken = admin.post(url(draft, "van-ban/luu/"), {"text": "code: [", "revision": draft.revision})
    assert broken.status_code == 409
    assert "code: [" in broken.content.decode()
    other = admin.post(url(draft, "van-ban/luu/"), {"text": "code: '9.9'", "revision": draft.revision})
    assert other.status_code == 409
    strange = f"code: '{draft.code}'\nname: \"a\\0b\"\n"
    assert admin.post(url(draft, "van-ban/luu/"), {"text": strange, "revision": 2}).status_code == 409
    late = admin.post(url(draft, "van-ban/luu/"), {"text": page.context["text"], "revision": 1})
    assert late.status_code == 409
    exported = admin.get(url(draft, "thu-tuc.yaml"))
    assert "attachment" in exported["Content-Disposition"]
    assert exported.content.decode() == admin.get(url(draft, "van-ban/")).context["text"]


def test_nothing_is_handed_in_with_an_error_and_nobody_approves_what_they_wrote(
    admin: Client, cast: Cast, writer: Actor
) -> None:
    draft = begun(admin)
    second = another(cast)
    data = {**draft.data, "summary": "Một tóm tắt khác."}
    for spoiled in ({**data, "guide": []}, {key: data[key] for key in data if key != "cases"}):
        draft = verbs.put(actor=writer, draft_id=draft.pk, path=(), value=spoiled, seen=tree.mark(draft.data))
        if "cases" not in spoiled:
            assert admin.post(url(draft, "trinh/"), {"ground": "QĐ 1"}).status_code == 409
    draft = verbs.put(actor=writer, draft_id=draft.pk, path=(), value=data, seen=tree.mark(draft.data))
    assert admin.post(url(draft, "trinh/"), {"ground": " "}).status_code == 409
    admin.post(url(draft, "trinh/"), {"ground": "QĐ 412/QĐ-UBND"})
    draft.refresh_from_db()
    assert draft.awaits_approval
    with pytest.raises(Forbidden):
        verbs.approve(actor=writer, draft_id=draft.pk, seen=draft.revision)
    with pytest.raises(Refused):
        verbs.put(actor=second, draft_id=draft.pk, path=(), value=data, seen="")
    verbs.send_back(actor=second, draft_id=draft.pk, reason="Thiếu căn cứ.")
    assert "Thiếu căn cứ." in admin.get(url(draft)).content.decode()
    admin.post(url(draft, "trinh/"), {"ground": "QĐ 412/QĐ-UBND, NQ 5"})
    with pytest.raises(Refused):
        verbs.approve(actor=second, draft_id=draft.pk, seen=draft.revision + 1)
    before = Version.objects.filter(procedure_id=BIRTH).count()
    published = verbs.approve(actor=second, draft_id=draft.pk, seen=draft.revision)
    assert published.new
    assert Version.objects.filter(procedure_id=BIRTH).count() == before + 1
    assert open_draft_of(BIRTH) is None
    verbs_said = list(Entry.objects.filter(subject_id=str(draft.pk)).values_list("verb", flat=True))
    assert verbs_said.count("draft.submit") == 2
    assert "draft.approve" in verbs_said


def test_a_day_to_come_takes_effect_by_itself(cast: Cast, writer: Actor) -> None:
    draft = verbs.begin(actor=writer, code=BIRTH)
    later = moment.today() + timedelta(days=366)
    data = {**draft.data, "effective_from": later.isoformat()}
    verbs.put(actor=writer, draft_id=draft.pk, path=(), value=data, seen=tree.mark(draft.data))
    draft = verbs.submit(actor=writer, draft_id=draft.pk, ground="QĐ 1")
    version = verbs.approve(actor=another(cast), draft_id=draft.pk, seen=draft.revision).version
    assert Version.objects.version_for(BIRTH, moment.today()) != version
    assert Version.objects.version_for(BIRTH, later) == version


def test_a_draft_is_seen_and_tried_as_a_citizen_would(admin: Client) -> None:
    draft = begun(admin)
    answers = {
        "hoi.child_kind": "usual",
        "hoi.late": "yes",
        "hoi.birth_evidence": "paper",
        "hoi.filed_by": "parent",
    }
    said = admin.get(url(draft, "thu/"), answers).content.decode()
    assert "Giấy chứng sinh" in said
    assert "Lệ phí đăng ký khai sinh quá hạn: 5.000" in said
    checked = admin.post(url(draft, "thu/trang/"), {"trang": "requester", "requester_name": ""})
    assert "chỗ cần bạn xem lại" in checked.content.decode()
    filled = admin.get(url(draft, "thu/"), {"vi-du": "1", "trang": "child"})
    assert 'name="child_name" value=""' not in filled.content.decode()
    assert admin.get(url(draft, "thu/"), {"ngay": "32/13/2026"}).status_code == 200


def test_a_half_written_draft_can_be_opened_everywhere(admin: Client) -> None:
    draft = begun(admin, CODE, name="Đánh số và gắn biển số nhà")
    for rest in (
        "",
        "thu/",
        "van-ban/",
        "muc/chung/",
        "muc/form/",
        "muc/route/",
        "muc/cases/",
        "muc/legal_basis/",
    ):
        assert admin.get(url(draft, rest)).status_code == 200, rest


def test_others_neither_read_nor_write_drafts(admin: Client, cast: Cast) -> None:
    draft = begun(admin)
    inspector = logged_in(cast, who.INSPECTOR)
    assert inspector.get(url(draft)).status_code == 200
    assert inspector.post(url(draft, "muc/chung/luu/"), {}).status_code == 403
    assert Client().get(url(draft)).status_code in (302, 401, 403)


def test_the_file_of_another_province_is_taken_in(admin: Client) -> None:
    content = (SHIPPED / "hotich" / "1.004873.yaml").read_bytes()
    admin.post("/quan-tri/soan/moi/", {"file": SimpleUploadedFile("1.004873.yaml", content)})
    assert open_draft_of("1.004873") is not None
    for wrong in (b"\xff\xfe", b"name: x", b"- a"):
        answer = admin.post("/quan-tri/soan/moi/", {"file": SimpleUploadedFile("a.yaml", wrong)})
        assert answer.status_code == 409, wrong


def test_two_versions_are_read_beside_each_other(admin: Client, cast: Cast, writer: Actor) -> None:
    draft = verbs.begin(actor=writer, code=BIRTH)
    data = {**draft.data, "guide": ["Một.", "Hai.", "Ba."], "fees": draft.data["fees"][:1]}
    verbs.put(actor=writer, draft_id=draft.pk, path=(), value=data, seen=tree.mark(draft.data))
    draft = verbs.submit(actor=writer, draft_id=draft.pk, ground="QĐ 1")
    verbs.approve(actor=another(cast), draft_id=draft.pk, seen=draft.revision)
    page = admin.get(f"/quan-tri/thu-tuc/{BIRTH}/so-sanh/")
    changes = {(each.what, each.verb): each for each in page.context["changes"]}
    assert changes[("Hướng dẫn tự làm", "Sửa")].after == "Một.; Hai.; Ba."
    assert "8000" in changes[("Phí, lệ phí", "Bỏ")].before
    same = admin.get(f"/quan-tri/thu-tuc/{BIRTH}/so-sanh/", {"tu": "1", "den": "1"})
    assert same.context["changes"] == ()


def test_a_procedure_is_ended_on_a_day(admin: Client) -> None:
    base = f"/quan-tri/thu-tuc/{BIRTH}/bai-bo/"
    admin.post(base, {"last_day": "1/12/2099"})
    assert Version.objects.filter(procedure_id=BIRTH, effective_to__isnull=False).count() == 0
    admin.post(base, {"last_day": "1/12/2099", "meant": "1"})
    assert Version.objects.filter(procedure_id=BIRTH, effective_to__isnull=False).count() == 1


def test_every_fault_leads_to_the_page_where_it_is_mended(admin: Client, writer: Actor) -> None:
    draft = begun(admin)
    data = {
        **draft.data,
        "summary": "",
        "legal_basis": [{"title": "Luật"}],
        "cases": [{**draft.data["cases"][0], "terms": [{"unit": "year"}]}, *draft.data["cases"][1:]],
        "fees": [{**draft.data["fees"][0], "amount": "x"}],
    }
    verbs.put(actor=writer, draft_id=draft.pk, path=(), value=data, seen=tree.mark(draft.data))
    page = admin.get(url(draft))
    places = {where.place for where, _ in page.context["found"]["error"]}
    assert places == {"chung", "legal_basis", "cases.0.terms.0", "fees.0"}
    for place in places:
        assert admin.get(url(draft, f"muc/{place}/")).status_code == 200, place


def test_what_becomes_of_running_dossiers_is_chosen_with_its_ground(
    admin: Client, cast: Cast, writer: Actor
) -> None:
    draft = begun(admin)
    data = {**draft.data, "summary": "Một tóm tắt khác."}
    draft = verbs.put(actor=writer, draft_id=draft.pk, path=(), value=data, seen=tree.mark(draft.data))
    sent = {"ground": "QĐ 1", "transition": "consent", "answer_by": "1/12/2099"}
    refused = admin.post(url(draft, "trinh/"), sent)
    assert refused.status_code == 409
    assert "căn cứ" in refused.content.decode()
    assert 'value="1/12/2099"' in refused.content.decode()
    admin.post(url(draft, "trinh/"), sent | {"transition_basis": "QĐ 1, Điều 3"})
    draft.refresh_from_db()
    version = verbs.approve(actor=another(cast), draft_id=draft.pk, seen=draft.revision).version
    assert (version.transition, version.transition_basis) == ("consent", "QĐ 1, Điều 3")


def test_a_draft_is_tried_on_dossiers_that_were_filed_and_shows_nobody(
    admin: Client, cast: Cast, writer: Actor
) -> None:
    dossier = cast.filed(BIRTH)
    draft = begun(admin)
    said = admin.get(url(draft, "ho-so-cu/"))
    assert said.context["trial"].same == 1
    required = {"key": "anh", "name": "Ảnh của trẻ", "copies": "1"}
    data = {**draft.data, "components": [*draft.data["components"], required]}
    verbs.put(actor=writer, draft_id=draft.pk, path=(), value=data, seen=tree.mark(draft.data))
    said = admin.get(url(draft, "ho-so-cu/"), {"cach": "ngau-nhien"})
    assert said.context["trial"].not_filed == 1
    assert "Ảnh của trẻ" in said.content.decode()
    assert dossier.number not in said.content.decode()


def test_the_prices_of_other_provinces_stay_in_the_file(admin: Client) -> None:
    """A file is shared between provinces: writing here takes nothing out that counts elsewhere."""
    code = "1.001612"
    draft = begun(admin, code)
    whole = ProcedureSpec.from_data(Version.objects.get(procedure_id=code).data)
    assert ProcedureSpec.model_validate(draft.data).digest == whole.digest
    assert any(row.province != settings.PROVINCE["code"] for fee in whole.fees for row in fee.council)
    assert admin.get(url(draft)).context["changes"] == ()
