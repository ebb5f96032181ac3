"""The beginning of a procedure file out of a national record: certain values filled in, gaps named. Pure."""

from typing import Any

import yaml

from motcua.catalogue.base import Channel
from motcua.catalogue.national.sheet import Sheet, Way
from motcua.catalogue.spec import Audience
from motcua.lib.text import fold

_KNOWN_AUDIENCES = set(Audience.__args__)  # type: ignore[attr-defined]
_CHANNELS: tuple[Channel, ...] = ("counter", "online", "post")
_TERM_UNITS = {"working-days", "calendar-days", "months", "hours"}
_MISSING = """
# Còn phải soạn trước khi công bố (./motcua procedure check sẽ nói từng lỗi):
#   also_known_as  tên gọi thường ngày          summary      một, hai câu bằng lời của mình
#   competence     cơ quan nào, ở đâu           questions    câu hỏi chọn trường hợp
#   fees           từng dòng phí, lệ phí        form, route  tờ khai và các bước giải quyết
#   examples       trong mỗi trường hợp         template     mẫu kết quả
"""


def draft_text(sheet: Sheet) -> str:
    """YAML for an author: every value that was read with certainty, each flag as a comment."""
    flags = "".join(
        f"# Cần xem ({flag.field}): {flag.why} {_one_line(flag.text)}".rstrip() + "\n" for flag in sheet.flags
    )
    body = yaml.safe_dump(_known(sheet), allow_unicode=True, sort_keys=False, width=110)
    source = f"# Từ bản ghi của Cổng Dịch vụ công quốc gia{': ' + sheet.source if sheet.source else ''}\n"
    return source + flags + body + _MISSING


def _known(sheet: Sheet) -> dict[str, Any]:
    """What of a procedure file the record gives; the order is that of the file."""
    channels = [each for each in _CHANNELS if any(way.channel == each for way in sheet.ways)]
    return {
        "code": sheet.code,
        "name": sheet.name,
        "field": {"code": _key(sheet.field or "khac"), "name": sheet.field or "Khác"},
        "decision": sheet.decision,
        "levels": [level for level in sheet.levels if level in {"province", "commune"}],
        "audience": [each for each in sheet.audience if each in _KNOWN_AUDIENCES],
        "channels": channels,
        "guide": list(sheet.steps),
        "conditions": list(sheet.conditions),
        "cases": [_case(sheet, at, case.name) for at, case in enumerate(sheet.cases, start=1)]
        or [_case(sheet, 1, "")],
        "components": [
            _paper(at, paper.name, paper.originals, paper.copies)
            for at, paper in enumerate((paper for case in sheet.cases for paper in case.papers), start=1)
        ],
        "results": [
            {"key": f"ket-qua-{at}", "name": result.name, "code": result.code}
            for at, result in enumerate(sheet.results, start=1)
        ],
        "legal_basis": [{"number": basis.number, "title": basis.title} for basis in sheet.basis],
    }


def _case(sheet: Sheet, at: int, name: str) -> dict[str, Any]:
    several = len(sheet.cases) > 1
    return {
        "key": f"truong-hop-{at}",
        "name": name or sheet.name,
        # The record does not say which of several terms belongs to which of several cases.
        "terms": [] if several else [_term(way) for way in sheet.ways if way.unit in _TERM_UNITS],
    }


def _term(way: Way) -> dict[str, Any]:
    return {"amount": way.amount, "unit": way.unit, "channel": way.channel}


def _paper(at: int, name: str, originals: int | None, copies: int | None) -> dict[str, Any]:
    paper: dict[str, Any] = {"key": f"giay-to-{at}", "name": name}
    if originals is not None and copies is not None:
        paper |= {"originals": originals, "copies": copies}
    return paper


def _key(name: str) -> str:
    return "".join(letter for letter in fold(name).replace(" ", "-") if letter.isalnum() or letter == "-")[
        :40
    ].strip("-")


def _one_line(text: str) -> str:
    return f"«{' '.join(text.split())}»" if text else ""
