"""Bank statements as files: amounts and days as banks write them, heads that differ, lines that are wrong."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.payments.statements.cells import amount_in, moment_in
from motcua.payments.statements.reading import Read, credits_in

ACCOUNT = "114000123456"
HEAD = "Sao kê\nTài khoản;114000123456\n\nNgày giao dịch;Số tham chiếu;Nội dung;Ghi nợ;Ghi có (VND)\n"
MT940 = """:20:STMT261127
:25:114000123456
:28C:331/1
:60F:C261126VND1000000,
:61:2611271127C25000,NTRFNONREF//FT26331000001
:86:1234567897 LE PHI
:61:2611271127D10000,NTRFNONREF//FT26331000002
:86:PHI QUAN LY
:61:hong roi
:86:KHONG DOC DUOC
:61:2611271127C7500,NTRFREF7//FT26331000003
:86:NOP PHI
:62F:C261127VND1022500,
-
"""


def sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


def read(content: str | bytes, name: str = "sao-ke.csv", **more: Any) -> list[Read]:
    return list(credits_in(name, content.encode() if isinstance(content, str) else content, ACCOUNT, **more))


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.250.000", 1250000),
        ("1,250,000.00", 1250000),
        ("1.250.000,00 VND", 1250000),
        ("25000", 25000),
        ("- 5.000", -5000),
        ("(5,000)", -5000),
        ("+8.000 đ", 8000),
        (8000.0, 8000),
        ("", 0),
        (None, 0),
        ("-", 0),
    ],
)
def test_amounts_are_read_as_banks_write_them(cell: Any, amount: int) -> None:
    assert amount_in(cell) == amount


@pytest.mark.parametrize("cell", ["12.34.5", "1.250,50", 8000.5, "tám nghìn", "1e5"])
def test_what_is_no_whole_amount_is_refused(cell: Any) -> None:
    with pytest.raises(ValueError):
        amount_in(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "27/11/2026 14:05:00",
        "2026-11-27T14:05",
        "27-11-2026 14:05",
        "27/11/2026 02:05:00 PM",
        datetime(2026, 11, 27, 14, 5),  # noqa: DTZ001 - as spreadsheets keep it
    ],
)
def test_moments_are_vietnamese_time(cell: Any) -> None:
    assert moment_in(cell) == datetime(2026, 11, 27, 14, 5, tzinfo=moment.TZ)
    assert moment_in(date(2026, 11, 27)).hour == 0
    with pytest.raises(ValueError, match="Không đọc được ngày"):
        moment_in("01/01/0001")


def test_a_csv_with_a_preamble_is_read_and_each_wrong_line_is_told() -> None:
    found = read(
        HEAD
        + "27/11/2026;FT1;nop phi;;25.000\n"
        + "27/11/2026;FT2;phi quan ly;10.000;\n"
        + "32/13/2026;FT3;;;5.000\n"
        + "27/11/2026;;khong so;;5.000\n"
        + "27/11/2026;FT4;;;nhiều\n"
        + "Tổng cộng;;;10.000;25.000\n"
        + ";;;;\n"
        + ";;Số dư cuối kỳ;;1.000.000\n"
        + "27/11/2026;FT5;nop phi;;7.500\n"
    )
    assert [(each.line, each.key, each.amount) for each in found if not each.problem] == [
        (5, "FT1", 25000),
        (6, "FT2", -10000),
        (13, "FT5", 7500),
    ]
    assert [each.line for each in found if each.problem] == [7, 8, 9, 10]


def test_other_names_of_columns_and_one_signed_column() -> None:
    content = "Ngày,Mã GD,Diễn giải,Số tiền\n27/11/2026,A1,x,25.000\n27/11/2026,A2,x,-5.000\n"
    assert [(each.key, each.amount) for each in read(content)] == [("A1", 25000), ("A2", -5000)]
    own = "Hôm nào,Số của tôi,Tiền vô\n27/11/2026,A1,25.000\n"
    with pytest.raises(Refused) as caught:
        read(own)
    assert caught.value.code == "no-head"
    columns = {"at": "Hôm nào", "key": "Số của tôi", "credit": "Tiền vô"}
    assert [each.amount for each in read(own, columns=columns)] == [25000]


def test_a_spreadsheet_is_read() -> None:
    rows = [
        ["Ngân hàng"],
        ["Ngày giao dịch", "Số tham chiếu", "Nội dung", "Phát sinh nợ", "Phát sinh có"],
        [datetime(2026, 11, 27, 9, 30), 26331000001.0, "nop phi", None, 25000],  # noqa: DTZ001
    ]
    [found] = read(sheet(rows), "sao-ke.xlsx")
    assert (found.line, found.key, found.amount, found.at) == (
        3,
        "26331000001",
        25000,
        datetime(2026, 11, 27, 9, 30, tzinfo=moment.TZ),
    )
    with pytest.raises(Refused):
        read(b"no zip at all", "sao-ke.xlsx")


def test_mt940_goes_on_after_a_movement_that_cannot_be_read() -> None:
    found = read(MT940, "sao-ke.sta")
    assert [(each.line, each.key, each.amount) for each in found if not each.problem] == [
        (5, "FT26331000001", 25000),
        (7, "FT26331000002", -10000),
        (11, "FT26331000003", 7500),
    ]
    assert [each.line for each in found if each.problem] == [9]
    assert "1234567897" in found[0].text
    assert found[0].at == datetime(2026, 11, 27, tzinfo=moment.TZ)


def test_the_statement_of_another_account_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        read(MT940.replace(":25:114000123456", ":25:999"), "sao-ke.sta")
    assert caught.value.code == "other-account"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 20, b"a,b,c\n1,2,3\n"])
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read(content)
