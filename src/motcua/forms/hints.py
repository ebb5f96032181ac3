"""An example for a field whose file gives none: by the kind of the field, else by the words of its label."""

from typing import Final

from motcua.forms.fields import AnyField
from motcua.lib.text import fold

_BY_TYPE: Final = {
    "date": "05/09/1990",
    "personal_id": "025190000000",
    "money": "8.000",
    "phone": "0912 345 678",
    "email": "lan.nguyen@example.vn",
    "longtext": "một, hai câu, ghi rõ ai, ở đâu, khi nào",
}
# The first words found in the folded label decide, so the narrower ones stand first.
_BY_LABEL: Final = (
    ("ho, chu dem", "Nguyễn Thị Lan"),
    ("ho ten", "Nguyễn Văn Hùng"),
    ("ten goi khac", "Lan Anh"),
    ("ten moi", "Nguyễn Thị Lan Anh"),
    ("ten to chuc", "Hợp tác xã Nông Trang"),
    ("ten don vi", "Trường Tiểu học Nông Trang"),
    ("nguoi nhan", "Trần Văn Bình"),
    ("don vi", "Công ty Cây xanh đô thị"),
    ("kham chua benh", "Trạm y tế phường Nông Trang"),
    ("nganh, nghe", "bán lẻ tạp hóa"),
    ("cong viec", "may công nghiệp"),
    ("hoc", "Trường Cao đẳng nghề Phú Thọ"),
    ("lam o dau", "trong tỉnh Phú Thọ"),
    ("que quan", "xã Hy Cương, tỉnh Phú Thọ"),
    ("nam ", "2020"),
    ("so tang", "2"),
    ("so to", "12"),
    ("so thua", "105"),
    ("so lao dong", "5"),
    ("so nguoi", "4"),
    ("tong so xe", "3"),
    ("so cay", "2"),
    ("chieu cao", "8,5"),
    ("dien tich", "120,5"),
    ("nuoc thai", "15"),
    ("phat hanh", "BK 123456"),
    ("so phu hieu", "PH-0123"),
    ("ma so", "2600123456"),
    ("so dinh danh", "2600123456"),
    ("so ", "123/2024"),
    ("dia chi", "Số 5, đường Hùng Vương, phường Nông Trang, tỉnh Phú Thọ"),
    ("tru so", "Số 5, đường Hùng Vương, phường Nông Trang, tỉnh Phú Thọ"),
    ("noi mai tang", "nghĩa trang phường Nông Trang"),
    ("noi ", "Khu 3, phường Nông Trang, tỉnh Phú Thọ"),
    ("ly do", "bị mất khi chuyển nhà"),
    ("sai", "Nguyễn Thị Lán"),
    ("dung", "Nguyễn Thị Lan"),
    ("ghi", "để trống nếu không có"),
    ("noi them", "để trống nếu không có"),
)


def example_for(field: AnyField) -> str:
    """What stands as «ví dụ» at a field that people type into; empty where there is nothing to type."""
    if field.example:
        return field.example
    if field.type in _BY_TYPE:
        return _BY_TYPE[field.type]
    if field.type not in ("text", "number"):
        return ""
    label = fold(field.label)
    return next((example for words, example in _BY_LABEL if words in label), "")
