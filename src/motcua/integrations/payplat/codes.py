"""Messages of the national payment platform, version 1.0.6: their fields, their proof, their words and ours.

The names of the fields of a payment and of its callback are those seen in use; their order inside the proof,
values marked below and answers are our own reading (unverified; docs/reference/payments-protocols.md).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.lib import moment
from motcua.lib.text import ascii_letters
from motcua.payments.gateway import Bill, Told

VERSION = "1.0.6"
INIT, ANSWER, QUERY, CALLBACK = "INIT", "ANSWER", "QUERY", "CALLBACK"
PROOF = "MaXacThuc"
# Which values the proof is computed over, in this order; the secret comes last. Unverified.
FIELDS: dict[str, tuple[str, ...]] = {
    INIT: (
        *("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan"),
        *("MaKenhThanhToan", "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich"),
        *("ThoiGianGD", "Ip"),
    ),
    ANSWER: ("LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "DiaChiThanhToan"),
    QUERY: ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD"),
    CALLBACK: (
        *("LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich"),
        *("MaNganHang", "ThoiGianGD", "ThongTinGiaoDich"),
    ),
}
# «00» is theirs, the others are ours (unverified).
DONE, UNKNOWN, WAITING, CANCELLED, NOT_UNDERSTOOD, WRONG_PROOF = "00", "01", "09", "24", "96", "97"

_MOMENT = "%Y%m%d%H%M%S"
_FEE, _CHARGE = "1", "2"


def proof(kind: str, fields: Mapping[str, str], secret: str) -> str:
    """SHA-256 in hexadecimal over the values of this kind of message and the secret, joined by «|»."""
    values = [fields.get(name, "") for name in FIELDS[kind]]
    return hashlib.sha256("|".join([*values, secret]).encode()).hexdigest()


def proved(kind: str, fields: Mapping[str, str], secret: str) -> dict[str, str]:
    """The message with its proof."""
    return {**fields, PROOF: proof(kind, fields, secret)}


def is_theirs(kind: str, fields: Mapping[str, str], *, partner: str, secret: str) -> bool:
    """Whether the platform made this message for us. Without a secret nothing is theirs.

    A value with «|» in it is refused: the same proof would fit a message whose values are cut elsewhere.
    """
    if not secret or any("|" in fields.get(name, "") for name in FIELDS[kind]):
        return False
    if fields.get("LoaiBanTin") != kind or fields.get("MaDoiTac") != partner:
        return False
    return hmac.compare_digest(proof(kind, fields, secret).encode(), fields.get(PROOF, "").lower().encode())


def fields_of(content: Any) -> dict[str, str]:
    """The texts and whole numbers of a JSON object. Raises ValueError when it is something else."""
    if not isinstance(content, dict):
        raise ValueError("no object")
    found = {
        name: str(value)
        for name, value in content.items()
        if isinstance(value, (str, int)) and not isinstance(value, bool)
    }
    for text in found.values():
        text.encode()  # half a character is a ValueError here, before a proof is computed over it
    return found


def at_text(at: datetime) -> str:
    """A moment as they write it, in Vietnamese time."""
    return at.astimezone(moment.TZ).strftime(_MOMENT)


def begin(bill: Bill, partner: str) -> dict[str, str]:
    """The message that announces a payment, without its proof. Values of type and channel: unverified."""
    return {
        "LoaiBanTin": INIT,
        "PhienBan": VERSION,
        "MaDoiTac": partner,
        "MaThamChieu": bill.number,
        "SoTien": str(bill.amount),
        "LoaiHinhThanhToan": "1",
        "MaKenhThanhToan": "1",
        "MaThietBi": "1",
        "NgonNgu": "vi",
        "MaTienTe": "VND",
        "MaNganHang": "",
        # Escaped, for a stroke inside a value would make the proof ambiguous.
        "ThongTinGiaoDich": json.dumps(_about(bill), ensure_ascii=False).replace("|", "\\u007c"),
        "ThoiGianGD": at_text(bill.made_at),
        "Ip": bill.ip,
    }


def _about(bill: Bill) -> dict[str, Any]:
    return {
        "MaTTHC": bill.procedure_code,
        "TenTTHC": bill.procedure_name,
        "MaDVC": f"{bill.procedure_code}.01",
        "MaDonVi": bill.unit_id,
        "TenDonVi": bill.unit_name,
        "MaHoSo": bill.dossier,
        "TKThuHuong": bill.account,
        "TenTKThuHuong": bill.holder,
        "MaNHThuHuong": bill.bank_bin,
        "HoTenNguoiNop": bill.payer,
        "SoCMNDNguoiNop": bill.payer_id,
        "DiaChi": bill.address,
        "NoiDungThanhToan": ascii_letters(f"THANH TOAN HO SO {bill.dossier}"),
        # What stands inside the two lists was not seen: names of our own.
        "PhiLePhi": [
            {"Loai": _FEE if kind == "fee" else _CHARGE, "Ten": name, "SoTien": str(amount)}
            for kind, name, amount in bill.lines
        ],
        "DSKhoanNop": [{"NoiDung": name, "SoTien": str(amount)} for _, name, amount in bill.lines],
    }


def told(fields: Mapping[str, str]) -> Told:
    """A proved callback (or the answer to a query, which is the same) in our words. Raises ValueError."""
    code = fields.get("MaLoi", "")
    amount, transaction = fields.get("SoTien", ""), fields.get("MaGiaoDich", "").strip()
    if not (amount.isascii() and amount.isdigit() and len(amount) <= 13):
        raise ValueError("SoTien")
    if code == DONE and not transaction:
        raise ValueError("MaGiaoDich")
    return Told(
        number=fields.get("MaThamChieu", ""),
        transaction=transaction,
        amount=int(amount),
        currency=fields.get("MaTienTe", ""),
        paid={DONE: True, WAITING: None}.get(code, False),
        at=moment.told(datetime.strptime(fields.get("ThoiGianGD", ""), _MOMENT).replace(tzinfo=moment.TZ)),
    )
