import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from motcua.forms.fields import MOST_MONEY, DateField, MoneyField, NumberField, SimpleField
from motcua.forms.values import Setting, Unreadable, plain_number, read, show, typed_date, write
from tests.forms.tricky import TODAY, lookup

FIELD: TypeAdapter[SimpleField] = TypeAdapter(SimpleField)
SETTING = Setting(TODAY, lookup)


def field(kind: str, **more: object) -> Any:
    return FIELD.validate_python({"key": "k", "type": kind, "label": "Mục", **more})


ACCEPTED = [
    (field("text"), "  Nguyễn   Minh\tAn ", "Nguyễn Minh An"),
    (field("text"), "Nguye\u0302\u0303n\x00", "Nguyễn"),
    (field("number"), "1\u200b2", 12),
    (field("longtext"), "một\r\n\r\n\r\n\r\n hai ", "một\n\nhai"),
    (field("number"), "1.234,5", 1234.5),
    (field("number"), "1234", 1234),
    (field("number"), "1.234", 1234),
    (field("number"), "120.5", 120.5),
    (field("number"), "1,234.5", 1234.5),
    (field("number"), "-3", -3),
    (field("number"), "2,0", 2),
    (field("number", unit="m²"), "120,5 m²", 120.5),
    (field("number", decimals="0"), "3", 3),
    (field("money"), "8.000", 8000),
    (field("money"), "8,000", 8000),
    (field("money"), "8000 đồng", 8000),
    (field("money"), "1 500 000 đ", 1500000),
    (field("date"), "5/9/1990", "1990-09-05"),
    (field("date"), "05-09-1990", "1990-09-05"),
    (field("date"), "05091990", "1990-09-05"),
    (field("date"), "05 09 1990", "1990-09-05"),
    (field("date"), "1990-09-05", "1990-09-05"),
    (field("date", partial="true"), "9/1990", "1990-09"),
    (field("date", partial="true"), "1990", "1990"),
    (field("date", not_future="true"), "26/11/2026", "2026-11-26"),
    (field("date", not_past="true"), "26/11/2026", "2026-11-26"),
    (field("date", not_future="true", partial="true"), "2026", "2026"),
    (field("personal_id"), "025 190 001 234", "025190001234"),
    (field("phone"), "+84 912 345 678", "0912345678"),
    (field("phone"), "84912345678", "0912345678"),
    (field("phone"), "0210.3846.647", "02103846647"),
    (field("email"), " Lan.Nguyen@ViDu.VN ", "Lan.Nguyen@vidu.vn"),
    (field("admin_unit"), "04792", "04792"),
    (field("yes_no"), "Có", "yes"),
    (field("yes_no"), "no", "no"),
]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"), ACCEPTED, ids=[f"{f.type}-{t.strip()}" for f, t, _ in ACCEPTED]
)
def test_what_people_type_is_read(kind: Any, typed: str, kept: object) -> None:
    value = read(kind, [typed], SETTING)
    assert value == kept
    assert type(value) is type(kept)
    assert read(kind, write(kind, value), SETTING) == value


