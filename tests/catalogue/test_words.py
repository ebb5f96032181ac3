"""Everyday words: folding, words around a wish, codes with and without their dot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.words import LONGEST_QUERY, MOST_WORDS, code_start, indexed, wanted


def test_texts_are_kept_folded_with_a_space_before_every_word() -> None:
    assert indexed("Đăng ký", "khai-sinh (mới)") == " dang ky khai sinh moi "


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Khai Sinh", ["khai", "sinh"]),
        ("tôi muốn làm giấy khai sinh cho con", ["lam", "giay", "khai", "sinh", "con"]),
        ("đổi thẻ", ["doi", "the"]),
        ("cho", ["cho"]),
        ("khai khai sinh", ["khai", "sinh"]),
        ("???", []),
    ],
)
def test_a_query_is_reduced_to_telling_words(query: str, words: list[str]) -> None:
    assert wanted(query) == words


@given(st.text(max_size=2000))
def test_no_query_asks_for_more_than_a_few_plain_words(query: str) -> None:
    found = wanted(query)
    assert len(found) <= MOST_WORDS
    assert all(word.isascii() and word.isalnum() and len(word) <= LONGEST_QUERY * 4 for word in found)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("1.001193", "1.001193"),
        ("1001193", "1.001193"),
        (" 1.0011 ", "1.0011"),
        ("1.001612.000.00.00.h48", "1.001612.000.00.00.H48"),
        ("khai sinh", ""),
        ("1", ""),
        ("01.001193", ""),
    ],
)
def test_a_code_is_recognised_with_and_without_its_dot(query: str, code: str) -> None:
    assert code_start(query) == code
