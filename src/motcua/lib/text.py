"""Vietnamese text for searching and for systems that know only ASCII."""

import re
import unicodedata
from collections.abc import Collection

_SPACES = re.compile(r"\s+")
_LONGEST_KEY = 40


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


def free_key(name: str, used: Collection[str], *, otherwise: str = "muc") -> str:
    """A key made of a name, without diacritics, that nobody uses yet."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    key = (plain if plain[:1].isalpha() else f"{otherwise}_{plain}")[:_LONGEST_KEY].strip("_")
    number, found = 2, key
    while found in used:
        tail = f"_{number}"
        found, number = key[: _LONGEST_KEY - len(tail)] + tail, number + 1
    return found


def capital(text: str) -> str:
    """The same with a capital first letter."""
    return text[:1].upper() + text[1:]
