"""What a VietQR code says: TLV fields, two digits of tag and two of length, closed by a CRC."""


class NotVietQR(ValueError):
    """The text is no VietQR payload; the sentence says why."""


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE, four capital hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021) & 0xFFFF if value & 0x8000 else value << 1
    return f"{value:04X}"


def fields(text: str) -> dict[str, str]:
    """The fields of one level. Raises NotVietQR."""
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], text[2:4]
        if not (tag.isdigit() and length.isdigit()) or len(text) < 4 + int(length):
            raise NotVietQR("Mã QR có một trường ghi sai độ dài.")
        found[tag] = text[4 : 4 + int(length)]
        text = text[4 + int(length) :]
    return found


def read(payload: str) -> dict[str, str]:
    """Bank, account, amount («» when the payer chooses it) and text of a transfer. Raises NotVietQR."""
    if not payload.isascii() or len(payload) < 12 or crc(payload[:-4]) != payload[-4:]:
        raise NotVietQR("Mã QR sai: mã kiểm tra không khớp.")
    outer = fields(payload)
    receiver = fields(outer.get("38", ""))
    if receiver.get("00") != "A000000727":
        raise NotVietQR("Đây không phải mã chuyển tiền VietQR.")
    account, more = fields(receiver.get("01", "")), fields(outer.get("62", ""))
    return {
        "bin": account.get("00", ""),
        "account": account.get("01", ""),
        "amount": outer.get("54", ""),
        "text": more.get("08") or more.get("01", ""),
    }
