"""Amounts in words, as receipts say them (DOMAIN rule 42)."""

import pytest

from motcua.lib.money import in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (8_000, "Tám nghìn đồng"),
        (1_005, "Một nghìn không trăm lẻ năm đồng"),
        (10_010, "Mười nghìn không trăm mười đồng"),
        (1_234_567, "Một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy đồng"),
        (2_000_015, "Hai triệu không trăm mười lăm đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (1_000_000_001, "Một tỷ không trăm lẻ một đồng"),
        (2_000_000_000_000, "Hai nghìn tỷ đồng"),
    ],
)
def test_an_amount_is_said_as_people_read_it(amount: int, words: str) -> None:
    assert in_words(amount) == words


def test_a_province_may_say_ngan() -> None:
    assert in_words(8_000, thousand="ngàn") == "Tám ngàn đồng"
