"""pydantic's errors in sentences for the author of a procedure file."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from motcua.catalogue.finding_codes import Code
from motcua.catalogue.report import Finding, Place, error

_SENTENCES = {
    "missing": "Thiếu mục «{name}».",
    "string_type": "Mục «{name}» phải là chữ.",
    "string_too_short": "Mục «{name}» đang trống.",
    "string_too_long": "Mục «{name}» dài quá {max_length} ký tự.",
    "int_parsing": "«{input}» không phải số nguyên.",
    "int_type": "Mục «{name}» phải là số nguyên.",
    "int_from_float": "«{input}» không phải số nguyên.",
    "decimal_parsing": "«{input}» không phải số.",
    "decimal_type": "Mục «{name}» phải là số.",
    "decimal_max_places": "«{input}» có quá nhiều chữ số thập phân (nhiều nhất {decimal_places}).",
    "decimal_max_digits": "«{input}» có quá nhiều chữ số.",
    "float_parsing": "«{input}» không phải số.",
    "greater_than_equal": "«{input}» quá nhỏ: ít nhất là {ge}.",
    "greater_than": "«{input}» phải lớn hơn {gt}.",
    "less_than_equal": "«{input}» quá lớn: nhiều nhất là {le}.",
    "bool_parsing": "«{input}» phải là true hoặc false.",
    "bool_type": "Mục «{name}» phải là true hoặc false.",
    "date_type": "Mục «{name}» phải là ngày dạng năm-tháng-ngày, ví dụ 2026-07-01.",
    "date_parsing": "«{input}» không phải ngày dạng năm-tháng-ngày, ví dụ 2026-07-01.",
    "date_from_datetime_parsing": "«{input}» không phải ngày dạng năm-tháng-ngày, ví dụ 2026-07-01.",
    "date_from_datetime_inexact": "«{input}» phải là ngày không kèm giờ.",
    "tuple_type": "Mục «{name}» phải là danh sách.",
    "list_type": "Mục «{name}» phải là danh sách.",
    "dict_type": "Mục «{name}» phải gồm các dòng «khóa: giá trị».",
    "model_type": "Mục «{name}» phải gồm các dòng «khóa: giá trị».",
    "model_attributes_type": "Mục «{name}» phải gồm các dòng «khóa: giá trị».",
    "too_short": "Mục «{name}» cần ít nhất {min_length} dòng, hiện có {actual_length}.",
    "too_long": "Mục «{name}» có {actual_length} dòng, nhiều nhất {max_length}.",
    "union_tag_not_found": "Thiếu mục «{tag}» nên không biết đây là loại gì.",
    "union_tag_invalid": "«{tag}» không phải loại dùng được. Các loại: {expected_tags}.",
}
_PATTERNS = {
    "code": "Mã thủ tục «{input}» sai: phải như 1.001193 hoặc 1.001612.000.00.00.H48, đặt trong dấu nháy.",
}
_KEY = "«{input}» sai cách viết: bắt đầu bằng chữ thường a–z, sau đó chỉ có a–z, 0–9, «_» hoặc «-»."


def findings(failure: ValidationError, data: Any, model: type[BaseModel]) -> Iterator[Finding]:
    """Each error of pydantic as one finding at the place in the file it belongs to."""
    for detail in failure.errors(include_url=False):
        place = _place(detail["loc"], data)
        if detail["type"] == "missing":
            place = (*place, str(detail["loc"][-1])) if place != detail["loc"] else place
        yield error(_code(detail["type"]), place, _sentence(detail, place, model))


def _code(kind: str) -> Code:
    """The code of an error of pydantic."""
    if kind == "missing":
        return "value-missing"
    if kind == "extra_forbidden":
        return "key-unknown"
    if kind in {"literal_error", "union_tag_invalid", "union_tag_not_found"}:
        return "value-unknown"
    return "value-wrong"


def _place(location: tuple[str | int, ...], data: Any) -> Place:
    """The location without the names of union members, which pydantic puts in but the file does not have."""
    place: list[str | int] = []
    for at, part in enumerate(location):
        inside_map = isinstance(data, dict) and (part in data or at == len(location) - 1)
        inside_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if inside_map or inside_list:
            place.append(part)
            data = data.get(part) if isinstance(data, dict) else data[int(part)]
    return tuple(place)


def _sentence(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    kind, given = detail["type"], detail.get("input")
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
    words = {**detail.get("ctx", {}), "name": name, "input": _short(given)}
    if kind == "extra_forbidden":
        return _unknown_key(name, model)
    if kind == "literal_error":
        allowed = str(words["expected"]).replace("'", "").replace(" or ", ", ")
        return f"«{words['input']}» không dùng được ở «{name}». Chọn một trong: {allowed}."
    if kind == "string_pattern_mismatch":
        return (_PATTERNS.get(name, _KEY) if len(place) == 1 else _KEY).format(**words)
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        words["tag"] = str(words.get("tag") or words.get("discriminator", "")).strip("'")
        words["expected_tags"] = str(words.get("expected_tags", "")).replace("'", "")
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(**words)
    # Checks written in this project already speak Vietnamese; `value_error` puts an English word before them.
    return detail["msg"].removeprefix("Value error, ")


def _unknown_key(name: str, model: type[BaseModel]) -> str:
    if not name.replace("_", "").isascii() or " " in name:
        return f"«{name}» bị đọc thành tên mục: chữ có dấu phẩy hoặc dấu hai chấm phải đặt trong dấu nháy."
    near = get_close_matches(name, _known_keys(model), n=1, cutoff=0.75)
    hint = f" Có phải bạn muốn viết «{near[0]}»?" if near and near[0] != name else ""
    return f"Không có mục nào tên «{name}» ở chỗ này.{hint}"


def _known_keys(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({key for part in parts for key in part.get("properties", {})})


def _short(value: object) -> str:
    text = "(trống)" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
