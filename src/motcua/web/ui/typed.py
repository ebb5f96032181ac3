"""Reading what people typed into plain forms: days, numbers, the mark that they mean it."""

from datetime import date

from django.http import HttpRequest

from motcua.lib.dates import PartialDate
from motcua.lib.errors import Refused


def a_day(text: str, field: str) -> date | None:
    """A full day as people write it (27/11/2026); None for nothing. Raises Refused at the field."""
    if not text.strip():
        return None
    try:
        found = PartialDate.parse(text)
    except ValueError as problem:
        raise Refused(str(problem), field=field) from problem
    if not found.is_full:
        raise Refused("Ngày cần đủ ngày, tháng, năm, ví dụ 27/11/2026.", field=field)
    return found.earliest


def the_day(text: str, field: str) -> date:
    """As `a_day`, where a day is needed."""
    found = a_day(text, field)
    if found is None:
        raise Refused("Hãy ghi ngày, ví dụ 27/11/2026.", field=field)
    return found


def a_number(text: str) -> int | None:
    """A whole number as it stands in an address or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def an_amount(text: str, field: str) -> int:
    """An amount in whole đồng as people write it (1.250.000). Raises Refused at the field."""
    plain = text.strip().removesuffix("đồng").removesuffix("đ").strip()
    found = a_number(plain.replace(".", "").replace(" ", "").replace("\u00a0", ""))
    if found is None:
        raise Refused("Hãy ghi số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.250.000.", field=field)
    return found


def check_meant(request: HttpRequest) -> None:
    """What cannot be undone by a click is sent with a mark that it is meant."""
    if request.POST.get("meant") != "1":
        raise Refused("Hãy đánh dấu «Tôi đã kiểm tra» rồi gửi lại.", field="meant")