REFUSED = [
    (field("text", max_length="3"), "bốn chữ", "nhiều nhất 3 ký tự. Bạn đã viết 7."),
    (field("longtext", min_length="9"), "ngắn", "ít nhất 9 ký tự. Bạn đã viết 4."),
    (field("number"), "mười", "cần một con số, ví dụ 1.234,5. Bạn đã nhập “mười”."),
    (field("number"), "1.23.4", "cần một con số"),
    (field("number"), "12,3,4", "cần một con số"),
    (field("number"), "1" * 16, "cần một con số"),
    (field("number"), "1,234", "tối đa 2 chữ số sau dấu phẩy"),
    (field("number", decimals="0"), "1,5", "số nguyên, không có phần lẻ"),
    (field("number", min="1"), "0", "từ 1 trở lên. Bạn đã nhập “0”."),
    (field("number", max="1000"), "1001", "không được quá 1.000"),
    (field("money"), "tám nghìn", "số tiền bằng đồng, ví dụ 8.000"),
    (field("money", min="1000"), "500", "từ 1.000 đồng trở lên"),
    (field("money", max="1000"), "5000", "không được quá 1.000 đồng"),
    (field("date"), "32/13/1990", "ngày/tháng/năm, ví dụ 05/09/1990. Bạn đã nhập “32/13/1990”."),
    (field("date"), "5/9/90", "ngày/tháng/năm"),
    (field("date"), "1990", "cần đủ ngày, tháng, năm"),
    (field("date", partial="true"), "hôm qua", "chỉ nhớ năm thì ghi 1990"),
    (field("date", not_future="true"), "27/11/2026", "không thể sau hôm nay. Bạn đã nhập 27/11/2026."),
    (field("date", not_past="true"), "25/11/2026", "không thể trước hôm nay"),
    (field("date", not_past="true", partial="true"), "10/2026", "không thể trước hôm nay"),
    (field("personal_id"), "02519000123", "Số định danh cần 12 chữ số. Bạn đã nhập 11."),
    (field("personal_id"), "0251900O1234", "không có chữ"),
    (field("phone"), "12345", "Bạn đã nhập “12345”."),
    (field("email"), "lan@", "dạng ten@vidu.vn. Bạn đã nhập “lan@”."),
    (field("email"), "a..b@vidu.vn", "dạng ten@vidu.vn"),
    (field("admin_unit"), "99999", "Không tìm thấy “99999”."),
    (field("admin_unit"), "<script>", "Không tìm thấy"),
    (field("yes_no"), "maybe", "Hãy chọn Có hoặc Không."),
    (field("file"), "../../etc/passwd", "Hãy gửi lại tệp"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "said"), REFUSED, ids=[f"{f.type}-{t}" for f, t, _ in REFUSED])
def test_what_cannot_be_read_is_refused_with_what_to_do(kind: Any, typed: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(kind, [typed], SETTING)
    assert said in refused.value.sentence


def test_a_choice_outside_the_options_is_refused_with_their_labels() -> None:
    kind = field("choice", options=[{"value": "a", "label": "Mới"}, {"value": "b", "label": "Lại"}])
    assert read(kind, ["a"], SETTING) == "a"
    with pytest.raises(Unreadable, match="Hãy chọn một trong các phương án: Mới; Lại"):
        read(kind, ["c"], SETTING)


def test_too_many_files_are_refused_and_doubles_counted_once() -> None:
    kind = field("file", max_files="2")
    assert read(kind, ["x1", "x2", "x1", ""], SETTING) == ["x1", "x2"]
    with pytest.raises(Unreadable, match=r"nhiều nhất 2 tệp\. Bạn đã gửi 3"):
        read(kind, ["x1", "x2", "x3"], SETTING)


def test_values_are_shown_in_words() -> None:
    options = [{"value": "a", "label": "Mới"}, {"value": "b", "label": "Lại"}]
    assert show(field("choice", options=options), "a") == "Mới"
    assert show(field("yes_no"), "yes") == "Có"
    assert show(field("money"), 8000) == "8.000 đồng"
    assert show(field("money"), 0) == "0 đồng"
    assert show(field("number", unit="m²"), 1234.5) == "1.234,5 m²"
    assert show(field("date"), "1990-09-05") == "05/09/1990"
    assert show(field("admin_unit"), "04792", lookup) == "Phường Tân Hòa"
    assert show(field("admin_unit"), "99999", lookup) == "99999"
    assert show(field("file"), ["a", "b"]) == "2 tệp"


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=3, allow_nan=False))
def test_numbers_survive_being_written_and_read_again(number: Any) -> None:
    kind = NumberField(type="number", key="k", label="Số", decimals=3)
    value = read(kind, [str(number).replace(".", ",")], SETTING)
    assert read(kind, write(kind, value), SETTING) == value


@given(st.integers(min_value=0, max_value=MOST_MONEY))
def test_money_survives_being_written_and_read_again(amount: int) -> None:
    kind = MoneyField(type="money", key="k", label="Tiền")
    assert read(kind, write(kind, amount), SETTING) == amount


@given(st.dates(min_value=date(1000, 1, 1)))
def test_dates_survive_being_written_and_read_again(any_day: date) -> None:
    kind = DateField(type="date", key="k", label="Ngày")
    assert read(kind, write(kind, any_day.isoformat()), SETTING) == any_day.isoformat()


@given(st.text())
def test_no_text_whatever_breaks_the_readers(typed: str) -> None:
    plain_number(typed)
    typed_date(typed)
    for kind in ("text", "longtext", "number", "money", "date", "personal_id", "phone", "email", "yes_no"):
        with contextlib.suppress(Unreadable):
            kept = read(field(kind), [typed], SETTING)
            assert not kept or read(field(kind), write(field(kind), kept), SETTING) == kept
