"""A record as the public pages of the national portal show it, crawled field by field. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from motcua.catalogue.base import CODE_PATTERN
from motcua.catalogue.national import papers, texts, ways
from motcua.catalogue.national.sheet import Notes, Sheet, Unreadable
from motcua.catalogue.national.ways import NOTHING
from motcua.lib.text import neat

NEEDED = ("ma_thu_tuc", "ten_thu_tuc")


def read(record: Mapping[str, Any], notes: Notes) -> Sheet:
    """The sheet of a crawled record. Raises Unreadable without a code and a name."""
    code, name = neat(_text(record, "ma_thu_tuc")), neat(_text(record, "ten_thu_tuc"))
    if not re.match(CODE_PATTERN, code):
        raise Unreadable(f"Mã thủ tục «{code[:40]}» không đúng mẫu d.dddddd.")
    if not name:
        raise Unreadable(f"Thủ tục {code} không có tên.")
    notes.good("code")
    notes.good("name")
    return Sheet(
        code=code,
        name=name,
        publisher=_text(record, "bo"),
        decision=_plain(record, "so_quyet_dinh", "decision", notes),
        kind=neat(_text(record, "loai_thu_tuc")),
        field=_plain(record, "linh_vuc", "field", notes),
        levels=texts.levels(_text(record, "cap_thuc_hien"), notes),
        audience=texts.audience(_text(record, "doi_tuong_thuc_hien"), notes),
        agency=_plain(record, "co_quan_thuc_hien", "agency", notes),
        competent=_said(record, "co_quan_co_tham_quyen"),
        address=_said(record, "dia_chi_tiep_nhan"),
        ways=ways.ways(_text(record, "cach_thuc_thuc_hien"), notes),
        cases=papers.cases(_text(record, "thanh_phan_ho_so"), notes),
        results=texts.results(_text(record, "ket_qua_xu_ly"), notes),
        basis=texts.bases(_text(record, "can_cu_phap_ly"), notes),
        steps=texts.steps(_text(record, "trinh_tu_thuc_hien"), notes),
        conditions=texts.conditions(_text(record, "yeu_cau_dieu_kien"), notes),
        related=_said(record, "thu_tuc_lien_quan"),
        source=_text(record, "detail_url"),
        flags=tuple(notes.flags),
    )


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value.replace("\xa0", " ").replace("\x00", "").strip() if isinstance(value, str) else ""


def _said(record: Mapping[str, Any], key: str) -> str:
    text = neat(_text(record, key))
    return "" if text == NOTHING else text


def _plain(record: Mapping[str, Any], key: str, field: str, notes: Notes) -> str:
    """A field of one value: there, or honestly absent."""
    text = _said(record, key)
    notes.good(field) if text else notes.absent(field)
    return text
