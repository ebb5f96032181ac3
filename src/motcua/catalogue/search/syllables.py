"""Vietnamese for searching: syllables that are the same however they were typed. Pure."""

import re
import unicodedata

from motcua.lib.text import fold

LONGEST_QUERY = 200
MOST_SYLLABLES = 24

_PART = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
# «lí» and «lý», «kĩ» and «kỹ», «qui» and «quy» are one syllable written by two habits.
_Y = re.compile(r"^(h|k|l|m|s|t|v|b|d|ph|th|qu)y$")


def syllables(text: str) -> list[str]:
    """Folded syllables: «Lý lịch Tư pháp số 2» becomes li, lich, tu, phap, so, 2."""
    return [_Y.sub(r"\1i", part) for part in _PART.findall(fold(text))]


def written(text: str) -> list[str]:
    """The same syllables with their diacritics as written, for telling «bán» from «ban»."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def has_diacritics(text: str) -> bool:
    return fold(text) != re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).lower()).strip()
