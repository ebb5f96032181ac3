"""Receipts with a secret: printed by the desk that holds the dossier, kept as a digest, one for several."""

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers.actions.charge import ask_by_qr
from motcua.dossiers.actions.receipt import issue_secret, make_batch_receipt
from motcua.dossiers.followed import followed
from motcua.dossiers.models import BatchReceipt, Channel, Dossier, ReceiptSecret
from motcua.identity.actor import DESK_OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.payments.actions.request import qr_of
from tests.cast import Cast
from tests.payments.account import asked_for, open_account

pytestmark = pytest.mark.django_db
CODE, OTHER = "2.000635", "1.001193"


@pytest.fixture
def desk(cast: Cast) -> Actor:
    return cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)


@pytest.fixture
def browser(desk: Actor, as_officer: Callable[[Actor], Client]) -> Client:
    return as_officer(desk)


@pytest.fixture
def taken(cast: Cast) -> Dossier:
    return cast.filed(CODE, channel=Channel.COUNTER)


def words(answer: Any) -> str:
    with pypdfium2.PdfDocument(answer.content) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def scanned(answer: Any) -> list[str]:
    with pypdfium2.PdfDocument(answer.content) as document:
        pages = [page.render(scale=4).to_pil() for page in document]
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def printed_secret(text: str) -> str:
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", text)
    assert found, text
    return found[0]


def test_the_printed_secret_opens_the_dossier_and_is_nowhere_in_the_database(
    browser: Client, taken: Dossier
) -> None:
    answer = browser.post(reverse("desk:receipt", args=[taken.pk]))
    secret = printed_secret(words(answer))
    assert answer["Cache-Control"] == "private, no-store"
    assert followed(taken.number, secret) is not None
    kept = ReceiptSecret.objects.get(dossier=taken)
    assert secret not in kept.digest
    assert secret not in str(taken.printed_forms.get(kind="01").facts)
    entry = Entry.objects.get(verb="print_receipt", subject_id=str(taken.pk))
    assert secret not in str(entry.content)


def test_a_copy_without_secret_stays_what_it_was(browser: Client, taken: Dossier) -> None:
    form = taken.printed_forms.get(kind="01")
    text = words(browser.get(reverse("desk:form-pdf", args=[taken.pk, form.pk])))
    assert "Mã tra cứu riêng" not in text
    assert not ReceiptSecret.objects.exists()


def test_printing_twice_both_papers_count(desk: Actor, taken: Dossier) -> None:
    first, second = (issue_secret(actor=desk, dossier_id=taken.pk) for _ in range(2))
    assert first != second
    assert followed(taken.number, first)
    assert followed(taken.number, second)


def test_who_lost_the_receipt_gets_a_new_one_and_the_old_opens_nothing(
    browser: Client, desk: Actor, taken: Dossier
) -> None:
    old = issue_secret(actor=desk, dossier_id=taken.pk)
    assert "cấp mã mới" in browser.get(reverse("desk:case", args=[taken.pk])).content.decode()
    text = words(browser.post(reverse("desk:receipt", args=[taken.pk]), {"moi": "yes"}))
    assert followed(taken.number, old) is None
    assert followed(taken.number, printed_secret(text)) is not None


def test_only_the_last_printings_count(desk: Actor, taken: Dossier) -> None:
    secrets = [issue_secret(actor=desk, dossier_id=taken.pk) for _ in range(7)]
    assert [bool(followed(taken.number, each)) for each in secrets] == [False] * 2 + [True] * 5


def test_a_secret_opens_its_own_dossier_only(cast: Cast, desk: Actor, taken: Dossier) -> None:
    other = cast.filed(OTHER, channel=Channel.COUNTER)
    assert followed(other.number, issue_secret(actor=desk, dossier_id=taken.pk)) is None


def test_another_desk_may_not_print_it(
    cast: Cast, taken: Dossier, as_officer: Callable[[Actor], Client]
) -> None:
    stranger = cast.officer("ttpvhcc-tinh", DESK_OFFICER)
    assert as_officer(stranger).post(reverse("desk:receipt", args=[taken.pk])).status_code == 404
    with pytest.raises(Forbidden):
        issue_secret(actor=stranger, dossier_id=taken.pk)
    with pytest.raises(Forbidden):
        issue_secret(actor=cast.citizen, dossier_id=taken.pk)


