"""What a citizen does from the first question to the page «sent»."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from motcua.catalogue.expect import Example
from motcua.documents.models import StoredFile
from motcua.dossiers import content
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.forms.answers import example_answers
from motcua.identity.models import Mandate, Person
from motcua.web.portal.filing.way import Way

SIMPLE = "1.004873"
# A repeating group, an upload, a fee.
RICH = "1.001612"
GROUPS = "1.004222"
CASES = {SIMPLE: (0, 0), RICH: (1, 0), GROUPS: (0, 0)}


@pytest.fixture
def lan(cast: Any, client: Client) -> Client:
    """A browser in which Lan is logged in."""
    client.force_login(cast.lan.user)
    return client


def begin(client: Client, cast: Any, code: str, **more: str) -> Dossier:
    """Answer the questions as an example of the procedure does."""
    answers = example_of(cast, code).answers
    response = client.post(f"/nop/{code}/", {"for_whom": "self", **answers, **more})
    assert response.status_code == 302, response.content.decode()
    return Dossier.objects.get(pk=UUID(re.findall(r"/nhap/([^/]+)/", response["Location"])[0]))


def fill(client: Client, cast: Any, dossier: Dossier) -> str:
    """Walk page by page, as a person does; returns where the last «Lưu và tiếp tục» led."""
    spec = dossier.spec
    example = example_of(cast, spec.code)
    typed = example_answers(
        spec.form, content.given_facts(dossier), 1, example.values, units=[cast.a_commune]
    )
    stop = next(stop for stop in Way(dossier).stops if stop.page)
    url = stop.url
    for _ in range(30):
        if "/khai/" not in url:
            return url
        assert client.get(url).status_code == 200
        page = spec.form.page(url.rstrip("/").rsplit("/", 1)[1])
        assert page is not None
        keys = {field.key for field in page.fields}
        sent = {name: texts for name, texts in typed.items() if name.partition(".")[0] in keys}
        version = Dossier.objects.get(pk=dossier.pk).draft_version
        response = client.post(url, {**sent, "version": version})
        assert response.status_code == 302, response.content.decode()
        url = response["Location"]
    raise AssertionError("The pages do not end.")


def example_of(cast: Any, code: str) -> Example:
    case, example = CASES.get(code, (0, 0))
    found: Example = cast.version(code).spec.cases[case].examples[example]
    return found


def hand_in(client: Client, dossier: Dossier) -> int:
    """Send a photo for every paper that is missing, by the plain form; returns how many."""
    missing = content.missing_components(Dossier.objects.get(pk=dossier.pk))
    page = f"/nhap/{dossier.pk}/giay-to/"
    for component in missing:
        photo = SimpleUploadedFile(f"{component.key}.png", png(component.key), "image/png")
        sent = client.post(f"/tep/ho-so/{dossier.pk}/{component.key}/", {"files": photo, "next": page})
        assert sent["Location"] == page
    return len(missing)


def png(words: str) -> bytes:
    made = BytesIO()
    colour = (sum(words.encode()) % 256, len(words), 90)
    Image.new("RGB", (400, 500), colour).save(made, "PNG")
    return made.getvalue()


def choose(client: Client, cast: Any, dossier: Dossier, method: str = "electronic") -> Any:
    return client.post(
        f"/nhap/{dossier.pk}/noi-nhan/",
        {
            "chosen_place": cast.a_commune,
            "return_method": method,
            "return_address": "Khu 3, phường Nông Trang",
        },
    )


def send(client: Client, dossier: Dossier, **more: Any) -> Any:
    version = Dossier.objects.get(pk=dossier.pk).draft_version
    return client.post(f"/nhap/{dossier.pk}/nop/", {"promise": "yes", "version": version, **more})


@pytest.mark.parametrize("code", [SIMPLE, RICH])
def test_the_whole_way_from_the_first_question_to_the_page_sent(lan: Client, cast: Any, code: str) -> None:
    assert lan.get(f"/nop/{code}/").status_code == 200
    dossier = begin(lan, cast, code)
    assert lan.get(f"/nhap/{dossier.pk}/").status_code == 200
    assert fill(lan, cast, dossier) == f"/nhap/{dossier.pk}/giay-to/"
    assert lan.get(f"/nhap/{dossier.pk}/giay-to/").status_code == 200
    assert hand_in(lan, dossier)
    assert lan.get(f"/nhap/{dossier.pk}/noi-nhan/").status_code == 200
    assert choose(lan, cast, dossier)["Location"] == f"/nhap/{dossier.pk}/kiem-tra/"
    check = lan.get(f"/nhap/{dossier.pk}/kiem-tra/").content.decode()
    assert "Nộp hồ sơ</button>" in check
    assert "trả lời" in check
    assert "Vì sao là ngày này?" in check
    response = send(lan, dossier)
    assert response["Location"] == f"/ho-so/{dossier.pk}/da-nop/"
    sent = lan.get(response["Location"]).content.decode()
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert dossier.state == Status.FILED
    assert dossier.temporary_number in sent
    for paper in dossier.live_papers():
        assert paper.file is not None
        assert paper.file.sha256[:12] in sent


def test_what_the_state_knows_is_filled_in_and_says_where_from(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    page = lan.get(next(stop.url for stop in Way(dossier).stops if stop.page)).content.decode()
    assert 'value="Nguyễn Thị Lan"' in page
    assert "Lấy từ tài khoản định danh của bạn" in page


def test_questions_answered_on_the_procedure_page_are_not_asked_again(lan: Client, cast: Any) -> None:
    spec = cast.version(SIMPLE).spec
    first = spec.questions[0]
    page = lan.get(f"/nop/{SIMPLE}/", {first.key: first.values[0]}).content.decode()
    assert f'type="hidden" name="{first.key}" value="{first.values[0]}"' in page
    assert f'type="radio" id="f-{first.key}-{first.values[0]}"' not in page
    # An answer nobody offers is no answer.
    assert (
        f'type="radio" id="f-{first.key}-{first.values[0]}"'
        in lan.get(f"/nop/{SIMPLE}/", {first.key: "bịa"}).content.decode()
    )


def test_a_missing_answer_is_said_at_its_question(lan: Client) -> None:
    response = lan.post(f"/nop/{SIMPLE}/", {"for_whom": "self"})
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not Dossier.objects.exists()


def test_a_second_click_on_begin_finds_the_same_draft(lan: Client, cast: Any) -> None:
    chosen = "01900000-0000-7000-8000-000000000001"
    first, second = begin(lan, cast, SIMPLE, draft=chosen), begin(lan, cast, SIMPLE, draft=chosen)
    assert first.pk == second.pk == UUID(chosen)
    assert Dossier.objects.count() == 1


def test_the_draft_of_somebody_else_cannot_be_begun_anew(lan: Client, cast: Any) -> None:
    theirs = cast.draft(SIMPLE)
    lan.force_login(cast.stranger_person.user)
    answers = cast.version(SIMPLE).spec.cases[0].examples[0].answers
    response = lan.post(f"/nop/{SIMPLE}/", {"for_whom": "self", **answers, "draft": str(theirs.pk)})
    assert response.status_code == 403


def test_an_account_of_level_one_is_told_how_to_get_level_two(lan: Client, cast: Any) -> None:
    Person.objects.filter(pk=cast.lan.pk).update(assurance=1)
    page = lan.get(f"/nop/{SIMPLE}/").content.decode()
    assert "công an xã, phường" in page
    assert lan.post(f"/nop/{SIMPLE}/", {"for_whom": "self"}).status_code == 200
    assert not Dossier.objects.exists()


def test_a_procedure_that_is_not_online_says_where_to_go(lan: Client) -> None:
    assert "chưa nộp trực tuyến" in lan.get("/nop/3.000228/").content.decode()
    assert lan.get("/nop/9.999999/").status_code == 404


def for_child(**more: str) -> dict[str, str]:
    return {
        "for_whom": "other",
        "for_name": "Trần  Minh An",
        "for_birth": "05/09/2020",
        "for_id": "",
        "for_ground": "guardian",
        **more,
    }


def test_a_mother_files_for_her_child_who_has_no_number_yet(lan: Client, cast: Any) -> None:
    first, second = begin(lan, cast, SIMPLE, **for_child()), begin(lan, cast, SIMPLE, **for_child())
    assert first.owner.full_name == "Trần Minh An"
    assert first.owner_id == second.owner_id != first.submitter_id
    mandate = Mandate.objects.get()
    assert (mandate.principal_id, mandate.delegate_id) == (first.owner_id, cast.lan.pk)
    # The owner's residence is not known, so the place is asked for; her own name is nowhere filled in.
    assert "data-filter-list" in lan.get(f"/nhap/{first.pk}/noi-nhan/").content.decode()
    assert "Nguyễn Thị Lan" not in str(first.raw)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"for_id": "02519000123"}, "Bạn đã nhập 11"),
        ({"for_id": "025190001234"}, "số định danh của chính bạn"),
        ({"for_id": "025088005678"}, "không khớp"),
        ({"for_birth": "1990", "for_id": ""}, "dưới 14 tuổi"),
        ({"for_ground": ""}, "Vì sao bạn nộp thay?"),
        ({"for_birth": "31/02/2020"}, "31/02/2020”"),
    ],
)
def test_a_wrong_owner_is_said_at_the_field_and_what_was_typed_stays(
    lan: Client, cast: Any, more: dict[str, str], sentence: str
) -> None:
    assert cast.stranger_person.personal_id == "025088005678"
    answers = cast.version(SIMPLE).spec.cases[0].examples[0].answers
    response = lan.post(f"/nop/{SIMPLE}/", {**answers, **for_child(**more)})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Minh An" in page
    assert not Dossier.objects.exists()


def test_a_wrong_id_number_is_said_at_the_field_and_kept(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    url = f"/nhap/{dossier.pk}/khai/{dossier.spec.form.pages[0].key}/"
    response = lan.post(
        url, {"requester_name": "Nguyễn Thị Lan", "requester_id": "02519000123", "version": "0"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "Bạn đã nhập 11" in page
    assert 'value="02519000123"' in page
    assert Dossier.objects.get(pk=dossier.pk).raw["requester_id"] == ["02519000123"]
    # Elsewhere it is a thing to do, with a link to the very input.
    check = lan.get(f"/nhap/{dossier.pk}/kiem-tra/").content.decode()
    assert "?kiem-tra=1#f-requester_id" in check
    assert "Nộp hồ sơ</button>" not in check
    assert "Bạn đã nhập 11" in lan.get(url, {"kiem-tra": "1"}).content.decode()


def test_saving_for_later_keeps_a_half_filled_page(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    url = f"/nhap/{dossier.pk}/khai/{dossier.spec.form.pages[0].key}/"
    response = lan.post(url, {"requester_name": "Lan", "den": "de-sau", "version": "0"})
    assert response["Location"] == f"/nhap/{dossier.pk}/"
    assert Dossier.objects.get(pk=dossier.pk).raw["requester_name"] == ["Lan"]


def test_autosave_tells_the_time_and_the_new_version(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    response = autosave(lan, dossier, {"requester_name": "Lan", "version": "0"})
    assert response.status_code == 200
    assert response.json()["version"] == 1
    assert re.fullmatch(r"\d\d:\d\d", response.json()["saved_at"])


def autosave(client: Client, dossier: Dossier, data: dict[str, str]) -> Any:
    url = f"/nhap/{dossier.pk}/luu/{dossier.spec.form.pages[0].key}/"
    return client.post(url, data, headers={"X-Requested-With": "fetch"})


def test_two_devices_do_not_overwrite_each_other(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    assert autosave(lan, dossier, {"requester_name": "Máy một", "version": "0"}).status_code == 200
    late = autosave(lan, dossier, {"requester_name": "Máy hai", "version": "0"})
    assert late.status_code == 409
    assert "thiết bị khác" in late.json()["error"]
    url = f"/nhap/{dossier.pk}/khai/{dossier.spec.form.pages[0].key}/"
    page = lan.post(url, {"requester_name": "Máy hai", "version": "0"})
    assert page.status_code == 409
    assert 'value="Máy hai"' in page.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).raw["requester_name"] == ["Máy một"]
    # Pressing once more is a decision: the page now names the newest version.
    assert 'name="version" value="1"' in page.content.decode()


def test_a_session_that_ends_in_mid_form_loses_nothing(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    autosave(lan, dossier, {"requester_name": "Đã lưu", "version": "0"})
    lan.logout()
    assert autosave(lan, dossier, {"requester_name": "Chưa lưu", "version": "1"}).status_code == 401
    url = f"/nhap/{dossier.pk}/khai/{dossier.spec.form.pages[0].key}/"
    response = lan.post(url, {"requester_name": "Chưa lưu"}, headers={"referer": url})
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/?next=%2Fnhap")
    lan.force_login(cast.lan.user)
    assert 'value="Đã lưu"' in lan.get(url).content.decode()


def test_groups_grow_and_shrink_without_scripts(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, GROUPS)
    page = next(p for p in dossier.spec.form.pages if any(f.type == "group" for f in p.fields))
    group = next(field for field in page.fields if field.type == "group")
    url = f"/nhap/{dossier.pk}/khai/{page.key}/"
    inner = group.fields[0].key
    first = lan.post(url, {f"{group.key}.0.{inner}": "Một", "add": f"{group.key}:1"})
    assert first["Location"].endswith(f"#f-{group.key}")
    lan.post(
        url, {f"{group.key}.0.{inner}": "Một", f"{group.key}.1.{inner}": "Hai", "remove": f"{group.key}:0"}
    )
    raw = Dossier.objects.get(pk=dossier.pk).raw
    assert raw[f"{group.key}.0.{inner}"] == ["Hai"]
    assert f"{group.key}.1.{inner}" not in raw


def test_a_second_click_on_send_never_makes_a_second_dossier(lan: Client, cast: Any) -> None:
    dossier = cast.draft(SIMPLE)
    first = send(lan, dossier)
    second = lan.post(f"/nhap/{dossier.pk}/nop/", {"promise": "yes", "version": dossier.draft_version})
    assert first["Location"] == second["Location"] == f"/ho-so/{dossier.pk}/da-nop/"
    assert Dossier.objects.filed().count() == 1
    assert Dossier.objects.get(pk=dossier.pk).movements.count() == 1


def test_without_the_promise_or_after_a_change_elsewhere_nothing_is_sent(lan: Client, cast: Any) -> None:
    dossier = cast.draft(SIMPLE)
    for refused in (send(lan, dossier, promise=""), send(lan, dossier, version="0")):
        assert refused["Location"] == f"/nhap/{dossier.pk}/kiem-tra/"
    assert Dossier.objects.get(pk=dossier.pk).is_draft


def test_an_incomplete_draft_cannot_be_sent_by_hand(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    response = lan.post(f"/nhap/{dossier.pk}/nop/", {"promise": "yes", "version": "0"}, follow=True)
    assert "Hồ sơ chưa đủ để nộp" in response.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).is_draft


def test_a_filed_dossier_is_no_draft_any_more(lan: Client, cast: Any) -> None:
    dossier = cast.filed(SIMPLE)
    assert lan.get(f"/nhap/{dossier.pk}/")["Location"] == f"/ho-so/{dossier.pk}/"
    assert autosave(lan, dossier, {"requester_name": "x", "version": "1"}).status_code == 409


@pytest.mark.parametrize(
    "rest", ["", "cau-hoi/", "giay-to/", "noi-nhan/", "kiem-tra/", "xoa/", "khai/requester/"]
)
def test_a_stranger_finds_nothing(lan: Client, cast: Any, rest: str) -> None:
    dossier = cast.draft(SIMPLE)
    lan.force_login(cast.stranger_person.user)
    assert lan.get(f"/nhap/{dossier.pk}/{rest}").status_code == 404
    assert send(lan, dossier).status_code == 404
    assert lan.post(f"/nhap/{dossier.pk}/xoa/").status_code == 404


def test_post_needs_an_address_and_keeps_what_was_typed(lan: Client, cast: Any) -> None:
    dossier = cast.draft(SIMPLE)
    url = f"/nhap/{dossier.pk}/noi-nhan/"
    page = lan.post(url, {"return_method": "post", "return_address": "Khu 3"})
    assert page.status_code == 200
    assert "địa chỉ đầy đủ" in page.content.decode()
    assert 'value="Khu 3"' in page.content.decode()
    lan.post(url, {"return_method": "post", "return_address": "Khu 3, phường Nông Trang, tỉnh Phú Thọ"})
    assert Dossier.objects.get(pk=dossier.pk).return_method == "post"


def test_a_commune_outside_the_province_is_refused_at_the_field(lan: Client, cast: Any) -> None:
    dossier = cast.draft("1.000894")
    url = f"/nhap/{dossier.pk}/noi-nhan/"
    page = lan.post(url, {"chosen_place": "00004", "return_method": "electronic"}).content.decode()
    assert "không thuộc tỉnh" in page
    assert Dossier.objects.get(pk=dossier.pk).chosen_place == ""


def test_changing_an_answer_changes_what_is_asked(lan: Client, cast: Any) -> None:
    dossier = begin(lan, cast, SIMPLE)
    answers = {"again": "first", "purpose": "other", "past_marriage": "never", "filed_by": "self"}
    response = lan.post(f"/nhap/{dossier.pk}/cau-hoi/", answers)
    assert response.status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).answers == answers


def test_a_draft_is_thrown_away_only_after_being_asked(lan: Client, cast: Any) -> None:
    dossier = cast.draft(SIMPLE)
    assert "Xóa bản nháp này?" in lan.get(f"/nhap/{dossier.pk}/xoa/").content.decode()
    assert Dossier.objects.filter(pk=dossier.pk).exists()
    assert lan.post(f"/nhap/{dossier.pk}/xoa/")["Location"] == reverse("mine:list")
    assert not Dossier.objects.filter(pk=dossier.pk).exists()


def test_the_row_of_a_paper_is_fetched_anew_after_an_upload(lan: Client, cast: Any) -> None:
    dossier = cast.draft(SIMPLE, example=cast.version(SIMPLE).spec.cases[0].examples[0])
    asked = [each for each in content.components(dossier) if content.is_asked(each, "online")]
    row = lan.get(f"/nhap/{dossier.pk}/giay-to/{asked[0].key}/").content.decode()
    assert row.lstrip().startswith("<li")
    assert "giay-to.pdf" in row
    assert lan.get(f"/nhap/{dossier.pk}/giay-to/bia-dat/").status_code == 404


def test_nobody_names_a_file_of_somebody_else_in_a_form(lan: Client, cast: Any) -> None:
    theirs: StoredFile = cast.stored(b"%PDF-1.4 theirs")
    dossier = begin(lan, cast, "3.000347")
    page = next(p for p in dossier.spec.form.pages if any(f.type == "file" for f in p.fields))
    key = next(field.key for field in page.fields if field.type == "file")
    lan.post(f"/nhap/{dossier.pk}/khai/{page.key}/", {key: str(theirs.pk)})
    assert str(theirs.pk) not in str(Dossier.objects.get(pk=dossier.pk).raw)


def test_every_page_of_a_draft_asks_a_bounded_number_of_questions(
    lan: Client, cast: Any, django_assert_max_num_queries: Any
) -> None:
    dossier = cast.draft(RICH)
    for rest in ("", "giay-to/", "noi-nhan/", "kiem-tra/"):
        lan.get(f"/nhap/{dossier.pk}/{rest}")
        with django_assert_max_num_queries(25):
            assert lan.get(f"/nhap/{dossier.pk}/{rest}").status_code == 200
