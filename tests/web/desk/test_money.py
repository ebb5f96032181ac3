"""The accountant's pages: the day and its closing, the buckets of money; and the officer's till."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER, SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.money import grouped
from motcua.payments.actions import refund
from motcua.payments.actions.post_collect import collect
from motcua.payments.actions.request import by_qr
from motcua.payments.models import (
    BankMessage,
    CollectingAccount,
    DayClosing,
    JournalEntry,
    Obligation,
    Payment,
    Receipt,
    Till,
)
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN
from tests.dossiers.papers_away import elsewhere
from tests.web.desk.money import accountant, owed, pay, sound, stranger, text_of, told

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


# The till


def test_an_officer_sees_what_was_taken_counts_and_the_accountant_carries_it_on(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    payment = pay(cast, dossier)
    desk, books = as_officer(cast.desk_of(dossier)), as_officer(accountant(cast, dossier))
    text = text_of(desk.get(reverse("desk:till")))
    assert str(dossier.code) in text
    assert "Tiền mặt" in text
    assert f"{payment.amount:,}".replace(",", ".") + " đồng" in text
    answer = desk.post(reverse("desk:till-close"), {"counted": "abc", "note": "đếm dở"})
    assert (answer.status_code, 'value="abc"' in text_of(answer)) == (409, True)
    assert 'value="đếm dở"' in text_of(answer)
    answer = desk.post(reverse("desk:till-close"), {"counted": str(payment.amount - 1000)})
    assert "hãy ghi rõ vì sao thừa hoặc thiếu" in text_of(answer)
    sent = {"counted": str(payment.amount - 1000), "note": "Trả nhầm tiền thừa."}
    answer = desk.post(reverse("desk:till-close"), sent)
    till = Till.objects.get()
    assert answer.headers["Location"] == reverse("desk:till-sheet", args=[till.pk])
    sheet = text_of(desk.get(answer.headers["Location"]))
    assert "Thiếu 1.000 đồng: Trả nhầm tiền thừa." in sheet
    assert "Bạn chưa thu tiền mặt" in text_of(desk.get(reverse("desk:till")))
    url = reverse("desk:till-hand-over", args=[till.pk])
    assert till.officer in text_of(books.get(reverse("desk:tills")))
    assert books.post(url, {"voucher": " "}).status_code == 409
    assert books.post(url, {"voucher": "GNT 01"}).status_code == 302
    assert "GNT 01" in text_of(books.get(reverse("desk:tills")))
    assert books.post(url, {"voucher": "GNT 02"}).status_code == 409
    sound()


def test_a_till_is_nobody_elses_business(cast: Cast, dossier: Dossier, as_officer: Browser) -> None:
    pay(cast, dossier)
    desk = as_officer(cast.desk_of(dossier))
    till = Till.objects.get()
    assert desk.get(reverse("desk:till-sheet", args=[till.pk])).status_code == 404, "not closed yet"
    desk.post(reverse("desk:till-close"), {"counted": str(Payment.objects.get().amount)})
    far = elsewhere(cast)
    other = as_officer(cast.officer(far, DESK_OFFICER))
    assert other.get(reverse("desk:till-sheet", args=[till.pk])).status_code == 404
    assert str(dossier.code) not in text_of(other.get(reverse("desk:till")))
    assert other.get(reverse("desk:tills")).status_code == 403
    books = as_officer(stranger(cast))
    assert books.get(reverse("desk:till-sheet", args=[till.pk])).status_code == 404
    assert till.officer not in text_of(books.get(reverse("desk:tills")))
    assert books.post(reverse("desk:till-hand-over", args=[till.pk]), {"voucher": "1"}).status_code == 403


# The day


def test_the_day_is_shown_by_unit_kind_officer_and_method(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    payment = pay(cast, dossier)
    books = as_officer(accountant(cast, dossier))
    text = text_of(books.get(reverse("desk:money")))
    assert "1 khoản" in text
    assert dossier.competent_unit is not None
    for words in (str(dossier.code), payment.taken_by, "Lệ phí", "Tiền mặt", dossier.competent_unit.name):
        assert words in text
    assert "0 khoản" in text_of(books.get(reverse("desk:money") + "?ngay=01/01/2026"))
    assert books.get(reverse("desk:money") + "?ngay=hom-qua").status_code == 200
    far = as_officer(stranger(cast))
    assert str(dossier.code) not in text_of(far.get(reverse("desk:money")))


def test_a_day_is_closed_once_nothing_stops_it_and_holds(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    payment = pay(cast, dossier)
    desk, books = as_officer(cast.desk_of(dossier)), as_officer(accountant(cast, dossier))
    unit, today = dossier.competent_unit_id, short_date(moment.today())
    sent = {"unit": unit, "day": today}
    assert "còn quầy thu chưa đóng" in text_of(books.get(reverse("desk:money")))
    answer = books.post(reverse("desk:money-close"), sent)
    assert (answer.status_code, "Còn quầy thu chưa đóng" in text_of(answer)) == (409, True)
    desk.post(reverse("desk:till-close"), {"counted": str(payment.amount)})
    assert books.post(reverse("desk:money-close"), sent | {"day": "32/13"}).status_code == 409
    assert books.post(reverse("desk:money-close"), sent).status_code == 302
    assert "Khớp với sổ" in text_of(books.get(reverse("desk:closings")))
    assert books.post(reverse("desk:money-close"), sent).status_code == 409
    far = as_officer(stranger(cast))
    assert far.post(reverse("desk:money-close"), sent).status_code == 403
    assert DayClosing.objects.count() == 1
    told(account, "FT9", 5000)
    assert "Khớp với sổ" in text_of(books.get(reverse("desk:closings"))), "it belongs to tomorrow"
    assert JournalEntry.objects.get(kind="unknown").day == moment.today() + timedelta(days=1)
    sound()
    DayClosing.objects.update(digest="0" * 64)
    assert "Lệch với sổ" in text_of(books.get(reverse("desk:closings")))
    assert "lệch với sổ" in text_of(books.get(reverse("desk:money")))


# The buckets


def test_what_came_in_another_amount_is_one_bucket_wherever_it_came(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    """Too little by bank, then too much by the post, and a till in which another sum was counted."""
    amount = owed(dossier).amount
    other = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER, seed=2)
    pay(cast, other)
    desk, books = as_officer(cast.desk_of(dossier)), as_officer(accountant(cast, dossier))
    url = reverse("desk:reconcile") + "?muc=lech"
    assert "0 khoản, 0 đồng" in text_of(books.get(url))
    asked = by_qr(actor=SYSTEM_ACTOR, obligation_id=dossier.obligation_id or "", code=str(dossier.code))
    told(account, "FT-LESS", amount - 1000, f"nop {asked.number}")
    page = text_of(books.get(url))
    assert f"1 khoản, {grouped(amount - 1000)} đồng" in page
    for words in ("Chuyển khoản", "FT-LESS", "Nộp thiếu", "-1.000", str(dossier.code)):
        assert words in page
    content = f"Mã hồ sơ,Số tiền,Số biên nhận\n{dossier.code},3000,BC1\n".encode()
    obligation = owed(dossier)
    collect(actor=accountant(cast, dossier), name="x.csv", content=content, find=lambda _: obligation)
    page = text_of(books.get(url))
    for words in ("Bưu chính thu hộ", "BC1", "Nộp thừa", ">2.000<"):
        assert words in page
    desk.post(reverse("desk:till-close"), {"counted": str(amount - 500), "note": "Trả nhầm"})
    page = text_of(books.get(url))
    assert "3 khoản" in page
    assert f"Quầy thu của {Till.objects.get().officer}" in page
    assert "Trả nhầm" in page
    far = as_officer(stranger(cast))
    assert "0 khoản, 0 đồng" in text_of(far.get(url))
    books.post(reverse("desk:till-hand-over", args=[Till.objects.get().pk]), {"voucher": "GNT 01"})
    give_back(cast, dossier, 2000)
    assert "0 khoản, 0 đồng" in text_of(books.get(url)), "all of it is put right"
    sound()


def give_back(cast: Cast, dossier: Dossier, amount: int) -> None:
    asked = refund.ask(
        actor=cast.desk_of(dossier),
        obligation_id=dossier.obligation_id or "",
        amount=amount,
        reason="Nộp thừa",
        bank_bin="970415",
        account="12345678",
        holder="LAN",
    )
    refund.decide(actor=accountant(cast, dossier), refund_id=asked.pk, grant=True)


def test_unplaced_money_is_proposed_and_assigned_by_code(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    amount = owed(dossier).amount
    by_qr(actor=SYSTEM_ACTOR, obligation_id=dossier.obligation_id or "", code=str(dossier.code))
    message = told(account, "FT1", amount, "chuyen tien")
    books = as_officer(accountant(cast, dossier))
    text = text_of(books.get(reverse("desk:reconcile")))
    assert f"Gắn với {dossier.code}" in text
    assert "1 khoản" in text
    url = reverse("desk:money-assign", args=[message.pk])
    for wrong in ("", "H44.99.99-000101-0001"):
        answer = books.post(url, {"code": wrong})
        assert answer.status_code == 409
        assert f'value="{wrong}"' in text_of(answer)
    assert "trong đơn vị của bạn" in text_of(books.post(url, {"code": "H44-1"}))
    bare = str(dossier.code).replace(".", "").replace("-", "")
    assert books.post(url, {"code": bare}).status_code == 302
    assert owed(dossier).state == Obligation.State.PAID
    assert "Khoản tiền này đã được gắn rồi." in text_of(books.post(url, {"code": bare}))
    assert str(dossier.code) in text_of(books.get(reverse("desk:reconcile") + "?muc=khop"))
    sound()


def test_another_unit_sees_and_assigns_nothing(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    message = told(account, "FT1", 5000)
    far = as_officer(stranger(cast))
    assert "FT1" not in text_of(far.get(reverse("desk:reconcile")))
    url = reverse("desk:money-assign", args=[message.pk])
    assert far.post(url, {"code": str(dossier.code)}).status_code == 409, "the dossier is not theirs to see"
    message.refresh_from_db()
    assert message.state == BankMessage.State.UNMATCHED


def test_a_declared_transfer_that_never_came_is_rejected_and_owed_again(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    payment = pay(cast, dossier, "transfer", "FT-GIA")
    books = as_officer(accountant(cast, dossier))
    listed = reverse("desk:reconcile") + "?muc=chua-ve"
    text = text_of(books.get(listed))
    assert "FT-GIA" in text
    assert "Chuyển khoản" in text
    url = reverse("desk:transfer-reject", args=[payment.pk])
    answer = books.post(url, {"reason": ""})
    assert (answer.status_code, "Hãy ghi lý do bác" in text_of(answer)) == (409, True)
    far = as_officer(stranger(cast))
    assert far.post(url, {"reason": "x"}).status_code == 403
    assert books.post(url, {"reason": "Sao kê hai ngày không thấy."}).status_code == 302
    assert owed(dossier).state == Obligation.State.DUE
    assert {each.state for each in Receipt.objects.all()} == {Receipt.State.CANCELLED}
    books.get(listed)  # which also says that it is done
    assert "FT-GIA" not in text_of(books.get(listed))
    assert "Đã bác, tiền không về" in text_of(books.get(reverse("desk:case", args=[dossier.pk])))
    assert books.post(url, {"reason": "lần nữa"}).status_code == 409
    sound()
    pay(cast, dossier)
    assert owed(dossier).state == Obligation.State.PAID
    sound()


def test_of_a_transfer_that_came_in_part_the_rest_is_owed_again(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    payment = pay(cast, dossier, "transfer", "FT-THIEU")
    message = told(account, "FT2", payment.amount - 2000, "khong ro")
    books = as_officer(accountant(cast, dossier))
    books.post(reverse("desk:money-assign", args=[message.pk]), {"code": str(dossier.code)})
    sound()
    text = text_of(books.get(reverse("desk:reconcile") + "?muc=chua-ve"))
    assert "2.000" in text
    books.post(reverse("desk:transfer-reject", args=[payment.pk]), {"reason": "Chuyển thiếu."})
    obligation = owed(dossier)
    assert (obligation.state, obligation.remaining()) == (Obligation.State.PART, 2000)
    valid = Receipt.objects.filter(state=Receipt.State.VALID)
    assert [each.amount for each in valid] == [payment.amount - 2000]
    sound()
