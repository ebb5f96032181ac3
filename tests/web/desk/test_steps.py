"""The work of handlers, signers and clerks on the page of a dossier."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import HEAD, SIGNER
from motcua.lib import moment
from motcua.lib.dates import short_date
from tests.cast import Cast
from tests.web.desk.conftest import BIRTH

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def accepted(cast: Cast) -> Dossier:
    return cast.accepted(BIRTH, case=cast.version(BIRTH).spec.case("late"))


def open_step(dossier: Dossier) -> WorkItem:
    return dossier.work_items.get(kind=WorkItem.Kind.STEP, done_at__isnull=True)


def do(browser: Client, dossier: Dossier, item: WorkItem, **typed: Any) -> Any:
    return browser.post(reverse("desk:finish", args=[dossier.pk, item.pk]), typed)


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def test_the_draft_begins_with_the_procedures_words_filled_in(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    item = open_step(accepted)
    text = as_officer(cast.worker_of(item)).get(reverse("desk:case", args=[accepted.pk])).content.decode()
    assert "Họ, chữ đệm, tên: Lê Gia Huy" in text
    assert "Soạn văn bản từ chối" in text


def test_a_saved_draft_can_be_looked_at_as_pdf(cast: Cast, accepted: Dossier, as_officer: Browser) -> None:
    item = open_step(accepted)
    browser = as_officer(cast.worker_of(item))
    typed = {"outcome": "save", "body-birth_certificate": "Đoạn một.\n\nĐoạn hai.", "body-refusal": ""}
    assert do(browser, accepted, item, **typed).status_code == 302
    result = fresh(accepted).results.get()
    assert result.body == ["Đoạn một.", "Đoạn hai."]
    url = reverse("desk:draft-pdf", args=[accepted.pk, "birth_certificate"])
    assert browser.get(url).content.startswith(b"%PDF")


def test_an_empty_draft_is_refused_and_the_note_stays(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    item = open_step(accepted)
    browser = as_officer(cast.worker_of(item))
    typed = {"outcome": "ok", "body-birth_certificate": "  ", "note": "Đã gọi điện hỏi lại"}
    answer = do(browser, accepted, item, **typed)
    assert answer.status_code == 409
    assert "Đã gọi điện hỏi lại" in answer.content.decode()
    assert open_step(accepted).pk == item.pk


def forward_outcome(item: WorkItem) -> str:
    from motcua.dossiers.actions.route import outcomes_of

    return next(each.key for each in outcomes_of(item) if not each.back)


def back_outcome(item: WorkItem) -> str:
    from motcua.dossiers.actions.route import outcomes_of

    return next(each.key for each in outcomes_of(item) if each.back)


def test_from_draft_to_issue_by_the_buttons_of_the_page(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    item = open_step(accepted)
    handler = as_officer(cast.worker_of(item))
    typed = {"outcome": forward_outcome(item), "body-birth_certificate": "Cấp Giấy khai sinh."}
    assert do(handler, accepted, item, **typed).status_code == 302
    signing = open_step(accepted)
    signer = as_officer(cast.worker_of(signing))
    unread = do(signer, accepted, signing, outcome=forward_outcome(signing))
    assert unread.status_code == 409
    assert "Tôi đã đọc văn bản" in unread.content.decode()
    assert do(signer, accepted, signing, outcome=forward_outcome(signing), read="yes").status_code == 302
    numbering = open_step(accepted)
    clerk = as_officer(cast.worker_of(numbering))
    assert do(clerk, accepted, numbering, outcome=forward_outcome(numbering)).status_code == 302
    assert fresh(accepted).state == Status.DONE
    url = reverse("desk:result-pdf", args=[accepted.pk, "birth_certificate"])
    assert clerk.get(url).content.startswith(b"%PDF")


def test_going_back_needs_a_reason(cast: Cast, accepted: Dossier, as_officer: Browser) -> None:
    dossier = cast.step(accepted)
    item = open_step(dossier)
    signer = as_officer(cast.worker_of(item))
    assert do(signer, dossier, item, outcome=back_outcome(item), note="").status_code == 409
    assert do(signer, dossier, item, outcome=back_outcome(item), note="Sai ngày sinh").status_code == 302
    assert open_step(dossier).name != item.name


def test_somebody_without_the_role_cannot_do_the_step(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    item = open_step(accepted)
    desk = as_officer(cast.desk_of(accepted))
    assert do(desk, accepted, item, outcome="ok", **{"body-birth_certificate": "x"}).status_code == 403


def test_a_step_done_by_a_colleague_tells_who(cast: Cast, accepted: Dossier, as_officer: Browser) -> None:
    item = open_step(accepted)
    cast.step(accepted)
    answer = do(as_officer(cast.worker_of(item)), accepted, item, outcome="ok", note="Ghi chú của tôi")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "làm xong" in text
    assert "Ghi chú của tôi" in text


def test_a_refusal_on_the_merits_is_drafted_and_signed(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    from motcua.dossiers.actions.result import leads_to_refusal
    from motcua.dossiers.actions.route import outcomes_of

    item = open_step(accepted)
    refusing = next(each.key for each in outcomes_of(item) if leads_to_refusal(accepted, each))
    typed = {
        "outcome": refusing,
        "body-refusal": "Chưa đủ điều kiện vì thiếu giấy chứng sinh.",
        "body-birth_certificate": "Không dùng",
    }
    assert do(as_officer(cast.worker_of(item)), accepted, item, **typed).status_code == 302
    results = fresh(accepted).results.all()
    assert [result.is_refusal for result in results] == [True]
    signing = open_step(accepted)
    signed = {"outcome": forward_outcome(signing), "read": "yes"}
    assert do(as_officer(cast.worker_of(signing)), accepted, signing, **signed).status_code == 302


class TestLeaders:
    def signer(self, cast: Cast) -> Any:
        return cast.officer(f"ubnd-{cast.a_commune}", SIGNER)

    def test_an_apology_wants_a_reason_and_a_later_day(
        self, cast: Cast, accepted: Dossier, as_officer: Browser
    ) -> None:
        browser = as_officer(self.signer(cast))
        url = reverse("desk:apologise", args=[accepted.pk])
        answer = browser.post(url, {"reason": "Chờ đối chiếu", "new_date": "32/13/2026"})
        assert answer.status_code == 409
        assert "Chờ đối chiếu" in answer.content.decode()
        day = short_date(moment.today() + timedelta(days=20))
        assert browser.post(url, {"reason": "Chờ đối chiếu", "new_date": day}).status_code == 302
        assert fresh(accepted).extended_to is not None
        again = short_date(moment.today() + timedelta(days=40))
        assert browser.post(url, {"reason": "Nữa", "new_date": again}).status_code == 409

    def test_stopping_prints_form_05(self, cast: Cast, accepted: Dossier, as_officer: Browser) -> None:
        browser = as_officer(self.signer(cast))
        url = reverse("desk:stop", args=[accepted.pk])
        assert browser.post(url, {"reason": ""}).status_code == 409
        assert browser.post(url, {"reason": "Theo bản án", "legal_ground": "Điều 1"}).status_code == 302
        assert fresh(accepted).state == Status.STOPPED
        assert fresh(accepted).printed_forms.filter(kind="05").exists()

    def test_a_handler_cannot_stop(self, cast: Cast, accepted: Dossier, as_officer: Browser) -> None:
        browser = as_officer(cast.worker_of(open_step(accepted)))
        assert browser.post(reverse("desk:stop", args=[accepted.pk]), {"reason": "x"}).status_code == 403

    def test_work_is_given_to_a_colleague_with_a_reason(
        self, cast: Cast, accepted: Dossier, as_officer: Browser
    ) -> None:
        item = open_step(accepted)
        leader = as_officer(cast.officer(item.unit, HEAD))
        url = reverse("desk:reassign", args=[accepted.pk, item.pk])
        to = cast.worker_of(item).user_id
        assert leader.post(url, {"to": to, "reason": ""}).status_code == 409
        assert leader.post(url, {"to": to, "reason": "Đang rảnh"}).status_code == 302
        item.refresh_from_db()
        assert item.assignee_id == to

    def test_work_cannot_be_given_to_a_stranger(
        self, cast: Cast, accepted: Dossier, as_officer: Browser
    ) -> None:
        item = open_step(accepted)
        leader = as_officer(cast.officer(item.unit, HEAD))
        url = reverse("desk:reassign", args=[accepted.pk, item.pk])
        stranger = cast.officer("so-tu-phap", "handler").user_id
        assert leader.post(url, {"to": stranger, "reason": "Nhờ giúp"}).status_code == 409

    def test_a_second_supplement_is_the_leaders_alone_and_counted(
        self, cast: Cast, accepted: Dossier, as_officer: Browser
    ) -> None:
        from motcua.dossiers.actions.supplement import supply

        item = open_step(accepted)
        handler, leader = as_officer(cast.worker_of(item)), as_officer(self.signer(cast))
        url = reverse("desk:ask-supplement", args=[accepted.pk])
        typed = {"field-birth-reason": "Không khớp"}
        assert handler.post(url, typed).status_code == 302
        dossier = fresh(accepted)
        from motcua.dossiers.actions.supplement import correct

        correct(actor=cast.citizen, dossier_id=dossier.pk, raw=dossier.raw)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
        assert handler.post(url, typed).status_code == 409
        assert "lần thứ hai" in leader.get(url).content.decode()
        assert leader.post(url, typed).status_code == 302
        assert fresh(accepted).supplements.get(number=2).overridden


def test_a_duty_to_pay_pauses_and_its_voucher_resumes(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    handler = as_officer(cast.worker_of(open_step(accepted)))
    demand = reverse("desk:demand-payment", args=[accepted.pk])
    assert handler.post(demand, {"reason": ""}).status_code == 409
    assert handler.post(demand, {"reason": "Nộp thuế trước bạ"}).status_code == 302
    assert fresh(accepted).state == Status.FINANCIAL
    settle = reverse("desk:settle-payment", args=[accepted.pk])
    desk = as_officer(cast.desk_of(accepted))
    assert desk.post(settle, {"reason": "Giấy nộp tiền 0012"}).status_code == 302
    assert fresh(accepted).state == Status.IN_PROGRESS


def test_another_case_with_a_reason_moves_the_due_date(
    cast: Cast, accepted: Dossier, as_officer: Browser
) -> None:
    handler = as_officer(cast.worker_of(open_step(accepted)))
    answers = {f"answer-{key}": value for key, value in accepted.answers.items()} | {"answer-late": "no"}
    url = reverse("desk:change-case", args=[accepted.pk])
    assert handler.post(url, answers).status_code == 409
    assert handler.post(url, answers | {"reason": "Còn trong 60 ngày"}).status_code == 302
    assert fresh(accepted).case_key == "on-time"


def test_an_opinion_is_given_by_the_unit_asked(cast: Cast, as_officer: Browser) -> None:
    from motcua.catalogue.models import Version

    code = next(
        version.procedure_id
        for version in Version.objects.order_by("procedure_id")
        if any(step.act == "opinions" and step.ask for step in version.spec.route.steps)
        and "online" in version.spec.channels
    )
    dossier = cast.accepted(code)
    for _ in range(10):
        asked = dossier.work_items.filter(kind=WorkItem.Kind.OPINION, done_at__isnull=True).first()
        if asked is not None:
            break
        dossier = cast.step(dossier)
    assert asked is not None
    browser = as_officer(cast.worker_of(asked))
    page = browser.get(reverse("desk:case", args=[dossier.pk])).content.decode()
    assert "Ý kiến của đơn vị" in page
    assert do(browser, dossier, asked, note="").status_code == 409
    assert do(browser, dossier, asked, note="Nhất trí.").status_code == 302
    asked.refresh_from_db()
    assert asked.note == "Nhất trí."
