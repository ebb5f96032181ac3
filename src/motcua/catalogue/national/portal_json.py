"""The answer of the national portal's service LayThuTuc: the same record as structured JSON. Pure.

Field names as public clients of the service show them; a name that is missing is honestly absent, a value of
the wrong kind is flagged.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from motcua.catalogue.base import CODE_PATTERN
from motcua.catalogue.national import texts
from motcua.catalogue.national.sheet import (
    Basis,
    CaseOfPapers,
    Channel,
    Fee,
    Notes,
    Outcome,
    Paper,
    Sheet,
    TermUnit,
    Unreadable,
    Way,
)
from motcua.catalogue.national.ways import UNITS
from motcua.lib.text import neat

CHANNELS: dict[str, Channel] = {
    "1": "counter",
    "2": "online",
    "3": "post",
    "trực tiếp": "counter",
    "trực tuyến": "online",
    "dịch vụ bưu chính": "post",
    "bưu chính": "post",
}
_REPEALED = frozenset({"hết hiệu lực", "bãi bỏ", "0"})
_VND = frozenset({"", "đồng", "vnđ", "vnd", "việt nam đồng"})


def is_record(record: Mapping[str, Any]) -> bool:
    return "TENTTHC" in {key.upper() for key in record}


def read(record: Mapping[str, Any], notes: Notes) -> Sheet:
    """The sheet of a LayThuTuc answer. Raises Unreadable without a code and a name."""
    said = {key.upper(): value for key, value in record.items()}
    code, name = _text(said, "MATTHC") or _text(said, "MATHUTUC"), _text(said, "TENTTHC")
    if not re.match(CODE_PATTERN, code):
        raise Unreadable(f"Mã thủ tục «{code[:40]}» không đúng mẫu d.dddddd.")
    if not name:
        raise Unreadable(f"Thủ tục {code} không có tên.")
    notes.good("code")
    notes.good("name")
    return Sheet(
        code=code,
        name=name,
        decision=_text(said, "SOQUYETDINH"),
        field=_text(said, "LINHVUC") or _text(said, "TENLINHVUC"),
        levels=texts.levels(_text(said, "CAPTHUCHIEN"), notes) if said.get("CAPTHUCHIEN") else (),
        audience=texts.audience(_joined(said.get("MOTADOITUONGTHUCHIEN")), notes),
        agency=_joined(said.get("COQUANTHUCHIEN")),
        ways=tuple(_ways(said.get("CACHTHUCTHUCHIEN"), notes)),
        cases=tuple(_cases(said.get("THANHPHANHOSO"), notes)),
        results=tuple(_results(said.get("KETQUATHUCHIEN"), notes)),
        basis=tuple(_bases(said.get("CANCUPHAPLY"), notes)),
        steps=tuple(_steps(said.get("TRINHTUTHUCHIEN"))),
        conditions=texts.conditions(_joined(said.get("YEUCAU")), notes),
        repealed=_text(said, "TRANGTHAI").lower() in _REPEALED,
        flags=tuple(notes.flags),
    )


def _ways(rows: Any, notes: Notes) -> Iterator[Way]:
    for row in _rows(rows):
        kind = CHANNELS.get(_text(row, "KENH").lower())
        if kind is None:
            notes.flag("channel", "Kênh thực hiện lạ.", _text(row, "KENH"))
            continue
        notes.good("channel")
        for time in _rows(row.get("THOIGIAN")):
            amount, unit = _term(time, notes)
            yield Way(
                channel=kind,
                amount=amount,
                unit=unit,
                term_text=f"{_text(time, 'THOIGIANGIAIQUYET')} {_text(time, 'DONVITINH')}".strip(),
                fees=tuple(_fee(fee, notes) for fee in _rows(time.get("PHILEPHI"))),
                note=_text(time, "MOTA"),
            )


def _term(time: Mapping[str, Any], notes: Notes) -> tuple[int | None, TermUnit | None]:
    written, unit = _text(time, "THOIGIANGIAIQUYET"), UNITS.get(_text(time, "DONVITINH").lower())
    if not written:
        notes.absent("term")
    elif not written.isdigit() or int(written) == 0 or unit is None:
        notes.flag("term", "Thời hạn không có số hoặc mất đơn vị.", f"{written} {_text(time, 'DONVITINH')}")
    else:
        notes.good("term")
        return int(written), unit
    return None, None


def _fee(fee: Mapping[str, Any], notes: Notes) -> Fee:
    written, unit, note = _text(fee, "SOTIEN"), _text(fee, "DONVI"), _text(fee, "MOTA")
    digits = re.sub(r"[.,\s]", "", written)
    text = f"{written} {unit}".strip()
    if not digits.isdigit() or unit.lower() not in _VND:
        notes.flag("fee", "Số tiền hoặc đơn vị tiền không đọc được.", text)
        return Fee(text=text, note=note)
    if int(digits) == 0 and note:
        notes.flag("fee", "Ghi 0 đồng nhưng có ghi chú: có thể nơi khác quy định mức thu.", note)
        return Fee(text=text, note=note)
    notes.good("fee")
    return Fee(amount=int(digits) or None, free=int(digits) == 0, text=text, note=note)


def _cases(rows: Any, notes: Notes) -> Iterator[CaseOfPapers]:
    for row in _rows(rows):
        papers = tuple(
            _paper(paper, notes) for paper in _rows(row.get("GIAYTO") or row.get("DANHSACHGIAYTO"))
        )
        if papers or _text(row, "TRUONGHOP"):
            yield CaseOfPapers(name=_text(row, "TRUONGHOP"), papers=papers)
        elif _text(row, "TENGIAYTO"):
            yield CaseOfPapers(papers=(_paper(row, notes),))


def _paper(row: Mapping[str, Any], notes: Notes) -> Paper:
    notes.good("papers")
    originals, copies = _text(row, "SOBANCHINH"), _text(row, "SOBANSAO")
    known = (originals or "0").isdigit() and (copies or "0").isdigit() and bool(originals or copies)
    notes.good("counts") if known else notes.flag("counts", "Không có số bản.", _text(row, "TENGIAYTO"))
    return Paper(
        name=_text(row, "TENGIAYTO"),
        form_file=_text(row, "TENMAUDON") or _text(row, "TENTEPDINHKEM"),
        originals=int(originals or 0) if known else None,
        copies=int(copies or 0) if known else None,
    )


def _results(rows: Any, notes: Notes) -> Iterator[Outcome]:
    for row in _rows(rows):
        name, code = _text(row, "TENKETQUA") or _text(row, "TENGIAYTO"), _text(row, "MAKETQUA")
        if not name:
            continue
        good = re.match(r"^KQ\.[A-Z]\d{2}\.\d{6}$", code)
        notes.good("results") if good else notes.flag("results", "Kết quả không có mã đúng mẫu.", name)
        yield Outcome(name=name, code=code if good else "")


def _bases(rows: Any, notes: Notes) -> Iterator[Basis]:
    for row in _rows(rows):
        number, title = (
            _text(row, "SOKYHIEU") or _text(row, "SOVANBAN"),
            _text(row, "TRICHYEU") or _text(row, "TENVANBAN"),
        )
        if number or title:
            notes.good("basis") if number else notes.flag("basis", "Văn bản không có số hiệu.", title)
            yield Basis(title=title or number, number=number)


def _steps(rows: Any) -> Iterator[str]:
    for row in _rows(rows):
        if _text(row, "TRUONGHOP"):
            yield _text(row, "TRUONGHOP")
        for step in row.get("TRINHTU") or ():
            said = (
                _text(step, "TENTRINHTU") or _text(step, "MOTA")
                if isinstance(step, Mapping)
                else neat(str(step))
            )
            if said:
                yield said


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, with their keys in capitals; one object alone is a list of one."""
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, Mapping):
            yield {str(key).upper(): item for key, item in row.items()}


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return neat(str(value)) if isinstance(value, str | int | float) else ""


def _joined(value: Any) -> str:
    """A text, or the texts and names of a list, one after the other."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(part for part in (_joined(item) for item in value) if part)
    if isinstance(value, Mapping):
        names = [item for key, item in value.items() if str(key).upper().startswith("TEN")]
        return _joined(names or list(value.values()))
    return ""
