"""Vietnamese text for searching and for systems that know only ASCII."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case without diacritics, one space between words: «Đào  Ánh» becomes «dao anh».

    SQLite folds neither đ nor upper-case letters outside ASCII, so both engines search this text instead.
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare).strip()


def ascii_letters(text: str) -> str:
    """Without diacritics but with its capitals, ASCII only: «Nguyễn Đức» becomes «Nguyen Duc»."""
    swapped = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", swapped)
    return decomposed.encode("ascii", "ignore").decode("ascii")


def neat(text: str) -> str:
    """As typed, in composed form (NFC), without stray spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def masked(name: str) -> str:
    """A name that its bearer knows again and nobody learns: «Nguyễn Thị Lan» becomes «N*** T*** L***»."""
    return " ".join(f"{word[0]}***" for word in name.split())


def capital(text: str) -> str:
    """The same with a capital first letter."""
    return text[:1].upper() + text[1:]
