"""The parts of a person field, each as an ordinary field, so that everything reads and shows them alike."""

from functools import lru_cache
from typing import Final

from motcua.forms.fields import (
    AdminUnitField,
    ChoiceField,
    DateField,
    EmailField,
    Option,
    PersonalIdField,
    PersonField,
    PhoneField,
    SimpleField,
    TextField,
)

SEX_OPTIONS: Final = (Option(value="male", label="Nam"), Option(value="female", label="Nữ"))

_PARTS: Final[dict[str, SimpleField]] = {
    "full_name": TextField(
        type="text",
        key="full_name",
        label="Họ, chữ đệm, tên",
        help="Viết như trên giấy tờ.",
        example="Nguyễn Thị Lan",
        max_length=100,
    ),
    "personal_id": PersonalIdField(
        type="personal_id",
        key="personal_id",
        label="Số định danh cá nhân",
        help="12 chữ số, in trên thẻ căn cước hoặc xem trong VNeID.",
    ),
    "other_paper": TextField(
        type="text",
        key="other_paper",
        label="Giấy tờ khác (hộ chiếu…)",
        help="Ghi loại giấy và số, nếu không có số định danh.",
        example="Hộ chiếu số C1234567",
        max_length=100,
    ),
    "birth_date": DateField(
        type="date",
        key="birth_date",
        label="Ngày, tháng, năm sinh",
        help="Giấy tờ chỉ ghi năm thì điền năm.",
        example="05/09/1990",
        partial=True,
        not_future=True,
    ),
    "sex": ChoiceField(type="choice", key="sex", label="Giới tính", options=SEX_OPTIONS),
    "ethnicity": TextField(type="text", key="ethnicity", label="Dân tộc", example="Kinh", max_length=50),
    "nationality": TextField(
        type="text", key="nationality", label="Quốc tịch", example="Việt Nam", max_length=50
    ),
    "birth_place": TextField(
        type="text",
        key="birth_place",
        label="Nơi sinh",
        example="Bệnh viện Đa khoa tỉnh Phú Thọ",
        max_length=300,
    ),
    "hometown": TextField(
        type="text", key="hometown", label="Quê quán", example="Phường Việt Trì, tỉnh Phú Thọ", max_length=300
    ),
    "residence": TextField(
        type="text",
        key="residence",
        label="Nơi cư trú",
        help="Nơi thường trú; không có thì ghi nơi tạm trú hoặc nơi đang ở.",
        example="Tổ 5, phường Việt Trì, tỉnh Phú Thọ",
        max_length=300,
    ),
    "residence_unit": AdminUnitField(type="admin_unit", key="residence_unit", label="Xã, phường nơi cư trú"),
    "occupation": TextField(
        type="text", key="occupation", label="Nghề nghiệp", example="Nông dân", max_length=100
    ),
    "relation": TextField(type="text", key="relation", label="Quan hệ", example="Con", max_length=100),
    "phone": PhoneField(type="phone", key="phone", label="Số điện thoại", example="0912345678"),
    "email": EmailField(type="email", key="email", label="Thư điện tử", example="lan@vidu.vn"),
}


def part_fields(person: PersonField, *, needed: bool) -> tuple[SimpleField, ...]:
    """The parts asked of this person; `needed` when the person must be given, at least in the needed parts.

    A prefill source of the whole person becomes the source of each part.
    """
    return _part_fields(person.parts, person.needed if needed else frozenset(), person.prefill == "person")


@lru_cache(maxsize=2048)
def _part_fields(
    parts: tuple[str, ...], required: frozenset[str], prefilled: bool
) -> tuple[SimpleField, ...]:
    return tuple(
        _PARTS[part].model_copy(
            update={"required": part in required, "prefill": f"person.{part}" if prefilled else ""}
        )
        for part in parts
    )


def label_of_part(part: str) -> str:
    """What a part of a person is called on the form; the key itself when there is no such part."""
    found = _PARTS.get(part)
    return found.label if found is not None else part
