"""The messages of the platform and its answers."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests

from sandboxes.cashier.app import Answer, page_of
from sandboxes.cashier.orders import Cashier, Event, Order

INIT = (
    *("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan"),
    *("MaKenhThanhToan", "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich"),
    *("ThoiGianGD", "Ip"),
)
ANSWER = ("LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "DiaChiThanhToan")
QUERY = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")
CALLBACK = (
    *("LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich"),
    *("MaNganHang", "ThoiGianGD", "ThongTinGiaoDich"),
)
CODES = {"paid": "00", "unknown": "01", "waiting": "09", "cancelled": "24"}
# An answer that ends the matter: heard, or a number the partner does not know.
_FINAL = ("00", "01")
_BANK = "970415"


def proof(names: tuple[str, ...], fields: dict[str, str], secret: str) -> str:
    """SHA-256 in hexadecimal over the values in this order and the secret, joined by «|»."""
    joined = "|".join([*(fields.get(name, "") for name in names), secret])
    return hashlib.sha256(joined.encode()).hexdigest()


class Platform:
    """One platform with one partner; `callback` and `back` are registered, not sent with a payment."""

    name = "Nền tảng thanh toán quốc gia (bản thử)"

    def __init__(
        self,
        *,
        partner: str,
        secret: str,
        url: str,
        callback: str,
        back: str,
        data: Path | None = None,
        late: float = 20.0,
    ) -> None:
        self.partner, self.secret, self.url = partner, secret, url
        self.callback, self.back = callback, back
        self.cashier = Cashier(self.tell, data=data, late=late)

    def answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        """INIT and QUERY."""
        names = {"/init": INIT, "/query": QUERY}.get(path)
        if method != "POST" or names is None:
            return Answer(404, {"MaLoi": "04"})
        fields = {str(name): str(value) for name, value in dict(json.loads(body)).items()}
        right = proof(names, fields, self.secret)
        if fields.get("MaDoiTac") != self.partner or not hmac.compare_digest(
            right, fields.get("MaXacThuc", "")
        ):
            return Answer(401, {"MaLoi": "97"})
        number = fields["MaThamChieu"]
        if names is QUERY:
            return Answer(200, self._queried(number))
        order = self.cashier.take(_order(fields, self.back))
        said = {
            "LoaiBanTin": "ANSWER",
            "MaLoi": "00",
            "MaDoiTac": self.partner,
            "MaThamChieu": number,
            "DiaChiThanhToan": self.url + page_of(order),
        }
        return Answer(200, {**said, "MaXacThuc": proof(ANSWER, said, self.secret)})

    def _queried(self, number: str) -> dict[str, str]:
        order = self.cashier.orders.get(number)
        if order is None:
            return self._said(Order(number, 0, "", ""), None, CODES["unknown"])
        return self._said(order, order.last)

    def way_back(self, order: Order, event: Event | None) -> str:
        """The registered address with the fields of the callback."""
        return f"{order.return_url}?{urlencode(self._said(order, event))}"

    def tell(self, order: Order, event: Event) -> bool:
        """One callback; whether it need not be made again."""
        try:
            answer = requests.post(
                self.callback, json=self._said(order, event), timeout=10, allow_redirects=False
            )
            return dict(answer.json()).get("MaLoi") in _FINAL
        except (requests.RequestException, ValueError, TypeError):
            return False

    def _said(self, order: Order, event: Event | None, code: str = "") -> dict[str, str]:
        """The fields of a callback; without an event it is still waiting."""
        said = {
            "LoaiBanTin": "CALLBACK",
            "MaLoi": code or CODES[event.state if event is not None else "waiting"],
            "MaDoiTac": self.partner,
            "MaThamChieu": order.number,
            "SoTien": str(event.amount if event is not None else order.amount),
            "MaTienTe": event.currency if event is not None else "VND",
            "MaGiaoDich": event.transaction if event is not None else "",
            "MaNganHang": _BANK,
            "ThoiGianGD": event.at if event is not None else order.info,
            "ThongTinGiaoDich": "",
        }
        return {**said, "MaXacThuc": proof(CALLBACK, said, self.secret)}


def _order(fields: dict[str, str], back: str) -> Order:
    bill: dict[str, Any] = json.loads(fields["ThongTinGiaoDich"])
    return Order(
        number=fields["MaThamChieu"],
        amount=int(fields["SoTien"]),
        title=f"{bill['NoiDungThanhToan']}: {bill['TenTTHC']}",
        return_url=back,
        lines=[(str(each["NoiDung"]), int(each["SoTien"])) for each in bill["DSKhoanNop"]],
        payer=str(bill["HoTenNguoiNop"]),
        to=f"{bill['TenTKThuHuong']}, tài khoản {bill['TKThuHuong']}",
        info=fields["ThoiGianGD"],
    )
