"""One value of one field: read what was typed, write it back for another try, show it to a reader.

Values are plain JSON, so that answers can be stored as they are: text, numbers, dates as ISO text,
«yes»/«no», codes, lists of file ids.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from motcua.forms import personal_id
from motcua.forms.fields import (
    AdminUnitField,
    ChoiceField,
    DateField,
    EmailField,
    FileField,
    LongTextField,
    MoneyField,
    NumberField,
    PersonalIdField,
    PhoneField,
    SimpleField,
    TextField,
    YesNoField,
)
from motcua.lib.conditions import text_of
from motcua.lib.dates import PartialDate
from motcua.lib.money import dong, grouped
from motcua.lib.text import fold, neat

Lookup = Callable[[str], str | None]
"""The name of an administrative unit by its code; None when there is no such unit."""

YES_NO_LABELS: Final = {"yes": "Có", "no": "Không"}
_YES_NO_WORDS: Final = {"yes": "yes", "true": "yes", "co": "yes", "no": "no", "false": "no", "khong": "no"}
_UNSEEN: Final = frozenset({"Cc", "Cf"})
_QUOTE_LENGTH: Final = 40
_EMAIL: Final = re.compile(
    r"[^@\s\"<>()\[\],;:\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_EMAIL_LENGTH: Final = 254
_MOBILE: Final = re.compile(r"0[35789]\d{8}")
_LANDLINE: Final = re.compile(r"02\d{8,9}")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_GROUPED_BY_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_GROUPED_BY_COMMAS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_NUMBERS: Final = (
    # pattern, mark between thousands, mark before the fraction; the Vietnamese reading comes first
    (re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", re.ASCII), ".", ","),
    (re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d+", re.ASCII), ",", "."),
)
_MONEY_WORDS: Final = re.compile(r"(?i)\s*(?:đồng|dong|vnđ|vnd|đ)\.?\s*$")
_BARE_DATE: Final = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_ISO_DATE: Final = re.compile(r"\d{4}-")
_NUMBER_DIGITS: Final = 15
"""More digits than any register holds; beyond it a JSON number would lose some."""


@dataclass(frozen=True)
class Setting:
    """What reading needs from outside: the day of filing and who knows the administrative units."""

    today: date
    lookup: Lookup | None = None


class Unreadable(Exception):
    """What was typed is no value of this field; `sentence` says in Vietnamese what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def printable(text: str) -> str:
    """Composed (NFC), lines ended by a line feed, without control and zero-width characters."""
    lines = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen)


def is_blank_text(text: str) -> bool:
    """Whether there is nothing in it that anybody could see."""
    return not printable(text).strip()


def quoted(text: str) -> str:
    """What was typed, shortened, to be shown back in an error."""
    shown = neat(text)
    return f"“{shown[:_QUOTE_LENGTH]}…”" if len(shown) > _QUOTE_LENGTH else f"“{shown}”"


def read(field: SimpleField, texts: Sequence[str], setting: Setting) -> object:
    """The value of what was typed, which is not blank. Raises `Unreadable`."""
    if isinstance(field, FileField):
        return _files(field, texts)
    text = next((text for text in reversed(texts) if not is_blank_text(text)), "")
    return _READERS[field.type](field, printable(text), setting)


def write(field: SimpleField, value: object) -> list[str]:
    """The value as a person would type it; reading it again gives the same value."""
    match field:
        case FileField():
            return [str(each) for each in value] if isinstance(value, list) else []
        case NumberField() | MoneyField():
            return [vietnamese_number(value)]
        case DateField():
            return [shown_date(text_of(value))]
        case _:
            return [text_of(value)]


def show(field: SimpleField, value: object, lookup: Lookup | None = None) -> str:
    """The value in words for a reader: labels for choices, names for units, money with its unit."""
    match field:
        case FileField():
            return f"{len(value)} tệp" if isinstance(value, list) else ""
        case ChoiceField():
            labels = {option.value: option.label for option in field.options}
            return labels.get(text_of(value), text_of(value))
        case YesNoField():
            return YES_NO_LABELS.get(text_of(value), text_of(value))
        case MoneyField():
            return dong(value) if isinstance(value, int) and value else f"{vietnamese_number(value)} đồng"
        case NumberField():
            return f"{vietnamese_number(value)} {field.unit}".strip()
        case AdminUnitField():
            return (lookup(text_of(value)) if lookup else None) or text_of(value)
        case _:
            return "\n".join(write(field, value))


