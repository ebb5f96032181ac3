"""«Nộp tiền»: what a citizen sees of money, how it comes, and what a stranger finds."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from motcua.documents.signing import keystore, verify
from motcua.dossiers.actions.refuse import withdraw
from motcua.dossiers.actions.seal_receipts import seal_receipts
from motcua.dossiers.actions.tell_paid import tell_of_payments
from motcua.dossiers.models import Dossier
from motcua.identity import mandates
from motcua.identity.actor import ACCOUNTANT, Actor
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.payments import gateway
from motcua.payments.actions import receipt, refund
from motcua.payments.actions.through_gateway import hear
from motcua.payments.gateway import Bill, GatewayError, Told
from motcua.payments.models import Obligation, PaymentRequest, Receipt, ReceiptDelegation
from motcua.payments.vietqr import read
from motcua.web.portal.mine import payment
from tests.cast import Cast
from tests.payments.account import asked_for, open_account, pay

pytestmark = pytest.mark.django_db
PAID, FREE = "1.004873", "1.001193"
FAKE = {"fake": {"label": "Cổng thử", "adapter": "tests.web.portal.test_payment.FakeGateway"}}


class FakeGateway:
    """Keeps what it was told; `broken` refuses, `paid` says that everything asked about is paid."""

    bills: list[Bill] = []
    broken = paid = False

    def begin(self, bill: Bill) -> str:
        if FakeGateway.broken:
            raise GatewayError("Cổng đang bảo trì.", retry=True)
        FakeGateway.bills.append(bill)
        return f"https://pay.example/{bill.number}"

    def ask(self, number: str, made_at: Any) -> Told | None:
        if FakeGateway.broken:
            raise GatewayError("Cổng đang bảo trì.", retry=True)
        bill = next(each for each in FakeGateway.bills if each.number == number)
        return Told(number, "T1", bill.amount, "VND", True, moment.now()) if FakeGateway.paid else None


@pytest.fixture
def lan(cast: Cast, client: Client) -> Client:
    client.force_login(cast.lan.user)
    return client


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """Filed, with an account of the agency that collects."""
    open_account_of_committee(cast)
    return cast.filed(PAID)


def open_account_of_committee(cast: Cast) -> None:
    open_account(Unit.objects.get(pk=f"ubnd-{cast.a_commune}"))


@pytest.fixture
def fake(settings: Any) -> Iterator[type[FakeGateway]]:
    settings.GATEWAYS = FAKE
    gateway.adapter.cache_clear()
    payment.ASKED_AGAIN.forget()
    FakeGateway.bills, FakeGateway.broken, FakeGateway.paid = [], False, False
    yield FakeGateway
    gateway.adapter.cache_clear()


def owed(dossier: Dossier) -> Obligation:
    assert dossier.obligation_id is not None
    return Obligation.objects.get(pk=dossier.obligation_id)


def page_of(dossier: Dossier, rest: str = "") -> str:
    return f"/ho-so/{dossier.pk}/nop-tien/{rest}"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    body: str = answer.content.decode()
    return body


def accountant(dossier: Dossier) -> Actor:
    unit = str(dossier.competent_unit_id)
    return Actor(
        kind="officer",
        name="Kế toán",
        user_id=90,
        unit_id=unit,
        units=frozenset({unit}),
        roles=frozenset({ACCOUNTANT}),
    )


def test_the_dossier_says_what_to_pay_with_one_button(lan: Client, dossier: Dossier) -> None:
    page = text(lan, f"/ho-so/{dossier.pk}/")
    assert "Cần nộp 3.000 đồng" in page
    assert f'href="{page_of(dossier)}">Nộp tiền</a>' in page
    assert page_of(dossier) in text(lan, f"/ho-so/{dossier.pk}/da-nop/")


def test_the_page_tells_lines_code_account_and_content(lan: Client, dossier: Dossier) -> None:
    page = text(lan, page_of(dossier))
    asked = asked_for(owed(dossier))
    assert asked.account is not None
    assert "Lệ phí" in page
    assert "Chưa nhận được tiền. Còn phải nộp 3.000 đồng." in page
    for told in (asked.account.number, asked.account.bank_name, asked.account.holder, asked.number):
        assert told in page
    assert "Mã QR chuyển khoản 3.000 đồng đến tài khoản" in page
    assert "Ngân hàng đã trừ tiền mà ở đây chưa thấy?" in page
    assert dossier.receiving_unit is not None
    assert dossier.receiving_unit.phone in page


def test_the_picture_is_the_code_of_the_request(lan: Client, dossier: Dossier) -> None:
    answer = lan.get(page_of(dossier, "ma-qr.png?luu=1"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found = read(zxingcpp.read_barcode(Image.open(io.BytesIO(answer.content))).text)
    asked = asked_for(owed(dossier))
    assert (found.amount, found.bill) == (3000, asked.number)


def test_what_is_free_never_shows_a_page_about_money(lan: Client, cast: Cast) -> None:
    dossier = cast.filed(FREE)
    assert lan.get(page_of(dossier)).headers["Location"] == f"/ho-so/{dossier.pk}/"
    page = text(lan, f"/ho-so/{dossier.pk}/")
    assert "nop-tien" not in page
    assert lan.post(page_of(dossier, "kiem-tra/")).status_code == 404


def test_without_an_account_only_the_counter_is_named(lan: Client, cast: Cast) -> None:
    dossier = cast.filed(PAID)
    page = text(lan, page_of(dossier))
    assert "Nộp tại quầy" in page
    assert "Hiện mã QR" not in page
    assert lan.get(page_of(dossier, "ma-qr.png")).status_code == 404
    open_account_of_committee(cast)
    assert "Hiện mã QR" in text(lan, page_of(dossier))
    lan.post(page_of(dossier, "lap-ma/"))
    assert "Quét mã để chuyển khoản" in text(lan, page_of(dossier))


def test_money_that_comes_is_told_with_its_receipt(lan: Client, dossier: Dossier) -> None:
    before = lan.get(page_of(dossier, "tinh-trang/")).json()
    assert (before["done"], before["receipts"]) == (False, [])
    pay(owed(dossier))
    after = lan.get(page_of(dossier, "tinh-trang/")).json()
    assert after["mark"] != before["mark"]
    assert after["done"]
    assert after["words"].startswith("Đã nhận tiền: 3.000 đồng")
    (link,) = after["receipts"]
    assert "Biên lai lệ phí" in link["name"]
    page = text(lan, page_of(dossier))
    assert link["url"] in page
    assert "Quét mã" not in page
    assert link["url"] in text(lan, f"/ho-so/{dossier.pk}/")


def test_part_of_it_leaves_the_rest_with_a_code_of_its_own(lan: Client, dossier: Dossier) -> None:
    pay(owed(dossier), 1000)
    page = text(lan, page_of(dossier))
    assert "Đã nhận tiền: 1.000 đồng. Còn phải nộp 2.000 đồng." in page
    assert "Hiện mã QR" in page
    tell_of_payments()
    assert "Mã QR chuyển khoản 2.000 đồng" in text(lan, page_of(dossier))
    assert "Cần nộp 2.000 đồng" in text(lan, f"/ho-so/{dossier.pk}/")


def test_too_much_says_what_happens_next_and_then_that_it_is_back(lan: Client, dossier: Dossier) -> None:
    pay(owed(dossier), 5000)
    page = text(lan, page_of(dossier))
    assert "Nộp thừa 2.000 đồng" in page
    assert "Nộp thừa thì sao?" in page
    money = accountant(dossier)
    asked = refund.ask(
        actor=money,
        obligation_id=owed(dossier).pk,
        amount=2000,
        reason="Nộp thừa",
        bank_bin="970415",
        account="0101",
        holder="LAN",
    )
    assert "chờ duyệt" in text(lan, page_of(dossier))
    refund.decide(actor=replace(money, user_id=91), refund_id=asked.pk, grant=True)
    assert "đã duyệt, chờ chi" in text(lan, page_of(dossier))


def test_what_was_cancelled_is_not_asked_for(lan: Client, cast: Cast, dossier: Dossier) -> None:
    withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Khai nhầm")
    page = text(lan, page_of(dossier))
    assert "Khoản này đã hủy, không phải nộp." in page
    assert "Cần nộp" not in text(lan, f"/ho-so/{dossier.pk}/")


def test_a_gateway_is_told_the_bill_and_the_browser_led_there(
    lan: Client, cast: Cast, dossier: Dossier, fake: type[FakeGateway]
) -> None:
    assert "Cổng thử" in text(lan, page_of(dossier))
    answer = lan.post(page_of(dossier, "cong/"), {"cong": "fake"})
    (bill,) = fake.bills
    assert answer.headers["Refresh"] == f"0; url=https://pay.example/{bill.number}"
    assert f'href="https://pay.example/{bill.number}"' in answer.content.decode()
    assert (bill.amount, bill.dossier, bill.payer) == (3000, dossier.number, cast.lan.full_name)
    assert [(kind, part) for kind, _, part in bill.lines] == [("charge", 3000)]
    assert bill.account == "1020304050"


def test_a_gateway_that_fails_says_so_and_the_code_remains(
    lan: Client, dossier: Dossier, fake: type[FakeGateway]
) -> None:
    fake.broken = True
    lan.post(page_of(dossier, "cong/"), {"cong": "fake"})
    page = text(lan, page_of(dossier))
    assert "Chưa sang được Cổng thử: Cổng đang bảo trì. Bạn chưa mất tiền." in page
    assert "Quét mã để chuyển khoản" in page


def test_an_unknown_gateway_makes_no_request(lan: Client, dossier: Dossier, fake: type[FakeGateway]) -> None:
    assert lan.post(page_of(dossier, "cong/"), {"cong": "other"}).status_code == 400
    assert not PaymentRequest.objects.filter(way="gateway").exists()


def test_checking_again_asks_the_gateway_now(lan: Client, dossier: Dossier, fake: type[FakeGateway]) -> None:
    lan.post(page_of(dossier, "cong/"), {"cong": "fake"})
    answer = lan.post(page_of(dossier, "kiem-tra/"), follow=True)
    assert "Chưa thấy tiền về" in answer.content.decode()
    fake.broken = True
    assert "chưa trả lời" in lan.post(page_of(dossier, "kiem-tra/"), follow=True).content.decode()
    fake.broken, fake.paid = False, True
    answer = lan.post(page_of(dossier, "kiem-tra/"), follow=True)
    assert "Đã nhận được tiền của bạn." in answer.content.decode()
    assert owed(dossier).state == Obligation.State.PAID


def test_a_success_told_before_the_browser_is_back_is_there(
    lan: Client, dossier: Dossier, fake: type[FakeGateway]
) -> None:
    lan.post(page_of(dossier, "cong/"), {"cong": "fake"})
    bill = fake.bills[0]
    hear(name="fake", told=Told(bill.number, "T9", bill.amount, "VND", True, moment.now()))
    assert "Đã nhận tiền: 3.000 đồng" in text(lan, page_of(dossier))


def test_a_stranger_finds_nothing(lan: Client, cast: Cast, dossier: Dossier) -> None:
    pay(owed(dossier))
    made = Receipt.objects.get()
    lan.force_login(cast.stranger_person.user)
    papers = (f"bien-lai/{made.pk}.pdf", f"bien-lai/{made.pk}.json")
    for rest in ("nop-tien/", "nop-tien/tinh-trang/", "nop-tien/ma-qr.png", *papers):
        assert lan.get(f"/ho-so/{dossier.pk}/{rest}").status_code == 404, rest
    for rest in ("lap-ma/", "cong/", "kiem-tra/"):
        assert lan.post(page_of(dossier, rest)).status_code == 404, rest


def test_the_receipt_of_another_dossier_is_not_behind_mine(lan: Client, cast: Cast, dossier: Dossier) -> None:
    pay(owed(dossier))
    other = cast.filed(PAID)
    assert lan.get(f"/ho-so/{other.pk}/bien-lai/{Receipt.objects.get().pk}.pdf").status_code == 404
    assert lan.get(f"/ho-so/{other.pk}/bien-lai/{UUID(int=1)}.pdf").status_code == 404


def test_asking_every_few_seconds_costs_little(
    lan: Client, dossier: Dossier, django_assert_max_num_queries: Any
) -> None:
    pay(owed(dossier), 1000)
    lan.get(page_of(dossier, "tinh-trang/"))
    with django_assert_max_num_queries(14):
        lan.get(page_of(dossier, "tinh-trang/"))
    with django_assert_max_num_queries(40):
        lan.get(page_of(dossier))


def pdf_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


def test_the_receipt_is_a_paper_with_all_the_law_asks_for(lan: Client, dossier: Dossier) -> None:
    pay(owed(dossier))
    seal_receipts()
    made = Receipt.objects.get()
    words = pdf_text(lan.get(f"/ho-so/{dossier.pk}/bien-lai/{made.pk}.pdf").content)
    assert dossier.competent_unit is not None
    wanted = [made.series.template, made.series.symbol, f"{made.number:08d}", made.payer, dossier.number]
    wanted += ["BIÊN LAI THU LỆ PHÍ", "3.000 đồng", "Ba nghìn đồng", dossier.competent_unit.name]
    assert not [each for each in wanted if each not in words]


def test_the_receipt_is_sealed_by_the_collecting_agency(lan: Client, dossier: Dossier) -> None:
    pay(owed(dossier))
    made = Receipt.objects.get()
    url = f"/ho-so/{dossier.pk}/bien-lai/{made.pk}.pdf"
    name = made.series.unit.name
    keystore().enroll(f"unit:{made.series.unit_id}", name, name, "agency")
    seal_receipts()
    found = verify(lan.get(url).content)
    assert found.good
    assert [(each.kind, each.signer) for each in found.signatures] == [("agency", name)]


def test_a_replaced_receipt_says_so_and_names_the_other(lan: Client, dossier: Dossier) -> None:
    pay(owed(dossier))
    old = Receipt.objects.get()
    new = receipt.replace(
        actor=accountant(dossier), receipt_id=old.pk, reason="Sai tên", payer="Nguyễn Thị Lan Anh"
    )
    seal_receipts()
    folder = f"/ho-so/{dossier.pk}/bien-lai/"
    words = pdf_text(lan.get(f"{folder}{old.pk}.pdf").content)
    assert "ĐÃ ĐƯỢC THAY THẾ" in words
    assert str(new) in words
    assert "Sai tên" in words
    assert f"Thay thế biên lai {old}" in pdf_text(lan.get(f"{folder}{new.pk}.pdf").content)
    data = lan.get(f"{folder}{old.pk}.json").json()
    assert (data["state"], data["corrected_by"], data["amount"]) == ("replaced", str(new), 3000)


def test_a_delegate_stands_on_the_receipt_beside_the_agency(lan: Client, dossier: Dossier) -> None:
    pay(owed(dossier))
    made = Receipt.objects.get()
    series = made.series
    series.delegation = ReceiptDelegation.objects.create(
        unit=series.unit,
        name="Bưu điện tỉnh",
        address="Số 1 đường Hùng Vương",
        mark="BD",
        contract="HD-01",
        told_tax_on=date(2026, 1, 1),
        valid_from=date(2026, 1, 5),
    )
    series.save(update_fields=["delegation"])
    seal_receipts()
    words = pdf_text(lan.get(f"/ho-so/{dossier.pk}/bien-lai/{made.pk}.pdf").content)
    assert "được ủy nhiệm thu: Bưu điện tỉnh" in words
    assert "Số 1 đường Hùng Vương" in words
    assert series.unit.name in words


def test_a_mandate_opens_the_page_for_whoever_acts_for_me(lan: Client, cast: Cast, dossier: Dossier) -> None:
    mandates.give(actor=cast.citizen, delegate=cast.stranger_person, ground="written")
    lan.force_login(cast.stranger_person.user)
    assert lan.get(page_of(dossier)).status_code == 404
    lan.post("/uy-quyen/lam-thay/", {"person": str(cast.lan.pk)})
    assert "Quét mã để chuyển khoản" in text(lan, page_of(dossier))
    assert lan.get(page_of(dossier, "tinh-trang/")).status_code == 200


def test_the_receipt_slip_of_a_dossier_that_owes_can_be_paid_from(
    lan: Client, cast: Cast, dossier: Dossier
) -> None:
    accepted = cast.accept(dossier)
    form = accepted.printed_forms.get(kind="01")
    url = f"/ho-so/{dossier.pk}/mau/{form.pk}.pdf"
    words = pdf_text(lan.get(url).content)
    asked = asked_for(owed(accepted))
    assert "Nộp tiền tại nhà: 3.000 đồng" in words
    assert f"Nội dung: {asked.number} {accepted.number}" in words
    pay(owed(accepted))
    assert "Nộp tiền tại nhà" not in pdf_text(lan.get(url).content)


def test_a_part_payment_keeps_the_dossier_where_it_is(lan: Client, dossier: Dossier) -> None:
    assert "Lấy về để sửa" in text(lan, f"/ho-so/{dossier.pk}/")
    pay(owed(dossier), 1000)
    assert "Lấy về để sửa" not in text(lan, f"/ho-so/{dossier.pk}/")
    lan.post(f"/ho-so/{dossier.pk}/sua/")
    dossier.refresh_from_db()
    assert not dossier.is_draft
