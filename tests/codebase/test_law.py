"""Every text of law that is cited stands in docs/law.md; every row there says how sure we are."""

import re

import pytest

from tests.codebase.tree import DOCS, ROOT, pages, python, shown

LAW = (DOCS / "law.md").read_text()
MARKS = {"S", "S2", "GK"}

_KIND = {"Nghị định": "NĐ", "Thông tư": "TT", "Nghị quyết": "NQ", "Quyết định": "QĐ"}
_CITATION = re.compile(
    r"\b(?P<kind>NĐ|TT|NQ|QĐ|Nghị định|Thông tư|Nghị quyết|Quyết định)"
    r"\s(?P<number>\d+(?:\.\d+)?(?:/\d{4})?)"
    r"|(?P<code>BLDS|BLLĐ|index 766)"
    r"|(?P<name>(?:Bộ luật|Luật) (?!\d)(?:[^\W\d_]+ ){1,7}?\d{4})"
    r"|Luật (?P<law>\d+/\d{4}/QH\d+)"
)


def citations(text: str) -> set[str]:
    """As docs/law.md writes them; line breaks and comment signs inside a citation do not matter."""
    flat = re.sub(r"\s+(?:#\s+)?", " ", text)
    found = set()
    for match in _CITATION.finditer(flat):
        if match["kind"]:
            found.add(f"{_KIND.get(match['kind'], match['kind'])} {match['number']}")
        else:
            found.add(match["code"] or match["name"] or f"Luật {match['law']}")
    return found


LISTED = citations(LAW)


def test_citations_are_read_in_every_way_they_are_written() -> None:
    text = "(Nghị định 61/2018/NĐ-CP Điều\n    # 19; NĐ 309/2026 Đ7; Luật Hộ tịch 2014 Điều 5; QĐ 766/QĐ-TTg)"
    assert citations(text) == {"NĐ 61/2018", "NĐ 309/2026", "Luật Hộ tịch 2014", "QĐ 766"}


@pytest.mark.parametrize("path", [path for path in python() if citations(path.read_text())], ids=shown)
def test_the_code_cites_only_what_is_listed(path: object) -> None:
    assert citations(path.read_text()) <= LISTED  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", [path for path in pages() if citations(path.read_text())], ids=shown)
def test_the_pages_cite_only_what_is_listed(path: object) -> None:
    assert citations(path.read_text()) <= LISTED  # type: ignore[attr-defined]


def test_every_listed_text_has_a_mark() -> None:
    rows = [line for line in LAW.splitlines() if line.startswith("| **")]
    assert len(rows) > 20
    for row in rows:
        mark = row.rstrip("| ").rsplit("|", 1)[1].split(";")[0].strip()
        assert mark.split(",")[0] in MARKS, row


def test_every_place_that_a_row_names_exists() -> None:
    for name in re.findall(r"`([a-z/_]+(?:\.py|\.md|/))`", LAW):
        places = (ROOT / "src/motcua" / name, DOCS / name, ROOT / "src/motcua/dossiers" / name)
        assert any(place.exists() for place in places), name
