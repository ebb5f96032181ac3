"""VietQR: what a payment QR code says, written and read (EMVCo merchant-presented TLV, NAPAS profile). Pure.

Lengths count characters. The check value is CRC-16/CCITT-FALSE over everything up to and including «6304».
"""

import re
from dataclasses import dataclass

GUID = "A000000727"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_BIN = re.compile(r"[0-9]{6}")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_MOST = 99
_DONG = "704"


class NotVietQR(ValueError):
    """The text is no VietQR payload; the sentence says why."""


@dataclass(frozen=True, slots=True)
class VietQR:
    """A transfer: to which account (or card) at which bank, how much (whole đồng), under which bill number.

    Without an amount the code is static: the payer types it. `purpose` is unaccented ASCII.
    """

    bin: str
    account: str
    amount: int | None = None
    bill: str = ""
    purpose: str = ""
    service: str = TO_ACCOUNT

    def __post_init__(self) -> None:
        if not _BIN.fullmatch(self.bin):
            raise NotVietQR("Mã ngân hàng (BIN) phải đủ 6 chữ số, ví dụ 970415.")
        if not _ACCOUNT.fullmatch(self.account):
            raise NotVietQR("Số tài khoản hoặc số thẻ chỉ gồm chữ không dấu và chữ số, dài nhất 19 ký tự.")
        if self.service not in (TO_ACCOUNT, TO_CARD):
            raise NotVietQR("Loại chuyển phải là QRIBFTTA (tài khoản) hoặc QRIBFTTC (thẻ).")
        if self.amount is not None and not 0 < self.amount < 10**13:
            raise NotVietQR("Số tiền phải là số đồng nguyên, lớn hơn 0 và không quá 13 chữ số.")
        for name, text in (("Số hóa đơn", self.bill), ("Nội dung", self.purpose)):
            if not _PRINTABLE.fullmatch(text):
                raise NotVietQR(f"{name} phải viết không dấu.")
        if len(_additional(self)) > _MOST:
            raise NotVietQR("Số hóa đơn và nội dung cộng lại dài quá; hãy rút ngắn nội dung.")

    @property
    def is_dynamic(self) -> bool:
        return self.amount is not None

    @property
    def payload(self) -> str:
        """The text inside the QR code."""
        receiver = _field("00", self.bin) + _field("01", self.account)
        body = (
            _field("00", "01")
            + _field("01", "12" if self.is_dynamic else "11")
            + _field("38", _field("00", GUID) + _field("01", receiver) + _field("02", self.service))
            + _field("53", _DONG)
            + (_field("54", str(self.amount)) if self.amount is not None else "")
            + _field("58", "VN")
        )
        additional = _additional(self)
        if additional:
            body += _field("62", additional)
        body += "6304"
        return body + f"{crc16(body):04X}"


def _additional(code: VietQR) -> str:
    bill = _field("01", code.bill) if code.bill else ""
    purpose = _field("08", code.purpose) if code.purpose else ""
    return bill + purpose


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def crc16(text: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def read(payload: str) -> VietQR:
    """Take a payload apart. Raises NotVietQR when a length, the check value or the profile is wrong."""
    if not payload.isascii() or len(payload) < 8 or payload[-8:-4] != "6304":
        raise NotVietQR("Mã QR này không phải mã chuyển tiền VietQR.")
    if f"{crc16(payload[:-4]):04X}" != payload[-4:]:
        raise NotVietQR("Mã QR bị sai một hay nhiều ký tự (mã kiểm tra không khớp). Hãy quét lại.")
    fields = _fields(payload[:-8])
    receiver = _fields(fields.get("38", ""))
    if receiver.get("00") != GUID or fields.get("53") != _DONG:
        raise NotVietQR("Mã QR này không phải mã chuyển tiền đồng Việt Nam qua NAPAS.")
    account = _fields(receiver.get("01", ""))
    additional = _fields(fields.get("62", ""))
    amount = fields.get("54")
    if amount is not None and not (amount.isascii() and amount.isdigit()):
        raise NotVietQR("Số tiền trong mã QR không phải số đồng nguyên.")
    return VietQR(
        bin=account.get("00", ""),
        account=account.get("01", ""),
        amount=int(amount) if amount is not None else None,
        bill=additional.get("01", ""),
        purpose=additional.get("08", ""),
        service=receiver.get("02", ""),
    )


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        end = at + 4 + int(length) if length.isdigit() and tag.isdigit() else -1
        if end < 0 or end > len(text) or len(length) != 2 or tag in found:
            raise NotVietQR("Mã QR có một trường ghi sai độ dài.")
        found[tag] = text[at + 4 : end]
        at = end
    return found
