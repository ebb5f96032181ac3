"""A sheet in words for people. Pure."""

from motcua.catalogue.labels import AUDIENCES
from motcua.catalogue.national.sheet import Fee, Sheet, Way
from motcua.lib.money import dong

CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính công ích"}
UNITS = {
    "working-days": "ngày làm việc",
    "calendar-days": "ngày",
    "months": "tháng",
    "years": "năm",
    "weeks": "tuần",
    "hours": "giờ",
    "minutes": "phút",
}
LEVELS = {"ministry": "Cấp bộ", "province": "Cấp tỉnh", "commune": "Cấp xã", "other": "Cơ quan khác"}
_MORE_AUDIENCES = {"official": "Cán bộ, công chức", "party_member": "Đảng viên", "party_body": "Tổ chức Đảng"}
UNCERTAIN = "Chưa rõ, hỏi cơ quan thực hiện"


def term(way: Way) -> str:
    """«5 ngày làm việc»; where the record is not certain, that it is not."""
    if way.amount is not None and way.unit is not None:
        return f"{way.amount} {UNITS[way.unit]}"
    return UNCERTAIN


def fee(line: Fee) -> str:
    """«8.000 đồng», «Miễn phí», or the record's own words where they are no certain sum."""
    if line.free:
        return "Miễn phí"
    if line.amount is not None:
        return dong(line.amount)
    if line.currency != "VND":
        return line.text
    return "Theo quy định" if line.note else UNCERTAIN


def audience(sheet: Sheet) -> str:
    names = {**AUDIENCES, **_MORE_AUDIENCES}
    return ", ".join(names[each] for each in sheet.audience if each in names)


def levels(sheet: Sheet) -> str:
    return ", ".join(LEVELS[level] for level in sheet.levels)
