"""What a citizen sees and does after sending: following, completing, withdrawing, receiving, rating."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers import content
from motcua.dossiers.actions import papers, supplement
from motcua.dossiers.actions.supplement import Wanted
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Paper, PrintedForm, SupplementItem
from motcua.feedback.models import Rating
from motcua.identity.actor import HANDLER
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.models import Notice
from tests.documents.file_samples import pdf

SIMPLE = "1.004873"
FIELD, PAPER = SupplementItem.Kind.FIELD, SupplementItem.Kind.COMPONENT


@pytest.fixture
def lan(cast: Any, client: Client) -> Client:
    client.force_login(cast.lan.user)
    return client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    body: str = response.content.decode()
    return body


def asked(cast: Any, *, with_field: bool = True) -> tuple[Dossier, str]:
    """A dossier whose paper was found wrong, and one field too; and the key of that paper."""
    dossier = cast.filed(SIMPLE)
    key = dossier.live_papers()[0].component_key
    desk = cast.desk_of(dossier)
    verdicts = {str(p.pk): (Paper.Verdict.WRONG.value, "Ảnh mờ") for p in dossier.live_papers()}
    papers.check(actor=desk, dossier_id=dossier.pk, verdicts=verdicts)
    items = [Wanted(PAPER, key, "Giấy trình bày", "Ảnh mờ, không đọc được")]
    if with_field:
        items.append(Wanted(FIELD, "requester_phone", "Số điện thoại", "Số không gọi được"))
    supplement.ask(actor=desk, dossier_id=dossier.pk, items=items, note="Bổ sung giúp chúng tôi.")
    return cast.fresh(dossier), key


def send_paper(cast: Any, dossier: Dossier, key: str) -> Paper:
    component = dossier.spec.component(key)
    return cast.attach(cast.citizen, dossier, component, b"%PDF-1.4 a sharper picture")  # type: ignore[no-any-return]


def test_the_list_shows_what_waits_for_me_first(lan: Client, cast: Any) -> None:
    running, draft = cast.filed(SIMPLE), cast.draft("1.000894")
    waiting, _ = asked(cast)
    cast.filed(SIMPLE)
    page = text(lan, "/ho-so/")
    places = [page.index(str(each.pk)) for each in (waiting, running, draft)]
    assert places[0] == min(places)
    assert "Bạn cần bổ sung hồ sơ" in page
    assert str(running.pk) not in text(lan, "/ho-so/?loc=can-lam")
    assert str(draft.pk) in text(lan, "/ho-so/?loc=nhap")
    assert str(running.pk) in text(lan, f"/ho-so/?tim={running.temporary_number}")
    assert str(draft.pk) in text(lan, "/ho-so/?tim=ket hon&loc=nhap")
    assert "Không tìm thấy" in text(lan, "/ho-so/?tim=khongcogi")
    assert text(lan, "/ho-so/?loc=bịa")


def test_an_empty_list_says_where_to_begin(lan: Client) -> None:
    assert "Bạn chưa có hồ sơ nào" in text(lan, "/ho-so/")


def test_sixty_dossiers_cost_no_more_questions_than_one(
    lan: Client, cast: Any, django_assert_max_num_queries: Any
) -> None:
    first = cast.filed(SIMPLE)
    for number in range(59):
        Dossier.objects.create(
            temporary_number=f"T{number}",
            version=first.version,
            channel="online",
            submitter=cast.lan,
            owner=cast.lan,
            status=Status.FILED,
            receiving_unit=first.receiving_unit,
            created_at=first.created_at,
            touched_at=first.touched_at,
            acceptance_due_at=first.acceptance_due_at,
            obligation=None,
        )
    text(lan, "/ho-so/")
    with django_assert_max_num_queries(20):
        assert "Trang 1 trong 3" in text(lan, "/ho-so/")


def test_a_stranger_finds_no_dossier_of_mine(lan: Client, cast: Any) -> None:
    dossier = cast.finished(SIMPLE)
    result, form = dossier.results.get(), dossier.printed_forms.first()
    lan.force_login(cast.stranger_person.user)
    for rest in ("", "da-nop/", "bo-sung/", "rut/", f"mau/{form.pk}.pdf", f"ket-qua/{result.pk}.pdf"):
        assert lan.get(f"/ho-so/{dossier.pk}/{rest}").status_code == 404
    for rest in ("rut/", "nhan/", "danh-gia/", "bo-sung/gui/"):
        assert lan.post(f"/ho-so/{dossier.pk}/{rest}").status_code == 404
    assert str(dossier.pk) not in text(lan, "/ho-so/")


def test_a_dossier_in_work_says_which_room_has_it_and_never_which_officer(lan: Client, cast: Any) -> None:
    dossier = cast.accepted(SIMPLE)
    page = text(lan, f"/ho-so/{dossier.pk}/")
    item = dossier.open_items()[0]
    assert item.unit.name in page
    assert "Cần nộp 3.000 đồng" in page
    assert "Vì sao là ngày này?" in page
    assert "Tiếp theo" in page
    assert dossier.code in page
    for movement in dossier.movements.all():
        if movement.user_id and movement.user_id != cast.lan.user_id:
            assert movement.actor.split(" (")[0] not in page


def test_before_acceptance_only_the_answer_of_the_desk_is_promised(lan: Client, cast: Any) -> None:
    page = text(lan, f"/ho-so/{cast.filed(SIMPLE).pk}/")
    assert "Cán bộ trả lời trước" in page
    assert "Hẹn trả kết quả" not in page


def test_the_page_of_a_dossier_is_bounded(lan: Client, cast: Any, django_assert_max_num_queries: Any) -> None:
    dossier = cast.finished(SIMPLE)
    text(lan, f"/ho-so/{dossier.pk}/")
    with django_assert_max_num_queries(25):
        text(lan, f"/ho-so/{dossier.pk}/")


def test_a_supplement_shows_exactly_what_is_wrong_and_takes_exactly_that(lan: Client, cast: Any) -> None:
    dossier, key = asked(cast)
    page = text(lan, f"/ho-so/{dossier.pk}/bo-sung/")
    assert "Ảnh mờ, không đọc được" in page
    assert "Số không gọi được" in page
    assert 'name="requester_phone"' in page
    assert 'name="requester_name"' not in page
    assert "còn thiếu" in page
    # What was not asked for is not touched, however it is sent.
    before = dossier.raw["requester_name"]
    response = lan.post(
        f"/ho-so/{dossier.pk}/bo-sung/to-khai/",
        {"requester_phone": "0987654321", "requester_name": "Kẻ Gian"},
    )
    assert response.status_code == 302
    dossier = cast.fresh(dossier)
    assert dossier.raw["requester_name"] == before
    assert dossier.raw["requester_phone"] == ["0987654321"]
    assert dossier.values["requester_phone"] != "0987654321"
    new = send_paper(cast, dossier, key)
    assert "còn thiếu" not in text(lan, f"/ho-so/{dossier.pk}/bo-sung/")
    for _ in range(2):
        assert lan.post(f"/ho-so/{dossier.pk}/bo-sung/gui/")["Location"] == f"/ho-so/{dossier.pk}/"
    dossier = cast.fresh(dossier)
    assert dossier.state == Status.FILED
    assert dossier.values["requester_phone"] == "0987654321"
    assert [paper.pk for paper in dossier.live_papers() if paper.component_key == key] == [new.pk]
    assert lan.get(f"/ho-so/{dossier.pk}/bo-sung/").status_code == 302


def test_a_wrong_correction_is_kept_and_said_at_the_field(lan: Client, cast: Any) -> None:
    dossier, _ = asked(cast)
    response = lan.post(f"/ho-so/{dossier.pk}/bo-sung/to-khai/", {"requester_phone": "12"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in page
    assert 'value="12"' in page
    sent = lan.post(f"/ho-so/{dossier.pk}/bo-sung/gui/", follow=True).content.decode()
    assert "Còn thiếu: " in sent
    assert cast.fresh(dossier).state == Status.SUPPLEMENT


def test_only_the_applicant_corrects_and_only_while_asked(cast: Any) -> None:
    dossier, _ = asked(cast)
    with pytest.raises(Forbidden):
        supplement.correct(actor=cast.stranger, dossier_id=dossier.pk, raw={"requester_phone": "0987654321"})
    other = cast.filed(SIMPLE)
    with pytest.raises(Refused):
        supplement.correct(actor=cast.citizen, dossier_id=other.pk, raw={"requester_phone": "0987654321"})


def test_the_row_of_a_wrong_paper_is_fetched_anew(lan: Client, cast: Any) -> None:
    dossier, key = asked(cast)
    send_paper(cast, dossier, key)
    row = text(lan, f"/ho-so/{dossier.pk}/bo-sung/{key}/")
    assert row.count("giay-to.pdf") >= 2
    assert "Đã có tệp mới" in row
    assert lan.get(f"/ho-so/{dossier.pk}/bo-sung/declaration/").status_code == 404


def test_the_very_file_that_was_found_wrong_is_no_answer_and_the_field_says_so(
    lan: Client, cast: Any
) -> None:
    dossier, key = asked(cast)
    old = next(paper for paper in dossier.live_papers() if paper.component_key == key)
    content_ = pdf(2)
    Paper.objects.filter(pk=old.pk).update(file=cast.stored(content_))
    row = f"/ho-so/{dossier.pk}/bo-sung/"

    def sent_again() -> str:
        again = SimpleUploadedFile("ten-khac.pdf", content_, "application/pdf")
        there = {"files": again, "next": f"{row}#giay-{key}"}
        return lan.post(f"/tep/ho-so/{dossier.pk}/{key}/", there, follow=True).content.decode()

    place = sent_again().partition(f'id="giay-{key}-error"')[2].partition("</p>")[0]
    assert "giống hệt tệp đã gửi trước đây" in place
    assert "chọn một tệp khác" in place
    papers.remove(actor=cast.citizen, dossier_id=dossier.pk, paper_id=old.pk)
    assert "giống hệt tệp đã gửi trước đây" in sent_again(), "taking it out first changes nothing"
    assert not [paper for paper in cast.fresh(dossier).live_papers() if paper.component_key == key]
    send_paper(cast, dossier, key)
    assert f"giay-{key}-error" not in text(lan, row)


def test_withdrawing_needs_a_reason_and_a_second_look(lan: Client, cast: Any) -> None:
    dossier = cast.filed(SIMPLE)
    url = f"/ho-so/{dossier.pk}/rut/"
    assert "Rút hồ sơ này?" in text(lan, url)
    assert "Hãy ghi vì sao" in lan.post(url, {"reason": " "}).content.decode()
    assert lan.post(url, {"reason": "Tôi khai nhầm"})["Location"] == f"/ho-so/{dossier.pk}/"
    assert cast.fresh(dossier).state == Status.WITHDRAWN
    assert lan.get(url).status_code == 302
    assert "Rút hồ sơ</a>" not in text(lan, f"/ho-so/{dossier.pk}/")


def test_an_electronic_result_is_received_by_one_press_and_then_loaded_down(lan: Client, cast: Any) -> None:
    dossier = cast.finished(SIMPLE)
    result = dossier.results.get()
    assert lan.get(f"/ho-so/{dossier.pk}/ket-qua/{result.pk}.pdf").status_code == 404
    assert "Nhận kết quả</button>" in text(lan, f"/ho-so/{dossier.pk}/")
    for _ in range(2):
        assert lan.post(f"/ho-so/{dossier.pk}/nhan/")["Location"] == f"/ho-so/{dossier.pk}/#ket-qua"
    assert cast.fresh(dossier).state == Status.RETURNED
    pdf = lan.get(f"/ho-so/{dossier.pk}/ket-qua/{result.pk}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert f"/xac-minh/{result.pk}/" in text(lan, f"/ho-so/{dossier.pk}/")


def test_a_result_for_the_desk_is_not_fetched_here(lan: Client, cast: Any) -> None:
    dossier = cast.finished(SIMPLE)
    Dossier.objects.filter(pk=dossier.pk).update(return_method="desk")
    assert lan.post(f"/ho-so/{dossier.pk}/nhan/").status_code == 400
    assert cast.fresh(dossier).state == Status.DONE


def test_rating_has_three_levels_none_of_them_chosen_beforehand(lan: Client, cast: Any) -> None:
    dossier = cast.finished(SIMPLE)
    page = text(lan, f"/ho-so/{dossier.pk}/")
    assert page.count('name="score"') == 3
    assert "checked" not in page[page.index('id="danh-gia"') :]
    lan.post(f"/ho-so/{dossier.pk}/danh-gia/", {"score": "2"})
    assert Rating.objects.get().score == 2
    assert 'name="score"' not in text(lan, f"/ho-so/{dossier.pk}/")


def test_the_forms_of_the_law_are_there_in_both_sizes(lan: Client, cast: Any) -> None:
    dossier = cast.accepted(SIMPLE)
    receipt = dossier.printed_forms.get(kind=PrintedForm.Kind.RECEIPT)
    for size in ("", "?kho=a4"):
        assert lan.get(f"/ho-so/{dossier.pk}/mau/{receipt.pk}.pdf{size}").content.startswith(b"%PDF")
    control = dossier.printed_forms.filter(kind=PrintedForm.Kind.CONTROL).first()
    assert control is not None
    assert lan.get(f"/ho-so/{dossier.pk}/mau/{control.pk}.pdf").status_code == 404


def test_after_acceptance_a_handler_may_ask_and_the_clock_stands_still(lan: Client, cast: Any) -> None:
    dossier = cast.accepted(SIMPLE)
    item = dossier.open_items()[0]
    handler = cast.officer(item.unit, HANDLER)
    wanted = [Wanted(FIELD, "requester_phone", "Số điện thoại", "Số không gọi được")]
    supplement.ask(actor=handler, dossier_id=dossier.pk, items=wanted)
    assert "Thời hạn đang tạm dừng" in text(lan, f"/ho-so/{dossier.pk}/")
    lan.post(f"/ho-so/{dossier.pk}/bo-sung/to-khai/", {"requester_phone": "0987654321"})
    lan.post(f"/ho-so/{dossier.pk}/bo-sung/gui/")
    assert cast.fresh(dossier).state == Status.IN_PROGRESS
    assert "Bạn đã gửi phần bổ sung" in text(lan, f"/ho-so/{dossier.pk}/")


def test_notices_are_read_by_a_press_not_by_looking(lan: Client, cast: Any) -> None:
    cast.filed(SIMPLE)
    assert "Đã nhận hồ sơ" in text(lan, "/thong-bao/")
    assert Notice.objects.unread().count() == 1
    assert lan.post("/thong-bao/da-doc/")["Location"] == "/thong-bao/"
    assert not Notice.objects.unread().exists()


def test_what_was_sent_stays_readable(lan: Client, cast: Any) -> None:
    dossier = cast.filed(SIMPLE)
    page = text(lan, f"/ho-so/{dossier.pk}/")
    for section in content.read_back(dossier):
        assert section.title in page
    assert text(lan, f"/ho-so/{dossier.pk}/da-nop/")
