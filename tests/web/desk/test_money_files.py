"""Files of the accountant: statements, the list of the post, the settlement of a quarter, the journal."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.cli.ledger import ledger
from motcua.dossiers import fee_receipts
from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.payments.actions.request import by_qr
from motcua.payments.models import (
    BankMessage,
    Book,
    CollectingAccount,
    Obligation,
    Payment,
    Posting,
    Receipt,
    Till,
)
from motcua.payments.queries import held_by_post
from motcua.reporting.settlement import quarter, quarter_of, settlement
from tests.cast import Cast
from tests.web.desk.money import accountant, owed, pay, sound, stranger, text_of, told

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
HEAD = "Ngày giao dịch,Số tham chiếu,Nội dung,Ghi nợ,Ghi có\n"
POST_HEAD = "Mã hồ sơ,Số tiền,Ngày thu,Số biên nhận\n"


def file(text: str, name: str = "tep.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


# Statements


def test_a_statement_books_what_is_new_once_and_tells_what_it_could_not_read(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    request = by_qr(actor=SYSTEM_ACTOR, obligation_id=dossier.obligation_id or "", code=str(dossier.code))
    told(account, "FT-WEBHOOK", 9000)
    text = (
        HEAD
        + f"27/11/2026,FT1,{request.number} le phi,,{request.amount}\n"
        + "27/11/2026,FT-WEBHOOK,da bao,,9.000\n"
        + "27/11/2026,FT2,khong ro,,7.000\n"
        + "27/11/2026,FT3,phi quan ly,1.100,\n"
        + "hom qua,FT4,x,,5.000\n"
    )
    books = as_officer(accountant(cast, dossier))
    url = reverse("desk:statement")
    said = text_of(books.post(url, {"account": str(account.pk), "file": file(text)}))
    assert "Ghi mới 2 khoản" in said
    assert "1 khoản gắn được với hồ sơ" in said
    assert "Đã biết từ trước 1 khoản" in said
    assert "Tiền ra 1 dòng" in said
    assert "Dòng 6: Không đọc được ngày" in said
    assert owed(dossier).state == Obligation.State.PAID
    assert BankMessage.objects.count() == 3
    again = text_of(books.post(url, {"account": str(account.pk), "file": file(text)}))
    assert ("Ghi mới 0 khoản" in again, "Đã biết từ trước 3 khoản" in again) == (True, True)
    changed = text.replace("7.000", "7.500")
    assert "số tiền khác" in text_of(books.post(url, {"account": str(account.pk), "file": file(changed)}))
    sound()


def test_a_statement_needs_a_file_an_account_of_theirs_and_a_head(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    books, far = as_officer(accountant(cast, dossier)), as_officer(stranger(cast))
    url = reverse("desk:statement")
    assert "Hãy chọn tệp." in text_of(books.post(url, {"account": str(account.pk)}))
    assert "Hãy chọn tài khoản thu." in text_of(books.post(url, {"file": file(HEAD)}))
    answer = books.post(
        url, {"account": str(account.pk), "file": file("a,b\n1,2\n"), "column-key": "Số của tôi"}
    )
    assert (answer.status_code, "Không thấy hàng tiêu đề" in text_of(answer)) == (409, True)
    assert 'value="Số của tôi"' in text_of(answer)
    assert "Chọn tài khoản" not in text_of(far.get(url))
    assert far.post(url, {"account": str(account.pk), "file": file(HEAD)}).status_code == 404


def test_the_command_reads_a_statement(account: CollectingAccount, tmp_path: Path) -> None:
    path = tmp_path / "sao-ke.csv"
    path.write_text(HEAD.replace("Số tham chiếu", "Số riêng") + "27/11/2026,FT1,x,,5.000\n?,FT2,x,,1\n")
    words = ["statement", str(path), "--account", account.number, "--json"]
    wrong = CliRunner().invoke(ledger, words)
    assert (wrong.exit_code, "Không thấy hàng tiêu đề" in wrong.output) == (1, True)
    assert CliRunner().invoke(ledger, [*words, "--column", "so=Số riêng"]).exit_code == 1
    words += ["--column", "key=Số riêng"]
    result = CliRunner().invoke(ledger, words)
    assert result.exit_code == 1, "a line is wrong"
    found = json.loads(result.stdout)
    assert (found["new"], found["known"], found["faults"][0]["line"]) == (1, 0, 3)
    assert json.loads(CliRunner().invoke(ledger, words).stdout)["known"] == 1
    assert CliRunner().invoke(ledger, ["statement", str(path), "--account", "0000"]).exit_code == 1


# The post


def test_the_post_collects_once_and_hands_in_what_it_holds(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    books = as_officer(accountant(cast, dossier))
    amount, day = owed(dossier).amount, "27/11/2026"
    text = POST_HEAD + f"{dossier.code},{amount},{day},BC001\nH44-0000,5000,{day},BC002\n,1,{day},BC003\n"
    url = reverse("desk:post-list")
    said = text_of(books.post(url, {"file": file(text)}))
    assert "Ghi mới 1 khoản" in said
    assert "Dòng 3: Không có hồ sơ" in said
    assert "Dòng 4: Thiếu số biên nhận" in said
    payment = Payment.objects.get()
    assert (payment.method, payment.settled) == (Payment.Method.POST, amount)
    assert "Đã biết từ trước 1 khoản" in text_of(books.post(url, {"file": file(text)}))
    other = POST_HEAD + f"{dossier.code},{amount + 1},{day},BC001\n"
    assert "hãy hỏi bưu chính" in text_of(books.post(url, {"file": file(other)}))
    hand_in = reverse("desk:post-hand-in")
    sent = {"account": str(account.pk), "amount": str(amount + 1), "voucher": "FT-BC"}
    answer = books.post(hand_in, sent)
    assert (answer.status_code, "Bưu chính đang giữ" in text_of(answer)) == (409, True)
    assert f'value="{amount + 1}"' in text_of(answer)
    assert books.post(hand_in, sent | {"amount": str(amount), "voucher": ""}).status_code == 409
    assert books.post(hand_in, sent | {"amount": str(amount - 1000)}).status_code == 302
    assert held_by_post(dossier.competent_unit_id or "") == 1000
    assert told(account, "FT-BC", amount - 1000).state == BankMessage.State.MATCHED, "known, not booked twice"
    assert books.post(hand_in, sent | {"amount": "1000"}).status_code == 409, "the number was used"
    told(account, "FT-BC2", 1000)
    assert books.post(hand_in, sent | {"amount": "1.000", "voucher": "FT-BC2"}).status_code == 302
    bank = Posting.objects.filter(book=Book.BANK).values_list("amount", flat=True)
    assert (sum(bank), held_by_post(dossier.competent_unit_id or "")) == (amount, 0)
    sound()


def test_the_post_of_another_unit(
    cast: Cast, dossier: Dossier, account: CollectingAccount, as_officer: Browser
) -> None:
    request = by_qr(actor=SYSTEM_ACTOR, obligation_id=dossier.obligation_id or "", code=str(dossier.code))
    far = as_officer(stranger(cast))
    text = POST_HEAD + f"{request.number},{request.amount},27/11/2026,BC1\n{dossier.code},1,27/11/2026,BC2\n"
    said = text_of(far.post(reverse("desk:post-list"), {"file": file(text)}))
    assert "Ghi mới 0 khoản" in said
    assert said.count("trong đơn vị của bạn") == 2
    sent = {"account": str(account.pk), "amount": "1", "voucher": "x"}
    assert far.post(reverse("desk:post-hand-in"), sent).status_code == 404


def test_the_post_writes_receipts_under_a_contract_the_accountant_noted(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    books, far = as_officer(accountant(cast, dossier)), as_officer(stranger(cast))
    first = moment.today() - timedelta(days=1)
    sent = {
        "unit": dossier.competent_unit_id,
        "name": "Bưu điện tỉnh",
        "address": "",
        "mark": "bd",
        "contract": "HD-01",
        "told_tax_on": short_date(first - timedelta(days=3)),
        "valid_from": short_date(first),
        "valid_to": "",
    }
    add, page = reverse("desk:delegation-add"), reverse("desk:post-money")
    answer = books.post(add, sent)
    assert (answer.status_code, 'value="HD-01"' in text_of(answer)) == (409, True), "what was typed stays"
    sent["address"] = "Số 1 đường Hùng Vương"
    assert far.post(add, sent).status_code == 403
    assert books.post(add, sent).status_code == 302
    assert "Hợp đồng HD-01" in text_of(books.get(page))
    assert "Hợp đồng HD-01" not in text_of(far.get(page))
    head = "Mã hồ sơ,Số tiền,Ngày thu,Số biên nhận,Số biên lai lệ phí\n"
    list_of_one = head + f"{dossier.code},{owed(dossier).amount},{short_date(first)},BC1,9\n"
    said = text_of(books.post(reverse("desk:post-list"), {"file": file(list_of_one)}))
    assert "Dòng 2: Bưu chính ghi biên lai lệ phí số 9" in said
    receipt = Receipt.objects.get()
    assert reverse("desk:receipt-page", args=[receipt.pk]) in text_of(books.get(page)).split("otherwise")[1]
    printed = fee_receipts.data(receipt, dossier)["delegate"]
    assert printed == {"name": "Bưu điện tỉnh", "address": "Số 1 đường Hùng Vương"}
    end = reverse("desk:delegation-end", args=[receipt.series.delegation_id])
    before = {"last_day": short_date(first - timedelta(days=1))}
    assert books.post(end, before).status_code == 409
    assert books.post(end, {"last_day": short_date(first)}).status_code == 302
    assert far.post(end, {"last_day": short_date(first)}).status_code == 403
    sound()


# Figures that go out


def test_the_settlement_says_what_was_collected_for_whom_and_handed_over(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    payment = pay(cast, dossier)
    desk, books = as_officer(cast.desk_of(dossier)), as_officer(accountant(cast, dossier))
    now = quarter_of(moment.today())
    first, last = quarter(now)
    assert dossier.receiving_unit is not None
    assert dossier.competent_unit is not None
    units = accountant(cast, dossier).units
    [row] = settlement(first, last, units, "").rows
    kind = owed(dossier).lines.get().kind
    assert (row["desk"], row["agency"]) == (dossier.receiving_unit.name, dossier.competent_unit.name)
    assert (row[kind], row["handed"]) == (payment.amount, 0)
    desk.post(reverse("desk:till-close"), {"counted": str(payment.amount)})
    till = Till.objects.get()
    books.post(reverse("desk:till-hand-over", args=[till.pk]), {"voucher": "GNT"})
    [row] = settlement(first, last, units, "").rows
    assert row["handed"] == payment.amount
    assert list(settlement(first, last, stranger(cast).units, "").rows) == []
    page = text_of(books.get(reverse("desk:settlement")))
    assert dossier.receiving_unit.name in page
    assert "Hãy ghi quý như 2026-4." in text_of(books.get(reverse("desk:settlement") + "?quy=2026-5"))
    lines = b"".join(books.get(reverse("desk:settlement-file", args=["csv"]) + f"?quy={now}")).decode()  # type: ignore[arg-type]
    assert "Lệ phí" in lines.splitlines()[0]
    book = books.get(reverse("desk:settlement-file", args=["xlsx"]))
    assert b"".join(book).startswith(b"PK")  # type: ignore[arg-type]
    assert books.get(reverse("desk:settlement-file", args=["doc"])).status_code == 404


@pytest.mark.parametrize(
    ("text", "days"),
    [("2026-1", ("2026-01-01", "2026-03-31")), ("2024-4", ("2024-10-01", "2024-12-31"))],
)
def test_quarters(text: str, days: tuple[str, str]) -> None:
    assert tuple(day.isoformat() for day in quarter(text)) == days
    assert {quarter_of(day) for day in quarter(text)} == {text}


def test_the_journal_has_a_row_for_every_posting_of_ones_own_units(
    cast: Cast, dossier: Dossier, as_officer: Browser, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    pay(cast, dossier)
    books, far = as_officer(accountant(cast, dossier)), as_officer(stranger(cast))
    day = short_date(moment.today())
    assert str(dossier.code) in text_of(books.get(reverse("desk:journal")))
    url = reverse("desk:journal-csv") + f"?tu={day}&den={day}"
    lines = b"".join(books.get(url)).decode().splitlines()  # type: ignore[arg-type]
    assert len(lines) == 1 + Posting.objects.count()
    assert lines[1].split(",")[7] == str(dossier.code)
    assert len(b"".join(far.get(url)).decode().splitlines()) == 1  # type: ignore[arg-type]
    path, today = tmp_path / "nhat-ky.csv", moment.today().isoformat()
    result = CliRunner().invoke(ledger, ["export", str(path), "--from", today, "--to", today])
    assert result.exit_code == 0, result.output
    assert path.read_text(encoding="utf-8").splitlines() == lines
    words = ["export", str(path), "--from", today, "--to", "2020-01-01"]
    assert CliRunner().invoke(ledger, words).exit_code == 1
    for name in ("statement", "post-money", "settlement", "journal"):
        with django_assert_max_num_queries(30):
            assert books.get(reverse(f"desk:{name}")).status_code == 200
