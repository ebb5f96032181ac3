"""Refunds by two people, receipts replaced and cancelled; and many rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER, SIGNER
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.payments.actions import bank, refund
from motcua.payments.models import (
    CollectingAccount,
    DayClosing,
    JournalEntry,
    Obligation,
    Posting,
    Receipt,
    Refund,
)
from tests.cast import Cast
from tests.dossiers.papers_away import elsewhere
from tests.web.desk.money import accountant, owed, pay, sound, stranger, text_of, told
from tests.web.desk.test_money import Browser

pytestmark = pytest.mark.django_db


def refund_form(**more: str) -> dict[str, str]:
    return {
        "amount": "3.000",
        "reason": "Nộp thừa",
        "bank_bin": "970436",
        "account": "0011223344",
        "holder": "NGUYEN THI LAN",
    } | more


def paid_too_much(cast: Cast, dossier: Dossier, account: CollectingAccount) -> None:
    message = told(account, "FT3", owed(dossier).amount + 3000)
    bank.assign(
        actor=accountant(cast, dossier), message_id=message.pk, obligation_id=dossier.obligation_id or ""
    )


def test_surplus_is_asked_back_granted_by_a_second_person_and_paid_out(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    paid_too_much(cast, dossier, account)
    books = as_officer(accountant(cast, dossier))
    signer = as_officer(cast.officer(dossier.competent_unit or "", SIGNER))
    desk = as_officer(cast.desk_of(dossier))
    ask = reverse("desk:refund-ask", args=[dossier.obligation_id])
    assert ask in text_of(desk.get(reverse("desk:case", args=[dossier.pk])))
    surplus = text_of(books.get(reverse("desk:refunds") + "?muc=thua"))
    assert (ask in surplus, "3.000" in surplus) == (True, True)
    for name, wrong in (("amount", "x"), ("amount", "99.999.999"), ("bank_bin", "12"), ("holder", "")):
        answer = books.post(ask, refund_form(**{name: wrong}))
        assert (answer.status_code, f'href="#{name}"' in text_of(answer)) == (409, True)
        assert 'value="0011223344"' in text_of(answer)
    assert books.post(ask, refund_form()).status_code == 302
    asked = Refund.objects.get()
    decide = reverse("desk:refund-decide", args=[asked.pk])
    assert "cần người khác duyệt" in text_of(books.get(reverse("desk:refunds")))
    assert books.post(decide, {"grant": "yes"}).status_code == 403
    answer = signer.post(decide, {"grant": "no", "words": ""})
    assert (answer.status_code, "vì sao không duyệt" in text_of(answer)) == (409, True)
    assert signer.post(decide, {"grant": "yes"}).status_code == 302
    out = reverse("desk:refund-pay", args=[asked.pk])
    assert str(asked.holder) in text_of(books.get(reverse("desk:refunds") + "?muc=cho-chi"))
    assert books.post(out, {"account": "", "voucher": "UNC1"}).status_code == 409
    assert books.post(out, {"account": str(account.pk), "voucher": ""}).status_code == 409
    assert books.post(out, {"account": str(account.pk), "voucher": "UNC1"}).status_code == 302
    assert "UNC1" in text_of(books.get(reverse("desk:refunds") + "?muc=da-chi"))
    assert owed(dossier).state == Obligation.State.PAID
    sound()


def test_nobody_of_another_unit_asks_decides_or_pays(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    paid_too_much(cast, dossier, account)
    asked = refund.ask(
        actor=cast.desk_of(dossier),
        obligation_id=dossier.obligation_id or "",
        **(refund_form() | {"amount": 3000}),  # type: ignore[arg-type]
    )
    far = elsewhere(cast)
    desk = as_officer(cast.officer(far, DESK_OFFICER))
    books = as_officer(stranger(cast))
    ask = reverse("desk:refund-ask", args=[dossier.obligation_id])
    assert (desk.get(ask).status_code, books.post(ask, refund_form()).status_code) == (404, 404)
    assert asked.holder not in text_of(books.get(reverse("desk:refunds")))
    decide, out = (reverse(f"desk:refund-{name}", args=[asked.pk]) for name in ("decide", "pay"))
    assert books.post(decide, {"grant": "yes"}).status_code == 403
    assert books.post(out, {"account": str(account.pk), "voucher": "1"}).status_code == 404
    assert desk.get(reverse("desk:refunds")).status_code == 403


# Receipts


def test_receipts_are_found_replaced_adjusted_and_cancelled_each_with_its_reason(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    payment = pay(cast, dossier)
    books = as_officer(accountant(cast, dossier))
    first = Receipt.objects.get()
    listed = reverse("desk:receipt-list")
    for query in (
        "",
        "?so=00000001",
        f"?ky-hieu={first.series.symbol}",
        f"?ngay={short_date(moment.today())}",
    ):
        assert str(first) in text_of(books.get(listed + query)), query
    for query in ("?so=2", "?ky-hieu=XX", "?ngay=01/01/2020", "?tinh-trang=cancelled"):
        assert str(first) not in text_of(books.get(listed + query)), query
    assert "Số biên lai chỉ gồm chữ số" in text_of(books.get(listed + "?so=1a"))

    def url(act: str, receipt: Receipt) -> str:
        return reverse(f"desk:receipt-{act}", args=[receipt.pk])

    answer = books.post(url("replace", first), {"payer": "Nguyễn Thị Lân", "reason": ""})
    assert (answer.status_code, 'value="Nguyễn Thị Lân"' in text_of(answer)) == (409, True)
    books.post(url("replace", first), {"payer": "Nguyễn Thị Lân", "reason": "Sai tên"})
    second = Receipt.objects.get(corrects=first)
    assert url("page", second) in text_of(books.get(url("page", first)))
    assert url("page", first) in text_of(books.get(url("page", second)))
    wrong = {"name": ["Một", "Hai"], "part": ["1000", "1"], "reason": "Tách dòng"}
    answer = books.post(url("adjust", second), wrong)
    assert "Tổng các dòng phải bằng số tiền đã thu." in text_of(answer)
    assert 'value="Hai"' in text_of(answer)
    right = wrong | {"part": ["1.000", str(payment.settled - 1000)]}
    assert books.post(url("adjust", second), right).status_code == 302
    third = Receipt.objects.get(corrects=second)
    assert books.post(url("cancel", third), {"reason": ""}).status_code == 409
    assert books.post(url("cancel", third), {"reason": "Lập nhầm"}).status_code == 302
    assert [each.state for each in Receipt.objects.order_by("number")] == [
        "replaced",
        "adjusted",
        "cancelled",
    ]
    sound()


def test_receipts_of_another_unit_are_not_there(cast: Cast, dossier: Dossier, as_officer: Browser) -> None:
    pay(cast, dossier)
    receipt = Receipt.objects.get()
    far = as_officer(stranger(cast))
    assert far.get(reverse("desk:receipt-page", args=[receipt.pk])).status_code == 404
    assert "Không có biên lai nào" in text_of(far.get(reverse("desk:receipt-list")))
    answer = far.post(reverse("desk:receipt-cancel", args=[receipt.pk]), {"reason": "x"})
    assert answer.status_code == 403
    receipt.refresh_from_db()
    assert receipt.state == Receipt.State.VALID


def test_the_pages_stay_quick_with_many_rows(
    cast: Cast,
    dossier: Dossier,
    account: CollectingAccount,
    as_officer: Browser,
    django_assert_max_num_queries: Any,
) -> None:
    pay(cast, dossier, "transfer", "FT")
    for number in range(60):
        told(account, f"N{number}", 1000 + number)
    for days in range(1, 30):
        day = moment.today() - timedelta(days=days)
        DayClosing.objects.create(
            unit=dossier.competent_unit, day=day, closed_at=moment.now(), closed_by="x", sums={}, digest="0"
        )
    books = as_officer(accountant(cast, dossier))
    pages = ("till", "money", "closings", "tills", "reconcile", "receipt-list", "refunds")
    for name in pages:
        with django_assert_max_num_queries(34):
            assert books.get(reverse(f"desk:{name}")).status_code == 200
    assert Posting.objects.filter(entry__kind=JournalEntry.Kind.UNKNOWN).count() == 120
