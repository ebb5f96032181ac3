"""Everyday words for a search that is the same with and without diacritics and on every database. Pure.

Texts are kept folded, each word between spaces, so that «is this word there?» is a plain substring question
which SQLite and PostgreSQL answer alike. Whole words only: «nhà» is not the beginning of «nhận».
"""

import re
import unicodedata

from motcua.lib.text import fold

LONGEST_QUERY = 200
MOST_WORDS = 8

_WORD = re.compile(r"[a-z0-9]+")
_CODE = re.compile(r"^(\d)\.?(\d{2,6})(\.[0-9.]*[a-z]?\d{0,2})?$")
# Said around a wish, not part of it. Compared as written, because «the» may be «thẻ» and «o» may be «ô».
_AROUND_WISHES = """
    tôi toi mình minh em cháu muốn muon cần xin cho của cua là thì gì thế nào nao nhu như đâu ở
    được duoc để với và hay hoặc hỏi giúp ạ ơi
"""
_AROUND = frozenset(_AROUND_WISHES.split())


def indexed(*texts: str) -> str:
    """Texts as they are searched: « lam giay khai sinh »."""
    words = [word for text in texts for word in _WORD.findall(fold(text))]
    return "".join(f" {word}" for word in words) + " "


def wanted(query: str) -> list[str]:
    """The words to look for, folded, at most `MOST_WORDS`; words around a wish only if alone."""
    folded = _WORD.findall(fold(telling(query[:LONGEST_QUERY])))
    return list(dict.fromkeys(folded))[:MOST_WORDS]


def telling(query: str) -> str:
    """A query without the words around the wish («tôi muốn … ở đâu»), as written; all of it if alone."""
    written = unicodedata.normalize("NFC", query).lower().split()
    told = [word for word in written if word.strip(",.?!:;") not in _AROUND]
    return " ".join(told or written)


def code_start(query: str) -> str:
    """How the code meant by a query begins, its dot put in; empty when the query is not a code.

    «1001193» and «1.001193» both give «1.001193», «1.0011» gives «1.0011».
    """
    found = _CODE.match(query.strip().lower())
    return f"{found[1]}.{found[2]}{(found[3] or '').upper()}" if found else ""