def test_what_is_not_accepted_has_no_receipt(cast: Cast) -> None:
    filed = cast.filed(CODE)
    with pytest.raises(Refused):
        issue_secret(actor=cast.desk_of(filed), dossier_id=filed.pk)


class TestOneForSeveral:
    def test_one_receipt_names_all_and_one_secret_opens_all(
        self, cast: Cast, browser: Client, taken: Dossier
    ) -> None:
        other = cast.filed(OTHER, channel=Channel.COUNTER)
        page = browser.get(reverse("desk:taken-in", args=[other.pk])).content.decode()
        assert taken.number in page
        assert "In một giấy tiếp nhận chung" in page
        text = words(browser.post(reverse("desk:batch-receipt"), {"dossier": [taken.pk, other.pk]}))
        secret = printed_secret(text)
        for dossier in (taken, other):
            assert dossier.number in text.replace("- ", "-")
            assert followed(dossier.number, secret) is not None
        assert cast.lan.full_name in text
        receipt = BatchReceipt.objects.get()
        assert set(receipt.dossiers.all()) == {taken, other}
        assert secret not in str(receipt.facts)

    def test_the_money_of_all_is_taken_in_one_go(self, cast: Cast, browser: Client, taken: Dossier) -> None:
        late = cast.version(OTHER).spec.case("late")
        owing = [cast.filed(OTHER, channel=Channel.COUNTER, case=late, seed=seed) for seed in (1, 2)]
        assert all(each.is_owing for each in owing)
        typed = {"dossier": [each.pk for each in owing], "desk-pay": "cash"}
        for _ in range(2):
            assert browser.post(reverse("desk:pay-all"), typed).status_code == 302
        assert not any(cast.fresh(each).is_owing for each in owing)
        assert Entry.objects.filter(verb="take_payment").count() == 2

    def test_what_is_owed_has_a_code_of_its_own_for_each_dossier_until_it_is_paid(
        self, cast: Cast, browser: Client, taken: Dossier
    ) -> None:
        late = cast.version(OTHER).spec.case("late")
        owing = [cast.filed(OTHER, channel=Channel.COUNTER, case=late, seed=seed) for seed in (1, 2)]
        assert owing[0].competent_unit is not None
        open_account(owing[0].competent_unit)
        codes = []
        for each in owing:
            ask_by_qr(SYSTEM_ACTOR, cast.fresh(each))
            assert each.obligation is not None
            codes.append(qr_of(asked_for(each.obligation)).payload)
        typed = {"dossier": [taken.pk, *(each.pk for each in owing)]}
        answer = browser.post(reverse("desk:batch-receipt"), typed)
        assert sorted(code for code in scanned(answer) if code.startswith("000201")) == sorted(codes)
        assert f"Nộp tiền tại nhà cho hồ sơ {owing[0].number}" in words(answer).replace("- ", "-")
        browser.post(reverse("desk:pay-all"), {"dossier": [owing[0].pk], "desk-pay": "cash"})
        answer = browser.post(reverse("desk:batch-receipt"), typed)
        assert [code for code in scanned(answer) if code.startswith("000201")] == codes[1:]

    def test_of_two_people_or_of_one_dossier_there_is_none(
        self, cast: Cast, desk: Actor, taken: Dossier
    ) -> None:
        with pytest.raises(Refused):
            make_batch_receipt(actor=desk, dossier_ids=[taken.pk])
        other = cast.filed(OTHER, channel=Channel.COUNTER)
        Dossier.objects.filter(pk=other.pk).update(submitter=cast.stranger_person)
        with pytest.raises(Refused, match="một người nộp"):
            make_batch_receipt(actor=desk, dossier_ids=[taken.pk, other.pk])

    def test_another_desk_may_not(self, cast: Cast, taken: Dossier) -> None:
        other = cast.filed(OTHER, channel=Channel.COUNTER)
        stranger = cast.officer("ttpvhcc-tinh", DESK_OFFICER)
        with pytest.raises(Forbidden):
            make_batch_receipt(actor=stranger, dossier_ids=[taken.pk, other.pk])