def vietnamese_number(value: object) -> str:
    """1234.5 becomes «1.234,5»; what is no number is shown as it stands."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return text_of(value)
    sign = "-" if value < 0 else ""
    whole, _, fraction = format(Decimal(str(abs(value))), "f").partition(".")
    fraction = fraction.rstrip("0")
    return f"{sign}{grouped(int(whole))}{',' + fraction if fraction else ''}"


def _line(field: TextField, text: str, setting: Setting) -> str:
    return _of_length(neat(text), field.min_length, field.max_length)


def _long_text(field: LongTextField, text: str, setting: Setting) -> str:
    return _of_length(_paragraphs(text), field.min_length, field.max_length)


def _of_length(text: str, least: int, most: int) -> str:
    if len(text) > most:
        raise Unreadable(
            f"Mục này viết được nhiều nhất {most} ký tự. Bạn đã viết {len(text)}. Hãy viết gọn lại."
        )
    if len(text) < least:
        raise Unreadable(f"Mục này cần ít nhất {least} ký tự. Bạn đã viết {len(text)}.")
    return text


def _paragraphs(text: str) -> str:
    lines = text.split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(neat(line) for line in lines)).strip()


def plain_number(text: str) -> Decimal | None:
    """«1.234,5», «1234,5», «1,234.5» and «1234.5»; a lone point before exactly three digits parts thousands.

    Anything else, such as «1.23.4» or «12,3,4», is no number: None.
    """
    typed = re.sub(r"\s", "", text)
    sign, body = (-1, typed[1:]) if typed.startswith(("-", "−")) else (1, typed)
    for pattern, thousands, comma in _NUMBERS:
        if pattern.fullmatch(body) and len(re.sub(r"\D", "", body)) <= _NUMBER_DIGITS:
            return sign * Decimal(body.replace(thousands, "").replace(comma, "."))
    return None


def _number(field: NumberField, text: str, setting: Setting) -> int | float:
    typed = text
    if field.unit and fold(typed).endswith(fold(field.unit)):
        typed = typed.strip()[: -len(field.unit)]
    number = plain_number(typed)
    if number is None:
        sample = "1.234,5" if field.decimals else "12"
        raise Unreadable(
            f"Mục này cần một con số, ví dụ {field.example or sample}. Bạn đã nhập {quoted(text)}."
        )
    if number != round(number, field.decimals):
        if field.decimals == 0:
            raise Unreadable(f"Mục này cần số nguyên, không có phần lẻ. Bạn đã nhập {quoted(text)}.")
        raise Unreadable(f"Chỉ ghi tối đa {field.decimals} chữ số sau dấu phẩy. Bạn đã nhập {quoted(text)}.")
    if field.min is not None and number < field.min:
        raise Unreadable(f"Số này cần từ {vietnamese_number(field.min)} trở lên. Bạn đã nhập {quoted(text)}.")
    if field.max is not None and number > field.max:
        raise Unreadable(f"Số này không được quá {vietnamese_number(field.max)}. Bạn đã nhập {quoted(text)}.")
    return int(number) if number == int(number) else float(number)


def _money(field: MoneyField, text: str, setting: Setting) -> int:
    typed = re.sub(r"\s", "", _MONEY_WORDS.sub("", text))
    for thousands in (_GROUPED_BY_POINTS, _GROUPED_BY_COMMAS):
        if thousands.fullmatch(typed):
            typed = re.sub(r"[.,]", "", typed)
    if not re.fullmatch(r"[0-9]{1,30}", typed):
        raise Unreadable(f"Mục này cần số tiền bằng đồng, ví dụ 8.000. Bạn đã nhập {quoted(text)}.")
    amount = int(typed)
    if amount < field.min:
        raise Unreadable(f"Số tiền cần từ {grouped(field.min)} đồng trở lên. Bạn đã nhập {quoted(text)}.")
    if amount > field.max:
        raise Unreadable(f"Số tiền không được quá {grouped(field.max)} đồng. Bạn đã nhập {quoted(text)}.")
    return amount


def typed_date(text: str) -> PartialDate | None:
    """A whole or partial date as typed; None when it is none.

    Number pads of phones have no slash, so 26112026 and «26 11 2026» are read as well as 26/11/2026.
    """
    typed = text.strip()
    if found := _BARE_DATE.fullmatch(typed):
        typed = "/".join(found.groups())
    try:
        return PartialDate.parse(
            re.sub(r"\s*[/.\-\s]\s*", "/", typed) if not _ISO_DATE.match(typed) else typed
        )
    except ValueError:
        return None


def shown_date(kept: str) -> str:
    """A kept date (ISO) as on paper: 26/11/2026, 05/1990, 1990. Anything else is shown as it stands."""
    known = typed_date(kept)
    return str(known) if known else kept


def _date(field: DateField, text: str, setting: Setting) -> str:
    known = typed_date(text)
    if known is None:
        form = "ngày/tháng/năm, ví dụ 05/09/1990"
        if field.partial:
            form += " (chỉ nhớ tháng thì ghi 09/1990, chỉ nhớ năm thì ghi 1990)"
        raise Unreadable(f"Ngày cần ghi theo {form}. Bạn đã nhập {quoted(text)}.")
    if not known.is_full and not field.partial:
        raise Unreadable(f"Mục này cần đủ ngày, tháng, năm, ví dụ 05/09/1990. Bạn đã nhập {quoted(text)}.")
    if field.not_future and known.earliest > setting.today:
        raise Unreadable(f"Ngày này không thể sau hôm nay. Bạn đã nhập {known}.")
    if field.not_past and known.latest < setting.today:
        raise Unreadable(f"Ngày này không thể trước hôm nay. Bạn đã nhập {known}.")
    return known.iso()


def _personal_id(field: PersonalIdField, text: str, setting: Setting) -> str:
    number = personal_id.digits(text)
    if not re.fullmatch(r"[0-9]*", number):
        raise Unreadable(f"Số định danh chỉ gồm 12 chữ số, không có chữ. Bạn đã nhập {quoted(text)}.")
    if len(number) != personal_id.LENGTH:
        raise Unreadable(f"Số định danh cần 12 chữ số. Bạn đã nhập {len(number)}.")
    return number


def _phone(field: PhoneField, text: str, setting: Setting) -> str:
    number = re.sub(r"[\s.\-()]", "", text)
    number = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", number)
    if not (_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number)):
        raise Unreadable(
            "Số di động có 10 chữ số và bắt đầu bằng 03, 05, 07, 08 hoặc 09; số cố định bắt đầu bằng 02. "
            f"Bạn đã nhập {quoted(text)}."
        )
    return number


def _email(field: EmailField, text: str, setting: Setting) -> str:
    address = text.strip()
    if len(address) > _EMAIL_LENGTH or not _EMAIL.fullmatch(address) or ".." in address:
        raise Unreadable(f"Địa chỉ thư điện tử có dạng ten@vidu.vn. Bạn đã nhập {quoted(text)}.")
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def _unit(field: AdminUnitField, text: str, setting: Setting) -> str:
    code = text.strip()
    if not _CODE.fullmatch(code) or (setting.lookup and setting.lookup(code) is None):
        raise Unreadable(f"Hãy chọn xã, phường trong danh sách. Không tìm thấy {quoted(text)}.")
    return code


def _choice(field: ChoiceField, text: str, setting: Setting) -> str:
    chosen = text.strip()
    if chosen not in {option.value for option in field.options}:
        labels = "; ".join(option.label for option in field.options)
        raise Unreadable(f"Hãy chọn một trong các phương án: {labels}.")
    return chosen


def _yes_no(field: YesNoField, text: str, setting: Setting) -> str:
    answer = _YES_NO_WORDS.get(fold(text))
    if answer is None:
        raise Unreadable("Hãy chọn Có hoặc Không.")
    return answer


def _files(field: FileField, texts: Sequence[str]) -> list[str]:
    ids = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not all(_CODE.fullmatch(each) for each in ids):
        raise Unreadable("Tệp này không còn trên hệ thống. Hãy gửi lại tệp.")
    if len(ids) > field.max_files:
        raise Unreadable(f"Mục này nhận nhiều nhất {field.max_files} tệp. Bạn đã gửi {len(ids)}. Hãy bỏ bớt.")
    return ids


# Any: every reader takes only the kind of field whose `type` it stands under.
_READERS: Final[Mapping[str, Callable[[Any, str, Setting], object]]] = {
    "text": _line,
    "longtext": _long_text,
    "number": _number,
    "money": _money,
    "date": _date,
    "personal_id": _personal_id,
    "phone": _phone,
    "email": _email,
    "admin_unit": _unit,
    "choice": _choice,
    "yes_no": _yes_no,
}
