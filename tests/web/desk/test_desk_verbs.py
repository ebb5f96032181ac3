"""The verbs of the desk, by their buttons: done, refused with what was typed, forbidden, too late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Paper, ReturnMethod
from motcua.identity.actor import CLERK, DESK_OFFICER, HANDLER
from motcua.lib import moment
from motcua.payments.models import Obligation
from tests.cast import Cast
from tests.web.desk.conftest import BIRTH

pytestmark = pytest.mark.django_db

Browser = Callable[..., Client]


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def send(browser: Client, verb: str, dossier: Dossier, **typed: Any) -> Any:
    return browser.post(reverse(f"desk:{verb}", args=[dossier.pk]), typed)


def check_all(browser: Client, dossier: Dossier) -> None:
    send(browser, "papers", dossier, all="fine")


def test_accepting_gives_the_code_and_the_receipt(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    browser = as_officer(cast.desk_of(filed))
    check_all(browser, filed)
    assert send(browser, "accept", filed).status_code == 302
    dossier = fresh(filed)
    assert dossier.state == Status.IN_PROGRESS
    assert dossier.code
    text = browser.get(reverse("desk:case", args=[filed.pk])).content.decode()
    assert "Mẫu 01" in text


def test_nothing_is_accepted_unseen_and_the_page_says_what_is_missing(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    answer = send(as_officer(cast.desk_of(filed)), "accept", filed)
    assert answer.status_code == 409
    assert "Còn giấy tờ chưa kiểm tra" in answer.content.decode()
    assert fresh(filed).state == Status.FILED


def test_a_wrong_paper_needs_a_remark_and_the_other_verdicts_stay_typed(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    paper = filed.live_papers()[0]
    answer = send(as_officer(cast.desk_of(filed)), "papers", filed, **{f"verdict-{paper.pk}": "wrong"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "hãy ghi rõ sai chỗ nào" in text
    assert 'value="wrong" checked' in text


def test_the_verdict_is_kept_with_its_remark(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    paper = filed.live_papers()[0]
    typed = {f"verdict-{paper.pk}": "wrong", f"remark-{paper.pk}": "Ảnh mờ"}
    assert send(as_officer(cast.desk_of(filed)), "papers", filed, **typed).status_code == 302
    paper.refresh_from_db()
    assert (paper.verdict, paper.remark) == (Paper.Verdict.WRONG, "Ảnh mờ")


def test_refusing_without_a_reason_keeps_the_ground_that_was_typed(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    answer = send(
        as_officer(cast.desk_of(filed)), "refuse", filed, legal_ground="NĐ 61/2018 Điều 17", reason=""
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "NĐ 61/2018 Điều 17" in text
    assert "Hãy ghi rõ lý do" in text
    assert 'href="#refuse-reason"' in text
    assert fresh(filed).state == Status.FILED


def test_refusing_prints_form_03_with_reason_and_ground(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    browser = as_officer(cast.desk_of(filed))
    send(
        browser, "refuse", filed, reason_key="duplicate", reason="Đã có hồ sơ hôm qua", legal_ground="Điều 17"
    )
    dossier = fresh(filed)
    assert dossier.state == Status.REFUSED
    assert dossier.movements.get(verb="refuse").reason == "Trùng với hồ sơ đã tiếp nhận: Đã có hồ sơ hôm qua"
    form = dossier.printed_forms.get(kind="03")
    answer = browser.get(reverse("desk:form-pdf", args=[filed.pk, form.pk]))
    assert answer.content.startswith(b"%PDF")


def test_another_desk_gets_404_for_every_verb(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    other = as_officer(cast.officer("ttpvhcc-tinh", DESK_OFFICER))
    for verb in ("accept", "refuse", "withdraw", "papers", "pay", "ask-supplement", "forward", "hand-over"):
        assert send(other, verb, filed, reason="x").status_code == 404
    assert fresh(filed).state == Status.FILED


def test_a_clerk_of_the_agency_may_look_but_not_accept(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    handler = cast.officer(f"ubnd-{cast.a_commune}", "signer")
    browser = as_officer(handler)
    assert browser.get(reverse("desk:case", args=[filed.pk])).status_code == 200
    assert send(browser, "accept", filed).status_code == 403
    assert CLERK not in handler.roles


def test_a_get_changes_nothing(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    browser = as_officer(cast.desk_of(filed))
    assert browser.get(reverse("desk:accept", args=[filed.pk])).status_code == 405


def test_two_officers_the_second_hears_who_was_first_and_sees_the_fresh_state(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    first = as_officer(cast.desk_of(filed))
    second_actor = _other_officer_of(cast, filed)
    check_all(first, filed)
    send(first, "accept", filed)
    answer = send(as_officer(second_actor), "refuse", filed, reason="Thiếu giấy chứng sinh bản chính")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "nên không làm được việc này" in text
    assert "Thiếu giấy chứng sinh bản chính" in text
    assert fresh(filed).code in text


def _other_officer_of(cast: Cast, dossier: Dossier) -> Any:
    from motcua.organisation.actors import actor_at
    from motcua.organisation.models import Post

    first = cast.desk_of(dossier)
    posts = [
        post for post in Post.objects.filter(unit_id=dossier.receiving_unit_id) if DESK_OFFICER in post.roles
    ]
    post = next(post for post in posts if post.pk != first.post_id)
    assignment = post.assignments.select_related("user").first()
    assert assignment is not None
    return actor_at(assignment.user, post)


def test_what_a_colleague_has_taken_is_the_colleagues(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    item = filed.work_items.get()
    first, second = as_officer(cast.desk_of(filed)), as_officer(_other_officer_of(cast, filed))
    assert first.post(reverse("desk:take", args=[item.pk])).status_code == 302
    assert second.post(reverse("desk:take", args=[item.pk])).status_code == 400
    text = second.get(reverse("desk:case", args=[filed.pk])).content.decode()
    assert cast.desk_of(filed).name in text
    first.post(reverse("desk:give-back", args=[item.pk]))
    item.refresh_from_db()
    assert item.assignee_id is None


def test_a_second_click_on_accept_changes_nothing_more(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    browser = as_officer(cast.desk_of(filed))
    check_all(browser, filed)
    send(browser, "accept", filed)
    code = fresh(filed).code
    assert send(browser, "accept", filed).status_code == 409
    assert fresh(filed).code == code


def test_money_is_taken_once_and_a_transfer_needs_its_number(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    browser = as_officer(cast.desk_of(filed))
    answer = send(browser, "pay", filed, method="transfer", reference="")
    assert answer.status_code == 409
    assert "số giao dịch" in answer.content.decode()
    assert send(browser, "pay", filed, method="transfer", reference="FT2611").status_code == 302
    assert send(browser, "pay", filed, method="cash").status_code == 409
    obligation = fresh(filed).obligation
    assert obligation is not None
    assert obligation.state == Obligation.State.PAID
    assert obligation.payments.count() == 1


def test_a_paper_dossier_is_forwarded_with_its_control_sheet(cast: Cast, as_officer: Browser) -> None:
    dossier = cast.filed(BIRTH, channel="counter")
    browser = as_officer(cast.desk_of(dossier))
    assert send(browser, "forward", dossier).status_code == 302
    assert fresh(dossier).state == Status.IN_PROGRESS
    sheet = browser.get(reverse("desk:control-sheet", args=[dossier.pk]) + "?kho=a4")
    assert sheet.content.startswith(b"%PDF")


def test_withdrawing_at_the_counter_needs_the_persons_reason(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    browser = as_officer(cast.desk_of(filed))
    assert send(browser, "withdraw", filed, reason=" ").status_code == 409
    assert send(browser, "withdraw", filed, reason="Nộp nhầm nơi").status_code == 302
    assert fresh(filed).state == Status.WITHDRAWN


def test_a_result_is_handed_over_to_somebody_with_a_name(cast: Cast, as_officer: Browser) -> None:
    dossier = cast.finished(BIRTH, channel="counter")
    assert dossier.return_method == ReturnMethod.DESK
    browser = as_officer(cast.desk_of(dossier))
    assert send(browser, "hand-over", dossier, receiver="").status_code == 409
    assert send(browser, "hand-over", dossier, receiver="Nguyễn Thị Lan", paper="id-card").status_code == 302
    assert fresh(dossier).state == Status.RETURNED
    text = browser.get(reverse("desk:case", args=[dossier.pk])).content.decode()
    assert "đã trả cho Nguyễn Thị Lan" in text


class TestSupplement:
    def test_wrong_papers_stand_ticked_with_their_remark(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        browser = as_officer(cast.desk_of(filed))
        paper = filed.live_papers()[0]
        send(browser, "papers", filed, **{f"verdict-{paper.pk}": "wrong", f"remark-{paper.pk}": "Ảnh mờ quá"})
        text = browser.get(reverse("desk:ask-supplement", args=[filed.pk])).content.decode()
        assert 'name="component-birth_proof" value="yes" checked' in text
        assert "Ảnh mờ quá" in text

    def test_papers_and_fields_are_asked_each_with_its_reason(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        typed = {
            "component-birth_proof": "yes",
            "component-birth_proof-reason": "Ảnh mờ",
            "field-birth-reason": "Không khớp với giấy chứng sinh",
        }
        browser = as_officer(cast.desk_of(filed))
        assert send(browser, "ask-supplement", filed, **typed).status_code == 302
        dossier = fresh(filed)
        assert dossier.state == Status.SUPPLEMENT
        items = {item.key: item.reason for item in dossier.supplements.get().items.all()}
        assert items == {"birth_proof": "Ảnh mờ", "birth": "Không khớp với giấy chứng sinh"}

    def test_a_tick_without_a_reason_comes_back_with_everything_typed(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        typed = {"component-birth_proof": "yes", "field-birth-reason": "Khai thiếu", "note": "Xin làm sớm"}
        answer = send(as_officer(cast.desk_of(filed)), "ask-supplement", filed, **typed)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Khai thiếu" in text
        assert "Xin làm sớm" in text
        assert 'name="component-birth_proof" value="yes" checked' in text
        assert fresh(filed).state == Status.FILED

    def test_nothing_beyond_the_list_without_the_law_that_asks_for_it(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        browser = as_officer(cast.desk_of(filed))
        typed = {"extra-1-name": "Sổ hộ khẩu", "extra-1-reason": "Để đối chiếu"}
        answer = send(browser, "ask-supplement", filed, **typed)
        assert answer.status_code == 409
        assert "căn cứ pháp lý" in answer.content.decode()
        typed["extra-1-ground"] = "Luật Hộ tịch Điều 16"
        assert send(browser, "ask-supplement", filed, **typed).status_code == 302
        item = fresh(filed).supplements.get().items.get()
        assert (item.kind, item.legal_ground) == ("extra", "Luật Hộ tịch Điều 16")

    def test_what_the_state_holds_is_not_even_offered(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        browser = as_officer(cast.desk_of(filed))
        text = browser.get(reverse("desk:ask-supplement", args=[filed.pk])).content.decode()
        assert "component-id_paper" not in text

    def test_when_it_is_too_late_the_page_of_the_dossier_says_so(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        browser = as_officer(cast.desk_of(filed))
        send(browser, "withdraw", filed, reason="Nộp nhầm")
        typed = {"component-birth_proof-reason": "Ảnh rất mờ"}
        answer = send(browser, "ask-supplement", filed, **typed)
        assert answer.status_code == 409
        assert "Ảnh rất mờ" in answer.content.decode()

    def test_days_over_the_desk_confirms_the_end_with_a_reason(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        browser = as_officer(cast.desk_of(filed))
        send(browser, "ask-supplement", filed, **{"component-birth_proof-reason": "Ảnh mờ"})
        assert send(browser, "lapse", filed, reason="Quá hạn").status_code == 409
        with moment.at(moment.now() + timedelta(days=40)):
            later = as_officer(cast.desk_of(filed))
            assert send(later, "lapse", filed, reason="Quá 30 ngày không bổ sung").status_code == 302
        assert fresh(filed).state == Status.REFUSED


def test_a_handler_of_another_division_gets_404(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    other = cast.officer(f"phong-kt-{cast.a_commune}", HANDLER)
    assert as_officer(other).get(reverse("desk:case", args=[filed.pk])).status_code == 404


class TestAnswerAtTheCounter:
    def asked(self, cast: Cast, filed: Dossier, as_officer: Browser, **typed: str) -> Client:
        browser = as_officer(cast.desk_of(filed))
        send(browser, "ask-supplement", filed, **typed)
        return browser

    def test_the_page_asks_for_exactly_what_was_asked(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        typed = {"component-birth_proof-reason": "Ảnh mờ", "field-birth-reason": "Không khớp"}
        browser = self.asked(cast, filed, as_officer, **typed)
        text = browser.get(reverse("desk:supply", args=[filed.pk])).content.decode()
        assert 'name="part-birth_proof"' in text
        assert 'name="birth"' in text
        assert 'name="child_name"' not in text
        assert "Ảnh mờ" in text

    def test_papers_and_corrections_take_the_dossier_on(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        typed = {"component-birth_proof-reason": "Ảnh mờ", "field-birth-reason": "Không khớp"}
        browser = self.asked(cast, filed, as_officer, **typed)
        brought = {"part-birth_proof": "yes", "part-birth_proof-originals": "1", "birth": "16/01/2026"}
        assert send(browser, "supply", filed, **brought).status_code == 302
        dossier = fresh(filed)
        assert dossier.state == Status.FILED
        assert dossier.values["birth"] == "2026-01-16"

    def test_what_is_not_there_yet_is_named_and_the_correction_stays(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        typed = {"component-birth_proof-reason": "Ảnh mờ", "field-birth-reason": "Không khớp"}
        browser = self.asked(cast, filed, as_officer, **typed)
        answer = send(browser, "supply", filed, birth="17/01/2026")
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Giấy chứng sinh" in text
        assert "17/01/2026" in text

    def test_nothing_is_taken_when_nothing_was_asked(
        self, cast: Cast, filed: Dossier, as_officer: Browser
    ) -> None:
        answer = send(as_officer(cast.desk_of(filed)), "supply", filed)
        assert answer.status_code == 409
        assert "không chờ bổ sung" in answer.content.decode()

    def test_another_desk_does_not_see_it(self, cast: Cast, filed: Dossier, as_officer: Browser) -> None:
        other = as_officer(cast.officer("ttpvhcc-tinh", DESK_OFFICER))
        assert other.get(reverse("desk:supply", args=[filed.pk])).status_code == 404
