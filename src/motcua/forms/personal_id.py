"""The structure of a personal id number (số định danh cá nhân): what its 12 digits say about its holder.

Digits 1-3 are the province or country of birth registration, digit 4 the century and sex, digits 5-6 the year
of birth, the rest is random. Special cases exist, so a number that disagrees with what a person typed gives a
warning and never an error.
"""

import random
import re
from typing import Final

LENGTH: Final = 12
FIRST_CENTURY: Final = 19
"""Digit 4 is 0 and 1 for people born in 19xx, 2 and 3 for 20xx, and so on."""

_FORMER_PROVINCES: Final = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038
040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082
083 084 086 087 089 091 092 093 094 095 096
"""
PROVINCE_CODES: Final = frozenset(_FORMER_PROVINCES.split())
"""The 63 provinces of the time when numbers were first given; numbers keep them after the reorganisation."""

_COUNTRIES_FROM: Final = 100

SEX_WORDS: Final = {"male": "nam", "female": "nữ"}


def digits(text: str) -> str:
    """What was typed without the spaces, points and dashes people put between groups of digits."""
    return re.sub(r"[\s.\-]", "", text)


def birth_year(number: str) -> int:
    """The year of birth a 12-digit number tells."""
    return (FIRST_CENTURY + int(number[3]) // 2) * 100 + int(number[4:6])


def sex(number: str) -> str:
    """`male` or `female`, as a 12-digit number tells."""
    return "female" if int(number[3]) % 2 else "male"


def warnings(number: str, *, year: int | None, sex_given: str, this_year: int) -> list[str]:
    """What looks odd about a 12-digit number, in sentences; `year` and `sex_given` are as typed."""
    found = []
    if number[:3] not in PROVINCE_CODES and int(number[:3]) < _COUNTRIES_FROM:
        found.append(f"Ba chữ số đầu ({number[:3]}) không phải mã tỉnh. Bạn xem lại giúp số định danh.")
    told = birth_year(number)
    if year is not None and told != year:
        found.append(f"Theo số định danh thì năm sinh là {told}, còn bạn điền {year}. Bạn xem lại giúp.")
    elif told > this_year:
        found.append(f"Theo số định danh thì năm sinh là {told}, chưa tới. Bạn xem lại giúp số định danh.")
    if sex_given in SEX_WORDS and sex(number) != sex_given:
        says, typed = SEX_WORDS[sex(number)], SEX_WORDS[sex_given]
        found.append(f"Theo số định danh thì giới tính là {says}, còn bạn chọn {typed}. Bạn xem lại giúp.")
    return found


def example(*, year: int, sex_given: str, chance: random.Random, province: str = "025") -> str:
    """An invented number whose structure agrees with the year of birth and the sex."""
    century_and_sex = (year // 100 - FIRST_CENTURY) * 2 + (1 if sex_given == "female" else 0)
    return f"{province}{century_and_sex}{year % 100:02d}{chance.randrange(10**6):06d}"
